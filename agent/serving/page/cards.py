"""What the page shows, as HTML: cards, chips, notes, and what stands where there are none. All text of others is escaped.

Words of the page's own are left out: the browser fills them in by the `data-t` of an element, so that the language can be
switched at any time. Knows answers and items; no Gradio.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import urlencode

from agent.explanation.reasons import field_label, plain_value, wording
from agent.planning.clarification import option_text
from agent.planning.plan import Condition, Plan
from agent.results.answer import Answer, Found, Pick
from agent.results.marks import marked_html
from agent.search.why_not import WhyNot
from retrieval.behavior.people.people import POPULAR, RANGE
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Value
from retrieval.catalog.schema import Schema
from retrieval.language.packs import voice_of

__all__ = ["Chip", "card", "chips_of", "head", "notes", "panel", "why"]

Certainty = Literal["said", "inferred", "guessed", "struck"]

SHOWN = 4
"""Attributes of a card."""
LONG = 40
"""Characters of one of their values."""
PARTS = ("text", "image", "audio", "behaviour")


def _t(key: str, tag: str = "span", **given: object) -> str:
    """An element whose words the browser fills in."""
    return f"<{tag}{_data('t', key, given)}></{tag}>"


def _data(attribute: str, key: str, given: Mapping[str, object]) -> str:
    filled = "".join(f' data-{name}="{escape(str(value))}"' for name, value in given.items())
    return f' data-{attribute}="{key}"{filled}'


def _icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'


def media_url(kind: str, item: Item, **given: object) -> str:
    """The address of a picture (`picture`), a sound (`sound`) or its wave (`wave`) of an item."""
    return escape(f"page/media/{kind}?" + urlencode({"item": item.id, **given}))


def wave_url(item: Item) -> str:
    """The address of the wave of an item's sound, as the style sheet sees it, from its own folder."""
    return media_url("wave", item).removeprefix("page/")


def _pictures(item: Item, title: str) -> str:
    """All pictures of an item side by side, or what stands for them: its wave, or its first letter."""
    what = escape(title)
    if item.images:
        many = len(item.images) > 1
        drawn = "".join(
            f'<img src="{media_url("picture", item, n=n, side=480)}" loading="lazy" '
            f'data-t-alt="{"picture_n" if many else "picture_of"}" data-what="{what}" data-n="{n + 1}" alt="">'
            for n in range(len(item.images))
        )
        scroll = f' tabindex="0" role="group"{_data("t-label", "picture_of", {"what": title})}' if many else ""
        return f'<div class="pictures{" many" if many else ""}"{scroll}>{drawn}</div>'
    kind = "sound" if item.audio else "text"
    first = next((c for c in title if c.isalnum()), "·")
    inside = f'<span class="letter">{escape(first.upper())}</span>'
    if item.audio:
        inside = f'<span class="big wave" style="--wave:url({wave_url(item)})"></span>'
    return (
        f'<div class="pictures none {kind}" role="img"{_data("t-label", "no_picture", {"what": title})}>{inside}</div>'
    )


def _player(item: Item, title: str) -> str:
    if item.audio is None:
        return ""
    return (
        f'<div class="player"><button type="button" class="play" data-act="play"{_data("t-label", "play", {"what": title})}>'
        f"{_icon('play')}{_icon('pause')}</button>"
        f'<span class="wave" style="--wave:url({wave_url(item)})"><span class="wave done"></span></span>'
        f'<span class="clock" aria-hidden="true"></span>'
        f'<audio preload="none" src="{media_url("sound", item)}"></audio></div>'
    )


def _value(value: Value, name: str) -> str:
    values = [plain_value(v, name) for v in (value if isinstance(value, tuple) else (value,))]
    text = ", ".join(values[:3]) + (" …" if len(values) > 3 else "")
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…"


def _attributes(item: Item, asked: Iterable[str], schema: Schema, language: str) -> str:
    """The attributes that the request speaks of, then those that most items have; long texts are left out."""
    asked = [name for name in dict.fromkeys(asked) if name in item.attributes]
    rest = sorted(
        (name for name in item.attributes if name in schema and schema[name].kind != "text" and name not in asked),
        key=lambda name: (-schema[name].count, list(item.attributes).index(name)),
    )
    found = [*asked, *rest][: max(SHOWN, len(asked))]
    rows = "".join(
        f"<div{' class=asked' if name in asked else ''}><dt>{escape(field_label(name, language))}</dt>"
        f"<dd>{escape(_value(item.attributes[name], name))}</dd></div>"
        for name in found
    )
    return f'<dl class="attributes">{rows}</dl>' if rows else ""


def _score(pick: Pick, scale: float) -> str:
    """The score as a bar, and in numbers, split into what words, picture, sound and taste gave."""
    parts = {name: pick.modalities.get(name, 0.0) for name in PARTS}
    shown = {name: value for name, value in parts.items() if abs(value) >= 0.005}
    bars = "".join(
        f'<i class="{name}" style="width:{min(100 * value / scale, 100):.1f}%"></i>'
        for name, value in shown.items()
        if value > 0
    )
    named = [word for block, word in ((RANGE, "variety"), (POPULAR, "popular")) if block in pick.blocks]
    called = {"text": "words", "behaviour": [*named, "behaviour"][0]}
    legend = "".join(
        f'<span class="{name}"><b aria-hidden="true"></b>{_t(called.get(name, name))} {value:.2f}</span>'
        for name, value in shown.items()
    )
    return (
        f'<div class="score"><div class="bar" aria-hidden="true">{bars}</div>'
        f'<p class="legend"><strong>{pick.score:.2f}</strong>{legend}</p></div>'
    )


def _button(act: str, icon: str, item: Item, title: str, pressed: bool | None = None) -> str:
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    label = _data("t-label", f"{act}_label", {"what": title, "item": item.id})
    return f'<button type="button" class="{act}" data-act="{act}"{label}{state}>{_icon(icon)}{_t(act)}</button>'


def card(
    pick: Pick, *, language: str, asked: Iterable[str], schema: Schema, scale: float, liked: bool, disliked: bool
) -> str:
    """One pick. `asked`: the fields that the request speaks of; `scale`: the score of a full bar, the best so far."""
    item = pick.item
    title = item.title_in(language) or item.id
    return (
        f'<li class="card{" disliked" if disliked else ""}" data-item="{escape(item.id)}" data-title="{escape(title)}">'
        f'{_pictures(item, title)}<span class="place" aria-hidden="true">{pick.position}</span>'
        f'<div class="body"><h3 lang="{language}" title="{escape(title)}">{escape(title)}</h3>'
        f'<p class="reason" lang="{language}">{marked_html(pick.reason, pick.judged, language, escape, seen=pick.seen)}</p>'
        f"{_player(item, title)}{_attributes(item, asked, schema, language)}{_score(pick, scale)}"
        f'<div class="acts">{_button("like", "like", item, title, liked)}'
        f"{_button('dislike', 'dislike', item, title, disliked)}{_button('more', 'more', item, title)}</div>"
        f'<p class="disliked-note">{_t("disliked_note")}</p></div></li>'
    )


@dataclass(frozen=True)
class Chip:
    """One condition as the person sees it: its words, where it was read, how `understood` writes it, and what it filters by.

    certainty: said (it filters), inferred by a chat model or guessed by the rules (it only orders), or struck by a chat model.
    """

    text: str
    span: str
    source: str
    conditions: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    certainty: Certainty = "said"


def _chip(group: Sequence[Condition], language: str, certainty: Certainty) -> Chip:
    said = dict.fromkeys(wording(c.filters[0], language).replace("“", "").replace("”", "") for c in group)
    return Chip(
        " · ".join(said), max((c.source.span for c in group), key=len), group[0].source.kind,
        tuple(str(c.filters[0]) for c in group), tuple(c.filters[0] for c in group), certainty,
    )  # fmt: skip


def _grouped(conditions: Sequence[Condition]) -> list[list[Condition]]:
    """Conditions that were read from the same words together. The person's own settings stay out."""
    groups: dict[tuple[str, str], list[Condition]] = {}
    refused = [c.source.span for c in conditions if c.filters[0].negate]
    for n, condition in enumerate(conditions):
        source = condition.source
        if source.kind != "setting":
            span = source.span
            if condition.filters[0].negate:  # "not red" and, for the texts, "red" are one
                span = max((other for other in refused if span in other), key=len, default=span)
            groups.setdefault((source.kind, span or str(n)), []).append(condition)
    return list(groups.values())


def chips_of(plan: Plan, language: str) -> list[Chip]:
    """What a plan filters by, then what it only orders by, then what a chat model took back."""
    chips = [_chip(group, language, "said") for group in _grouped(plan.conditions)]
    voice, media = voice_of(language), [m for m in plan.must_have if m != "text"]
    chips += [Chip(voice.say(f"chip.{m}"), "", "media", (f"has {m}",)) for m in media]
    for c in plan.preferences:
        chips.append(_chip([c], language, "inferred" if c.origin == "inferred" else "guessed"))
    return chips + [_chip([c], language, "struck") for c in plan.retracted]


def _button_of(chip: Chip, act: str, label: str, icon: str) -> str:
    given = {"what": chip.text, "conditions": "\n".join(chip.conditions)}
    said = chip.span and chip.span.casefold() not in chip.text.casefold()
    source = _t("from_words", "small", what=chip.span) if said else ""
    look = chip.certainty if act == "firm" else ""
    return (
        f'<button type="button" class="chip {act} {look}" data-act="{act}"{_data("t-label", label, given)}>'
        f"<span>{escape(chip.text)}</span>{source}{_icon(icon)}</button>"
    )


def _strike(chip: Chip) -> str:
    """A small button beside a chip of another purpose."""
    given = {"what": chip.text, "conditions": "\n".join(chip.conditions)}
    label = _data("t-label", "chip_label", given)
    return f'<button type="button" class="unchip" data-act="strike"{label}>{_icon("close")}</button>'


def _chips(chips: Sequence[Chip], act: str, label: str, icon: str, *, strikes: bool = False) -> str:
    """Chips that do one thing when they are clicked; strikes: and a button beside each that strikes it."""
    drawn = [f"<li>{_button_of(c, act, label, icon)}{_strike(c) if strikes else ''}</li>" for c in chips]
    return f'<ul class="chips">{"".join(drawn)}</ul>'


def _wishes(plan: Plan, liked: Sequence[str], given: Iterable[str]) -> str:
    rows = [("looking", plan.wish), ("look", plan.look), ("hears", plan.sound)]
    drawn = "".join(f"<div>{_t(key, 'dt')}<dd>{escape(text)}</dd></div>" for key, text in rows if text)
    tags = [_t({"image": "given_picture", "audio": "given_sound"}[kind], "li") for kind in given]
    tags += [_t("like_item", "li", what=title) for title in liked]
    if plan.sort:
        field = field_label(plan.sort.field, plan.language)
        tags.append(_t("order_down" if plan.sort.descending else "order_up", "li", what=field))
    return (f'<dl class="wishes">{drawn}</dl>' if drawn else "") + (
        f'<ul class="tags">{"".join(tags)}</ul>' if tags else ""
    )


def panel(plan: Plan, struck: Sequence[Chip], *, liked: Sequence[str], given: Iterable[str]) -> str:
    """What was understood: what is looked for, and the conditions as chips. What was noted stands above the cards.

    What was said filters, and a click strikes it. What was inferred or guessed only orders, and a click makes it filter; a
    second button strikes it. What a chat model struck stands below; a click makes it filter again. `struck`: conditions that the person removed; `liked`: titles that were pointed at; `given`: image, audio.
    """
    chips = chips_of(plan, plan.language)
    said = [c for c in chips if c.certainty == "said"]
    unsure = [c for c in chips if c.certainty in ("inferred", "guessed")]
    misread = [c for c in chips if c.certainty == "struck"]
    must = f"{_t('must', 'h3')}{_chips(said, 'strike', 'chip_label', 'close')}" if said else _t("no_conditions", "p")
    first = f"{_t('first', 'h3')}{_chips(unsure, 'firm', 'firm', 'check', strikes=True)}" if unsure else ""
    gone = f"{_t('misread', 'h3')}{_chips(misread, 'firm', 'firm', 'undo')}" if misread else ""
    gone += f"{_t('struck', 'h3')}{_chips(struck, 'restore', 'restore', 'undo')}" if struck else ""
    return _wishes(plan, liked, given) + must + first + gone


def notes(noted: Sequence[str]) -> str:
    """Notes, one a line."""
    return f'<ul class="notes">{"".join(f"<li>{escape(note)}</li>" for note in noted)}</ul>' if noted else ""


def _question(found: Found | Answer) -> str:
    """What is asked back; beside items with its answers to choose from. Nothing where nothing is asked."""
    if not found.question:
        return ""
    asked = found.plan.asked if found.plan is not None else None
    options = [option_text(f, found.language) for f in asked.options] if asked and not asked.options[-1].negate else []
    tries = "".join(
        f'<li><button type="button" class="try" data-act="try">{escape(option)}</button></li>' for option in options
    )
    tries += (
        f'<li><button type="button" class="try" data-act="try" {_data("t", "any", {})}></button></li>' if tries else ""
    )
    drawn = f'<ul class="tries">{tries}</ul>' if tries else ""
    asked_html = marked_html(found.question, found.judged, found.language, escape)
    return f'<div class="state question"><strong>{_t("question")}</strong><p>{asked_html}</p>{drawn}</div>'


def message(found: Found | Answer) -> str:
    """What is said, a paragraph a line; nothing where nothing is."""
    told = [line for line in found.message.splitlines() if line.strip()]
    lines = "".join(f"<p>{marked_html(line, found.judged, found.language, escape)}</p>" for line in told)
    return f'<div class="said" lang="{found.language}">{lines}</div>' if lines else ""


def head(found: Found | Answer) -> str:
    """What stands above the cards: what is said, how many fit and what is asked beside them; a message or question alone; or
    that nothing fits."""
    said, asked = message(found), _question(found)
    if isinstance(found, Answer):
        if not found.picks and (said or asked):
            return f"{said}{notes(found.notes) if said else ''}{asked}"
        if not found.picks:
            return f'<div class="state nothing">{_icon("nothing")}<strong>{_t("nothing")}</strong>{_t("nothing_how", "p")}</div>'
        seconds = f"{found.seconds.get('total', 0.0):.1f}"
        meta = f'<p class="meta">{_t("matching", n=found.matching)} · {_t("time", n=seconds)}</p>'
        return f"{said}{meta if found.matching else ''}{notes(found.notes)}{asked}"
    if not found.candidates and (said or asked):
        return said + asked
    return f'{said}<p class="meta busy">{_t("choosing", n=found.matching)}</p>{notes(found.notes)}{asked}'


def why(found: WhyNot, language: str) -> str:
    """Why an item is not among the picks: the item, small, and the reason."""
    item = found.item
    if item is None:
        return f'<div class="why-said"><p>{escape(found.text)}</p></div>'
    title = item.title_in(language) or item.id
    small = f'<span class="letter" aria-hidden="true">{escape(title[:1])}</span>'
    if item.images:
        small = f'<img src="{media_url("picture", item, n=0, side=96)}" data-t-alt="picture_of" data-what="{escape(title)}" alt="">'
    return f'<div class="why-said">{small}<p lang="{language}">{escape(found.text)}</p></div>'

"""A pick as a card, as HTML: picture, title, one sentence that no other card of the answer says, price, and the rest behind clicks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape

from agent.explanation.reasons import explain, field_label
from agent.planning.policies import sold_out
from agent.results.answer import Pick
from agent.results.marks import marked_html
from agent.serving.page.markup import data, icon, item_url, media_url, t
from agent.serving.page.money import price_field, price_of
from agent.serving.page.naming import Naming
from retrieval.behavior.people.people import POPULAR, RANGE
from retrieval.catalog.items import Item, Value
from retrieval.catalog.schema import Field, Schema
from retrieval.language.packs import voice_of
from retrieval.language.tables import either

__all__ = ["Drawing", "card", "kind_field", "pictures", "player", "telling"]

SHOWN = 2
"""Attributes of a card, beside the price."""
LONG = 40
"""Characters of one of their values."""
SENTENCE = 220
"""Characters of an item's own words, where they stand for a reason."""
RESTATES = ("condition", "guess")
"""Evidence that is what was asked for."""
LEFT = ("lacking", "undecided")
"""Evidence of what isn't certain of an item, which what is said above the cards tells of all; no sentence to stand alone."""
SHORT = ("relaxed", "unsaid")
"""Evidence of what an item falls short of."""
PARTS = ("text", "image", "audio", "behaviour")


def kind_field(schema: Schema) -> Field | None:
    """Return the field that says what kind of thing an item is: few values, each of several items; None without one."""
    few = [f for f in schema.fields.values() if f.kind == "category" and not f.many and 2 <= len(f.values) <= 60]
    return max(few, key=lambda f: (f.count, -len(f.values)), default=None)


@dataclass(frozen=True)
class Drawing:
    """What cards of one answer are drawn by. asked: the fields that the request speaks of; card: those that the operator shows."""

    names: Naming
    schema: Schema
    asked: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The reader's."""
        return self.names.language


def pictures(item: Item, title: str, side: int = 480) -> str:
    """Return all pictures of an item side by side, or what stands for them: its wave, or its first letter."""
    what = escape(title)
    if item.images:
        many = len(item.images) > 1
        drawn = "".join(
            f'<img src="{media_url("picture", item, n=n, side=side)}" loading="lazy" '
            f'data-t-alt="{"picture_n" if many else "picture_of"}" data-what="{what}" data-n="{n + 1}" alt="">'
            for n in range(len(item.images))
        )
        scroll = f' tabindex="0" role="group"{data("t-label", "picture_of", {"what": title})}' if many else ""
        return f'<div class="pictures{" many" if many else ""}"{scroll}>{drawn}</div>'
    kind = "sound" if item.audio else "text"
    first = next((c for c in title if c.isalnum()), "·")
    inside = f'<span class="letter">{escape(first.upper())}</span>'
    if item.audio:
        inside = f'<span class="big wave" data-wave="{media_url("wave", item)}"></span>'
    return (
        f'<div class="pictures none {kind}" role="img"{data("t-label", "no_picture", {"what": title})}>{inside}</div>'
    )


def player(item: Item, title: str) -> str:
    """Return what plays an item's sound, with its wave; nothing without a sound."""
    if item.audio is None:
        return ""
    return (
        f'<div class="player"><button type="button" class="play" data-act="play"{data("t-label", "play", {"what": title})}>'
        f"{icon('play')}{icon('pause')}</button>"
        f'<span class="wave" data-wave="{media_url("wave", item)}"><span class="wave done"></span></span>'
        f'<span class="clock" aria-hidden="true"></span>'
        f'<audio preload="none" src="{media_url("sound", item)}"></audio></div>'
    )


def _value(value: Value, name: str, names: Naming) -> str:
    values = names.shown(value, name)
    text = ", ".join(values[:3]) + (" …" if len(values) > 3 else "")
    return text if len(text) <= LONG else text[: LONG - 1].rstrip() + "…"


def _attributes(item: Item, price: str | None, by: Drawing) -> str:
    """The price, then the attributes that the request speaks of, the operator's, or those that most items have; no long texts."""
    beside = {f"{name}{tail}" for name in item.attributes for tail in ("_currency", "_unit", "_max")}
    left = [n for n in item.attributes if n != price and n not in beside and n not in by.hide]
    asked = [name for name in dict.fromkeys(by.asked) if name in left]
    rest = sorted(
        (n for n in left if n in by.schema and by.schema[n].kind in ("category", "boolean") and n not in asked),
        key=lambda n: (-by.schema[n].count, list(item.attributes).index(n)),
    )
    chosen = [name for name in by.card if name in left and name not in asked]
    found = [*asked, *(chosen if by.card else rest)][: max(SHOWN, len(asked), len(chosen))]
    rows = "".join(
        f"<div{' class=asked' if name in asked else ''}><dt>{escape(by.names.label(name))}</dt>"
        f"<dd>{escape(_value(item.attributes[name], name, by.names))}</dd></div>"
        for name in found
    )
    cost = price_of(item, price, by.language) if price not in by.hide else ""
    if cost:
        mark = " asked" if price in by.asked else ""
        rows = f'<div class="price{mark}"><dt class="hidden">{escape(by.names.label(price or ""))}</dt><dd>{escape(cost)}</dd></div>{rows}'
    return f'<dl class="attributes">{rows}</dl>' if rows else ""


def _score(pick: Pick, scale: float, reason: str) -> str:
    """The whole reason and the score, to be unfolded: what words, picture, sound and taste gave, and what spoke most for it."""
    parts = {name: pick.modalities.get(name, 0.0) for name in PARTS}
    shown = {name: value for name, value in parts.items() if abs(value) >= 0.005}
    named = [word for block, word in ((RANGE, "variety"), (POPULAR, "popular")) if block in pick.blocks]
    called = {"text": "words", "behaviour": [*named, "behaviour"][0]}
    legend = "".join(
        f'<div class="{name}"><dt>{t(called.get(name, name))}</dt><dd><span class="bar"><i data-width="{min(max(100 * value / scale, 0), 100):.1f}"></i>'
        f"</span>{value:.2f}</dd></div>"
        for name, value in shown.items()
    )
    most = max(shown, key=lambda name: shown[name], default="text")
    return (
        f'<details class="score"><summary>{t("score")}</summary><p class="whole">{reason}</p><p>{t(f"most_{most}")}</p>'
        f'<dl class="legend"><div class="total"><dt>{t("score_total")}</dt><dd>{pick.score:.2f}</dd></div>{legend}</dl></details>'
    )


def _button(act: str, sign: str, item: Item, title: str, pressed: bool | None = None) -> str:
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    label = data("t-label", f"{act}_label", {"what": title, "item": item.id})
    return f'<button type="button" class="{act}" data-act="{act}"{label}{state}>{icon(sign)}{t(act)}</button>'


def _claims(pick: Pick, asked: Collection[str], language: str) -> tuple[frozenset[str], list[str]]:
    """The sentences of a reason that only say again what was asked for, which holds for every pick; and those that say what an item
    falls short of, which is never left out."""
    claims = explain(pick.facts, language).claims if pick.facts is not None else ()

    def again(kind: str, field: str) -> bool:
        return kind in RESTATES or kind in LEFT or (kind == "attribute" and field in asked)

    stale = frozenset(c.text for c in claims if c.evidence and all(again(e.kind, e.field) for e in c.evidence))
    return stale, [c.text for c in claims if any(e.kind in SHORT for e in c.evidence)]


def telling(pick: Pick, by: Drawing, told: Collection[str]) -> str:
    """Return the sentence of a pick that no card before has said: of its reason, unless that only says again what was asked for;
    else the item's own first words; else its reason. What it falls short of follows.

    told: sentences of the cards before.
    """
    if pick.judged:
        return pick.reason
    ends, language = either("page.sentence"), by.language
    stale, short = _claims(pick, by.asked, language)
    labels = [field_label(name, language).casefold() for name in by.asked]
    said = [one for one in ends.split(pick.reason) if one.strip()]

    def worn(one: str) -> bool:
        return one in told or one in stale or bool(labels and all(label in one.casefold() for label in labels))

    sentence = next((one for one in said if not worn(one) and one not in short), "")
    if not sentence:
        own = next((one for one in ends.split(pick.item.description_in(language)) if one.strip()), "")
        sentence = own if len(own) <= SENTENCE else own[: SENTENCE - 1].rstrip() + "…"
    if not sentence or sentence in told:
        return pick.reason
    return voice_of(language).glue.join([sentence, *(one for one in short if one in pick.reason)])


def card(pick: Pick, by: Drawing, *, scale: float, liked: bool, disliked: bool, told: Iterable[str] = ()) -> str:
    """Return one pick. scale: the score of a full bar, the best so far; told: what the cards before say."""
    item, language, names = pick.item, by.language, by.names
    title = item.title_in(language) or item.id
    gone = sold_out(item, by.schema)

    def worded(text: str) -> str:
        return marked_html(text, pick.judged, language, lambda part: escape(names.text(part)), seen=pick.seen)

    sentence = telling(pick, by, tuple(told))
    whole, kind = worded(pick.reason), kind_field(by.schema)
    sort = names.values(item, kind.name) if kind else []
    mark = f'<span class="sold-mark">{t("sold")}</span>' if gone else ""
    marks = f"{' disliked' if disliked else ''}{' sold' if gone else ''}"
    unkind = (
        f'<button type="button" class="link" data-act="unkind"{data("t", "unkind", {"what": sort[0]})}></button>'
        if sort
        else ""
    )
    return (
        f'<li class="card{marks}" data-item="{escape(item.id)}" data-title="{escape(title)}">'
        f'{pictures(item, title)}<span class="place" aria-hidden="true">{pick.position}</span>'
        f"{mark}"
        f'<div class="body"><h3 lang="{language}"><a href="{item_url(item)}" data-act="details" data-item="{escape(item.id)}" title="{escape(title)}">{escape(title)}</a></h3>'
        f'<p class="reason" lang="{language}">{worded(sentence)}</p>'
        f"{_attributes(item, price_field(by.schema), by)}{player(item, title)}{_score(pick, scale, whole)}"
        f'<div class="acts">{_button("like", "like", item, title, liked)}{_button("dislike", "dislike", item, title, disliked)}'
        f"{_button('keep', 'keep', item, title, False)}{_button('compare', 'compare', item, title, False)}{_button('more', 'more', item, title)}</div>"
        f'<p class="disliked-note">{t("disliked_note")} {unkind}</p></div></li>'
    )

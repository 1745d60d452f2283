"""What was understood, as HTML: what is looked for, and the conditions as chips of three looks. Knows plans; no items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from agent.explanation.reasons import wording
from agent.planning.plan import Condition, Plan
from agent.planning.standing_facts import Fact
from agent.serving.page.markup import data, icon, t
from agent.serving.page.naming import Naming
from retrieval.catalog.filters import Filter
from retrieval.language.packs import voice_of

__all__ = ["FACT", "Chip", "chips_of", "fact_chips", "panel", "standing"]

FACT = "fact "
"""Before the id of a standing fact in a chip."""

Certainty = Literal["said", "inferred", "guessed", "struck"]


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


def _chip(group: Sequence[Condition], names: Naming, certainty: Certainty) -> Chip:
    worded = (names.text(wording(c.filters[0], names.language)) for c in group)
    said = dict.fromkeys(one.replace("“", "").replace("”", "") for one in worded)
    return Chip(
        " · ".join(said), max((c.source.span for c in group), key=len), group[0].source.kind,
        tuple(str(c.filters[0]) for c in group), tuple(c.filters[0] for c in group), certainty,
    )  # fmt: skip


def _grouped(conditions: Sequence[Condition]) -> list[list[Condition]]:
    """Conditions that were read from the same words together. The person's own settings and standing facts stay out."""
    groups: dict[tuple[str, str], list[Condition]] = {}
    refused = [c.source.span for c in conditions if c.filters[0].negate]
    for n, condition in enumerate(conditions):
        source = condition.source
        if source.kind not in ("setting", "standing"):
            span = source.span
            if condition.filters[0].negate:  # "not red" and, for the texts, "red" are one
                span = max((other for other in refused if span in other), key=len, default=span)
            groups.setdefault((source.kind, span or str(n)), []).append(condition)
    return list(groups.values())


def chips_of(plan: Plan, names: Naming) -> list[Chip]:
    """What a plan filters by, then what it only orders by, then what a chat model took back."""
    chips = [_chip(group, names, "said") for group in _grouped(plan.conditions)]
    voice, media = voice_of(names.language), [m for m in plan.must_have if m != "text"]
    chips += [Chip(voice.say(f"chip.{m}"), "", "media", (f"has {m}",)) for m in media]
    for c in plan.preferences:
        chips.append(_chip([c], names, "inferred" if c.origin == "inferred" else "guessed"))
    return chips + [_chip([c], names, "struck") for c in plan.retracted]


def _button_of(chip: Chip, act: str, label: str, sign: str) -> str:
    given = {"what": chip.text, "conditions": "\n".join(chip.conditions)}
    said = chip.span and chip.span.casefold() not in chip.text.casefold()
    source = t("from_words", "small", what=chip.span) if said else ""
    look = chip.certainty if act == "firm" else ""
    return (
        f'<button type="button" class="chip {act} {look}" data-act="{act}"{data("t-label", label, given)}>'
        f"<span>{escape(chip.text)}</span>{source}{icon(sign)}</button>"
    )


def _strike(chip: Chip) -> str:
    """A small button beside a chip of another purpose."""
    given = {"what": chip.text, "conditions": "\n".join(chip.conditions)}
    label = data("t-label", "chip_label", given)
    return f'<button type="button" class="unchip" data-act="strike"{label}>{icon("close")}</button>'


def _chips(chips: Sequence[Chip], act: str, label: str, sign: str, *, strikes: bool = False) -> str:
    """Chips that do one thing when they are clicked; strikes: and a button beside each that strikes it."""
    drawn = [f"<li>{_button_of(c, act, label, sign)}{_strike(c) if strikes else ''}</li>" for c in chips]
    return f'<ul class="chips">{"".join(drawn)}</ul>'


def _wishes(plan: Plan, names: Naming, liked: Sequence[str], given: Iterable[str]) -> str:
    rows = [("looking", plan.wish), ("look", plan.look), ("hears", plan.sound)]
    drawn = "".join(f"<div>{t(key, 'dt')}<dd>{escape(text)}</dd></div>" for key, text in rows if text)
    tags = [t({"image": "given_picture", "audio": "given_sound"}[kind], "li") for kind in given]
    tags += [t("like_item", "li", what=title) for title in liked]
    if plan.sort:
        tags.append(t("order_down" if plan.sort.descending else "order_up", "li", what=names.label(plan.sort.field)))
    return (f'<dl class="wishes">{drawn}</dl>' if drawn else "") + (
        f'<ul class="tags">{"".join(tags)}</ul>' if tags else ""
    )


def fact_chips(facts: Sequence[Fact]) -> list[Chip]:
    """Standing facts as chips, each with the fact's id as its condition."""
    return [Chip(fact.words, "", "standing", (f"{FACT}{fact.id}",)) for fact in facts]


def standing(facts: Sequence[Chip]) -> str:
    """What holds of the person whatever they ask for; a click takes a fact back."""
    return f"{t('standing', 'h3')}{_chips(facts, 'strike', 'chip_label', 'close')}" if facts else ""


def panel(
    plan: Plan,
    names: Naming,
    struck: Sequence[Chip],
    *,
    liked: Sequence[str],
    given: Iterable[str],
    facts: Sequence[Chip] = (),
) -> str:
    """What was understood: what is looked for, and the conditions as chips. What was noted stands above the cards.

    What was said filters, and a click strikes it. What was inferred or guessed only orders, and a click makes it filter; a
    second button strikes it. What a chat model struck stands below; a click makes it filter again. `struck`: conditions that the person removed; `liked`: titles that were pointed at; `given`: image, audio; `facts`: what always holds.
    """
    chips = chips_of(plan, names)
    said = [c for c in chips if c.certainty == "said"]
    unsure = [c for c in chips if c.certainty in ("inferred", "guessed")]
    misread = [c for c in chips if c.certainty == "struck"]
    must = f"{t('must', 'h3')}{_chips(said, 'strike', 'chip_label', 'close')}" if said else t("no_conditions", "p")
    first = f"{t('first', 'h3')}{_chips(unsure, 'firm', 'firm', 'check', strikes=True)}" if unsure else ""
    gone = f"{t('misread', 'h3')}{_chips(misread, 'firm', 'firm', 'undo')}" if misread else ""
    gone += f"{t('struck', 'h3')}{_chips(struck, 'restore', 'restore', 'undo')}" if struck else ""
    return _wishes(plan, names, liked, given) + must + first + gone + standing(facts)

"""What may be shown of a message: words that a model says of several items, of the catalogue as a whole, or of nothing in it.

Each sentence is held against the item that it names, else against those that it may speak of: it passes where it claims nothing
false of one of them. Numbers must be an item's, the request's, or figures of the catalogue. What passes is the model's own wording
and is marked wherever it isn't small talk. Knows sentences and facts; no store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from agent.explanation.fact_sheet import FactSheet
from agent.grounding.annotate import annotate
from agent.grounding.check import MOST_SENTENCES, bare
from agent.grounding.false_claims import false_claim
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.item_mentions import ids_named
from agent.grounding.judgement import END, Freedom, Shown, parts_of
from agent.grounding.plain_words import BEHAVIOUR, INJECTION
from agent.grounding.rules import LONG
from agent.grounding.sentences import sentences
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.claimed import SILENCE
from retrieval.language.packs import voice_of

__all__ = ["Message", "message_shown"]

_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
NEAR = 0.005
"""How far, in proportion, a number that is said may be from a figure."""
LOOKED_AT = 12
"""Items that a sentence is held against where it names none."""


@dataclass(frozen=True)
class Message:
    """What a message may speak of: the request, the items that the request points at, those that were found or shown, what makes
    figures of the catalogue, and the freedom that the model has."""

    request: str
    schema: Schema
    pointed: Sequence[FactSheet] = ()
    around: Sequence[FactSheet] = ()
    figures: Callable[[], Collection[float]] = tuple
    freedom: Freedom = "free"
    language: str = "en"
    _titles: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def sheets(self) -> dict[str, FactSheet]:
        """All items that it may speak of, by id."""
        return {sheet.id: sheet for sheet in (*self.pointed, *self.around)}

    @cached_property
    def titles(self) -> dict[str, list[str]]:
        """Their titles, each with the ids of those that bear it."""
        found: dict[str, list[str]] = {}
        for id, sheet in self.sheets.items():
            for title in sheet.titles:
                found.setdefault(title, []).append(id)
        return found

    def candidates(self, said: str) -> tuple[list[FactSheet], bool]:
        """Return the items that words may be of, and whether they name or point at them."""
        named = [self.sheets[id] for id in ids_named(said, {t: ids for t, ids in self.titles.items() if t in said})]
        if named or self.pointed:
            return named or list(self.pointed), True
        return list(self.around)[:LOOKED_AT], False


def _numbers(text: str) -> list[float]:
    return [float(n.replace(",", "")) for n in _NUMBER.findall(text)]


def _known(number: float, figures: Collection[float]) -> bool:
    return any(
        abs(number - f) <= max(NEAR * abs(f), 0.5 if number == int(number) and abs(f) >= 10 else 0.0) for f in figures
    )


def _claims(said: str, message: Message) -> bool:
    """Whether words speak of values, amounts or fields at all."""
    marked = annotate(said, ItemEvidence(FactSheet(Item(id="")), message.schema))
    return any(m.entry.fields and not m.weak for m in marked.mentions) or bool(marked.amounts)


def _holds(said: str, message: Message) -> bool:
    if len(said) > LONG or INJECTION.search(said):
        return False
    sheets, meant = message.candidates(said)
    others = tuple(sheet.item for sheet in message.sheets.values())[:LOOKED_AT]
    grounds = [ItemEvidence(sheet, message.schema, tuple(o for o in others if o.id != sheet.id)) for sheet in sheets]
    if SILENCE.search(said) and not _numbers(said):
        return True
    if any(false_claim(said, evidence) is None for evidence in grounds):
        return True
    if BEHAVIOUR.search(said.casefold()):
        return False
    numbers = [n for n in _numbers(said) if n not in _numbers(message.request)]
    if meant:
        return False
    if not numbers:
        return not grounds or not _claims(said, message)
    return all(_known(n, message.figures()) for n in numbers)


def message_shown(text: str, message: Message) -> Shown:
    """Return what may be shown of a message; empty where nothing may. What is shown and says something of items is marked as judged.

    Raises nothing.
    """
    kept: list[str] = []
    marked: list[str] = []
    known = [title for title in message.titles if len(title) < 100]
    for sentence in sentences(bare(text), known)[:MOST_SENTENCES]:
        if _holds(sentence, message):
            kept.append(sentence)
        else:
            good = [part for part in parts_of(sentence) if len(part) > 1 and _holds(part, message)]
            if not good or message.freedom == "strict":
                continue
            kept.append("; ".join(good).strip(END) + voice_of(message.language).stop)
        marked.append(kept[-1])
    return Shown(voice_of(message.language).glue.join(kept), tuple(marked))

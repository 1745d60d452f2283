"""A scripted person who looks for one item of a catalogue, and says what they wish for bit by bit.

They wish for some of the item's own attributes, and tell at most two of them in each turn, in plain words; they never say its
title. They take the item as soon as it is among those that are shown, answer a question truthfully, and say "not those"
otherwise. Knows one item and the schema; nothing of the agent but what it shows and asks.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from agent.explanation.reasons import field_label
from agent.parsing.lexicon import FieldView, Vocabulary
from agent.planning.clarification import option_text
from agent.planning.plan import ClarifyingQuestion
from agent.results.answer import Answer
from retrieval.catalog.filters import matches
from retrieval.catalog.items import Item, Scalar, Value
from retrieval.language.pack import Pack
from retrieval.language.packs import PACKS, language_of, pack_of
from retrieval.language.words import fold, singular

__all__ = ["SimulatedUser", "Wish", "wishes_of"]

WISHES = 6
"""Attributes that a person wishes for, at most."""
TOLD = 2
"""Wishes that are told in one turn, at most."""
EACH = 2
"""Wishes of one field that holds lists, at most."""
LEVELS = 12
"""A field of no more whole numbers than these is spoken of by the number itself, not by a bound."""
UNIQUE = 0.8
"""Values to items from which a field tells items apart."""
LONG = 40
"""Characters of a value that a person would still say."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One attribute that is wished for: its field, and how a person says it."""

    field: str
    said: str


def _speaking(language: str) -> Pack:
    """The pack of a language in which a person can be simulated, English where it has no words for that."""
    pack = pack_of(language)
    return pack if "simulated.says" in pack.tables else PACKS[0]


def _say(name: str, language: str, **given: object) -> str:
    return _speaking(language).tables["simulated.says"][name].format(**given)


def _values(value: Value | None) -> tuple[Scalar, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _ceiling(value: float) -> float:
    """The round number that a person would name as the most: the next 1, 1.5, 2, 3, 5 or 8 times a power of ten.

    >>> [_ceiling(v) for v in (17, 20, 47.5, 0.7, 180)]
    [20.0, 20.0, 50.0, 0.8, 200.0]
    """
    if value <= 0:
        return value
    power = 10.0 ** math.floor(math.log10(value))
    return next(float(f"{step * power:.3g}") for step in (1, 1.5, 2, 3, 5, 8, 10) if step * power >= value - 1e-9)


def _number(value: float | date, view: FieldView, language: str) -> str:
    """A number as a person says it: a decade, the year of a date, the number itself where there are few, else a bound."""
    if isinstance(value, date):
        return _say("year", language, value=value.year)
    label, (low, high) = field_label(view.name, language), view.bounds() or (value, value)
    if any(c.name == "year" for c in view.concepts):
        return _say("decade", language, value=int(value) // 10 * 10)
    if any(c.floor for c in view.concepts):
        return _say("least", language, label=label, value=f"{math.floor(value * 2) / 2:g}")
    if all(float(v).is_integer() for v in (value, low, high)) and high - low < LEVELS:
        return _say("level", language, label=label, value=f"{value:g}")
    return _say("most", language, label=label, value=f"{_ceiling(float(value)):g}")


def _said(value: Scalar, view: FieldView, language: str) -> str:
    """One value as a person says it; "" for one that nobody would."""
    label = field_label(view.name, language)
    if view.yes is not None:
        has = str(value).casefold() == view.yes.casefold()
        return _say("has" if has else "lacks", language, label=label)
    if isinstance(value, int | float | date) and not isinstance(value, bool):
        return _number(value, view, language)
    text = re.sub(r"[_\s]+", " ", str(value)).strip()
    if not text or len(text) > LONG or text.casefold() in ("nan", "none", "unknown", "n/a") or "://" in text:
        return ""
    ways = _speaking(language).tables["simulated.ways"]
    way = next((ways[c.name] for c in view.concepts if c.name in ways), "")
    if not way and view.closed:
        return text.lower()
    return way.format(text) or _say("is", language, label=label, one=singular(label), value=text)


def _identifies(view: FieldView) -> bool:
    """Whether nearly every item has a value of its own (addresses, links): such values are no wishes."""
    return view.field.kind == "category" and not view.field.many and len(view.field.values) > UNIQUE * view.field.count


def wishes_of(item: Item, vocabulary: Vocabulary, seed: int = 0) -> tuple[Wish, ...]:
    """Return what a person who looks for `item` wishes for: some of its attributes, in an order of chance that `seed` decides.

    What would tell the title, and what tells of other things ("nearby_hotels"), is left out.
    """
    language = language_of(f"{item.title} {item.description}")
    title = fold(item.title)
    found: list[Wish] = []
    order = random.Random(f"{seed} {item.id}")
    for name, value in item.attributes.items():
        view = vocabulary.fields.get(name)
        if view is None or view.relational or _identifies(view):
            continue
        values = list(_values(value))
        order.shuffle(values)
        said = [one for v in values if (one := _said(v, view, language)) and not _tells(str(v), title)]
        found += [Wish(name, one) for one in said[:EACH]]
    order.shuffle(found)
    return tuple(found[:WISHES])


def _tells(value: str, title: str) -> bool:
    """Whether a value of some length stands in the title, or the title in it."""
    told = fold(value).strip()
    return len(told) > 2 and bool(title) and (told in title or title in told)


def _answer(item: Item, asked: ClarifyingQuestion, language: str, told: str = "") -> str:
    """The truth on what was asked, in words; "" where the item has no such attribute, or none that wasn't `told`."""
    options = [f for f in asked.options if matches(item, f)]
    held = [value for value in _values(item.attributes.get(asked.field)) if fold(str(value)) not in told]
    if any(f.negate for f in asked.options):
        has = bool(options) and not options[0].negate
        return _say("yes" if has else "no", language) if held else ""
    if options:
        return option_text(options[0], language)
    return str(held[0]) if held and asked.options[0].takes == "values" else ""


@dataclass
class SimulatedUser:
    """Somebody who looks for `item`. Says one utterance after the other; keeps what is left to say."""

    item: Item
    wishes: Sequence[Wish]
    seed: int = 0
    _left: list[Wish] = field(init=False)
    _told: list[Wish] = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._told = list(self.wishes), []
        self._chance = random.Random(f"words {self.seed} {self.item.id}")
        self.language = _speaking(language_of(f"{self.item.title} {self.item.description}")).code

    def _words(self, name: str) -> str:
        return _speaking(self.language).tables["simulated.says"][name]

    def _tell(self, most: int) -> str:
        told, self._left = self._left[:most], self._left[most:]
        self._told += told
        return self._words("join").join(wish.said for wish in told)

    def everything(self) -> str:
        """Return all that is wished for, in one request."""
        return self._chance.choice(self._words("first").split("|")).format(self._tell(len(self._left)))

    def first(self) -> str:
        """Return the first request."""
        return self._chance.choice(self._words("first").split("|")).format(self._tell(TOLD))

    def takes(self, answer: Answer) -> bool:
        """Return whether the item is among those that are shown."""
        return any(pick.id == self.item.id for pick in answer)

    def after(self, answer: Answer) -> str:
        """Return what is said to an answer that doesn't show the item."""
        asked = answer.plan.asked if answer.plan is not None else None
        if asked is None:
            told = self._tell(TOLD)
            return self._chance.choice(self._words("more").split("|")).format(told) if told else self._words("next")
        truth = _answer(self.item, asked, self.language, fold(" ".join(wish.said for wish in self._told)))
        if truth:  # said now, it needn't be said again
            said = [w for w in self._left if re.search(rf"(?<!\w){re.escape(fold(truth))}(?!\w)", fold(w.said))]
            self._left = [w for w in self._left if w not in said]
        more = self._tell(TOLD - bool(truth))
        reply = truth or self._words("any")
        return self._words("and").format(reply, more) if more else reply

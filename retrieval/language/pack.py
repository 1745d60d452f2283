"""What a language must offer: one `Pack`, filled by one folder (`english/`, `chinese/`), and listed in `packs.py`.

Knows no language. What reads or writes words asks the packs, and never which language it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from retrieval.language.grammar import (
    Bound,
    ConceptWords,
    Deed,
    DegreeWord,
    Diet,
    ItemNegation,
    Matter,
    RequestNegation,
    SentenceNegation,
)
from retrieval.language.number import Number
from retrieval.language.periods import Period, no_periods
from retrieval.language.properties import Saying
from retrieval.language.responses import Responses
from retrieval.language.set_words import SetWords
from retrieval.language.text import Span
from retrieval.language.turn_grammar import TurnGrammar
from retrieval.language.voice import Voice

__all__ = ["Pack", "joined"]


T = TypeVar("T")


def joined(*tables: Mapping[str, T]) -> dict[str, T]:
    """Return several tables of a pack as one. Raises ValueError for a name that two of them have."""
    found: dict[str, T] = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"expected each name in one table of a pack; {', '.join(sorted(twice))} stand in two")
        found |= table
    return found


@dataclass(frozen=True)
class Pack:
    """One language.

    code: as in ISO 639-1; tag: as browsers know it. name: in English, as a model is told it; own_name: in itself. letters: a pattern of one character
    that only this language is written in here; None for Latin ones. reads: the languages whose words its readers read, too.
    turns: how turns are worded that are no requests. responses: how people respond to what was shown or asked. sets: how they ask for several things that go together.
    stop: words that aren't looked for. form: the form in which a folded word is compared ("dresses": "dress"); forms: all
    forms that texts may have of such a one, itself the first. search_words: the words of a run of its letters.
    least: the share of its letters from which a text is in it. displaces: languages whose letters its texts have, too, and that
    aren't read in them. request, item, sentence: negation. matters, diets: what people avoid.
    numbers: the number words of a folded text. periods: the stretches of time that its words name, some counted from the given day.
    days: how a day, and its month, may be written.     deeds: what it asks of the person's own past. degrees: its words of order; they are given how each concept is mentioned in any language.
    positions: the places of the last answer that it points at, the first 1 and the last -1. same: names of the same things, one group a string. scales: words that multiply digits before them. units: the words of each unit of
    `dimensions.py`; currencies: their names in answers. concepts: by name. bounds: how amounts are compared; more_than,
    less_than: words that do it behind an amount, and the concept that they speak of.
    patterns, words: what `tables.py` gives under one name for all packs: regular expressions, and sets of words. tables: what
    words of it stand for, or what it calls things, by such a name.
    fields: what fields of a known meaning are called, by concept, where the catalogue has no name of them in it.
    names: what English fields and values are called for its readers where they are shown, by their words in small letters.
    properties: how it says that a thing is or isn't what fields of yes and no hold.
    """

    code: str
    tag: str
    name: str
    own_name: str
    voice: Voice
    reads: tuple[str, ...]
    responses: Responses
    sets: SetWords
    stop: frozenset[str]
    form: Callable[[str], str]
    forms: Callable[[str], tuple[str, ...]]
    search_words: Callable[[str], list[str]]
    numbers: Callable[[str], Iterator[Number]]
    bounds: tuple[Bound, ...]
    units: Mapping[str, str]
    currencies: Mapping[str, str]
    concepts: Mapping[str, ConceptWords]
    request: RequestNegation
    item: ItemNegation
    sentence: SentenceNegation
    turns: TurnGrammar
    periods: Callable[[str, date], Iterator[Period]] = no_periods
    days: Callable[[date], Sequence[str]] = lambda day: ()
    deeds: Callable[[str], Iterator[Deed]] = lambda folded: iter(())
    degrees: Callable[[str, tuple[tuple[str, str], ...]], Iterator[DegreeWord]] = lambda folded, mentions: iter(())
    positions: Callable[[str], Iterator[tuple[Span, int]]] = lambda folded: iter(())
    letters: re.Pattern[str] | None = None
    least: float = 1 / 3
    displaces: tuple[str, ...] = ()
    matters: tuple[Matter, ...] = ()
    diets: tuple[Diet, ...] = ()
    same: tuple[str, ...] = ()
    scales: Mapping[str, float] = field(default_factory=dict)
    more_than: Mapping[str, str] = field(default_factory=dict)
    less_than: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    properties: tuple[Saying, ...] = ()

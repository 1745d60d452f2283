"""How a catalogue itself uses the words of its values: an "apple" that is eaten, an "Apple" that makes laptops.

One short value (a word) may be a common word, too. The texts of the items that have the value, and of those that
haven't, tell which of the two a request means. Knows items; no request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.words import Span, fold, has_han, key, latin_words, singular
from retrieval.lexical.bm25 import segmenter

__all__ = ["MOST", "SHORT", "Counting", "Usage", "count_usage", "step_of", "usage_of", "watched_values", "words_of"]

K = TypeVar("K")

MOST = 20_000
"""Items that are read, evenly spread: more would tell no more about a word."""
SHORT = 4
"""Characters of a Chinese value that may be a common word."""


@dataclass(frozen=True)
class Usage:
    """How one word that is a value stands in the texts of items.

    company: the other words of the items that have the value. own, other: pairs of neighbouring words that hold it, in the
    texts of items that have the value, and of those that haven't. elsewhere: how many of the latter have the word.
    """

    company: frozenset[str] = frozenset()
    own: frozenset[tuple[str, str]] = frozenset()
    other: frozenset[tuple[str, str]] = frozenset()
    elsewhere: int = 0


@dataclass
class Counting:
    """The same as counts, so that an item can be taken away again: how many items give each word and each pair."""

    company: Counter[str] = field(default_factory=Counter)
    own: Counter[tuple[str, str]] = field(default_factory=Counter)
    other: Counter[tuple[str, str]] = field(default_factory=Counter)
    elsewhere: int = 0

    def plus(self, other: Counting) -> Counting:
        """Return the sum of both."""
        return Counting(
            _sum(self.company, other.company),
            _sum(self.own, other.own),
            _sum(self.other, other.other),
            self.elsewhere + other.elsewhere,
        )

    def usage(self) -> Usage:
        """Return what the counts say."""
        return Usage(_there(self.company), _there(self.own), _there(self.other), self.elsewhere)


def _sum(one: Counter[K], other: Counter[K]) -> Counter[K]:
    total = one.copy()
    for one_of, n in other.items():
        total[one_of] += n
    return total


def _there(counts: Counter[K]) -> frozenset[K]:
    return frozenset(one for one, n in counts.items() if n > 0)


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: Latin ones folded and in the singular, Chinese ones segmented."""
    folded = fold(text)
    found = [(span, singular(word)) for span, word in latin_words(folded)]
    if has_han(folded):
        at = 0
        for word in segmenter().cut(folded):
            start = folded.find(word, at)
            at = start + len(word)
            if has_han(word):
                found.append((Span(start, at), word))
    return [word for _, word in sorted(found)]


def _own_values(item: Item) -> set[tuple[str, str]]:
    return {
        (name, key(scalar))
        for name, value in item.attributes.items()
        for scalar in (value if isinstance(value, tuple) else (value,))
        if isinstance(scalar, str)
    }


def count_usage(
    found: dict[tuple[str, str], Counting], item: Item, watched: Mapping[str, tuple[str, ...]], by: int
) -> None:
    """Adds what one item says of the watched values to their counts (`by` 1), or takes it away (−1).

    watched: compared forms of one word each, with the fields that have them as a value.
    """
    own = _own_values(item)
    prose = [words_of(text) for text in item.texts()]
    here = {word for line in prose for word in line} | {word for _, form in own for word in form.split()}
    for name, form in own:
        if name in watched.get(form, ()):
            company = found.setdefault((name, form), Counting()).company
            for word in here - {form}:
                company[word] += by
    for form in here & watched.keys():
        pairs = {pair for line in prose for pair in pairwise(line) if form in pair}
        said = any(form in line for line in prose)
        for name in watched[form]:
            counting = found.setdefault((name, form), Counting())
            if (name, form) in own:
                _add(counting.own, pairs, by)
            elif said:
                _add(counting.other, pairs, by)
                counting.elsewhere += by


def _add(counts: Counter[tuple[str, str]], keys: Iterable[tuple[str, str]], by: int) -> None:
    for one in keys:
        counts[one] += by


def step_of(size: int) -> int:
    """Return every how many of `size` items are read."""
    return max(1, size // MOST)


def usage_of(items: Iterable[Item], watched: Mapping[str, tuple[str, ...]]) -> Mapping[tuple[str, str], Usage]:
    """Return the usage of each watched value, by field and compared form, in the texts of `items`."""
    found = {(name, form): Counting() for form, names in watched.items() for name in names}
    for item in items:
        count_usage(found, item, watched, 1)
    return {pair: counting.usage() for pair, counting in found.items()}


def watched_values(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Return the values that are one word each, by compared form, with their fields."""
    found: dict[str, list[str]] = {}
    for name, one in schema.fields.items():
        for value in one.values if one.kind == "category" else ():
            if form := watchable(value):
                found.setdefault(form, []).append(name)
    return {form: tuple(dict.fromkeys(names)) for form, names in found.items()}


@lru_cache(maxsize=100_000)
def watchable(value: str) -> str:
    """Return the compared form of a value that is one word, "" for another value."""
    form = key(value)
    short = form and " " not in form and (len(form) <= SHORT if has_han(form) else form.isalpha())
    return form if short else ""

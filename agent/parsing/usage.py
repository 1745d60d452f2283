"""How a catalogue itself uses the words of its values: an "apple" that is eaten, an "Apple" that makes laptops.

One short value (a word) may be a common word, too. The texts of the items that have the value, and of those that
haven't, tell which of the two a request means. Knows items; no request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from retrieval.catalog.items import Item
from retrieval.language.words import Span, fold, has_han, key, latin_words, singular
from retrieval.lexical.bm25 import segmenter

__all__ = ["SHORT", "Usage", "usage_of", "words_of"]

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
class _Counting:
    company: set[str] = field(default_factory=set)
    own: set[tuple[str, str]] = field(default_factory=set)
    other: set[tuple[str, str]] = field(default_factory=set)
    elsewhere: int = 0

    def done(self) -> Usage:
        return Usage(frozenset(self.company), frozenset(self.own), frozenset(self.other), self.elsewhere)


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


def usage_of(items: Iterable[Item], watched: Mapping[str, tuple[str, ...]]) -> Mapping[tuple[str, str], Usage]:
    """Return the usage of each watched value, by field and compared form.

    watched: compared forms of one word each, with the fields that have them as a value.
    """
    found = {(name, form): _Counting() for form, names in watched.items() for name in names}
    every = list(items)
    for item in every[:: max(1, len(every) // MOST)]:
        own = _own_values(item)
        prose = [words_of(text) for text in item.texts()]
        here = {word for line in prose for word in line} | {word for _, form in own for word in form.split()}
        for name, form in own & found.keys():
            found[name, form].company |= here - {form}
        for form in here & watched.keys():
            pairs = {pair for line in prose for pair in pairwise(line) if form in pair}
            said = any(form in line for line in prose)
            for name in watched[form]:
                counting = found[name, form]
                if (name, form) in own:
                    counting.own |= pairs
                elif said:
                    counting.other |= pairs
                    counting.elsewhere += 1
    return {pair: counting.done() for pair, counting in found.items()}

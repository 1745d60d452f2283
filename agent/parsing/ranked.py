"""The place in an order that a request asks for: "the second cheapest tent", 第三贵的: one item, and not the first of the order.

Knows ordinals that stand before words of order; what is ordered by is decided in `comparatives.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.parsing.comparatives import Degree
from retrieval.language.numbers import find_numbers
from retrieval.language.tables import each
from retrieval.language.words import Span

__all__ = ["places_in_order", "ranked"]

_ORDINALS = {
    word: n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}


def _place(word: str) -> int:
    """The number that an ordinal names."""
    if word in _ORDINALS:
        return _ORDINALS[word]
    if digits := re.match(r"\d+", word):
        return int(digits[0])
    return int(next((number.value for number in find_numbers(word)), 1))


def places_in_order(folded: str, degrees: Sequence[Degree]) -> Mapping[Span, tuple[int, Span]]:
    """By the span of each word of order that an ordinal stands before: its place, and where the ordinal stands."""
    found: dict[Span, tuple[int, Span]] = {}
    for degree in degrees:
        before = folded[: degree.span.start]
        for pattern in each("ranked.place"):
            if (match := pattern.search(before)) and (place := _place(match["place"])) > 1:
                found[degree.span] = place, Span(*match.span())
    return found


def ranked(degrees: Sequence[Degree], places: Mapping[Span, tuple[int, Span]]) -> list[Degree]:
    """The words of order, those with a place in superlative and with their ordinal: 第二便宜 is of an order, whatever its form."""
    return [
        replace(d, degree="superlative", place=places[d.span][0], span=Span(places[d.span][1].start, d.span.end))
        if d.span in places
        else d
        for d in degrees
    ]

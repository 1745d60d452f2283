"""Wishes for an order ("cheapest", 评分最高的, "a cheap one") and comparisons with an item ("cheaper than the second").

Each pack finds its own words of order (`degrees.py`); this knows which concept they speak of, not which field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.language.concepts import CONCEPTS, Concept
from retrieval.language.packs import PACKS
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, clause_around, has_han, latin_words, singular

__all__ = ["POPULAR", "Degree", "degrees_in", "find_degrees", "one_wanted", "outside"]

POPULAR = "popularity"
"""The field of an order by what many like, where no field of the catalogue counts that."""


@dataclass(frozen=True, slots=True)
class Degree:
    """An adjective that orders: `degree` positive ("cheap"), comparative ("cheaper") or superlative ("cheapest").

    place: which of the order is asked for, 2 for "the second cheapest".
    """

    span: Span
    concept: Concept
    more: bool
    degree: Literal["positive", "comparative", "superlative"]
    place: int = 1


_PHRASE_END = either("comparatives.phrase_end")
_SEVERAL = either("comparatives.several")
_SEVERAL_HAN = either("comparatives.several_in_clause")


_CONCEPTS = {concept.name: concept for concept in CONCEPTS}
_MENTIONS = tuple((concept.name, concept.words) for concept in CONCEPTS)
"""How each concept is mentioned in any language, for words of order beside its name."""


def one_wanted(folded: str, span: Span) -> bool:
    """Return whether a superlative at `span` asks for one item: "the cheapest tent", 最便宜的面包, and not "cheapest tents".

    >>> text = "the cheapest hotels"
    >>> one_wanted(text, Span(4, 12)), one_wanted("the cheapest hotel", Span(4, 12))
    (False, True)
    """
    clause = clause_around(folded, span)
    if has_han(folded[clause.start : clause.end]):
        return _SEVERAL_HAN.search(folded[clause.start : clause.end]) is None
    before, after = folded[clause.start : span.start], _PHRASE_END.split(folded[span.end : clause.end], maxsplit=1)[0]
    words = [word for _, word in latin_words(after)] or [word for _, word in latin_words(before)][:2][-1:]
    return (
        not _SEVERAL.search(before)
        and _SEVERAL.search(after) is None
        and (not words or singular(words[-1]) == words[-1])
    )


def degrees_in(folded: str) -> list[Degree]:
    """Return all words of order in a folded text, whether they overlap or not; one that may speak of several concepts is found once for each."""
    return [
        Degree(word.span, _CONCEPTS[word.concept], word.more, word.degree)
        for pack in PACKS
        for word in pack.degrees(folded, _MENTIONS)
    ]


def outside(found: Sequence[Degree], mask: Mask) -> list[Degree]:
    """Return those of `degrees_in` outside `mask`, in order, longer ones preferred where they overlap."""
    kept: list[Degree] = []
    taken: dict[int, Span] = {}
    for one in sorted(found, key=lambda d: (d.span.start - d.span.end, d.span.start)):
        places = range(one.span.start, one.span.end)
        if mask.free(one.span) and all(taken.get(at, one.span) == one.span for at in places):
            kept.append(one)
            taken |= dict.fromkeys(places, one.span)
    return sorted(kept, key=lambda d: d.span)


def find_degrees(folded: str, mask: Mask) -> list[Degree]:
    """Return the words of order in a folded text outside `mask`, in order, longer ones preferred.

    >>> text = "the cheapest hotel"
    >>> [(d.concept.name, d.more, d.degree) for d in find_degrees(text, Mask(len(text)))]
    [('price', False, 'superlative')]
    """
    return outside(degrees_in(folded), mask)

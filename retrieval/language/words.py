"""The words and clauses of a request, with their positions.

Knows letters and no meaning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from retrieval.language.chinese.words import Token, segment
from retrieval.language.tables import either
from retrieval.language.text import HAN, Mask, Span, fold, has_han, key, latin_words, singular

__all__ = [
    "HAN",
    "Mask",
    "Span",
    "Token",
    "clause_around",
    "fold",
    "has_han",
    "key",
    "latin_words",
    "segment",
    "singular",
]

_BOUNDARY = either("words.boundary")


def clause_around(folded: str, span: Span) -> Span:
    """The clause that `span` stands in: from one punctuation mark or "but" to the next."""
    starts, ends = _boundaries(folded)
    before, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
    return Span(ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(folded))


@lru_cache(maxsize=16)
def _boundaries(folded: str) -> tuple[list[int], list[int]]:
    """Where marks that bound clauses begin and end: looked for once a text, however many clauses of it are asked for."""
    found = [match.span() for match in _BOUNDARY.finditer(folded)]
    return [start for start, _ in found], [end for _, end in found]

"""Adjectives that order, in three degrees: "cheap", "cheaper", "the cheapest"; and "the fewest calories"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from retrieval.language.english.concepts import CONCEPTS
from retrieval.language.grammar import DegreeWord
from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["english_degrees"]

_DEGREES: tuple[Literal["positive", "comparative", "superlative"], ...] = ("positive", "comparative", "superlative")
_MOST = r"most|highest|greatest|largest|biggest|longest|best|maximum"
_LEAST = r"fewest|least|lowest|smallest|shortest|minimum"


@cache
def _rules(
    mentions: tuple[tuple[str, str], ...],
) -> list[tuple[re.Pattern[str], str, bool, Literal["positive", "comparative", "superlative"]]]:
    rules: list[tuple[re.Pattern[str], str, bool, Literal["positive", "comparative", "superlative"]]] = []
    for concept, mention in mentions:
        words = CONCEPTS[concept]
        for more, columns in ((False, words.less), (True, words.more)):
            for degree, column in zip(_DEGREES, columns, strict=False):
                longest = sorted(column.split("|"), key=len, reverse=True)
                rules.append((compiled(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b"), concept, more, degree))
        if mention:  # "the fewest calories", "with the most seats", "the lowest price"
            named = rf"(?:the )?(?:{{}})(?: in)? (?:{mention})"
            rules += [(compiled(rf"\b{named.format(_MOST)}"), concept, True, "superlative"), (compiled(rf"\b{named.format(_LEAST)}"), concept, False, "superlative")]  # fmt: skip
    return rules


def english_degrees(folded: str, mentions: tuple[tuple[str, str], ...]) -> Iterator[DegreeWord]:
    """Yield the English words of order of a folded text. mentions: each concept, and a pattern of how it is mentioned."""
    for pattern, concept, more, degree in _rules(mentions):
        for match in pattern.finditer(folded):
            yield DegreeWord(Span(*match.span()), concept, more, degree)

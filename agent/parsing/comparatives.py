"""Wishes for an order ("cheapest", 评分最高的, "a cheap one") and comparisons with an item ("cheaper than the second").

Knows the degrees of the adjectives in `concepts.py`, and which concept they speak of; not which field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from retrieval.language.concepts import CONCEPTS, Concept
from retrieval.language.tables import each, either
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


_DEGREES: tuple[Literal["positive", "comparative", "superlative"], ...] = ("positive", "comparative", "superlative")
_MOST = r"most|highest|greatest|largest|biggest|longest|best|maximum"
_LEAST = r"fewest|least|lowest|smallest|shortest|minimum"
_UP, _DOWN = "高|大|多|长|新|久|重|贵|好|佳|棒", "低|小|少|短|旧|早|轻|便宜|差"


@cache
def _english() -> list[tuple[re.Pattern[str], Concept, bool, Literal["positive", "comparative", "superlative"]]]:
    rules = []
    for concept in CONCEPTS:
        for more, columns in ((False, concept.less), (True, concept.more)):
            for degree, column in zip(_DEGREES, columns, strict=False):
                words = sorted(column.split("|"), key=len, reverse=True)
                rules.append((re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"), concept, more, degree))
        if concept.words:  # "the fewest calories", "with the most seats", "the lowest price"
            named = rf"(?:the )?(?:{{}})(?: in)? (?:{concept.words})"
            rules += [(re.compile(rf"\b{named.format(_MOST)}"), concept, True, "superlative"), (re.compile(rf"\b{named.format(_LEAST)}"), concept, False, "superlative")]  # fmt: skip
    return rules


@cache
def _chinese() -> list[tuple[re.Pattern[str], Concept, bool]]:
    rules = []
    for concept in CONCEPTS:
        for more, roots in ((False, concept.less_roots), (True, concept.more_roots)):
            if roots:
                rules.append(
                    (
                        re.compile(rf"(?P<sup>最)?(?P<comp>更|再|比较)?(?P<root>{roots})(?P<bit>一?[点些]|得多|很多)?"),
                        concept,
                        more,
                    )
                )
        mention = concept.words
        if has_han(mention):
            for more, words in ((True, _UP), (False, _DOWN)):
                rules.append(
                    (
                        re.compile(
                            rf"(?:{mention})(?:要|能|是|也)?(?:(?P<sup>最)|(?P<comp>更|再|比较|尽量|越))?(?P<root>{words})(?P<bit>一?[点些])?|(?P<sup2>最)(?P<root2>{words})的?(?:{mention})"
                        ),
                        concept,
                        more,
                    )
                )
    return rules


def _han_degree(match: re.Match[str], folded: str) -> Literal["positive", "comparative", "superlative"] | None:
    groups = match.groupdict()
    if any(place.search(folded[: match.start()]) for place in each("ranked.place")):  # 第三贵: a place in an order
        return "superlative"
    if groups.get("sup") or groups.get("sup2") or "最" in match.group():
        return "superlative"
    if groups.get("comp") in ("更", "再") or (
        groups.get("bit") and re.search(r"再|更|比", folded[: match.start()][-6:] + match.group())
    ):
        return "comparative"
    single = len(groups.get("root") or groups.get("root2") or "") == 1
    bare = match.group() == (groups.get("root") or "")
    if bare and re.search(r"[很较太这那]么?$|最好", folded[: match.start()]):
        return "positive"
    if bare and single and not re.match(r"的|一?[点些]", folded[match.end() :]):
        return None  # a lone syllable (老, 新, 长) is mostly a part of a word
    if (
        bare
        and single
        and has_han(folded[match.start() - 1 : match.start()])
        and not re.search(r"[找要个家部很较太的]$", folded[: match.start()])
    ):
        return None
    return "positive"


_PHRASE_END = re.compile(
    r"[,.;:!?]|\b(?:for|with|that|which|who|to|in|on|at|under|over|below|from|of|by|and|but|you|we|i|is|are|please|than|without)\b"
)
_SEVERAL = re.compile(r"\b(?:some|any|few|several|all|list|top|are|were|these|those|ones|things)\b")
_SEVERAL_HAN = either("comparatives.several_han")


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
    found: list[Degree] = []
    for pattern, concept, more, degree in _english():
        found += [Degree(Span(*m.span()), concept, more, degree) for m in pattern.finditer(folded)]
    for pattern, concept, more in _chinese():
        for match in pattern.finditer(folded):
            han_degree = _han_degree(match, folded)
            if han_degree:
                found.append(Degree(Span(*match.span()), concept, more, han_degree))
    return found


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

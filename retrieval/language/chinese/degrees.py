"""Adjectives that order, by the words beside their root: 便宜, 更便宜, 最便宜; and 评分最高."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from retrieval.language.chinese import asked_columns
from retrieval.language.chinese.concepts import CONCEPTS
from retrieval.language.grammar import DegreeWord
from retrieval.language.lazy import compiled
from retrieval.language.text import Span, has_han

__all__ = ["chinese_degrees"]

_UP, _DOWN = "高|大|多|长|新|久|重|贵|好|佳|棒", "低|小|少|短|旧|早|轻|便宜|差"
_PLACE = compiled(asked_columns.PATTERNS["ranked.place"])
_COMPARES = compiled(r"再|更|比")
_NOT_MORE = compiled(r"[很较太这那]么?$|最好")
_GOES_ON = compiled(r"的|一?[点些]")
_LEADS = compiled(r"[找要个家部很较太的]$")


@cache
def _rules(mentions: tuple[tuple[str, str], ...]) -> list[tuple[re.Pattern[str], str, bool]]:
    rules = []
    for concept, mention in mentions:
        words = CONCEPTS.get(concept)
        for more, roots in ((False, words.less), (True, words.more)) if words else ():
            if root := "|".join(roots):
                pattern = rf"(?P<sup>最)?(?P<comp>更|再|比较)?(?P<root>{root})(?P<bit>一?[点些]|得多|很多)?"
                rules.append((compiled(pattern), concept, more))
        if has_han(mention):
            for more, root in ((True, _UP), (False, _DOWN)):
                pattern = rf"(?:{mention})(?:要|能|是|也)?(?:(?P<sup>最)|(?P<comp>更|再|比较|尽量|越))?(?P<root>{root})(?P<bit>一?[点些])?|(?P<sup2>最)(?P<root2>{root})的?(?:{mention})"
                rules.append((compiled(pattern), concept, more))
    return rules


def _degree(match: re.Match[str], folded: str) -> Literal["positive", "comparative", "superlative"] | None:
    groups = match.groupdict()
    if _PLACE.search(folded[: match.start()]):  # 第三贵: a place in an order
        return "superlative"
    if groups.get("sup") or groups.get("sup2") or "最" in match.group():
        return "superlative"
    if groups.get("comp") in ("更", "再") or (
        groups.get("bit") and _COMPARES.search(folded[: match.start()][-6:] + match.group())
    ):
        return "comparative"
    single = len(groups.get("root") or groups.get("root2") or "") == 1
    bare = match.group() == (groups.get("root") or "")
    if bare and _NOT_MORE.search(folded[: match.start()]):
        return "positive"
    if bare and single and not _GOES_ON.match(folded, match.end()):
        return None  # a lone syllable (老, 新, 长) is mostly a part of a word
    if (
        bare
        and single
        and has_han(folded[match.start() - 1 : match.start()])
        and not _LEADS.search(folded[: match.start()])
    ):
        return None
    return "positive"


def chinese_degrees(folded: str, mentions: tuple[tuple[str, str], ...]) -> Iterator[DegreeWord]:
    """Yield the Chinese words of order of a folded text. mentions: each concept, and a pattern of how it is mentioned."""
    if not has_han(folded):
        return
    for pattern, concept, more in _rules(mentions):
        for match in pattern.finditer(folded):
            if degree := _degree(match, folded):
                yield DegreeWord(Span(*match.span()), concept, more, degree)

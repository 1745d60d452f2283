"""What a request points at: "the second", 第三个, "that one", "like Fight Club", "more of this".

Knows positions in the last answer and titles that were found; whether an item stands there is the compiler's to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.parsing.denials import Denial
from agent.parsing.intent import Reference
from agent.parsing.value_mentions import TitleMention
from retrieval.language.packs import PACKS
from retrieval.language.tables import either, fragment
from retrieval.language.words import Mask, Span

__all__ = ["Pointer", "find_pointers", "is_critique", "is_disliked", "reference"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that point at an item: at a position of the last answer (-1 is the last), at a title, or at all shown."""

    span: Span
    position: int | None = None
    title: str | None = None
    than: bool = False
    """It stands after "than" or 比: something is measured by it, and it need not be liked."""
    refused: bool = False
    """Its own words refuse it (都不是)."""

    def around(self, folded: str) -> Span:
        """The words together with those that say what it is pointed at for ("like …", 像…那样的)."""
        before, after = _LIKE.search(folded[: self.span.start]), _AS.match(folded, self.span.end)
        return Span(before.start() if before else self.span.start, after.end() if after else self.span.end)


_THIS = either("item_references.this")
_NONE = either("item_references.none")
_THESE = either("item_references.these")
_THAN = either("item_references.than")
_MEASURES = either("item_references.measures")
_LIKE = either("item_references.like")
_AS = either("item_references.as")
_CRITIQUE = re.compile(
    rf"^\s*(?:{fragment('critique.lead')})?[,， ]*(?:{fragment('critique.ask')})?\s*(?:{fragment('critique.what')})"
)


def reference(pointer: Pointer, text: str, disliked: bool) -> Reference:
    """The pointer as an intent carries it."""
    return Reference(
        position=pointer.position,
        title=pointer.title,
        polarity="dislike" if disliked else "like",
        span=pointer.span.of(text),
    )


def _positions(folded: str) -> list[Pointer]:
    return [Pointer(span, position) for pack in PACKS for span, position in pack.positions(folded)]


def find_pointers(folded: str, mask: Mask, titles: list[TitleMention], shown: bool) -> list[Pointer]:
    """What a folded text points at, in order. "This" and "that one" point only where something was `shown`."""
    found = [Pointer(t.span, title=t.title) for t in titles]
    found += [p for p in _positions(folded) if mask.free(p.span)]
    if shown:
        found += [Pointer(Span(*m.span()), 1) for m in _THIS.finditer(folded) if mask.free(Span(*m.span()))]
        found += [Pointer(Span(*m.span())) for m in _THESE.finditer(folded) if mask.free(Span(*m.span()))]
        found += [Pointer(Span(*m.span()), refused=True) for m in _NONE.finditer(folded)]
    kept: list[Pointer] = []
    for pointer in sorted(found, key=lambda p: (p.span, p.position or 0)):
        if not any(pointer.span.overlaps(other.span) and pointer.span != other.span for other in kept):
            measured = _THAN.search(folded[: pointer.span.start]) or _MEASURES.search(pointer.span.of(folded))
            kept.append(replace(pointer, than=measured is not None))
    return kept


def is_disliked(pointer: Pointer, denials: list[Denial]) -> bool:
    """Whether a pointer stands under a negation, in whole or with its end ("none of those")."""
    return pointer.refused or any(
        not denial.degree
        and (denial.scope.start <= pointer.span.start < denial.scope.end or pointer.span.overlaps(denial.scope))
        for denial in denials
    )


def is_critique(folded: str) -> bool:
    """Whether a request reads as a correction of the answer before ("cheaper", "not that one", 再便宜点, 换一个).

    >>> is_critique("a bit cheaper please"), is_critique("a cheap hotel with a pool")
    (True, False)
    """
    return _CRITIQUE.match(folded) is not None

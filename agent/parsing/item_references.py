"""What a request points at: "the second", 第三个, "that one", "like Fight Club", "more of this".

Knows positions in the last answer and titles that were found; whether an item stands there is the compiler's to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.parsing.denials import Denial
from agent.parsing.intent import Reference
from agent.parsing.value_mentions import TitleMention
from retrieval.language.numbers import find_numbers
from retrieval.language.tables import either
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


_ORDINALS = {
    w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
_NOUN = r"(?: (?:one|option|item|result|choice|pick|suggestion|recommendation|movie|film|book|hotel|picture|song|recipe|place|restaurant))?"
_EN_ORDINAL = re.compile(
    rf"\b(?:the |your |number |no\. ?|#)(?P<word>{'|'.join(_ORDINALS)}|last|top|bottom)(?P<two> two| three| few)?{_NOUN}\b(?! (?:time|of all|world|date|season|class|floor|part))"
    rf"|\b(?P<bare>{'|'.join(_ORDINALS)}|last) (?:one|option|item|result|choice|pick|suggestion)\b"
    rf"|\b(?:the )?(?P<num>\d{{1,2}})(?:st|nd|rd|th) (?:one|option|item|result|choice|pick)\b|(?:#|\bnumber |\bno\. ?|\boption |\bitem )(?P<hash>\d{{1,2}})\b"
)
_ZH_ORDINAL = either("item_references.zh_ordinal")
_THIS = either("item_references.this")
_NONE = either("item_references.none")
_THESE = either("item_references.these")
_THAN = either("item_references.than")
_LIKE = either("item_references.like")
_AS = either("item_references.as")
_CRITIQUE = re.compile(
    r"^\s*(?:ok(?:ay)?|yes|no|hmm|well|but|and|now|thanks|sure|好的?|嗯|不|那)?[,， ]*(?:show me |give me |find me |i want |can i have |anything |something |some |有没有|给我|换|来|要|我要|我想要)?\s*"
    r"(?:more\b(?: (?:of|like))?|another\b|others?\b|(?:any |some )?other ones?\b|different (?:one|ones)\b|else\b|again\b|next\b|not (?:this|that|the|these|it)\b|without\b|no\b|except\b|(?:a bit|a little|slightly|much|even|somewhat) (?:\w+er|more|less)\b|\w+er\b(?=,? (?:ones?|please|than)\b|\s*[.!]?$)|less \w+\b|"
    r"再|更|换(?:一?个|一?家|一?部|一?批)?|还有(?:别的|其他)?|别的|其他的?|不要(?:这|那|第)|便宜|贵|有点|太|就?不要)"
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
    found = []
    for m in _EN_ORDINAL.finditer(folded):
        word = m["word"] or m["bare"]
        if word in ("last", "bottom"):
            positions = [-1, -2, -3][: {" two": 2, " three": 3}.get(m["two"] or "", 1)]
        elif word in ("top", "first") and m["two"]:
            positions = [1, 2, 3][: 3 if m["two"] == " three" else 2]
        elif word == "top":
            continue
        else:
            positions = [_ORDINALS[word] if word else int(m["num"] or m["hash"])]
        found += [Pointer(Span(*m.span()), position) for position in positions]
    for m in _ZH_ORDINAL.finditer(folded):
        digits = m["num"]
        position = (
            -1
            if m["last"]
            else 1
            if m["before"]
            else int(digits)
            if digits.isdigit()
            else int(find_numbers(digits)[0].value)
        )
        found.append(Pointer(Span(*m.span()), position))
    return found


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
            measured = _THAN.search(folded[: pointer.span.start]) or re.search(
                r"\bthan (?:this|that|it|these|those)|比", pointer.span.of(folded)
            )
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

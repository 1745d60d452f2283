"""Which place of the last answer a text points at in English: "the second", "#3", "the last two"."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["english_positions"]

_ORDINALS = {
    w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
_NOUN = r"(?: (?:one|option|item|result|choice|pick|suggestion|recommendation|movie|film|book|hotel|picture|song|recipe|place|restaurant))?"
_POINTING = compiled(
    rf"\b(?:the |your |number |no\. ?|#)(?P<word>{'|'.join(_ORDINALS)}|last|top|bottom)(?P<two> two| three| few)?{_NOUN}\b(?! (?:time|of all|world|date|season|class|floor|part))"
    rf"|\b(?P<bare>{'|'.join(_ORDINALS)}|last) (?:one|option|item|result|choice|pick|suggestion)\b"
    rf"|\b(?:the )?(?P<num>\d{{1,2}})(?:st|nd|rd|th) (?:one|option|item|result|choice|pick)\b|(?:#|\bnumber |\bno\. ?|\boption |\bitem )(?P<hash>\d{{1,2}})\b"
)


def english_positions(folded: str) -> Iterator[tuple[Span, int]]:
    """Yield the places that a folded text points at, the first 1 and the last -1, with their words."""
    for m in _POINTING.finditer(folded):
        word = m["word"] or m["bare"]
        if word in ("last", "bottom"):
            positions = [-1, -2, -3][: {" two": 2, " three": 3}.get(m["two"] or "", 1)]
        elif word in ("top", "first") and m["two"]:
            positions = [1, 2, 3][: 3 if m["two"] == " three" else 2]
        elif word == "top":
            continue
        else:
            positions = [_ORDINALS[word] if word else int(m["num"] or m["hash"])]
        yield from ((Span(*m.span()), position) for position in positions)

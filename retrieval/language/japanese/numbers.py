"""Japanese numbers: 三千, 一万五千, 二つ, みっつ."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.language.lazy import compiled
from retrieval.language.number import Number
from retrieval.language.text import Span

__all__ = ["SCALES", "japanese_numbers"]

SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "億": 1e8}
"""What multiplies digits before it."""
_DIGIT = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_PLACE = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "億": 100_000_000}
_COUNTED = {"ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "ひとり": 1, "ふたり": 2}
_NUMBER = compiled(rf"(?<!第)[{''.join((*_DIGIT, *_PLACE, *_LARGE))}]+|{'|'.join(_COUNTED)}")


def _value(text: str) -> float:
    """The value of numerals, each place after the one above it (百五 is 105)."""
    total, section, digit = 0.0, 0.0, 0.0
    for char in text:
        if char in _DIGIT:
            digit = digit * 10 + _DIGIT[char]
        elif char in _PLACE:
            section, digit = section + (digit or 1) * _PLACE[char], 0.0
        else:
            total, section, digit = total + ((section + digit) or 1) * _LARGE[char], 0.0, 0.0
    return total + section + digit


def japanese_numbers(folded: str) -> Iterator[Number]:
    """Find the number words of a folded text.

    >>> [number.value for number in japanese_numbers("三千円で、一万五千円まで、ふたつ")]
    [3000.0, 15000.0, 2]
    """
    for match in _NUMBER.finditer(folded):
        said = match.group()
        if match.start() and folded[match.start() - 1].isdigit() and said[0] not in _DIGIT:
            continue  # a scale behind digits, which are read with it
        value = _COUNTED[said] if said in _COUNTED else _value(said)
        yield Number(Span(*match.span()), value, article=said in ("一", "ひとつ"))

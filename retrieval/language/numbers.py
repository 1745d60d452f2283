"""Numbers as people write them: digits, and the number words of every pack.

Knows no fields, and of units only those that a word for a number has in it ("a fiver").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.lazy import compiled
from retrieval.language.number import Number
from retrieval.language.packs import PACKS, packs_in
from retrieval.language.tables import either
from retrieval.language.text import Span

__all__ = ["Number", "find_numbers"]


_MONEY = r"(?:€|\$|£|¥|￥|eur\b|euros?\b|usd\b|dollars?\b|kr\b|zł)"
_DIGITS = compiled(
    rf"(?<![\d.,])\d{{1,3}}(?:\.\d{{3}})+,\d\d?(?!\d)"  # 1.299,00
    rf"|(?<![\d.,])\d{{1,3}}(?:\.\d{{3}})+(?=\s?€)"  # 1.299 €
    rf"|(?<![\d.,])\d+,\d\d?(?=\s?{_MONEY})|(?<=[€$£])\d+,\d\d(?![\d,])"  # 12,50 €
    r"|(?<![\w.])(?<![a-z]-)\d+(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?"
)
_FRACTION = compiled(r"\s?(½|¼|¾)|\s(1/2|1/4|3/4)(?![\d/])")
_SHARES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_LONE_FRACTION = compiled(r"(?<![\d/])(?:[½¼¾]|(?:1/2|1/4|3/4)(?= (?:an? )?(?:hour|cup|mile|kilo)))")
_SCALE = compiled(rf"\s?(?P<own>{either('numbers.scale').pattern})|(?P<letter>[mb])(?![a-z\d²/])")
_SCALES = {word: factor for pack in PACKS for word, factor in pack.scales.items()}
_TENTHS = either("numbers.tenths")
_COUNTED = either("numbers.counted")
"""What is counted in millions: beside it "5m" is no length."""


def _letter_scales(folded: str, text: str, start: int, at: int) -> bool:
    """Whether the letter m or b at `at` makes millions or billions: a capital, after a currency, or beside what is counted so."""
    return text[at : at + 1] in "MB" or folded[:start].rstrip()[-1:] in ("$", "€", "£", "¥", "￥") or _COUNTED.search(folded) is not None  # fmt: skip


def _plain(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d\d?)?|\d+,\d\d?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits.replace(",", ""))


def _digits(folded: str, text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(folded):
        value, end = _plain(match.group()), match.end()
        if (part := _FRACTION.match(folded, end)) and value.is_integer():
            value, end = value + _SHARES[part[1] or part[2]], part.end()
        while (scale := _SCALE.match(folded, end)) and (
            not scale["letter"] or _letter_scales(folded, text, match.start(), scale.start("letter"))
        ):
            factor = _SCALES[scale["own"] or scale["letter"]]
            value, end = value * factor, scale.end()
            more = _TENTHS.match(folded, end) if not scale.group().isascii() else None  # 1万5
            if more:
                value, end = value + int(more[1]) * factor / 10, end + 1
        yield Number(Span(match.start(), end), round(value, 6))
    for match in _LONE_FRACTION.finditer(folded):
        yield Number(Span(*match.span()), _SHARES[match.group()])


def find_numbers(folded: str, text: str = "") -> list[Number]:
    """All numbers of a folded text, in order, none overlapping. `text`: as it was before folding, for capitals ("1M").

    >>> [(n.value, n.unit) for n in find_numbers("under a fiver, twenty five or 1,200, 两百块")]
    [(5.0, 'money'), (25.0, ''), (1200.0, ''), (200.0, '')]
    """
    every = [
        *_digits(folded, text or folded),
        *(number for pack in packs_in(folded) for number in pack.numbers(folded)),
    ]
    found: list[Number] = []
    for number in sorted(every, key=lambda n: (n.span.start, -n.span.end)):
        if not found or number.span.start >= found[-1].span.end:
            found.append(number)
    return found

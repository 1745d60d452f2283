"""Numbers as people write them: digits, English number words, Chinese numerals.

Knows no units and no fields.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.reading.text import Span, latin_words

__all__ = ["Number", "chinese_number", "find_numbers"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. `unit` is given by words that name one ("a fiver"); `article`: "one", 一."""

    span: Span
    value: float
    unit: str = ""
    article: bool = False


_DIGITS = re.compile(r"(?<![\w.])(?<![a-z]-)\d+(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?")
_SCALE = re.compile(r"\s?(万|千|百|亿|thousand|million|hundred|k(?![a-z])|m(?=illion))")
_SCALES = {
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
    "亿": 1e8,
    "thousand": 1e3,
    "million": 1e6,
    "hundred": 1e2,
    "k": 1e3,
    "m": 1e6,
}

_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?|半")

_ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_PHRASES: dict[tuple[str, ...], tuple[int, str]] = {
    ("a", "couple", "of"): (2, ""), ("a", "couple"): (2, ""), ("couple", "of"): (2, ""), ("half", "a", "dozen"): (6, ""),
    ("a", "dozen"): (12, ""), ("a", "fiver"): (5, "money"), ("a", "tenner"): (10, "money"), ("a", "grand"): (1000, "money"),
    ("half", "an", "hour"): (30, "minute"), ("half", "hour"): (30, "minute"),
    ("a", "hundred"): (100, ""), ("a", "thousand"): (1000, ""),
} | {("an" if unit == "hour" else "a", unit): (1, unit) for unit in ("hour", "minute", "day", "week", "dollar", "pound", "euro", "buck", "mile", "kilo")}  # fmt: skip


def chinese_number(text: str) -> float:
    """The value of Chinese numerals; a trailing digit counts in tens of the unit before it, as spoken.

    >>> [chinese_number(t) for t in ("五", "十五", "两百", "一百五", "三千零二十", "两万", "四点五")]
    [5.0, 15.0, 200.0, 150.0, 3020.0, 20000.0, 4.5]
    """
    if text == "半":
        return 0.5
    whole, _, fraction = text.partition("点")
    if len(whole) > 1 and all(char in _HAN_DIGIT for char in whole):
        return float("".join(str(_HAN_DIGIT[char]) for char in whole))  # 一九九九
    total, section, digit, last = 0.0, 0.0, None, 1
    for char in whole:
        if char in _HAN_DIGIT:
            digit, last = _HAN_DIGIT[char], (1 if char in "零〇" else last)
        elif char in _HAN_UNIT:
            section += (1 if digit is None else digit) * _HAN_UNIT[char]
            digit, last = None, _HAN_UNIT[char]
        else:
            scale = 10_000 if char == "万" else 100_000_000
            total, section, digit, last = (total + section + (digit or 0)) * scale, 0.0, None, scale
    if digit is not None:
        section += digit * (last // 10 if last >= 100 else 1)
    return total + section + (float("0." + "".join(str(_HAN_DIGIT[c]) for c in fraction)) if fraction else 0.0)


def _digits(folded: str) -> list[Number]:
    found = []
    for match in _DIGITS.finditer(folded):
        value, end = float(match.group().replace(",", "")), match.end()
        scale = _SCALE.match(folded, end)
        if scale:
            value, end = value * _SCALES[scale[1]], scale.end()
        found.append(Number(Span(match.start(), end), value))
    return found


def _chinese(folded: str) -> list[Number]:
    found = []
    for match in _HAN_NUMBER.finditer(folded):
        if match.start() and folded[match.start() - 1] in "0123456789第":
            continue
        if match.group() in ("万", "亿", "百", "千"):
            continue
        found.append(Number(Span(*match.span()), chinese_number(match.group()), article=match.group() == "一"))
    return found


def _spoken(words: list[str]) -> tuple[float, int]:
    """The value of the longest run of number words at the start of `words`, and how many words it takes."""
    total, current, used = 0.0, 0.0, 0
    for i, word in enumerate(words):
        if word in _ONES and current % 10 == 0 and not 0 < current % 100 < 20:
            current += _ONES[word]
        elif word in _TENS and current % 100 == 0:
            current += _TENS[word]
        elif word in _BIG and used:
            current *= _BIG[word]
            if _BIG[word] >= 1000:
                total, current = total + current, 0.0
        elif not (
            word == "and"
            and used
            and words[i - 1] in _BIG
            and words[i + 1 : i + 2]
            and words[i + 1] in {**_ONES, **_TENS}
        ):
            break
        used = i + 1
    return total + current, used


def _english(folded: str) -> list[Number]:
    words = latin_words(folded)
    found, i = [], 0
    while i < len(words):
        rest = [word for _, word in words[i : i + 8]]
        phrase = next((p for p in _PHRASES if tuple(rest[: len(p)]) == p), None)
        value, used = (0.0, 0) if phrase else _spoken(rest)
        if phrase:
            value, unit = _PHRASES[phrase]
            span = Span(words[i][0].start, words[i + len(phrase) - 1][0].end)
            found.append(Number(span, value, unit, article=value == 1))
        elif used:
            found.append(
                Number(Span(words[i][0].start, words[i + used - 1][0].end), value, article=rest[:used] == ["one"])
            )
        i += len(phrase) if phrase else max(used, 1)
    return found


def find_numbers(folded: str) -> list[Number]:
    """All numbers of a folded text, in order, none overlapping.

    >>> [(n.value, n.unit) for n in find_numbers("under a fiver, twenty five or 1,200, 两百块")]
    [(5, 'money'), (25.0, ''), (1200.0, ''), (200.0, '')]
    """
    found: list[Number] = []
    for number in sorted(
        _digits(folded) + _chinese(folded) + _english(folded), key=lambda n: (n.span.start, -n.span.end)
    ):
        if not found or number.span.start >= found[-1].span.end:
            found.append(number)
    return found

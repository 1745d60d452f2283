"""Numbers as people write them: digits, English number words, Chinese numerals.

Knows no fields, and of units only those that a word for a number has in it ("a fiver").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.language.units import is_unit
from retrieval.language.words import Span, latin_words

__all__ = ["Number", "chinese_number", "find_numbers"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands. `unit` is given by words that name one ("a fiver"); `article`: "one", 一.

    `high`: the greater end of what is no single number (二三十); `about`: it is only near to it (一百来).
    """

    span: Span
    value: float
    unit: str = ""
    article: bool = False
    high: float | None = None
    about: bool = False


# -- digits -------------------------------------------------------------------------------------------------------------

_MONEY = r"(?:€|\$|£|¥|￥|eur\b|euros?\b|usd\b|dollars?\b|kr\b|zł)"
_DIGITS = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:\.\d{{3}})+,\d\d?(?!\d)"  # 1.299,00
    rf"|(?<![\d.,])\d{{1,3}}(?:\.\d{{3}})+(?=\s?€)"  # 1.299 €
    rf"|(?<![\d.,])\d+,\d\d?(?=\s?{_MONEY})|(?<=[€$£])\d+,\d\d(?![\d,])"  # 12,50 €
    r"|(?<![\w.])(?<![a-z]-)\d+(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?"
)
_FRACTION = re.compile(r"\s?(½|¼|¾)|\s(1/2|1/4|3/4)(?![\d/])")
_SHARES = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
_LONE_FRACTION = re.compile(r"(?<![\d/])(?:[½¼¾]|(?:1/2|1/4|3/4)(?= (?:an? )?(?:hour|cup|mile|kilo)))")
_SCALE = re.compile(
    r"\s?(百万|千万|万亿|万|千(?![卡克米瓦焦赫])|百|亿)|\s?(thousand|million|billion|trillion|hundred|dozen|grand|mln|mio|bn|k)(?![a-z])|(m|b)(?![a-z\d²/])"
)
_SCALES = {
    "万": 1e4, "千": 1e3, "百": 1e2, "亿": 1e8, "百万": 1e6, "千万": 1e7, "万亿": 1e12, "thousand": 1e3, "million": 1e6,
    "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12, "grand": 1e3, "mln": 1e6, "mio": 1e6, "bn": 1e9,
    "k": 1e3, "m": 1e6, "b": 1e9,
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(?:revenues?|gross(?:ed|ing)?|box office|budget|earn(?:ed|ings)?|made|worth|sales|turnover|views?|downloads?|plays|streams|users|followers|subscribers|people|population|votes)\b"
)
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
            not scale[3] or _letter_scales(folded, text, match.start(), scale.start(3))
        ):
            factor = _SCALES[scale[1] or scale[2] or scale[3]]
            value, end = value * factor, scale.end()
            more = re.match(r"([1-9])(?![\d.点万千百十])", folded[end:]) if scale[1] else None  # 1万5
            if more:
                value, end = value + int(more[1]) * factor / 10, end + 1
        yield Number(Span(match.start(), end), round(value, 6))
    for match in _LONE_FRACTION.finditer(folded):
        yield Number(Span(*match.span()), _SHARES[match.group()])


# -- Chinese ------------------------------------------------------------------------------------------------------------

_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = re.compile(
    r"(?:[零〇一二两俩三四五六七八九十百万亿]|千(?![卡克米瓦焦赫]))+(?:点[零一二三四五六七八九]+)?(?:个?[万亿]+)?|半(?!径|岛|决赛)"
)
_HAN_ABOUT = re.compile(r"(?:多|来|几)(?=[个元块岁年天分小钱美欧万亿斤公米页集人])")
_HAN_PAIR = re.compile(r"([一二三四五六七八九])([二三四五六七八九])(十|百|千|万)?$")


def chinese_number(text: str) -> float:
    """The value of Chinese numerals; a trailing digit counts in tens of the unit before it, as spoken.

    >>> [chinese_number(t) for t in ("五", "十五", "两百", "一百五", "三千零二十", "两万", "四点五", "一点五亿")]
    [5.0, 15.0, 200.0, 150.0, 3020.0, 20000.0, 4.5, 150000000.0]
    """
    if text == "半":
        return 0.5
    if scaled := re.fullmatch(r"(.+点[^万亿]+|.+(?=个[万亿]))个?([万亿]+)", text):
        factor = 1.0
        for char in scaled[2]:
            factor *= _SCALES[char]
        return round(chinese_number(scaled[1]) * factor, 6)
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
            held = total + section + (digit or 0)
            total, section, digit, last = (held or 1) * scale, 0.0, None, scale
    if digit is not None:
        section += digit * (last // 10 if last >= 100 else 1)
    return total + section + (float("0." + "".join(str(_HAN_DIGIT[c]) for c in fraction)) if fraction else 0.0)


def _chinese(folded: str) -> Iterator[Number]:
    for match in _HAN_NUMBER.finditer(folded):
        if match.start() and folded[match.start() - 1] in "0123456789第":
            continue
        said, start, end = match.group(), match.start(), match.end()
        if said in ("万", "亿", "百", "千") and not re.search(r"[上近过]$", folded[:start]):
            continue
        pair = _HAN_PAIR.fullmatch(said)
        if pair and _HAN_DIGIT[pair[2]] == _HAN_DIGIT[pair[1]] + 1:  # 二三十, 三五个 is none
            factor = float(_HAN_UNIT.get(pair[3] or "", 1e4 if pair[3] else 1))
            low, high = _HAN_DIGIT[pair[1]] * factor, _HAN_DIGIT[pair[2]] * factor
            yield Number(Span(start, end), low, high=high, about=True)
            continue
        about = _HAN_ABOUT.match(folded, end) if said[-1] in "十百千万亿" else None
        value, end = chinese_number(said), (about.end() if about else end)
        if about and folded[end : end + 1] in ("万", "亿"):
            value, end = value * _SCALES[folded[end]], end + 1
        yield Number(Span(start, end), value, article=said == "一", about=about is not None)


# -- English ------------------------------------------------------------------------------------------------------------

_ONES = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_BIG = {"hundred": 100, "dozen": 12, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}  # fmt: skip
_PHRASES: dict[tuple[str, ...], tuple[float, str]] = {
    ("a", "couple", "of"): (2, ""), ("a", "couple"): (2, ""), ("couple", "of"): (2, ""), ("half", "a", "dozen"): (6, ""),
    ("a", "dozen"): (12, ""), ("a", "fiver"): (5, "money"), ("a", "tenner"): (10, "money"), ("a", "grand"): (1000, "money"),
}  # fmt: skip
_PARTS: dict[tuple[str, ...], float] = {
    ("half", "a"): 0.5, ("half", "an"): 0.5, ("a", "half"): 0.5, ("half",): 0.5, ("three", "quarters", "of", "a"): 0.75,
    ("three", "quarters", "of", "an"): 0.75, ("a", "quarter", "of", "a"): 0.25, ("a", "quarter", "of", "an"): 0.25,
    ("quarter", "of", "a"): 0.25, ("quarter", "of", "an"): 0.25, ("a", "quarter"): 0.25, ("a",): 1, ("an",): 1,
}  # fmt: skip
"""What stands before a unit or "million": "half an hour", "a quarter of a billion"."""
_LONGEST = sorted(_PHRASES, key=len, reverse=True)
_LONGEST_PARTS = sorted(_PARTS, key=len, reverse=True)


def _part(words: list[str]) -> tuple[float, int, bool]:
    """A share of a unit or of a large number at the start of `words`: its value, its words, whether it is an article alone."""
    for part in _LONGEST_PARTS:
        if tuple(words[: len(part)]) != part or len(words) == len(part):
            continue
        after, article = words[len(part)], part in (("a",), ("an",))
        if after in _BIG and _BIG[after] > 12 and not article:
            return _PARTS[part] * _BIG[after], len(part) + 1, False
        if is_unit(after):
            return _PARTS[part], len(part), article
    return 0.0, 0, False


def _below_hundred(words: list[str]) -> tuple[int, int]:
    """A number from 0 to 99 at the start of `words`, and how many words it takes."""
    if not words:
        return 0, 0
    if words[0] in _ONES:
        return _ONES[words[0]], 1
    if words[0] in _TENS:
        one = _ONES.get(words[1], 0) if len(words) > 1 else 0
        return (_TENS[words[0]] + one, 2) if 1 <= one <= 9 else (_TENS[words[0]], 1)
    return 0, 0


def _year(words: list[str]) -> tuple[float, int]:
    """A year said as two numbers ("nineteen ninety-nine", "twenty twenty")."""
    century, used = _below_hundred(words)
    rest, more = _below_hundred(words[used:])
    if used and more and 15 <= century <= 20 and used == 1 and rest >= 10:
        return 100.0 * century + rest, used + more
    return 0.0, 0


def _group(words: list[str]) -> tuple[float, int]:
    """Up to 999, or so many hundreds ("twelve hundred and fifty"), with a half behind it ("two and a half")."""
    small, used = _below_hundred(words)
    value = float(small)
    if words[:1] == ["a"] and words[1:2] and words[1] in _BIG:
        value, used = 1.0, 1
    elif words[:1] and words[0] in ("hundred", "thousand", "million", "billion"):
        return 1.0, 0
    if used and words[used : used + 3] == ["and", "a", "half"]:
        return value + 0.5, used + 3
    if used and words[used : used + 4] == ["and", "a", "quarter", "million"]:
        return value + 0.25, used + 3
    if used and words[used : used + 1] == ["point"]:
        digits, at = "", used + 1
        while at < len(words) and words[at] in _ONES and _ONES[words[at]] < 10:
            digits, at = digits + str(_ONES[words[at]]), at + 1
        return (float(f"{value:.0f}.{digits}"), at) if digits else (value, used)
    if used and words[used : used + 1] == ["hundred"]:
        value, used = value * 100, used + 1
        joined = used + (words[used : used + 1] == ["and"])
        more, taken = _below_hundred(words[joined:])
        value, used = (value + more, joined + taken) if taken else (value, used)
    return value, used


def _spoken(words: list[str]) -> tuple[float, int]:
    """The value of the longest run of number words at the start of `words`, and how many words it takes."""
    value, used = _year(words)
    if used:
        return value, used
    total, used, last = 0.0, 0, float("inf")
    while used < len(words):
        joined = used + (bool(used) and words[used] == "and")
        value, taken = _group(words[joined:])
        scale_at = joined + taken
        scale = _BIG.get(words[scale_at], 0) if scale_at < len(words) else 0
        if scale == 100 and not taken:
            scale = 100 if not used else 0
        if not (taken or scale) or (scale or 1) >= last or (not taken and used):
            break
        if used and not scale and joined == used and last == 12:
            break
        total, used, last = total + (value if taken else 1.0) * (scale or 1), scale_at + bool(scale), scale or 1
        if last in (1, 12):
            break
    return total, used


def _english(folded: str) -> Iterator[Number]:
    words, i = latin_words(folded), 0
    while i < len(words):
        rest = [word for _, word in words[i : i + 12]]
        for at in range(1, len(rest)):  # only blanks and hyphens join words to a number
            if folded[words[i + at - 1][0].end : words[i + at][0].start].strip(" -"):
                rest = rest[:at]
                break
        phrase = next((p for p in _LONGEST if tuple(rest[: len(p)]) == p), None)
        value, used = _spoken(rest)
        if phrase and len(phrase) >= used:
            value, unit = _PHRASES[phrase]
            yield Number(
                Span(words[i][0].start, words[i + len(phrase) - 1][0].end), float(value), unit, article=value == 1
            )
            i += len(phrase)
            continue
        share, taken, article = _part(rest)
        if taken > used:
            yield Number(Span(words[i][0].start, words[i + taken - 1][0].end), share, article=article)
            i += taken
            continue
        if used and rest[:used] not in (["a"], ["dozen"], ["hundred"], ["thousand"], ["million"]):
            span = Span(words[i][0].start, words[i + used - 1][0].end)
            yield Number(span, value, article=rest[:used] == ["one"])
        i += max(used, 1)


def find_numbers(folded: str, text: str = "") -> list[Number]:
    """All numbers of a folded text, in order, none overlapping. `text`: as it was before folding, for capitals ("1M").

    >>> [(n.value, n.unit) for n in find_numbers("under a fiver, twenty five or 1,200, 两百块")]
    [(5.0, 'money'), (25.0, ''), (1200.0, ''), (200.0, '')]
    """
    every = [*_digits(folded, text or folded), *_chinese(folded), *_english(folded)]
    found: list[Number] = []
    for number in sorted(every, key=lambda n: (n.span.start, -n.span.end)):
        if not found or number.span.start >= found[-1].span.end:
            found.append(number)
    return found

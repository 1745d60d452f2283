"""Chinese numerals: 五, 两百五, 三千零二十, 一点五亿, 二三十."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.language.lazy import compiled
from retrieval.language.number import Number
from retrieval.language.text import Span

__all__ = ["HAN_DIGITS", "SCALES", "chinese_number", "chinese_numbers", "small_number"]

SCALES = {"万": 1e4, "千": 1e3, "百": 1e2, "亿": 1e8, "百万": 1e6, "千万": 1e7, "万亿": 1e12}
"""What multiplies digits before it."""
_HAN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000}
_HAN_NUMBER = compiled(
    r"(?:[零〇一二两俩三四五六七八九十百万亿]|千(?![卡克米瓦焦赫]))+(?:点[零一二三四五六七八九]+)?(?:个?[万亿]+)?|半(?!径|岛|决赛)"
)
_HAN_ABOUT = compiled(r"(?:多|来|几)(?=[个元块岁年天分小钱美欧万亿斤公米页集人])")
_HAN_PAIR = compiled(r"([一二三四五六七八九])([二三四五六七八九])(十|百|千|万)?$")


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
            factor *= SCALES[char]
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


def chinese_numbers(folded: str) -> Iterator[Number]:
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
            value, end = value * SCALES[folded[end]], end + 1
        yield Number(Span(start, end), value, article=said == "一", about=about is not None)


HAN_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
"""To `str.translate` Chinese digits to Arabic ones."""


def small_number(text: str | None) -> int:
    """A Chinese or written number below 100; 0 where there is none."""
    if not text or text.isdigit():
        return int(text or 0)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(HAN_DIGITS))
    return int((tens or "1").translate(HAN_DIGITS)) * 10 + int(ones.translate(HAN_DIGITS) or 0)

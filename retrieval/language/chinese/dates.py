"""Days, months, years, decades and centuries in Chinese, and times that are counted from today (去年, 近三年)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from retrieval.language.chinese.numbers import HAN_DIGITS, chinese_numbers, small_number
from retrieval.language.lazy import compiled
from retrieval.language.periods import (
    LAST_CENTURY,
    Period,
    day_or_none,
    days_back,
    decade,
    hundred_years,
    month_or_week,
    months_from,
    unless_cued,
    years_of,
)
from retrieval.language.text import Span

__all__ = ["chinese_days", "chinese_periods"]

_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
"""The month that each season begins with."""
_WRITTEN = compiled(
    r"(?P<y>(?:1[5-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3})年(?:的)?(?:(?P<m>(?:\d{1,2}|[一二三四五六七八九十]{1,3}))月(?:份)?(?:(?P<d>(?:\d{1,2}|[一二三四五六七八九十]{1,3}))[日号])?(?:\s*(?:到|至|-|~)\s*(?:(?P<m2>(?:\d{1,2}|[一二三四五六七八九十]{1,3}))月(?:份)?)?(?:(?P<d2>(?:\d{1,2}|[一二三四五六七八九十]{1,3}))[日号])?(?!年))?|(?P<half>[上下])半年|第?(?P<q>[一二三四1-4])季度|(?P<season>[春夏秋冬])[季天]|(?P<edge>[初底末])(?![^,，。]{0,1}级))"
)
_LOOSE_END = compiled(r"\s*[-~到至]\s*$")


def _dated(folded: str) -> Iterator[Period]:
    for m in _WRITTEN.finditer(folded):
        span, year = Span(*m.span()), int(m["y"].translate(HAN_DIGITS))
        if m["half"]:
            yield Period(span, *months_from(year, 1 if m["half"] == "上" else 7, 6))
        elif m["q"]:
            yield Period(span, *months_from(year, 3 * small_number(m["q"]) - 2, 3))
        elif m["season"]:
            yield Period(span, *months_from(year, _SEASONS[m["season"]], 3), guess="ambiguous")
        elif m["edge"]:
            yield Period(span, *months_from(year, 1 if m["edge"] == "初" else 10, 3), guess="ambiguous")
        else:
            first = day_or_none(year, small_number(m["m"]), small_number(m["d"]) or 1)
            until, day = (
                small_number(m["m2"]) or small_number(m["m"]),
                small_number(m["d2"]) or (0 if m["m2"] else small_number(m["d"])),
            )
            last = day_or_none(year, until, day or 1)
            if first and last and first <= last:
                last = last if day else months_from(year, until)[1]
                ranged = bool(m["m2"] or m["d2"])
                if not ranged and (tail := _LOOSE_END.search(span.of(folded))):
                    span = Span(span.start, span.end - len(tail[0]))
                yield Period(span, first, last, closed=ranged)


_DECADE = compiled(
    r"(?P<last>上个?世纪|二十世纪|20世纪)?(?P<zh>(?:1[5-9]|20)?\d0|[一二三四五六七八九]十|[一二三四五六七八九]零)年代(?P<zpart>初|中|末|后)?期?"
)
_CENTURY = compiled(
    r"(?P<zn>1[5-9]|2[01]|十[五六七八九]|二十一?)世纪(?!\d|[一二三四五六七八九]十年代)(?P<zpart>初|中|末|后)?期?|(?P<last>上个?世纪)(?![一二三四五六七八九\d])|(?P<this>本世纪)"
)
_PARTS = {"初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (5, 9)}


def _decades(folded: str) -> Iterator[Period]:
    for m in _DECADE.finditer(folded):
        start = int(m["zh"].translate(HAN_DIGITS | {ord("十"): "0"}))
        if start < 100:
            start += 1900 if start >= 30 or m["last"] else 2000
        if period := decade(Span(*m.span()), start, _PARTS.get(m["zpart"] or "")):
            yield period


def _centuries(folded: str) -> Iterator[Period]:
    for m in _CENTURY.finditer(folded):
        span = Span(*m.span())
        if m["last"]:
            period = years_of(span, *LAST_CENTURY)
        else:
            which = 21 if m["this"] else small_number(m["zn"])
            period = hundred_years(span, which, _PARTS.get(m["zpart"] or ""))
        if period:
            yield period


# -- counted from today ---------------------------------------------------------------------------------------------------

_LAST = compiled(
    r"(?:在)?(?:最近|过去|近|这)(?:的)?(?P<n>[一二两三四五六七八九十\d]+|半|几)(?P<unit>年|个月|个?星期|周|天)(?:以?来|之?内|里|间)?|(?<![\d一二三四五六七八九十])(?P<n2>[一二两三四五六七八九十]+|\d{1,2}|半)(?P<unit2>年|个月)(?:以|之)?内"
)
_POINT = compiled(
    r"(?P<year>大前年|去年|前年|今年|明年|本年)(?:的?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?|的?(?P<season>[春夏秋冬])[季天]|(?P<half>[上下])半年)?|(?P<month>上个?月|这个?月|本月)|(?P<week>上个?(?:周|星期)(?![一二三四五六日天末])|(?:本|这个?)(?:周|星期)(?![一二三四五六日天末]))|(?P<day>昨天|今天)|(?<![\d一二三四五六七八九十])(?P<n>[一二两三四五六七八九十]+|\d{1,2})(?P<ago>年|个月)(?:以)?前"
)
_CUED = compiled(r"(?:上映|出版|发行|发布|上市|更新|推出|自|从)(?: (?:in|on|from))?(?: the)?\s*$")
_CUED_AFTER = compiled(
    r"以?[来后前]|之[后前]|(?:新|才|刚|就)?(?:上映|出版|发行|发布|上市|上架|更新|推出|添加|加|收录|开业|开始|举[办行]|通过|制作|拍|出|开|的)"
)
_MONTHS_OF = {"年": 12, "个月": 1}
_DAYS_OF = {"周": 7, "星期": 7, "个星期": 7}
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}


def _many(said: str) -> float | None:
    """The number that a run of digits or numerals is as a whole."""
    if said.isdigit():
        return float(said)
    number = next(iter(chinese_numbers(said)), None)
    return number.value if number and number.span.end == len(said) else None


def _since(today: date, many: float, unit: str) -> date | None:
    return days_back(today, many, months=_MONTHS_OF.get(unit, 0), days=_DAYS_OF.get(unit, 1))


def _lately(folded: str, today: date) -> Iterator[Period]:
    for m in _LAST.finditer(folded):
        said, unit = m["n"] or m["n2"], m["unit"] or m["unit2"]
        many = 3.0 if said == "几" else _many(said)
        first = _since(today, many, unit) if many is not None else None
        if first:
            guess = "vague" if said == "几" else ""
            yield Period(Span(*m.span()), first, today, closed=True, guess=guess, relative=True)


def _point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["ago"]:
        many = _many(m["n"])
        first = None if many is None else _since(today, many, m["ago"])
        yearly = first is not None and m["ago"] == "年"
        if first is None:
            return None
        return years_of(span, first.year, first.year, relative=True) if yearly else Period(span, first, first, relative=True)  # fmt: skip
    if m["day"]:
        day = today - timedelta(m["day"] == "昨天")
        return Period(span, day, day, relative=True)
    if m["month"] or m["week"]:
        return month_or_week(span, "month" if m["month"] else "week", -1 if m[0].startswith("上") else 0, today)
    step = _YEARS[m["year"]]
    year = today.year + step
    if m["m"]:
        month = small_number(m["m"])
        return Period(span, *months_from(year, month), relative=True) if 1 <= month <= 12 else None
    if m["season"]:
        return Period(span, *months_from(year, _SEASONS[m["season"]], 3), relative=True)
    if m["half"]:
        return Period(span, *months_from(year, 1 if m["half"] == "上" else 7, 6), relative=True)
    return years_of(span, year, year, relative=True)


def _points(folded: str, today: date) -> Iterator[Period]:
    """Stretches named by where they stand from today; a guess where nothing says that the items are of that time."""
    for m in _POINT.finditer(folded):
        if period := _point(m, today):
            cued = _CUED.search(folded[: m.start()]) or _CUED_AFTER.match(folded, m.end())
            yield unless_cued(period, cued is not None)


def chinese_periods(folded: str, today: date) -> Iterator[Period]:
    """Yield the stretches of time that a folded text names in Chinese, in no order; they may overlap."""
    for read in (_dated, _decades, _centuries):
        yield from read(folded)
    yield from _lately(folded, today)
    yield from _points(folded, today)


def chinese_days(day: date) -> list[str]:
    """Return how a day, and its month, may be written in Chinese."""
    return [f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month}月"]

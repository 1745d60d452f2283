"""Days, months, years, decades and centuries that a request names, as stretches of days: "June 2021", 去年, "the 90s".

Knows no comparisons: "before", "since" and 以后 are read in `quantities.py`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from retrieval.language.periods import (
    HAN_DIGITS,
    LAST_CENTURY,
    SEASONS,
    Period,
    day_or_none,
    months_from,
    small_number,
    years_of,
)
from retrieval.language.recent import recent_periods
from retrieval.language.tables import either
from retrieval.language.words import Span

__all__ = ["find_periods"]

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if i} | {
    n.lower(): i for i, n in enumerate(calendar.month_abbr) if i
} | {"sept": 9}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:1[5-9]|20)\d\d"


# -- days and months of a year --------------------------------------------------------------------------------------------

_WRITTEN = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d?(?:-\d\d?)?)(?![\d-])"
    rf"|\b(?P<y1>{_YEAR})[/.](?P<m1>\d\d?)[/.](?P<d1>\d\d?)(?![\d.])"
    rf"|(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y2>{_YEAR})(?!\d)"
)


def _written(folded: str) -> Iterator[Period]:
    """Days in figures: 2021-06-01; 01.06.2021 with the day first; 06/01/2021 with the month first, a guess where both may be."""
    for m in _WRITTEN.finditer(folded):
        span, guess = Span(*m.span()), ""
        if m["iso"]:
            year, month, *rest = (int(part) for part in m["iso"].split("-"))
            if not rest:
                if 1 <= month <= 12:
                    yield Period(span, *months_from(year, month))
                continue
            day = rest[0]
        elif m["y1"]:
            year, month, day = int(m["y1"]), int(m["m1"]), int(m["d1"])
        else:
            one, two, year = int(m["a"]), int(m["b"]), int(m["y2"])
            month, day = (one, two) if m["sep"] == "/" else (two, one)
            if not 1 <= month <= 12:
                month, day = day, month
            elif m["sep"] != "." and one <= 12 and two <= 12 and one != two:
                guess = "ambiguous"
        if found := day_or_none(year, month, day):
            yield Period(span, found, found, guess=guess)


_ENGLISH = re.compile(
    rf"\b(?:(?:the )?(?P<d1>\d\d?)(?:st|nd|rd|th)?(?: of)? )?(?P<m>{_MONTH})(?: (?:the )?(?P<d2>\d\d?)(?:st|nd|rd|th)?\b)?,?(?: of)? (?P<y>{_YEAR})\b"
)
_ENGLISH_FROM = re.compile(
    rf"\b(?:(?P<d>\d\d?)(?:st|nd|rd|th)? )?(?P<m>{_MONTH})?(?: (?P<d2>\d\d?)(?:st|nd|rd|th)?)?\s?(?:-|to|and|until|till|through)\s?$"
)
_ENGLISH_PARTS = re.compile(
    rf"\b(?:(?:in )?(?:the )?)?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<y1>{_YEAR})\b"
    rf"|\bq(?P<q>[1-4])[ /](?P<y2>{_YEAR})\b|\b(?:the )?(?P<half>first|second) half of (?P<y3>{_YEAR})\b"
)


def _english(folded: str) -> Iterator[Period]:
    for m in _ENGLISH.finditer(folded):
        year, month = int(m["y"]), _MONTHS[m["m"].rstrip(".")]
        day = int(m["d1"] or m["d2"] or 0)
        one = day_or_none(year, month, day) if day else None
        if day and one is None:
            continue
        first, last = (one, one) if one else months_from(year, month)
        start = m.start()
        if opened := _ENGLISH_FROM.search(folded[: m.start()]):
            begins = int(opened["d"] or opened["d2"] or 0)
            if opened["m"] or (begins and day):  # "March to October 2019", "1 to 5 June 2021"
                from_month = _MONTHS[opened["m"].rstrip(".")] if opened["m"] else month
                earlier = day_or_none(year, from_month, begins or 1)
                if earlier and earlier < first:
                    first, start = earlier, opened.start()
        yield Period(Span(start, m.end()), first, last, closed=start != m.start())
    for m in _ENGLISH_PARTS.finditer(folded):
        span = Span(*m.span())
        if m["season"]:
            yield Period(span, *months_from(int(m["y1"]), SEASONS[m["season"]], 3), guess="ambiguous")
        elif m["q"]:
            yield Period(span, *months_from(int(m["y2"]), 3 * int(m["q"]) - 2, 3))
        else:
            yield Period(span, *months_from(int(m["y3"]), 1 if m["half"] == "first" else 7, 6))


_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_CHINESE = either("dates.chinese")


def _chinese(folded: str) -> Iterator[Period]:
    for m in _CHINESE.finditer(folded):
        span, year = Span(*m.span()), int(m["y"].translate(HAN_DIGITS))
        if m["half"]:
            yield Period(span, *months_from(year, 1 if m["half"] == "上" else 7, 6))
        elif m["q"]:
            yield Period(span, *months_from(year, 3 * small_number(m["q"]) - 2, 3))
        elif m["season"]:
            yield Period(span, *months_from(year, SEASONS[m["season"]], 3), guess="ambiguous")
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
                if not ranged and (tail := re.search(r"\s*[-~到至]\s*$", span.of(folded))):
                    span = Span(span.start, span.end - len(tail[0]))
                yield Period(span, first, last, closed=ranged)


# -- decades and centuries ------------------------------------------------------------------------------------------------

_DECADE_WORD = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True)
)  # fmt: skip
_DECADE = either("dates.decade")
_ORDINALS = {
    w: i
    for i, w in enumerate(
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(), start=15
    )
} | {"twenty first": 21}
_CENTURY = either("dates.century")
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "初": (0, 3), "中": (4, 6), "末": (7, 9), "后": (5, 9)}


def _decades(folded: str) -> Iterator[Period]:
    for m in _DECADE.finditer(folded):
        digits = (m["zh"] or "").translate(HAN_DIGITS | {ord("十"): "0"})
        start = int(m["full"] or 0) or int(digits or m["short"] or _DECADE_WORD.get(m["word"] or "", 0))
        if start < 100:
            start += 1900 if start >= 30 or m["last"] or (start == 20 and not m["zh"]) else 2000
        if m["short"] == "10":
            start = 2010
        part, guess = m["part"] or m["zpart"], ""
        first, last = (start + at for at in _PARTS.get(part or "", (0, 9)))
        if m["full"] and start % 100 == 0 and start < 2000 and not part:  # "the 1800s"
            first, last, guess = start, start + 99, "ambiguous" if start == 1900 else ""
        if period := years_of(Span(*m.span()), first, last, guess):
            yield period


def _centuries(folded: str) -> Iterator[Period]:
    for m in _CENTURY.finditer(folded):
        number = m["zn"] or m["n"]
        which = 20 if m["last"] else 21 if m["this"] else _ORDINALS[m["word"]] if m["word"] else small_number(number)
        part = m["part"] or m["zpart"]
        low, high = _PARTS.get(part or "", (0, 9))
        start = (which - 1) * 100 + 1
        last = LAST_CENTURY[1] if m["last"] else start + 10 * high + 9
        if period := years_of(Span(*m.span()), start + 10 * low, last):
            yield period


# -- all of them ----------------------------------------------------------------------------------------------------------

_GAP = either("dates.gap")
_AND = either("dates.and")
_OPENER = either("dates.opener")
_CLOSER = either("dates.closer")
_BARE_YEAR = either("dates.bare_year")


def _ranges(folded: str, periods: list[Period]) -> Iterator[Period]:
    """Two stretches with "to" between them, or with "between … and …", as one."""
    for one, other in pairwise(periods):
        gap = folded[one.span.end : other.span.start]
        opener, closer = _OPENER.search(folded[: one.span.start]), _CLOSER.match(folded, other.span.end)
        joined = _GAP.fullmatch(gap) or (
            _AND.fullmatch(gap) and ((opener and "between" in opener[0]) or "介于" in folded or closer)
        )
        if joined and one.first <= other.last and not (one.closed or other.closed):
            span = Span(opener.start() if opener else one.span.start, closer.end() if closer else other.span.end)
            yield Period(
                span, one.first, other.last, one.yearly and other.yearly, True, one.guess or other.guess,
                one.relative or other.relative,
            )  # fmt: skip


def _kept(periods: list[Period]) -> list[Period]:
    """Of those that overlap, the longest."""
    kept: list[Period] = []
    for period in sorted(periods, key=lambda p: (p.span.start - p.span.end, p.span.start)):
        if not any(period.span.overlaps(other.span) for other in kept):
            kept.append(period)
    return sorted(kept, key=lambda p: p.span)


def find_periods(folded: str, today: date) -> list[Period]:
    """The stretches of time that a folded text names, in order, none overlapping. Bare years ("2015") are none by themselves.

    >>> p, = find_periods("from march 2019 to may 2020", date(2026, 11, 30))
    >>> p.first.isoformat(), p.last.isoformat()
    ('2019-03-01', '2020-05-31')
    """
    named = _kept(
        [
            *_written(folded), *_english(folded), *_chinese(folded), *_decades(folded), *_centuries(folded),
            *recent_periods(folded, today),
        ]
    )  # fmt: skip
    years = [
        period
        for m in _BARE_YEAR.finditer(folded)
        if not any(Span(*m.span()).overlaps(p.span) for p in named)
        and (period := years_of(Span(*m.span()), int(m[0][:4]), int(m[0][:4])))
    ]
    every = sorted([*named, *years], key=lambda p: p.span)
    return _kept([*named, *(r for r in _ranges(folded, every) if any(p.span.overlaps(r.span) for p in named))])

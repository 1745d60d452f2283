"""Times that are counted from today: "the last five years", "last summer", 去年, 近三年.

Takes the day from its caller. One that may be of the person's own time ("a gift for this year") is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from retrieval.language.numbers import find_numbers
from retrieval.language.periods import LAST_CENTURY, SEASONS, Period, months_back, months_from, small_number, years_of
from retrieval.language.tables import either
from retrieval.language.words import Span

__all__ = ["recent_periods"]

_FOR = r"(?:(?:in|within|over|during|from|of|for) )?(?:the |these |this )?"
_UNIT_EN = r"(?P<unit>years?|months?|weeks?|days?|decades?)"
_SPOKEN = r"(?P<n>\d+|[a-z]+(?:[- ][a-z]+)?)"
_LAST_EN = re.compile(
    rf"\b{_FOR}(?:last|past|previous|recent)(?: {_SPOKEN})? {_UNIT_EN}\b|\b(?:in|within) (?:the )?(?P<of>space of )?{_SPOKEN.replace('<n>', '<n2>')} {_UNIT_EN.replace('<unit>', '<unit2>')} of (?:now|today)\b"
)
_LAST_ZH = either("recent.last_zh")
_POINT_EN = re.compile(
    r"\b(?:(?:in|from|of|during) )?(?P<which>last|this|next)(?P<s>'s)? (?P<unit>year|month|week|spring|summer|autumn|fall|winter)(?:'s)?\b"
    rf"|\b(?P<day>yesterday|today)\b|\b{_SPOKEN} (?P<ago>years?|months?|weeks?|days?) ago\b|\b(?P<century>last century)\b"
)
_POINT_ZH = either("recent.point_zh")
_CUED = either("recent.cued")
_CUED_AFTER = either("recent.cued_after")
_SPANS = {"year": 12, "month": 1, "年": 12, "个月": 1, "decade": 120}


def _count(said: str | None, unit: str) -> tuple[float, str] | None:
    """How many, and why that is a guess; None where the word is no number."""
    if not said:
        return 1.0, "ambiguous" if unit.startswith("decade") else ""
    if said in ("few", "couple", "several", "couple of", "几"):
        return (2.0 if "couple" in said else 3.0), "vague"
    numbers = find_numbers(said)
    return (numbers[0].value, "") if numbers and numbers[0].span.end == len(said) else None


def _since(today: date, many: float, unit: str) -> date | None:
    single = unit.rstrip("s") if unit.isascii() else unit
    if single in _SPANS:
        months = round(many * _SPANS[single])
        return months_back(today, months) if 0 < months < 12 * (today.year - 1) else None
    days = round(many * (7 if single in ("week", "周", "星期", "个星期") else 1))
    return today - timedelta(days) if 0 < days < 366_000 else None


def _lately(folded: str, today: date) -> Iterator[Period]:
    for m in (*_LAST_EN.finditer(folded), *_LAST_ZH.finditer(folded)):
        said, unit = m["n"] or m["n2"], m["unit"] or m["unit2"]
        if said is None and not unit.endswith("s") and not unit.startswith("decade") and not re.search(r"past", m[0]):
            continue  # "last year" is a year of the calendar
        if unit.endswith("s") and said is None and m.re is _LAST_EN:  # "recent years"
            said = "few"
        counted = _count(said, unit)
        first = _since(today, counted[0], unit) if counted else None
        if counted and first:
            yield Period(Span(*m.span()), first, today, closed=True, guess=counted[1], relative=True)


def _season(today: date, season: str, years: int) -> tuple[date, date, str]:
    """The season of so many years ago; of the last one there may be two meanings once this year's is over."""
    month = SEASONS[season]
    year = today.year + years
    first, last = months_from(year, month, 3)
    ended = months_from(today.year, month, 3)
    if years == -1 and ended[1] < today:
        return *ended, "ambiguous"
    return first, last, ""


def _english_point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["century"]:
        return years_of(span, *LAST_CENTURY, relative=True)
    if m["day"]:
        day = today - timedelta(m["day"] == "yesterday")
        return Period(span, day, day, relative=True)
    if m["ago"]:
        counted = _count(m["n"], m["ago"])
        first = _since(today, counted[0], m["ago"]) if counted else None
        if first is None or counted is None:
            return None
        if m["ago"].startswith("year"):
            return years_of(span, first.year, first.year, counted[1], relative=True)
        return Period(span, first, first, guess=counted[1], relative=True)
    step = {"last": -1, "this": 0, "next": 1}[m["which"]]
    if m["unit"] == "year":
        return years_of(span, today.year + step, today.year + step, relative=True)
    if m["unit"] in SEASONS:
        first, last, guess = _season(today, m["unit"], step)
        return Period(span, first, last, guess=guess, relative=True)
    return _near(span, m["unit"], step, today)


def _near(span: Span, unit: str, step: int, today: date) -> Period:
    """The month or week before, of, or after today."""
    if unit == "month":
        begin = months_back(today.replace(day=1), -step)
        return Period(span, *months_from(begin.year, begin.month), relative=True)
    monday = today - timedelta(today.weekday()) + timedelta(7 * step)
    return Period(span, monday, monday + timedelta(6), relative=True)


def _chinese_point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["ago"]:
        first = _since(today, find_numbers(m["n"])[0].value, m["ago"])
        yearly = first is not None and m["ago"] == "年"
        if first is None:
            return None
        return years_of(span, first.year, first.year, relative=True) if yearly else Period(span, first, first, relative=True)  # fmt: skip
    if m["day"]:
        day = today - timedelta(m["day"] == "昨天")
        return Period(span, day, day, relative=True)
    if m["month"] or m["week"]:
        return _near(span, "month" if m["month"] else "week", -1 if m[0].startswith("上") else 0, today)
    step = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1}[m["year"]]
    year = today.year + step
    if m["m"]:
        month = small_number(m["m"])
        return Period(span, *months_from(year, month), relative=True) if 1 <= month <= 12 else None
    if m["season"]:
        return Period(span, *months_from(year, SEASONS[m["season"]], 3), relative=True)
    if m["half"]:
        return Period(span, *months_from(year, 1 if m["half"] == "上" else 7, 6), relative=True)
    return years_of(span, year, year, relative=True)


def _points(folded: str, today: date) -> Iterator[Period]:
    """Stretches named by where they stand from today; a guess where nothing says that the items are of that time."""
    readings: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
        (_POINT_EN, _english_point), (_POINT_ZH, _chinese_point),
    )  # fmt: skip
    for pattern, read in readings:
        for m in pattern.finditer(folded):
            period = read(m, today)
            if period is None:
                continue
            own = re.match(r"from|of|during", m[0]) is not None
            cued = own or _CUED.search(folded[: m.start()]) or _CUED_AFTER.match(folded, m.end())
            yield period if cued or period.guess else replace(period, guess="ambiguous")


def recent_periods(folded: str, today: date) -> Iterator[Period]:
    """The stretches of time that a folded text counts from `today`, in no order; they may overlap."""
    yield from _lately(folded, today)
    yield from _points(folded, today)

"""Stretches of days, and the arithmetic of months, seasons and years. Seasons are those of the northern half of the earth.

Knows no words of any language.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from retrieval.language.text import Span

__all__ = [
    "LAST_CENTURY",
    "Period",
    "day_or_none",
    "days_back",
    "decade",
    "hundred_years",
    "month_or_week",
    "months_back",
    "months_from",
    "no_periods",
    "season_of",
    "unless_cued",
    "years_of",
]


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included, and the words that name them.

    yearly: it is made of whole years. closed: no comparison may open it ("in the last five years"). guess: why it may be another
    stretch ("ambiguous"); relative: it was counted from today.
    """

    span: Span
    first: date
    last: date
    yearly: bool = False
    closed: bool = False
    guess: str = ""
    relative: bool = False


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day; None where there is none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_from(year: int, month: int, many: int = 1) -> tuple[date, date]:
    """The first and the last day of `many` months from the given one on."""
    after = year * 12 + month - 1 + many
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def months_back(day: date, months: int) -> date:
    """The same day so many months ago, or the last one of a shorter month."""
    at = day.year * 12 + day.month - 1 - months
    year, month = max(at // 12, 1), at % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


LAST_CENTURY = (1901, 1999)
"""The years that are of the last century in any reckoning: people count 2000 as of this one, the calendar as of the last."""


def years_of(span: Span, first: int, last: int, guess: str = "", *, relative: bool = False) -> Period | None:
    """The whole years `first` to `last`; None where they are none of the calendar."""
    if not 1 <= first <= last <= 9998:
        return None
    return Period(span, date(first, 1, 1), date(last, 12, 31), yearly=True, guess=guess, relative=relative)


def decade(span: Span, start: int, part: tuple[int, int] | None = None) -> Period | None:
    """Return ten years from `start` on, or the years of it from the first to the last of `part`."""
    first, last = part or (0, 9)
    return years_of(span, start + first, start + last)


def hundred_years(span: Span, which: int, part: tuple[int, int] | None = None) -> Period | None:
    """Return the century with this number (the 20th begins with 1901), or the decades of it from the first to the last of `part`."""
    first, last = part or (0, 9)
    start = (which - 1) * 100 + 1
    return years_of(span, start + 10 * first, start + 10 * last + 9)


def days_back(today: date, many: float, *, months: int, days: int) -> date | None:
    """Return the day that lies `many` times so many months, or else days, before `today`; None where the calendar has none."""
    if months:
        back = round(many * months)
        return months_back(today, back) if 0 < back < 12 * (today.year - 1) else None
    back = round(many * days)
    return today - timedelta(back) if 0 < back < 366_000 else None


def season_of(today: date, month: int, years: int) -> tuple[date, date, str]:
    """Return the first and last day of the season that begins with a month, so many years from now, and why that is a guess.

    Of the last one there may be two meanings once this year's is over.
    """
    ended = months_from(today.year, month, 3)
    if years == -1 and ended[1] < today:
        return *ended, "ambiguous"
    return *months_from(today.year + years, month, 3), ""


def month_or_week(span: Span, unit: str, step: int, today: date) -> Period:
    """Return the month or week before, of, or after today."""
    if unit == "month":
        begin = months_back(today.replace(day=1), -step)
        return Period(span, *months_from(begin.year, begin.month), relative=True)
    monday = today - timedelta(today.weekday()) + timedelta(7 * step)
    return Period(span, monday, monday + timedelta(6), relative=True)


def unless_cued(period: Period, cued: bool) -> Period:
    """Return a time that is counted from today as it is where something says that the items are of it, else as a guess."""
    return period if cued or period.guess else replace(period, guess="ambiguous")


def no_periods(folded: str, today: date) -> Iterator[Period]:
    """Yield nothing: for a language whose dates aren't read."""
    return iter(())

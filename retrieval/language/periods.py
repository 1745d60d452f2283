"""Stretches of days, and the arithmetic of months, seasons and years. Seasons are those of the northern half of the earth.

Knows no words but the seasons' and Chinese digits.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from retrieval.language.words import Span

__all__ = [
    "HAN_DIGITS",
    "LAST_CENTURY",
    "SEASONS",
    "Period",
    "day_or_none",
    "months_back",
    "months_from",
    "small_number",
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


SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12, "春": 3, "夏": 6, "秋": 9, "冬": 12}
"""The month that each season begins with."""


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

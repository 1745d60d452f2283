"""Dates as tables spell them: ISO, 12/25/2021, 24.12.21, "May 1, 2019", 2019年5月1日, with times and zones.

Whether the day or the month stands first in figures is decided over the column (`Order`). A moment becomes the day that
is written, whatever its zone. Months have names in the languages of Unicode's locale data (babel). Knows no columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from retrieval.catalog.columns.figures import cleaned
from retrieval.language.chinese import columns as chinese

__all__ = ["Order", "is_unset", "order_of", "read_day", "read_serial", "read_span"]

Order = Literal["dmy", "mdy", "ymd"]

_ZONE = r"\s*(?:Z|UTC|GMT|[A-Z]{2,5}|(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:\d{2})?(?:\s*(?:UTC|GMT|\([^)]*\)))?)?"
_TIME = rf"(?:[T,\s·]+(?:at\s|um\s|klo\s|kl\.\s)?\d{{1,2}}(?::\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?)?\s?(?:[ap]\.?m\.?|[AP]\.?M\.?|Uhr)?{_ZONE}|(?:{chinese.TIME}))?"
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_ISO = re.compile(rf"([+-]?\d{{4,6}})-(\d{{1,2}})(?:-(\d{{1,2}}))?{_TIME}")
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?{_TIME}")
_COMPACT = re.compile(r"((?:1[5-9]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:T?\d{4,6}Z?)?")
_FIGURES = re.compile(rf"(\d{{1,2}})\s?([/.\-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|['’]?\d{{2}})\.?{_TIME}")
_HAN = re.compile(chinese.DATE + _TIME)
_ERA = re.compile(
    rf"({'|'.join(chinese.ERAS)})\s?(\d{{1,3}}|{chinese.FIRST_YEAR})[-./{chinese.DATE_MARKS}]\s?(\d{{1,2}})[-./{chinese.DATE_MARKS}]\s?(?:(\d{{1,2}}){chinese.DATE_DAY}?)?"
)
"""Years that are counted from the beginning of an era."""
_DAY_NAME = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-/]+(?:de\s|of\s)?([^\W\d_]{{3,12}})\.?,?[\s\-/]+(?:de[l]?\s)?(\d{{4}}|['’]?\d{{2}})(?:\s?(?:г|р|m)\.?)?{_TIME}"
)
_NAME_DAY = re.compile(rf"{_WEEKDAY}([^\W\d_]{{3,12}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_CTIME = re.compile(r"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+\d{2}:\d{2}:\d{2}(?:\s+[A-Z]{2,5})?\s+(\d{4})")
_NAME_YEAR = re.compile(r"([^\W\d_]{3,12})\.?,?[\s\-]+(?:de\s)?(\d{4}|['’]\d{2}|(?<=[^\W\d_]-)\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_UNSET = frozenset(("0000-00-00", "0001-01-01", "0101-01-01", "1900-01-00", "00-00-0000", "00/00/0000", "00.00.0000"))
_LOCALES = "en de fr es it pt nl sv nb da fi pl cs sk hu ro hr sl bg ru uk tr el et lv lt is ca id ms vi".split()
_PIVOT = 69
"""Two figures of a year up to this are of this century, as POSIX has it."""


@cache
def _months() -> dict[str, int]:
    """The months by their names and short names, folded, in the languages of `_LOCALES`; English ones win."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for locale in _LOCALES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in get_month_names(width, context, locale).items():
                    found.setdefault(name.casefold().rstrip("."), month)
    return found | {"sept": 9}


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    short = int(text.strip("'’"))
    return short + (2000 if short <= _PIVOT - 1 else 1900)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=65_536)
def _figures(text: str) -> tuple[int, str, int, int] | None:
    """The first and second figure of a date in figures whose year stands last, their mark and the year."""
    match = _FIGURES.fullmatch(cleaned(text).strip())
    return (int(match[1]), match[2], int(match[3]), _year(match[4])) if match else None


def order_of(texts: Iterable[str]) -> Order | None:
    """Whether day or month stands first in a column's dates in figures; None where nothing tells.

    >>> order_of(["04/05/2021", "12/25/2021"]), order_of(["04/05/2021"])
    ('mdy', None)
    """
    days = months = 0
    for text in texts:
        if parts := _figures(text):
            days += parts[0] > 12 >= parts[2]
            months += parts[2] > 12 >= parts[0]
    return None if days == months else "dmy" if days > months else "mdy"


def _named(text: str) -> date | None:
    for pattern, places in ((_CTIME, (3, 1, 2)), (_DAY_NAME, (3, 2, 1)), (_NAME_DAY, (3, 1, 2))):
        if match := pattern.fullmatch(text):
            month = _months().get(match[places[1]].casefold().rstrip("."))
            return _made(_year(match[places[0]]), month, int(match[places[2]])) if month else None
    if (match := _NAME_YEAR.fullmatch(text)) and (month := _months().get(match[1].casefold())):
        return _made(_year(match[2]), month, 1)
    return None


def is_unset(cell: str) -> bool:
    """Whether a cell is a date that programs write where they know none (0000-00-00, 0001-01-01T00:00:00)."""
    text = cell.strip()
    return text[:10] in _UNSET and (len(text) > 10 or not text.endswith("01-01"))


@lru_cache(maxsize=65_536)
def read_day(cell: str, order: Order | None = None) -> date | None:
    """The day that a cell names; the first of the month where it names no day; None where it is no date, or an unset one.

    order: what stands first in figures (12/25/2021) where the cell doesn't prove it; without one the month with slashes,
    else the day.

    >>> read_day("24.12.21"), read_day("2021-12-24T08:00:00+01:00"), read_day("01-Jan-1995")
    (datetime.date(2021, 12, 24), datetime.date(2021, 12, 24), datetime.date(1995, 1, 1))
    """
    text = re.sub(r"\s*\([^()]*\)$", "", " ".join(cleaned(cell).split()))
    if len(text) < 6 or len(text) > 64 or is_unset(text):
        return None
    if match := _ISO.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3] or 1)) if 0 < int(match[1]) < 10_000 else None
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(int(match[1]), int(match[3]), int(match[4] or 1))
    if match := _ERA.fullmatch(text):
        first = chinese.ERAS[match[1]] + int(match[2].replace(chinese.FIRST_YEAR, "1"))
        return _made(first, int(match[3]), int(match[4] or 1))
    if match := _HAN.fullmatch(text):
        return _made(_year(match[1]), int(match[2]), int(match[3] or 1))
    if match := _COMPACT.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if parts := _figures(text):
        first, mark, second, year = parts
        monthly = second > 12 or (first <= 12 and (order == "mdy" or (order is None and mark == "/")))
        return _made(year, first, second) if monthly else _made(year, second, first)
    if match := _MONTH_YEAR.fullmatch(text):
        return _made(int(match[2]), int(match[1]), 1)
    return _named(text)


def read_serial(number: float) -> date | None:
    """The day of a spreadsheet's serial number, counted from 1899-12-30; None beyond the years 1950 to 2100.

    >>> read_serial(45413.5)
    datetime.date(2024, 5, 1)
    """
    return date(1899, 12, 30) + timedelta(days=int(number)) if 18_264 <= number < 73_415 else None


_BETWEEN = re.compile(rf"\s*(?:–|—|\s-\s|\s(?:to|until|till|through|bis|au|al|a|t/m|tot)\s|(?:{chinese.JOIN})|(?<=\d)-(?=\d{{1,2}}\b))\s*", re.IGNORECASE)  # fmt: skip
_OPEN_END = re.compile(r"\?|\.{2,}|…|(?:present|now|ongoing|today|heute|aujourd'hui)?", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def read_span(cell: str, order: Order | None = None) -> tuple[date, date | None] | None:
    """The first and the last day of a stretch of days; the last is None where it isn't told. None where the cell is no stretch.

    >>> read_span("Apr 3, 1998 to Apr 24, 1999"), read_span("3–5 May 2024")[0]
    ((datetime.date(1998, 4, 3), datetime.date(1999, 4, 24)), datetime.date(2024, 5, 3))
    """
    text = " ".join(cleaned(cell).split())
    for match in _BETWEEN.finditer(text):
        first, last = text[: match.start()], text[match.end() :]
        end = read_day(last, order)
        start = read_day(first, order)
        if start and (end or _OPEN_END.fullmatch(last)):
            return (start, end) if end is None or end >= start else None
        year = re.search(r"(\d{4})\W*$", last)
        tail = re.match(r"\d{1,2}(\D.*)$", last)
        whole = [f"{first}{tail[1]}" if tail else "", f"{first} {year[1]}" if year else ""]
        starts = [day for text_ in whole if text_ and (day := read_day(text_, order))]
        lead = re.match(r"(\D+)\d", first)
        if end is None and lead:  # May 3-5, 2024
            end = read_day(f"{lead[1]}{last}", order)
            starts = [day for day in [read_day(f"{first}, {year[1]}" if year else "", order)] if day]
        if end and starts and starts[0] <= end:
            return starts[0], end
    return None

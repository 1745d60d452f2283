"""When something happened, as files of events write it: seconds, milliseconds or microseconds since 1970, days of a spreadsheet, and
dates with times and zones in any usual form. Knows one cell; what stands first in 03/04/2021 is decided over the column.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

from retrieval.catalog.columns.days import Order, read_day, read_serial

__all__ = ["seconds_of"]

_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_HOUR = re.compile(r"^\d{4}-\d{2}-\d{2}[ T](\d{2})$")
_ZONE = re.compile(r"\d\s*([+-])(\d{2}):?(\d{2})?\b(?!\d)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?")
_MICROSECONDS = 1e14
"""Numbers from here on are microseconds since 1970."""


def seconds_of(cell: Any, order: Order | None = None) -> float:
    """Return a time as seconds (or milliseconds) since 1970; a day without a time begins at midnight UTC. Raises ValueError."""
    if isinstance(cell, datetime):
        return (cell if cell.tzinfo else cell.replace(tzinfo=UTC)).timestamp()
    text = str(cell).strip()
    if _NUMBER.fullmatch(text) and not re.fullmatch(r"(?:19|20)\d{6}", text):
        number = float(text)
        if (day := read_serial(number)) is not None:
            return datetime.combine(day, time(), UTC).timestamp() + number % 1 * 86_400
        return number / 1e6 if number >= _MICROSECONDS else number
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except ValueError:
        pass
    day = read_day(text, order)
    if day is None:
        raise ValueError(f"expected a time, got '{text[:40]}'")
    return (datetime.combine(day, _clock(text), UTC) - _offset(text)).timestamp()


def _clock(text: str) -> time:
    if hour := _HOUR.match(text):
        return time(int(hour[1]))
    match = _CLOCK.search(text)
    if match is None:
        return time()
    hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[5]:
        hours = hours % 12 + (12 if match[5].casefold() == "p" else 0)
    return time(hours, minutes, seconds, int((match[4] or "0").ljust(6, "0")[:6]))


def _offset(text: str) -> timedelta:
    match = _ZONE.search(text[8:])
    if match is None or ":" not in text:
        return timedelta()
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timedelta(minutes=minutes if match[1] == "+" else -minutes)

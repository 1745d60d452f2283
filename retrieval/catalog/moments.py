"""Days that a catalogue keeps as numbers: seconds or milliseconds since 1970, in fields whose names tell of a time.

Knows names and numbers; changes no catalogue.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache

from retrieval.language.tables import either

__all__ = ["clock_of", "day_of", "moment", "tells_time"]

_SECONDS, _MILLISECONDS = (1e9, 2e9), (1e12, 2e12)
"""From September 2001 to May 2033; earlier moments are too near to other numbers to be known as such."""
_TIMES = frozenset(
    "at on date dates datetime time times timestamp ts epoch unix created added updated modified edited changed posted uploaded released "
    "release published publish publication listed indexed started ended start end expires expiry opened closed acquired".split()
)
_HAN = either("moments.han")


@lru_cache(maxsize=4096)
def tells_time(name: str) -> bool:
    """Whether a field's name says that it holds moments ("created_at", "releaseDate", 上架时间)."""
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return bool(set(re.split(r"[\W_]+", spaced.lower())) & _TIMES) or _HAN.search(name) is not None


def clock_of(name: str, low: object, high: object) -> float:
    """How many units a second of a field has whose values lie from `low` to `high`: 1, 1000, or 0 where it holds no moments.

    A least value of 0 or -1 stands for a moment that isn't known.

    >>> clock_of("released_at", 1556668800, 1673740800), clock_of("price", 1556668800, 1673740800)
    (1.0, 0.0)
    """
    if not isinstance(low, int | float) or not isinstance(high, int | float) or not tells_time(name):
        return 0.0
    for (least, most), ticks in ((_SECONDS, 1.0), (_MILLISECONDS, 1000.0)):
        if least <= high <= most and (least <= low or low in (0, -1)):
            return ticks
    return 0.0


def day_of(name: str, value: object) -> date | None:
    """The day (UTC) of one value of a field; None where it is no moment.

    >>> day_of("released_at", 1556668800)
    datetime.date(2019, 5, 1)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    ticks = clock_of(name, value, value)
    return datetime.fromtimestamp(value / ticks, UTC).date() if ticks else None


def moment(day: date, ticks: float) -> float:
    """The beginning of a day (UTC) in units of which `ticks` make a second."""
    return datetime.combine(day, time(), UTC).timestamp() * ticks

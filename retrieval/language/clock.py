"""What day it is, for words such as "last year": the computer's date, or a day that tests set.

Knows no words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

__all__ = ["now", "on_day", "today"]

_SET: list[date] = []
_NOON = time(12)


def today() -> date:
    """The day that relative dates are counted from."""
    day = _SET[-1] if _SET else date.today()
    return day.date() if isinstance(day, datetime) else day


def now() -> datetime:
    """The moment that "now" means: the computer's local time, noon of a day that was set, or a moment that was."""
    if not _SET:
        return datetime.now()
    return _SET[-1] if isinstance(_SET[-1], datetime) else datetime.combine(_SET[-1], _NOON)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Makes `day` (or a moment) today for all threads while the block runs: for tests, and to repeat an answer of another day.

    >>> with on_day(date(2026, 11, 30)):
    ...     today()
    datetime.date(2026, 11, 30)
    """
    _SET.append(day)
    try:
        yield
    finally:
        _SET.pop()

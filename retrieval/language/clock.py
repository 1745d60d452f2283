"""What day it is, for words such as "last year": the computer's date, or a day that tests set.

Knows no words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

__all__ = ["on_day", "today"]

_SET: list[date] = []


def today() -> date:
    """The day that relative dates are counted from."""
    return _SET[-1] if _SET else date.today()


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Makes `day` today for all threads while the block runs: for tests, and to repeat an answer of another day.

    >>> with on_day(date(2026, 11, 30)):
    ...     today()
    datetime.date(2026, 11, 30)
    """
    _SET.append(day)
    try:
        yield
    finally:
        _SET.pop()

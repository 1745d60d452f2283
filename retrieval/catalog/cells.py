"""Turns the raw values of a catalogue into plain ones: numbers, strings, booleans, dates, and tuples of these.

What can't be kept is told in words. What a column of strings holds is told by `columns`. Knows nothing of items.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date

from retrieval.catalog.items import Scalar, Value

__all__ = ["Column", "as_text", "dated", "plain"]

Column = Mapping[int, Value]
"""The values of one attribute by the number of their row."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_LARGEST = (1 << 63) - 1


def as_text(value: str, most: int) -> tuple[str, str]:
    """The string without control characters and spaces at its ends, and what was wrong with it, if anything.

    More than `most` characters are cut off; a string that is not valid Unicode becomes empty.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return "", "holds bytes that are not UTF-8: save the file as UTF-8"
    text = _CONTROL.sub(" ", value).strip()
    if len(text) > most:
        return text[:most].rstrip(), f"cut to {most:,} of {len(text):,} characters"
    return text, ""


def _scalar(value: object, most: int) -> tuple[Scalar | None, str]:
    if value is None or isinstance(value, bool | date):
        return value, ""
    if isinstance(value, int):
        return (value, "") if abs(value) <= _LARGEST else (None, "a number beyond 64 bits: write it as a string")
    if isinstance(value, float):
        return (value, "") if math.isfinite(value) else (None, f"expected a finite number, got {value}")
    if isinstance(value, str):
        text, reason = as_text(value, most)
        return text or None, reason
    kind = {"dict": "an object", "list": "a list"}.get(type(value).__name__, type(value).__name__)
    return None, f"expected a number, a string, true or false, got {kind} inside another: flatten it"


def plain(value: object, most: int) -> tuple[Value | None, list[str]]:
    """A JSON value as an attribute (None: absent), and what of it had to be left out or cut, in words.

    Empty strings and null are absent; a list loses only the members that can't be kept.
    """
    if isinstance(value, list | tuple):
        pairs = [_scalar(part, most) for part in value]
        kept = tuple(part for part, _ in pairs if part is not None)
        return kept or None, list(dict.fromkeys(reason for _, reason in pairs if reason))
    scalar, reason = _scalar(value, most)
    return scalar, [reason] if reason else []


def _flat(values: Iterable[Value]) -> list[Scalar]:
    return [part for value in values for part in (value if isinstance(value, tuple) else (value,))]


def _as_date(text: str) -> date | None:
    """The day of an ISO date, as written where it has a time and a zone (2021-12-24T08:00:00+01:00)."""
    try:
        return date.fromisoformat(match[1]) if (match := _DATE.fullmatch(text)) else None
    except ValueError:  # 2024-02-30
        return None


def dated(column: Column) -> Column:
    """The column with its strings as dates, if every value of it is a string and an ISO date (2024-05-31), with or without a time."""
    if not all(isinstance(part, str) and _as_date(part) for part in _flat(column.values())):
        return column

    def read(value: Value) -> Value:
        days = [_as_date(str(part)) for part in (value if isinstance(value, tuple) else (value,))]
        kept = tuple(day for day in days if day is not None)
        return kept if isinstance(value, tuple) else kept[0]

    return {row: read(value) for row, value in column.items()}

"""Turns the raw cells of a catalogue into typed values: numbers, strings, booleans, dates, and tuples of these.

A value of JSON has its type already; only dates are read from its strings. A column of CSV is typed as a whole:
it is numeric only if all its cells are. What can't be kept is told in words. Knows nothing of items.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from retrieval.catalog.items import Scalar, Value

__all__ = ["Column", "as_text", "dated", "plain", "split_list", "typed_column"]

Column = Mapping[int, Value]
"""The values of one attribute by the number of their row."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")
_INTEGER = re.compile(r"[+-]?(0|[1-9]\d*)")
_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)?(\.\d*)?([eE][+-]?\d+)?")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_ENTITY = re.compile(r"&#?\w+;")
_ABSENT = frozenset(("null", "none", "n/a", "na", "-"))
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False}
_LARGEST = (1 << 63) - 1
_PART = 60


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


def split_list(cell: str, separators: str = "|;") -> list[str]:
    """The parts of a cell that lists several things, at the first of `separators` that it holds.

    >>> split_list("a.png | b.png")
    ['a.png', 'b.png']
    """
    separator = next((s for s in separators if s in cell), None)
    parts = cell.split(separator) if separator else [cell]
    return [part.strip() for part in parts if part.strip()]


def _separator(cells: Iterable[str]) -> str | None:
    """What separates the members of lists in a column: only where all of them are short, else it is prose."""
    held = list(cells)
    for separator in "|;":
        if any(separator in cell for cell in held):
            entities = separator == ";" and any(_ENTITY.search(cell) for cell in held)
            short = all(len(part.strip()) <= _PART for cell in held for part in cell.split(separator))
            return separator if short and not entities else None
    return None


def _number(text: str) -> int | float | None:
    """The number; infinite where it is written as none that is finite; None where it is no number."""
    if _NOT_FINITE.fullmatch(text):
        return math.inf
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 20 and abs(int(text)) <= _LARGEST else math.inf
    return float(text) if any(c.isdigit() for c in text) and _NUMBER.fullmatch(text) else None


def _reader(parts: Sequence[str]) -> Callable[[str], Scalar | None]:
    """How to read a part of the column: as a boolean, number or date if all can be read so, else as a string."""
    telling = [part for part in parts if part.lower() not in _ABSENT]

    def boolean(part: str) -> bool | None:
        return _BOOLEANS.get(part.lower())

    if telling and all(boolean(part) is not None for part in telling):
        return boolean
    numbers = [_number(part) for part in telling]
    if None not in numbers and any(n is not None and math.isfinite(n) for n in numbers):
        return _number
    if telling and all(_as_date(part) for part in telling):
        return _as_date
    return lambda part: part


def typed_column(cells: Mapping[int, str]) -> tuple[dict[int, Value], dict[int, str]]:
    """A column of CSV, typed as a whole: its values by row, and by row what was refused, in words.

    Booleans, numbers and ISO dates are read where every cell is one (`null`, `n/a` and the like are absent there;
    NaN and infinity are refused); lists where a separator `|` or `;` leaves only short parts. `007` is a string.
    """
    separator = _separator(cells.values())
    parts = {row: split_list(cell, separator) if separator else [cell] for row, cell in cells.items()}
    read = _reader([part for listed in parts.values() for part in listed])
    values: dict[int, Value] = {}
    refused: dict[int, str] = {}
    for row, listed in parts.items():
        pairs = [(part, read(part)) for part in listed]
        bad = [part for part, value in pairs if isinstance(value, float) and not math.isfinite(value)]
        kept = tuple(value for part, value in pairs if value is not None and part not in bad)
        if bad:
            refused[row] = f"expected a finite number of at most 64 bits, got {', '.join(bad)}"
        if kept:
            values[row] = kept if separator else kept[0]
    return values, refused

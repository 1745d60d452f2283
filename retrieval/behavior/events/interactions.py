"""Reads files of interactions, `user,item,event,value,timestamp`, as CSV or JSON lines.

A row that can't be read is a problem of its own: it is left out and reported. Knows columns and times; knows no
catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.behavior.events.log import Event
from retrieval.catalog.items import Problem
from retrieval.catalog.rows import TableRow, read_rows
from retrieval.errors import CatalogError

__all__ = ["Interaction", "liked", "read_interactions"]

LARGEST = 2_000_000_000
NEEDED = ("user", "item", "timestamp")
RATINGS = ("rate", "rating", "review")
DISLIKES = ("dislike", "skip", "hide", "block", "unlike")
SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Interaction:
    """One row: `value` is as it was given, 1 where there is none; `time` is in seconds since 1970."""

    user: str
    item: str
    event: str
    value: float
    time: float
    label: str = ""


def _number(cell: str, what: str) -> float:
    try:
        found = float(cell)
    except ValueError as error:
        raise ValueError(f"expected {what}; got '{cell}'") from error
    if not math.isfinite(found):
        raise ValueError(f"expected {what}; got '{cell}'")
    return found


def _time(cell: str) -> float:
    """Seconds since 1970 of a number, or of a date and time in ISO 8601 (UTC where it names no zone)."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        return _number(cell, "seconds since 1970 or a date as 2026-11-24T13:30:00")
    if cell.isdigit():  # 20261124 is a date in ISO 8601, too: a number of seconds is what people write
        return float(cell)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _interaction(row: TableRow) -> Interaction:
    cells = {name: "" if cell is None else str(cell).strip() for name, cell in row.cells.items()}
    for name in ("user", "item"):
        if not cells.get(name):
            raise ValueError(f"expected {name}, got an empty cell")
    event, value = cells.get("event", "").lower(), cells.get("value", "")
    if not value and event in RATINGS:
        raise ValueError(f"expected the value of a {event!r}, got an empty cell")
    number = _number(value, "a number as value") if value else 1.0
    return Interaction(cells["user"], cells["item"], event, number, _time(cells.get("timestamp", "")), row.label)


def read_interactions(path: Path) -> tuple[list[Interaction], list[Problem]]:
    """Return the interactions of a file in its order, and the rows that were left out, each with the reason.

    Raises CatalogError where the file can't be read, lacks one of the columns `user`, `item` and `timestamp`, or has
    no row without a problem.
    """
    table = read_rows(path, LARGEST)
    columns = {name for row in table.rows for name in row.cells}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise CatalogError(
            f"{path}: expected the columns user, item and timestamp (event and value may be left out); there is no "
            f"{' and no '.join(missing)}, but {', '.join(sorted(columns)) or 'nothing'}"
        )
    problems = [problem for _, problem in table.problems if problem.fatal]
    found = []
    for row in table.rows:
        try:
            found.append(_interaction(row))
        except ValueError as error:
            problems.append(Problem(row.label, "row", str(error), fatal=True))
    if not found:
        raise CatalogError(f"{path}: expected interactions; all rows have problems, the first: {problems[0]}")
    return found, problems


def liked(rows: Sequence[Interaction], least: float | None = None) -> list[Event]:
    """Events with the value 1 where a row says that the item was liked, else 0: it was met.

    With `least`, every row with at least this value. Without, a rating of at least four fifths of the highest rating in
    `rows` (4 of 5, 8 of 10), and every other event with a value above 0 that isn't named as a dislike.
    """
    bar = SHARE * max((row.value for row in rows if row.event in RATINGS), default=0.0) - 1e-9

    def likes(row: Interaction) -> bool:
        if least is not None:
            return row.value >= least
        if row.event in RATINGS:
            return row.value >= bar
        return row.value > 0 and row.event not in DISLIKES

    return [Event(row.user, row.item, float(likes(row)), row.time) for row in rows]

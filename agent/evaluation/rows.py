"""The rows of an evaluation set: queries, requests, dialogues, sequences and interactions, checked as they are read.

What a row says is relevant serves for scoring only and is never given to a system. Knows files; asks nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from retrieval.errors import CatalogError

__all__ = [
    "DialogRow",
    "Event",
    "QueryRow",
    "RequestRow",
    "SequenceRow",
    "Speech",
    "read_events",
    "read_rows",
    "sample",
]

MOST_ERRORS = 3


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


R = TypeVar("R", bound=_Row)
S = TypeVar("S")


class QueryRow(_Row):
    """A query of any mix of words, a picture and a sound, and the ids of every item that is relevant."""

    id: str = ""
    text: str = ""
    image: str | None = None
    audio: str | None = None
    lang: str = ""
    relevant: tuple[str, ...]
    exclude: tuple[str, ...] = ()


class RequestRow(_Row):
    """A request in plain words. `candidates`: rank only these. `constraints`: gold, for grouping results by field."""

    id: str = ""
    text: str
    lang: str = ""
    kind: str = ""
    kinds: tuple[str, ...] = ()
    constraints: tuple[dict[str, Any], ...] = ()
    candidates: tuple[str, ...] | None = None
    relevant: tuple[str, ...]

    @field_validator("constraints", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value or ()


class Speech(_Row):
    """One turn: who speaks ("user" or "assistant"), and what."""

    role: str
    text: str


class DialogRow(_Row):
    """A conversation up to the point of a recommendation. `mentioned` items are left out of the ranking."""

    id: str = ""
    lang: str = ""
    turns: tuple[Speech, ...] = Field(min_length=1)
    mentioned: tuple[str, ...] = ()
    relevant: tuple[str, ...]


class SequenceRow(_Row):
    """What a person chose, oldest first, and what came next."""

    user: str = ""
    history: tuple[str, ...]
    target: str


class Event(_Row):
    """One deed of a person at a time (seconds since 1970); `value` is a rating where the event has one."""

    user: str
    item: str
    event: str = "view"
    value: float | None = None
    timestamp: float = 0.0


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"expected a readable file of rows in UTF-8; could not read '{path}': {error}") from error


def read_rows(path: Path, kind: type[R]) -> list[R]:
    """The rows of a JSONL file.

    Raises CatalogError naming the first bad lines: an evaluation with rows left out would measure something else.
    """
    rows, wrong = [], []
    for number, line in _lines(path):
        try:
            rows.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            wrong.append(f"line {number}: {'.'.join(map(str, first['loc'])) or 'row'}: {first['msg']}")
    if wrong or not rows:
        raise CatalogError(
            f"expected rows of {kind.__name__} in '{path}'; "
            + ("; ".join(wrong[:MOST_ERRORS]) + f" ({len(wrong)} bad lines)" if wrong else "got none")
        )
    return rows


def read_events(path: Path) -> list[Event]:
    """The rows of a CSV file `user,item,event,value,timestamp`.

    Raises CatalogError for missing columns or bad rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogError(f"expected a CSV file of interactions; could not read '{path}': {error}") from error
    if not found or not {"user", "item"} <= set(found[0]):
        columns = ", ".join(found[0]) if found else "no rows"
        raise CatalogError(f"expected columns user,item,event,value,timestamp in '{path}'; got {columns}")
    try:
        return [Event.model_validate({k: v for k, v in row.items() if k and v not in ("", None)}) for row in found]
    except (ValidationError, TypeError) as error:
        raise CatalogError(f"expected interactions in '{path}'; {str(error)[:300]}") from error


def sample(rows: Sequence[S], limit: int | None) -> list[S]:
    """At most `limit` rows, evenly spread over all of them, in their order."""
    if limit is None or limit >= len(rows):
        return list(rows)
    return [rows[i] for i in np.unique(np.linspace(0, len(rows) - 1, max(limit, 1)).astype(int))]

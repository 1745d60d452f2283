"""The rows of an evaluation set: queries, requests and sequences with their known answers, checked as they are read.

What a row says is relevant serves for scoring only and is never given to a system. Knows files; asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from retrieval.errors import CatalogError

__all__ = ["DataRow", "DialogRow", "QueryRow", "RequestRow", "SequenceRow", "read_rows", "sample"]

MOST_ERRORS = 3


class DataRow(BaseModel):
    """What a row of any task is: other keys are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


R = TypeVar("R", bound=DataRow)
S = TypeVar("S")


class QueryRow(DataRow):
    """A query of any mix of words, a picture and a sound, and the ids of every item that is relevant."""

    id: str = ""
    text: str = ""
    image: str | None = None
    audio: str | None = None
    lang: str = ""
    relevant: tuple[str, ...]
    exclude: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not (self.text or self.image or self.audio):
            raise ValueError("expected a text, an image or an audio")
        return self


class RequestRow(DataRow):
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


class SequenceRow(DataRow):
    """What a person did, oldest first, and what they did next."""

    user: str
    history: tuple[str, ...]
    target: str


class TurnRow(DataRow):
    """One utterance of a dialog."""

    role: Literal["user", "assistant"]
    text: str


class DialogRow(DataRow):
    """A conversation up to a turn of the user's. `mentioned`: items that were named in it, left out of every ranking."""

    id: str = ""
    lang: str = ""
    turns: tuple[TurnRow, ...]
    mentioned: tuple[str, ...] = ()
    relevant: tuple[str, ...]

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.turns or self.turns[-1].role != "user":
            raise ValueError("expected turns, the last of them the user's")
        return self


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"expected a readable file of rows in UTF-8; could not read '{path}': {error}") from error


def read_rows(path: Path, kind: type[R]) -> list[R]:
    """Return the rows of a JSONL file.

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


def sample(rows: Sequence[S], limit: int | None) -> list[S]:
    """Return at most `limit` rows, evenly spread over all of them, in their order."""
    if limit is None or limit >= len(rows):
        return list(rows)
    return [rows[i] for i in np.unique(np.linspace(0, len(rows) - 1, max(limit, 1)).astype(int))]

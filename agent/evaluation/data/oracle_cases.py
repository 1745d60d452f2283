"""The cases of `evaluate oracle`: requests with what a very good chat model would call, pick and say, and what must come of it.

A second kind of line is a sentence about one item, true or not. Knows files; plays and judges nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from agent.evaluation.data.rows import DataRow, read_rows
from retrieval.errors import CatalogError

__all__ = ["Expect", "OracleCase", "Picked", "RawCatalogue", "Script", "SentenceCase", "good", "read_oracle"]

Test = tuple[str, str, Any]
"""A field (`*`: any), an op, and what is compared with."""
_FILES = ("id", "image", "audio")


class Picked(DataRow):
    """What the model picks: an item by id or title, or the first `n` hits that satisfy `gold`; and what it says of it."""

    id: str | None = None
    title: str | None = None
    gold: tuple[Test, ...] | None = None
    n: int | None = None
    reason: str | None = None


class Script(DataRow):
    """What the model does: writes `say` (again, `insist` times in all), or makes its searches in turn until it has `enough` to
    pick, and answers with its picks and `text`. reason: of picks without one of their own; `{field}` stands for the row's.
    """

    say: str = ""
    insist: int = 1
    search: tuple[dict[str, Any], ...] = ()
    pick: tuple[Picked, ...] | None = None
    gold: tuple[Test, ...] | None = None
    reason: str = ""
    enough: int = 5
    text: str = ""


class Expect(DataRow):
    """What must come out. conditions: `[field, op, values, low, high, negated]` that filter or order. picks_at_least: the share
    of good items among the first five. text: the whole message. each_of: predicates, one pick for each."""

    conditions: tuple[tuple[str, str, tuple[Any, ...] | None, Any, Any, bool], ...] = ()
    picks_at_least: float | None = None
    text: str | None = None
    answer_contains: str | None = None
    count: int | None = None
    each_of: tuple[tuple[Test, ...], ...] = ()
    sorted_by: str | None = None
    picks_exactly: tuple[str, ...] | None = None


class OracleCase(DataRow):
    """A request of a conversation, the script of the model that answers it, and what must come of it."""

    id: str
    kind: str = Field(alias="class")
    catalogue: str
    lang: str = ""
    before: tuple[str, ...] = ()
    request: str
    oracle: Script = Script()
    gold: tuple[Test, ...] | None = None
    expect: Expect = Expect()


class SentenceCase(DataRow):
    """A sentence that a model might say of the item with a title, beside others of the same answer; whether it is true."""

    id: str
    catalogue: str
    request: str
    title: str
    beside: tuple[str, ...] = ()
    sentence: str
    true: bool
    kind: str = ""
    lang: str = ""


def _values(row: Mapping[str, Any], field: str) -> list[Any]:
    if field == "*":
        return [str(v) for name in row if name not in _FILES for v in _values(row, name)]
    value = row.get(field)
    return [] if value is None else value if isinstance(value, list) else [value]


def _same(one: Any, other: Any) -> bool:
    return str(one).casefold() == str(other).casefold()


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _holds(row: Mapping[str, Any], test: Test) -> bool:
    field, op, wanted = test
    if op == "any":
        return any(good(row, alternative) for alternative in wanted)
    own = _values(row, field)
    if op in ("has", "not"):
        return any(_same(v, wanted) for v in own) == (op == "has")
    if op == "in":
        return any(_same(v, w) for v in own for w in wanted)
    if op in ("re", "nre"):
        return any(re.search(wanted, str(v), re.IGNORECASE) for v in own) == (op == "re")
    low, high = {"le": (None, wanted), "ge": (wanted, None), "between": wanted}.get(op, (None, None))
    if low is None and high is None:
        raise CatalogError(f"expected one of any, has, not, in, re, nre, le, ge, between; got the op '{op}'")
    return any(_number(v) and (low is None or v >= low) and (high is None or v <= high) for v in own)


def good(row: Mapping[str, Any], tests: Sequence[Test]) -> bool:
    """Return whether a raw row satisfies all of the tests. Raises CatalogError for an unknown op.

    has, not: an element equals it, none does; in: one of several; le, ge, between: numbers; re, nre: a regular expression
    somewhere, nowhere; any: one of several lists of tests holds.
    """
    return all(_holds(row, test) for test in tests)


class RawCatalogue:
    """The rows of a catalogue as they stand in its file, by id."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """Id → row. Raises CatalogError where the file can't be read."""
        try:
            lines = self.path.read_text("utf-8-sig").splitlines()
            return {str(row["id"]): row for row in map(json.loads, filter(str.strip, lines))}
        except (OSError, ValueError, KeyError) as error:
            raise CatalogError(f"expected a JSONL catalogue with ids at '{self.path}'; {error}") from error

    def good(self, tests: Sequence[Test]) -> frozenset[str]:
        """Return the ids of the rows that satisfy all of the tests."""
        return frozenset(id for id, row in self.rows.items() if good(row, tests))

    @classmethod
    def named(cls, name: str, data: Path) -> RawCatalogue:
        """`NAME/catalog.jsonl` in a folder of data, or `FOLDER/catalog_REST.jsonl` for the name FOLDER_REST.

        Raises CatalogError where there is none.
        """
        parts = name.split("_")
        places = [data / name / "catalog.jsonl"]
        places += [
            data / "_".join(parts[:n]) / f"catalog_{'_'.join(parts[n:])}.jsonl" for n in range(len(parts) - 1, 0, -1)
        ]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise CatalogError(f"expected the catalogue '{name}' in '{data}': name its folder by --data or MEDLEY_DATA")
        return cls(found)


def read_oracle(path: Path) -> tuple[list[OracleCase], list[SentenceCase]]:
    """Return the cases of a file, and its sentences about items. Raises CatalogError for bad lines, or where there are none."""
    cases: list[OracleCase] = []
    sentences: list[SentenceCase] = []
    for row in read_rows(path, _Either):
        if row.sentence is None:
            cases.append(OracleCase.model_validate(row.whole))
        else:
            sentences.append(SentenceCase.model_validate(row.whole))
    if not cases and not sentences:
        raise CatalogError(f"expected cases in '{path}'; got none")
    return cases, sentences


class _Either(DataRow):
    """A line of either kind."""

    model_config = DataRow.model_config | {"extra": "allow"}

    sentence: str | None = None

    @property
    def whole(self) -> dict[str, Any]:
        """All keys of the line."""
        return self.model_dump()

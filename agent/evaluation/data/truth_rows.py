"""The hand-written cases of `evaluate truth`: sentences over small catalogues, each with a predicate of the right rows.

A folder holds catalogues `NAME.jsonl` and beside them cases `NAME.LANG.jsonl`, `absent.LANG.jsonl` and
`ordinary.LANG.jsonl`. Knows files; asks nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from agent.evaluation.data.rows import DataRow, read_rows
from retrieval.errors import CatalogError

__all__ = ["DATA", "Table", "TruthCase", "read_cases", "read_raw"]

DATA = "MEDLEY_DATA"
"""The environment variable that names the folder of catalogues that a case may speak of by `FOLDER/FILE`."""

Table = Literal["truth", "absent", "ordinary"]


class TruthRow(DataRow):
    """One line of a file. `right`: what a right row satisfies; None where only its being wrongly absent is asked.

    before: what was said before in the same conversation. history: what the person did: `(event, item)`. missing: words
    for what the catalogue lacks. today: the day on which it is asked.
    """

    id: str = ""
    catalogue: str
    lang: str = ""
    kind: str = ""
    text: str
    right: tuple[tuple[str, str, Any], ...] | None = None
    before: tuple[str, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    today: date | None = None


@dataclass(frozen=True)
class TruthCase:
    """A line, the table that it belongs to by the name of its file, and the catalogue that it is asked of."""

    row: TruthRow
    table: Table
    catalogue: Path


def _table_of(path: Path) -> Table:
    name = path.name.split(".")[0]
    return "absent" if name == "absent" else "ordinary" if name == "ordinary" else "truth"


def _catalogue(row: TruthRow, path: Path) -> Path | None:
    """The catalogue of a line: beside its file, else in the folder of data; None where that folder isn't there."""
    beside = path.parent / f"{row.catalogue}.jsonl"
    if beside.is_file():
        return beside
    data = Path(os.environ.get(DATA, ""))
    for name in (row.catalogue, f"{row.catalogue}.jsonl", f"{row.catalogue}/catalog.jsonl"):
        if os.environ.get(DATA) and (data / name).is_file():
            return data / name
    if "/" in row.catalogue or os.environ.get(DATA) is None:
        return None
    raise CatalogError(f"expected the catalogue '{beside.name}' beside '{path}', or in the folder that {DATA} names")


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(path for path in place.rglob("*.jsonl") if path.name.count(".") == 2)


def read_cases(place: Path) -> tuple[list[TruthCase], dict[str, int]]:
    """Return the cases of a file, or of all files `NAME.LANG.jsonl` in a folder and its folders; and how many are left out for
    the want of a catalogue, by its name.

    Raises CatalogError where there are none, or for bad lines.
    """
    cases: list[TruthCase] = []
    left: dict[str, int] = {}
    for path in _files(place):
        for row in read_rows(path, TruthRow):
            found = _catalogue(row, path)
            if found is None:
                left[row.catalogue] = left.get(row.catalogue, 0) + 1
            else:
                cases.append(TruthCase(row, _table_of(path), found))
    if not cases:
        raise CatalogError(f"expected cases in files NAME.LANG.jsonl at '{place}'; got none")
    return cases, left


def read_raw(catalogue: Path) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a JSONL catalogue as they stand in the file. Raises CatalogError where it can't be read."""
    try:
        return [json.loads(line) for line in catalogue.read_text("utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CatalogError(f"expected a JSONL catalogue at '{catalogue}'; {error}") from error

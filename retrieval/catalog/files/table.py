"""The raw rows of a file, each with its place in words, and what was wrong with others. Knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from retrieval.catalog.items import Problem

__all__ = ["FileName", "Found", "OmittedMedia", "Table", "TableRow", "malformed", "row_of", "table_of"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as it stands in the file: its place in words ("line 12"), for messages, and its cells by column."""

    number: int
    label: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OmittedMedia:
    """Stands in a cell for media that was left out, with the reason."""

    reason: str


class FileName(str):
    """The name of a file that is there, in a cell: spaces at its ends and control characters belong to it."""


@dataclass(frozen=True)
class Table:
    """The rows of a catalogue and what was wrong with others, each with the number of its row.

    `textual` says that every cell is a string whose type is still to be read from its column. `media` says of columns
    that hold media whatever their name whether that is `image`, `audio` or `video`. `of_files` says that the rows are
    media files, titled by their names: without one that can be read there is no item. `notes`: what was decided in
    reading (an encoding that was guessed, a sheet that was chosen). `headed`: whether a header names the columns. `loose`: whether its strings may be anything (XML, SQLite), as those of a table of text, though not all cells are strings. `encoding`: that of the text, where it was guessed.
    """

    rows: tuple[TableRow, ...]
    problems: tuple[tuple[int, Problem], ...] = ()
    textual: bool = False
    media: Mapping[str, str] = field(default_factory=dict)
    of_files: bool = False
    notes: tuple[str, ...] = ()
    headed: bool = True
    loose: bool = False
    encoding: str = ""


Found = TableRow | tuple[int, Problem]
"""A row, or what was wrong with one and its number."""


def malformed(number: int, label: str, reason: str) -> tuple[int, Problem]:
    """The problem of a row that can't be one."""
    return number, Problem(label, "row", reason, fatal=True)


def row_of(number: int, label: str, value: object) -> Found:
    """The row that an object is; a problem where it is none."""
    if isinstance(value, dict):
        return TableRow(number, label, value)
    return malformed(number, label, f"expected an object of fields, got {type(value).__name__}")


def table_of(found: Iterable[Found], textual: bool = False, notes: tuple[str, ...] = ()) -> Table:
    """Rows and problems, sorted into a table."""
    entries = list(found)
    rows = tuple(entry for entry in entries if isinstance(entry, TableRow))
    return Table(rows, tuple(entry for entry in entries if not isinstance(entry, TableRow)), textual, notes=notes)

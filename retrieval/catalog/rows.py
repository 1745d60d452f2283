"""Reads catalogue files (JSONL, JSON, CSV) into raw rows, each with the line it came from.

A row that can't be read is a problem of its own line: no other row is lost or moved by it. Knows nothing of what
the columns mean, nor of media.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from retrieval.catalog.items import Problem
from retrieval.errors import CatalogError

__all__ = ["Refused", "Row", "Table", "read_rows"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINES = (".jsonl", ".ndjson")
_COLUMNS = (".csv", ".tsv")
_DELIMITERS = ",;\t|"
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file: its place in words ("line 12"), for messages, and its cells by column."""

    number: int
    label: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands in a cell for media that was left out, with the reason."""

    reason: str


class FileName(str):
    """The name of a file that is there, in a cell: spaces at its ends and control characters belong to it."""


@dataclass(frozen=True)
class Table:
    """The rows of a catalogue and what was wrong with others, each with the number of its row.

    `textual` says that every cell is a string whose type is still to be read from its column. `media` says of columns
    that hold media whatever their name whether that is `image`, `audio` or `video`. `of_files` says that the rows are
    media files, titled by their names: without one that can be read there is no item.
    """

    rows: tuple[Row, ...]
    problems: tuple[tuple[int, Problem], ...] = ()
    textual: bool = False
    media: Mapping[str, str] = field(default_factory=dict)
    of_files: bool = False


def _decoded(data: bytes, path: Path) -> str:
    """The text of a file: UTF-8, or UTF-16/32 with a byte order mark.

    Bytes that are no UTF-8 become lone surrogates, so that only the strings that hold them are refused.
    """
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in data[:4096]:
        raise CatalogError(f"{path}: expected text (JSONL, JSON or CSV in UTF-8), got a binary file")
    try:
        return data.decode(encoding, "surrogateescape" if encoding.startswith("utf-8") else "strict")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}: starts as {encoding} but is not ({error.reason}): save it as UTF-8") from error


def _malformed(number: int, label: str, reason: str) -> tuple[int, Problem]:
    return number, Problem(label, "row", reason, fatal=True)


def _object(number: int, label: str, value: object) -> Row | tuple[int, Problem]:
    if isinstance(value, dict):
        return Row(number, label, value)
    return _malformed(number, label, f"expected an object of fields, got {type(value).__name__}")


def _table(found: list[Row | tuple[int, Problem]], textual: bool = False) -> Table:
    rows = tuple(entry for entry in found if isinstance(entry, Row))
    return Table(rows, tuple(entry for entry in found if not isinstance(entry, Row)), textual)


def _json_lines(text: str) -> Table:
    found: list[Row | tuple[int, Problem]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        label = f"line {number}"
        try:
            found.append(_object(number, label, json.loads(line)))
        except (ValueError, RecursionError) as error:
            found.append(_malformed(number, label, f"expected one JSON object, which this is not: {error}"))
    return _table(found)


def _json_array(text: str, path: Path) -> Table | None:
    """The rows of a JSON array, or of an object that holds one array; None when it is an object of another kind."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("["):
            raise CatalogError(f"{path}: expected a JSON array of items, which this is not: {error}") from error
        return None
    if isinstance(value, dict):
        arrays = [part for part in value.values() if isinstance(part, list)]
        if len(arrays) != 1 or not all(isinstance(part, dict) for part in arrays[0]):
            return None
        value = arrays[0]
    if not isinstance(value, list):
        raise CatalogError(f"{path}: expected a JSON array of items, got {type(value).__name__}")
    return _table([_object(number, f"entry {number}", part) for number, part in enumerate(value, 1)])


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a CSV file: its first line, how many lines it spans, and its cells or what was wrong with it."""

    line: int
    span: int
    cells: list[str]
    error: str = ""


def _records(lines: list[str], delimiter: str, width: int = 0) -> Iterator[_Record]:
    """The records of a CSV file.

    After one that is malformed (or spans lines and hasn't `width` cells: a stray quote) reading starts again at the
    next line, so that a quote which is never closed costs its own line only.
    """
    at = 0
    while at < len(lines):
        start, again = at, False
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                span = at + reader.line_num - start
                if width and span > 1 and len(cells) != width:
                    raise csv.Error(f"a quote that is not closed in its line, or {len(cells)} columns, not {width}")
                yield _Record(start + 1, span, cells)
                start += span
        except csv.Error as error:
            yield _Record(start + 1, 1, [], str(error))
            at, again = start + 1, True
        if not again:
            return


def _delimiter(lines: list[str]) -> str:
    """The delimiter that splits the first lines into the most columns, all of them alike."""

    def score(delimiter: str) -> float:
        widths = [len(record.cells) for record in islice(_records(lines[:_SAMPLE], delimiter), 50)]
        return widths[0] * widths.count(widths[0]) / len(widths)

    return max(_DELIMITERS, key=score)  # of equals the first: a comma


def _header(record: _Record, path: Path) -> list[str]:
    names = [name.strip() for name in record.cells]
    twice = {name for name in names if name and names.count(name) > 1}
    if record.error or not any(names):
        raise CatalogError(f"{path}: expected column names in the first line: {record.error or 'it is empty'}")
    if twice:
        raise CatalogError(f"{path}: the column {', '.join(map(repr, sorted(twice)))} stands twice: rename one")
    try:
        "".join(names).encode()
    except UnicodeEncodeError as error:
        raise CatalogError(f"{path}: the column names are not UTF-8: save the file as UTF-8") from error
    return names


def _csv(text: str, path: Path) -> Table:
    lines = list(io.StringIO(text, newline=""))
    delimiter = _delimiter(lines)
    names = _header(next(_records(lines, delimiter)), path)
    found: list[Row | tuple[int, Problem]] = []
    for record in islice(_records(lines, delimiter, len(names)), 1, None):
        number, label, cells = record.line, f"line {record.line}", list(record.cells)
        if record.error:
            found.append(_malformed(number, label, f"not a row of {len(names)} columns: {record.error}"))
            continue
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            reason = f"expected {len(names)} columns, got {len(cells)}: put cells that hold {delimiter!r} in quotes"
            found.append(_malformed(number, label, reason))
            continue
        if len(cells) < len(names):
            reason = f"expected {len(names)} columns, got {len(cells)}: the last ones are taken as empty"
            found.append((number, Problem(label, "row", reason)))
        found.append(Row(number, label, {name: cell for name, cell in zip(names, cells, strict=False) if name}))
    return _table(found, textual=True)


def read_rows(path: Path, largest: int) -> Table:
    """The rows of the catalogue file at `path`, of at most `largest` bytes.

    `.jsonl` and `.ndjson` hold one JSON object a line, `.json` an array of them, `.csv` and `.tsv` a header and
    rows (delimiter read from the file); any other name goes by its first character. Raises CatalogError when the
    file as a whole can't be read or holds nothing.
    """
    try:
        size = path.stat().st_size
        if size > largest:
            raise CatalogError(f"{path}: expected at most {largest:,} bytes, got {size:,}: split it")
        text = _decoded(path.read_bytes(), path)
    except OSError as error:
        raise CatalogError(f"{path}: can't be read ({error.strerror})") from error
    suffix, start = path.suffix.lower(), text.lstrip()[:1]
    if not start:
        raise CatalogError(f"{path}: is empty: expected one item a line")
    if suffix not in _COLUMNS + _LINES and start in "[{":
        table = _json_array(text, path)
        if table is not None:
            return table
    if suffix in _LINES or (suffix not in _COLUMNS and start == "{"):
        return _json_lines(text)
    return _csv(text, path)

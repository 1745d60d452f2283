"""Folders whose files a table in them lists: `metadata.csv` beside pictures and sounds, or a table in a folder of its own (ESC-50).

The column that names files is told by its cells: most of them are media files of the folder. Knows tables and files; no items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from retrieval.catalog.files.table import FileName, Table, TableRow
from retrieval.catalog.folder import title_of
from retrieval.catalog.media_columns import lying, media_below, media_kind
from retrieval.catalog.rows import read_rows
from retrieval.errors import CatalogError

__all__ = ["listed", "with_media"]

_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
_CAPTIONS = ("title", "name", "transcription", "transcript", "caption", "text", "label", "category", "sentence")
_SHARE = 0.6


def _named(cell: object, there: Mapping[str, str]) -> str:
    return lying(str(cell or "").strip(), there)


def _column(table: Table, there: Mapping[str, str]) -> str:
    """The column most of whose cells name media files that are there; "" where none does."""
    sample = table.rows[:200]
    for column in dict.fromkeys(column for row in sample for column in row.cells):
        hits = sum(bool(_named(row.cells.get(column), there)) for row in sample)
        if sample and hits >= _SHARE * len(sample):
            return column
    return ""


def with_media(table: Table, root: Path) -> Table:
    """The table with the files that a column names as the media of its rows, and titles of captions or file names where it has none.

    The table as it is where it names its media already, or no column names files of the folder.
    """
    columns = {column.strip().casefold() for row in table.rows[:50] for column in row.cells}
    if columns & {"image", "images", "audio", "video"}:
        return table
    there = media_below(root)
    column = _column(table, there) if there else ""
    if not column:
        return table
    titled = next((name for name in _CAPTIONS if name in columns), "")
    rows = tuple(_row(row, column, there, bool(titled)) for row in table.rows)
    note = f"the column '{column}' names the files of the items" + (
        f", '{titled}' their titles" if titled not in ("", "title") else ""
    )
    if titled not in ("", "title"):
        rows = tuple(
            TableRow(
                r.number, r.label, {("title" if n.strip().casefold() == titled else n): c for n, c in r.cells.items()}
            )
            for r in rows
        )
    return replace(table, rows=rows, notes=(*table.notes, note))


def _row(row: TableRow, column: str, there: Mapping[str, str], titled: bool) -> TableRow:
    path = _named(row.cells.get(column), there)
    cells: dict[str, object] = {name: cell for name, cell in row.cells.items() if name != column}
    name = path or str(row.cells.get(column) or "")
    cells.setdefault("id", Path(name).with_suffix("").as_posix())
    if not titled:
        cells["title"] = title_of(Path(name).stem)
    if path:
        cells[media_kind(path)] = FileName(path)
    return TableRow(row.number, row.label, cells)


def listed(root: Path, largest: int) -> Table | None:
    """The rows of the one table in a folder (or in a folder of it) that lists its media files; None where none does."""
    tables = [
        path
        for path in sorted([*root.glob("*"), *root.glob("*/*")])
        if path.suffix.lower() in _TABLES and path.is_file()
    ]
    tables.sort(key=lambda path: (path.stem.casefold() != "metadata", len(path.parts)))
    there = media_below(root) if tables else {}
    for path in tables[:20]:
        try:
            table = read_rows(path, largest)
        except CatalogError:
            continue
        if table.rows and _column(table, there) and (made := with_media(table, root)) is not table:
            return made
    return None

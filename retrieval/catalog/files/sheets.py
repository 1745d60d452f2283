"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS) by calamine: one sheet of cells, each as it would stand in a file of text.

Knows cells; `delimited.read_grid` finds the header.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from retrieval.catalog.files.delimited import read_grid
from retrieval.catalog.files.table import Table
from retrieval.errors import CatalogError

__all__ = ["SHEETS", "is_sheet", "read_sheet"]

SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_sheet(data: bytes) -> bool:
    """Whether bytes are a spreadsheet, whatever their file is called."""
    if data.startswith(_OLD):
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            ods = "mimetype" in names and packed.read("mimetype").startswith(
                b"application/vnd.oasis.opendocument.spreadsheet"
            )
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return False
    return ods or any(name.startswith("xl/workbook") for name in names)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def _cells(grid: Sequence[Sequence[Any]]) -> int:
    return sum(value not in ("", None) for row in grid for value in row)


def _tabular(grid: Sequence[Sequence[Any]]) -> bool:
    """Whether a sheet has three columns and two rows below a header at least: a cover sheet hasn't."""
    return sum(sum(value not in ("", None) for value in row) >= 3 for row in grid) >= 3


def read_sheet(data: bytes, path: Path, largest: int) -> Table:
    """The rows of the first sheet that holds a table; other sheets are named. Raises CatalogError where it can't be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(info.file_size for info in packed.infolist())
        if size > largest:
            raise CatalogError(f"{path}: expected at most {largest:,} bytes unpacked, got {size:,}: split it")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=True)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise CatalogError(f"{path}: expected a spreadsheet, which can't be read ({error})") from error
    filled = [(name, grid) for name, grid in sheets if len(grid) > 1]
    if not filled:
        raise CatalogError(f"{path}: holds no sheet with rows below a header")
    name, grid = next((one for one in filled if _tabular(one[1])), max(filled, key=lambda one: _cells(one[1])))
    others = [other for other, _ in filled if other != name]
    notes = (f"the sheet {name!r} was read; not {', '.join(map(repr, others))}",) if others else ()
    return read_grid([[_cell(value) for value in row] for row in grid], path, notes)

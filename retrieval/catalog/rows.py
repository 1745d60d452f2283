"""Reads catalogue files of any form into raw rows, each with the line it came from: the form is told by content, then by name.

Knows the forms of `files`; nothing of what the columns mean, nor of media.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from retrieval.catalog.files.archives import is_packed, unpacked
from retrieval.catalog.files.databases import MAGIC, read_sqlite
from retrieval.catalog.files.delimited import read_delimited
from retrieval.catalog.files.encodings import decoded
from retrieval.catalog.files.json_shapes import read_json, read_json_lines
from retrieval.catalog.files.sheets import is_sheet, read_sheet
from retrieval.catalog.files.table import FileName, OmittedMedia, Table, TableRow
from retrieval.catalog.files.xml_feeds import is_xml, read_xml
from retrieval.errors import CatalogError

__all__ = ["FileName", "OmittedMedia", "Table", "TableRow", "read_rows"]

_LINES = (".jsonl", ".ndjson")
_COLUMNS = (".csv", ".tsv", ".tab", ".dat", ".data", ".item")


def _text_table(data: bytes, path: Path, encoding: str | None) -> Table:
    text, guessed = decoded(data, path, encoding)
    return replace(_table_of(text, guessed, path), encoding=guessed)


def _table_of(text: str, guessed: str, path: Path) -> Table:
    notes = (f"read as {guessed}: if letters look wrong, name another with --encoding",) if guessed else ()
    suffix, start = path.suffix.lower(), text.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        raise CatalogError(f"{path}: is empty: expected one item a line")
    if suffix not in _COLUMNS and start == "<" and is_xml(text):
        return read_xml(text, path, notes)
    if suffix not in _COLUMNS + _LINES and start in "[{":
        table = read_json(text, path, notes)
        if table is not None:
            return table
    if suffix in _LINES or (suffix not in _COLUMNS and start == "{"):
        return read_json_lines(text, notes)
    return read_delimited(text, path, notes)


def read_rows(path: Path, largest: int, encoding: str | None = None, sql: str | None = None) -> Table:
    """The rows of the catalogue file at `path`, of at most `largest` bytes, packed or not.

    Text (JSON in its shapes, XML, tables with any delimiter), spreadsheets and SQLite are told apart by their first bytes.
    encoding: of the text, where it isn't to be found out. sql: the query of a database. Raises CatalogError when the
    file as a whole can't be read or holds nothing.
    """
    try:
        size = path.stat().st_size
        if size > largest:
            raise CatalogError(f"{path}: expected at most {largest:,} bytes, got {size:,}: split it")
        data = path.read_bytes()
    except OSError as error:
        raise CatalogError(f"{path}: can't be read ({error.strerror})") from error
    if data.startswith(MAGIC):
        return read_sqlite(path, sql)
    inner = path
    for _ in range(2):  # a spreadsheet in a zip
        if is_sheet(data):
            return read_sheet(data, inner, largest)
        if not is_packed(data):
            break
        data, inner = unpacked(data, inner, largest)
    return _text_table(data, inner, encoding)

"""Tables of SQLite files as rows: a query's, or the largest table's. Opened for reading alone. Knows SQL; no columns' meaning."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from retrieval.catalog.files.table import OmittedMedia, Table, TableRow
from retrieval.errors import CatalogError

__all__ = ["MAGIC", "read_sqlite"]

MAGIC = b"SQLite format 3\0"


def _value(value: Any) -> object:
    return OmittedMedia("holds bytes: name files instead") if isinstance(value, bytes) else value


def _tables(db: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")]  # fmt: skip
    return {
        name: db.execute(f'SELECT count(*) FROM "{name.replace(chr(34), chr(34) * 2)}"').fetchone()[0] for name in names
    }


def read_sqlite(path: Path, sql: str | None = None) -> Table:
    """The rows of the query `sql`, else of the table with the most rows; other tables are named.

    Raises CatalogError where the file or the query can't be read, or there is no table.
    """
    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            notes: tuple[str, ...] = ()
            if sql is None:
                counts = _tables(db)
                if not counts:
                    raise CatalogError(f"{path}: expected a table, found none")
                chosen = max(counts, key=lambda name: counts[name])
                others = ", ".join(f"'{name}' ({count:,} rows)" for name, count in counts.items() if name != chosen)
                notes = (f"the table '{chosen}' was read; not {others}: choose with --sql",) if others else ()
                sql = f'SELECT * FROM "{chosen.replace(chr(34), chr(34) * 2)}"'
            cursor = db.execute(sql)
            names = [column[0] for column in cursor.description or ()]
            rows = [
                TableRow(n, f"row {n}", {name: _value(value) for name, value in zip(names, row, strict=True)})
                for n, row in enumerate(cursor, 1)
            ]
        finally:
            db.close()
    except sqlite3.Error as error:
        raise CatalogError(f"{path}: can't be read as a database ({error})") from error
    return Table(tuple(rows), notes=notes, loose=True)

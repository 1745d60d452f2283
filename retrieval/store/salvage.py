"""What can still be read of a damaged SQLite file, row by row, into a fresh one; and whether a file is whole.

A table is read from its beginning and from its end up to what can't be read, and what lies between is asked for by its number.
SQLite keeps no checksums: a row that can be read may have been changed. Knows files and tables; nothing of what they hold.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError

__all__ = ["BESIDE", "copy_online", "in_use", "integrity", "salvage", "swap_in"]

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file."""
PROBED = 2_000_000
"""Numbers of rows that are asked for one by one, at most, in a table."""
_SHARED = (0x40000002, 510)
"""The bytes of a file that SQLite holds a lock on while it has it open: first and count."""


def integrity(path: Path) -> str | None:
    """Return what SQLite finds wrong with a file, or None. It is looked at in a copy, and stays as it is."""
    try:
        with _Copy(path) as db:
            found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(5)")]
    except (sqlite3.DatabaseError, OSError) as error:
        return str(error)
    return None if found == ["ok"] else "; ".join(found)[:300]


class _Copy:
    """A connection to a copy of a file with its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="medley-look-", ignore_cleanup_errors=True)
        for end in ("", "-wal"):
            source = path.with_name(path.name + end)
            if source.is_file():
                shutil.copyfile(source, Path(self._folder.name) / f"copy{end}")
        self._path = Path(self._folder.name) / "copy"

    def __enter__(self) -> sqlite3.Connection:
        self._db = sqlite3.connect(self._path, isolation_level=None)
        return self._db

    def __exit__(self, *_: object) -> None:
        self._db.close()
        self._folder.cleanup()


def in_use(path: Path) -> bool:
    """Return whether another process has a database open."""
    if not path.is_file():
        return False
    with open(path, "r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED[1], _SHARED[0])
        except OSError:
            return True
        fcntl.lockf(file, fcntl.LOCK_UN, _SHARED[1], _SHARED[0])
        return False


def copy_online(path: Path, target: Path) -> None:
    """Copy a database that others may be writing: one state of it, whole. Raises StoreError where it can't be read."""
    try:
        with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(target)) as copied:
            source.backup(copied, pages=2_000, sleep=0.01)
            copied.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"expected to copy the database '{path}'; could not ({error}). See: medley doctor --repair"
        ) from error
    os.chmod(target, path.stat().st_mode & 0o777)


def _until_damage(db: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a query up to the first that can't be read."""
    try:
        yield from db.execute(query)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _numbered(db: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table by their numbers: from both ends, then one by one between. May give a row twice."""
    first = last = None
    for row in _until_damage(db, f'SELECT rowid, {columns} FROM "{table}" ORDER BY rowid'):
        first = row[0]
        yield row[1:]
    for row in _until_damage(db, f'SELECT rowid, {columns} FROM "{table}" ORDER BY rowid DESC'):
        if first is not None and row[0] <= first:
            return
        last = row[0]
        yield row[1:]
    low = 0 if first is None else first
    high = last if last is not None else _highest(db, table, low)
    for number in range(low + 1, min(high, low + PROBED)):
        yield from (
            row[1:] for row in _until_damage(db, f'SELECT rowid, {columns} FROM "{table}" WHERE rowid = {number}')
        )


def _highest(db: sqlite3.Connection, table: str, low: int) -> int:
    for row in _until_damage(db, f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"):
        return int(row[0]) + 1
    return low + PROBED // 20


def _keyed(db: sqlite3.Connection, table: str, columns: str, key: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table without numbers: from both ends."""
    yield from _until_damage(db, f'SELECT {columns} FROM "{table}" ORDER BY {key}')
    backwards = ", ".join(f"{part} DESC" for part in key.split(", "))
    yield from _until_damage(db, f'SELECT {columns} FROM "{table}" ORDER BY {backwards}')


def salvage(
    damaged: Path,
    fresh: Path,
    tables: Sequence[str] | None = None,
    good: Callable[[str, tuple[Any, ...]], bool] | None = None,
) -> dict[str, int]:
    """Copy what can be read of `damaged`, which stays as it is, into the tables of `fresh`; return how many rows of each there are.

    tables: those that are copied; all unless said. good: whether a row of a table is what it should be; others are left out.
    """
    with closing(sqlite3.connect(fresh, isolation_level=None)) as into:
        into.execute("PRAGMA synchronous = FULL")
        listed = into.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        found: dict[str, int] = {}
        for table, sql in listed:
            if tables is not None and table not in tables:
                continue
            about = into.execute(f'PRAGMA table_info("{table}")').fetchall()
            columns = ", ".join(f'"{column[1]}"' for column in about)
            key = ", ".join(f'"{column[1]}"' for column in sorted(about, key=lambda c: c[5]) if column[5])
            marks = ", ".join("?" * len(about))
            into.execute("BEGIN")
            with _Copy(
                damaged
            ) as db:  # each table by a connection of its own: damage may spoil what a connection keeps
                unnumbered = "WITHOUT ROWID" in sql.upper()
                rows = _keyed(db, table, columns, key) if unnumbered else _numbered(db, table, columns)
                for row in rows:
                    if good is None or good(table, row):
                        _insert(into, f'INSERT OR REPLACE INTO "{table}" ({columns}) VALUES ({marks})', row)
            into.execute("COMMIT")
            found[table] = int(into.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
        return found


def _insert(into: sqlite3.Connection, statement: str, row: tuple[Any, ...]) -> None:
    try:
        into.execute(statement, row)
    except sqlite3.IntegrityError:
        return  # a row whose parts contradict the table's rules was changed by the damage


def swap_in(fresh: Path, path: Path, aside: Path) -> None:
    """Put a fresh database in the place of a damaged one, which is moved into `aside` with what lies beside it.

    Cut off in between it can be called again: `fresh` is whole until it has its place. Nobody may have the damaged one open.
    """
    aside.mkdir(mode=0o700, exist_ok=True)
    for name in (path.name, *(path.name + end for end in BESIDE)):
        if (source := path.with_name(name)).exists():
            source.rename(aside / name)
    fresh.rename(path)

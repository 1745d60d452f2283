"""Keeps an SQLite file to its owner, and leaves nothing of removed rows in it: neither in free pages nor in its write-ahead log.

Another process that reads keeps old pages alive; then the file remembers, in its table `meta`, that it is still to be done.
Knows databases; nothing of what is in them.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from retrieval.errors import StoreError

__all__ = ["SHORT", "due", "overwrite", "private", "removed"]

KEY = "removed"
SHORT = 0.2
"""Seconds that are waited for others where it can be done later."""


def private(path: Path) -> None:
    """Makes the file, where it isn't there yet, for its owner alone; SQLite gives what it writes beside it the same mode.

    Raises OSError where it can't be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def removed(db: sqlite3.Connection) -> None:
    """Notes that rows have been removed; within the transaction that removes them."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, '1')", [KEY])


def due(db: sqlite3.Connection) -> bool:
    """Whether something that was removed may still stand in the file."""
    return db.execute("SELECT 1 FROM meta WHERE key = ? AND value = '1'", [KEY]).fetchone() is not None


def overwrite(db: sqlite3.Connection, path: Path, patience: float) -> None:
    """Rewrites the file without removed rows, and empties its write-ahead log. patience: seconds to wait for others.

    Raises StoreError where another process keeps the old pages: it stays due.
    """
    before = int(db.execute("PRAGMA busy_timeout").fetchone()[0])
    db.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
    try:
        db.execute("VACUUM")
        db.execute("UPDATE meta SET value = '0' WHERE key = ?", [KEY])
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            removed(db)
            raise StoreError(
                f"removed from '{path}', but another process still reads the old pages. End it, and forget again"
            )
    except sqlite3.OperationalError as error:
        raise StoreError(f"removed from '{path}', but not yet from the disk ({error}). Forget again") from error
    finally:
        db.execute(f"PRAGMA busy_timeout = {before}")

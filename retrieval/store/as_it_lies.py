"""Reads a SQLite file where nothing can be written beside it: on a full disk, or in a folder that is another user's.

SQLite's write-ahead mode wants a file of its own beside the database even to read. A database whose log is empty is opened as
one that doesn't change; one whose log isn't is copied with it, to where temporary files go. Connections are opened for each
statement, so that what others write is seen. Knows files and connections; nothing of what is in them.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path
from threading import Lock
from urllib.parse import quote

__all__ = ["AsItLies"]


class AsItLies:
    """One database, for reading. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._copied: object = None

    def connected(self) -> sqlite3.Connection:
        """Return a connection that can't write. Raises OSError or sqlite3.DatabaseError where the file can't be read."""
        log = self._path.with_name(self._path.name + "-wal")
        if log.exists() and log.stat().st_size:
            return self._opened(self._copy_of(log), "mode=rw")
        return self._opened(self._path, "mode=ro&immutable=1")

    def _opened(self, path: Path, how: str) -> sqlite3.Connection:
        db = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?{how}", uri=True, isolation_level=None, check_same_thread=False
        )
        try:
            db.execute("PRAGMA query_only = ON")
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except BaseException:
            db.close()
            raise
        return db

    def _copy_of(self, log: Path) -> Path:
        """The database and its log in a folder of this process, copied again when either has changed."""
        with self._lock:
            state = [(path.stat().st_size, path.stat().st_mtime_ns) for path in (self._path, log)]
            if self._copy is None or self._copied != state:
                fresh = tempfile.TemporaryDirectory(prefix="medley-read-", ignore_cleanup_errors=True)
                for path in (self._path, log):
                    shutil.copyfile(path, Path(fresh.name) / path.name)
                self._copy, self._copied = fresh, state
            return Path(self._copy.name) / self._path.name

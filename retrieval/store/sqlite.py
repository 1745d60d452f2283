"""SQLite as a backend: one file in WAL mode, written to the disk before a write returns.

`private`: the file is its owner's alone, and what is removed is overwritten. Knows SQLite; nothing of what the tables hold.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import QueuePool

from retrieval.errors import StoreDamaged, StoreError
from retrieval.store.database import Database

__all__ = ["PATIENCE", "SqliteBackend", "open_sqlite"]

PATIENCE = 30.0
"""Seconds that a writer waits for others."""
HELD = 5
"""Connections that are kept open; more are made while they are needed."""


@dataclass(frozen=True)
class SqliteBackend:
    """path: of the file. private: keep it to its owner, and overwrite what is removed."""

    path: Path
    private: bool = False
    begin: str = "BEGIN IMMEDIATE"

    @property
    def name(self) -> str:
        """The path."""
        return str(self.path)

    def engine(self) -> Engine:
        """Return an engine on the file, which is made where it isn't there. Raises StoreError, StoreDamaged."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.private and not self.path.exists():
                self.path.touch(mode=0o600)  # SQLite gives what it writes beside it the same mode
            self._connected().close()
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(f"expected to open the database '{self.path}'; could not ({error})") from error
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"expected a database in '{self.path}'; could not read it ({error})") from error
        return create_engine(
            "sqlite://", creator=self._connected, poolclass=QueuePool, pool_size=HELD, max_overflow=-1,
            pool_reset_on_return=None, isolation_level="AUTOCOMMIT",
        )  # fmt: skip

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
        try:
            _to_wal(db)
            db.execute("PRAGMA synchronous = FULL")
            if self.private:
                db.execute("PRAGMA secure_delete = ON")
        except BaseException:
            db.close()
            raise
        return db

    def overwrite(self, connection: Connection, patience: float) -> bool:
        """Rewrite the file without removed rows, and empty its write-ahead log; False where a reader keeps old pages."""
        before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            connection.exec_driver_sql("VACUUM")
            return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()[0][0]
        except OperationalError:
            return False
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {before}")


def _to_wal(db: sqlite3.Connection) -> None:
    """Set the mode, once: several processes may come upon an empty file at the same time."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:  # changing the mode doesn't wait for others
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def open_sqlite(path: Path, *, private: bool = False) -> Database:
    """Return the database in a file. Raises StoreError where it can't be made, StoreDamaged where it is none."""
    return Database(SqliteBackend(path, private))

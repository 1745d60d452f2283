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
from sqlalchemy.pool import NullPool, QueuePool

from retrieval.errors import StoreDamaged, StoreError
from retrieval.store.as_it_lies import AsItLies
from retrieval.store.database import Database
from retrieval.store.faults import database_fault, mapped_disk

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

    @property
    def folder(self) -> Path:
        """The folder of the file."""
        return self.path.parent

    def engine(self) -> Engine:
        """Return an engine on the file, which is made where it isn't there. Raises StoreError, StoreDamaged.

        A file that can't be written to (a full disk, a folder of somebody else) can still be read.
        """
        try:
            with mapped_disk(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                if self.private and not self.path.exists():
                    self.path.touch(mode=0o600)  # SQLite gives what it writes beside it the same mode
            self._connected().close()
        except sqlite3.DatabaseError as error:
            return self._reading(error)
        except OSError as error:
            raise StoreError(f"expected to open the database '{self.path}'; could not ({error})") from error
        return create_engine(
            "sqlite://", creator=self._connected, poolclass=QueuePool, pool_size=HELD, max_overflow=-1,
            pool_reset_on_return=None, isolation_level="AUTOCOMMIT",
        )  # fmt: skip

    def _reading(self, error: sqlite3.DatabaseError) -> Engine:
        """An engine that only reads, where the file can be read as it lies. Raises what `error` is in our tree."""
        fault = database_fault(str(error), self.name, self.folder)
        if isinstance(fault, StoreDamaged) or not self.path.is_file() or not self.path.stat().st_size:
            raise fault from error
        as_it_lies = AsItLies(self.path)
        try:
            as_it_lies.connected().close()
        except (OSError, sqlite3.DatabaseError):
            raise fault from error

        def connected() -> sqlite3.Connection:
            """Write as usual, should there be space again by now."""
            try:
                return self._connected()
            except sqlite3.DatabaseError:
                return as_it_lies.connected()

        return create_engine("sqlite://", creator=connected, poolclass=NullPool, isolation_level="AUTOCOMMIT")

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

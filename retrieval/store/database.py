"""One database, asked in SQLAlchemy Core: reads from any thread, writes that happen whole or not at all.

What differs between engines is in a `Backend`: how a connection is made, how writing begins, how removed rows leave the disk.
Knows statements and errors; nothing of what the tables hold.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from retrieval.errors import StoreDamaged, StoreError
from retrieval.store.faults import database_fault

__all__ = ["Backend", "Database", "Rows"]

Rows = Sequence[Any]
"""Rows of a statement: tuples whose parts have names, too."""


class Backend(Protocol):
    """What an engine does in its own way.

    name: of the database as people know it, a path or a URL. folder: where its files lie; None where others keep them. begin: the
    statement that begins a transaction which writes.
    """

    @property
    def name(self) -> str: ...
    @property
    def folder(self) -> Path | None: ...
    @property
    def begin(self) -> str: ...

    def engine(self) -> Engine:
        """Return an engine whose connections commit each statement. Raises StoreError where it can't be reached."""
        ...

    def overwrite(self, connection: Connection, patience: float) -> bool:
        """Leave nothing of removed rows on the disk; return whether it could be done within `patience` seconds."""
        ...


class Database:
    """Safe to use from several threads, and beside other processes. A thread has one transaction at a time."""

    def __init__(self, backend: Backend) -> None:
        """Open the database. Raises StoreError where it can't be reached, StoreDamaged where it is none."""
        self.backend = backend
        self._engine = backend.engine()
        self._open = threading.local()
        self._writer = threading.RLock()
        self._closed = False

    def close(self) -> None:
        """Close every connection; the database can't be used afterwards."""
        self._closed = True
        self._engine.dispose()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Yield the connection of this thread's transaction, or one that commits each statement.

        Raises StoreError and StoreDamaged in place of the engine's own errors.
        """
        if self._closed:
            raise StoreError(f"expected an open database; '{self.backend.name}' has been closed. Open the store again")
        held: Connection | None = getattr(self._open, "connection", None)
        try:
            if held is not None:
                yield held
            else:
                with self._engine.connect() as fresh:
                    yield fresh
        except SQLAlchemyError as error:
            raise self.mapped(error) from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write all or nothing: what is written inside is seen by others at once, or never. Inside another, it is part of that.

        Waits for other writers. Raises StoreError where that takes too long, or where nothing can be written.
        """
        if getattr(self._open, "connection", None) is not None:
            with self.connection() as outer:
                yield outer
            return
        with self._writer, self.connection() as connection:
            connection.exec_driver_sql(self.backend.begin)
            self._open.connection = connection
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
            finally:
                self._open.connection = None

    def all(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Rows:
        """Return the rows of a statement."""
        with self.connection() as connection:
            return connection.execute(statement, values).all()

    def value(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """Return the first column of the first row of a statement, or None."""
        with self.connection() as connection:
            return connection.execute(statement, values).scalar()

    def run(self, statement: Executable, values: Mapping[str, Any] | None = None) -> int:
        """Run a statement that writes; return how many rows it touched."""
        with self.connection() as connection:
            return int(connection.execute(statement, values).rowcount)

    def many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement that writes once for each of `rows`; none is fine."""
        if rows:
            with self.connection() as connection:
                connection.execute(statement, list(rows))

    def insert_new(self, table: Table) -> Any:
        """Return an INSERT into `table` that leaves rows alone whose keys are there."""
        return self._insert(table).on_conflict_do_nothing()

    def upsert(self, table: Table) -> Any:
        """Return an INSERT into `table` that takes the place of a row with the same primary key."""
        insert = self._insert(table)
        keys = [column.name for column in table.primary_key]
        others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
        return insert.on_conflict_do_update(index_elements=keys, set_=others)

    def _insert(self, table: Table) -> Any:
        return (postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert)(table)

    def overwrite(self, patience: float) -> bool:
        """Leave nothing of removed rows on the disk; return whether it could be done within `patience` seconds."""
        with self._writer, self.connection() as connection:
            return self.backend.overwrite(connection, patience)

    def mapped(self, error: SQLAlchemyError) -> StoreError:
        """Return an engine's error as one of ours."""
        told = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        found = database_fault(told, self.backend.name, self.backend.folder)
        if isinstance(error, DBAPIError) and not isinstance(error, OperationalError) and type(found) is StoreError:
            return StoreDamaged(f"expected a database in '{self.backend.name}'; could not read it ({told})")
        return found


def _roll_back(connection: Connection) -> None:
    """Undo a transaction; one that the engine has undone itself (a full disk) is left so."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except SQLAlchemyError:
        connection.invalidate()

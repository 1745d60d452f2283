"""What the chat models of one store cost, day by day: tokens and money, kept beside the store so that every process sees the same.

A day is one of UTC. Knows days and amounts; nothing of requests or people. Where the folder can't be written it counts in memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, insert, select, update

from retrieval.errors import StoreError
from retrieval.store.catalog_tables import BIG, REAL8
from retrieval.store.database import Database
from retrieval.store.migrations import Layout, meta_table
from retrieval.store.sqlite import open_sqlite

__all__ = ["DATABASE", "Spending", "Spent"]

DATABASE = "spending.sqlite"

_metadata = MetaData()
_meta = meta_table(_metadata)
_days = Table(
    "days", _metadata,
    Column("day", Text, primary_key=True), Column("input", BIG, nullable=False), Column("output", BIG, nullable=False),
    Column("cost", REAL8, nullable=False),
)  # fmt: skip
_LAYOUT = Layout("spending", _metadata, _meta, (), dict, "move that file away to begin with nothing spent")


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens that were read and written, and what they cost, in the operator's currency."""

    input: int = 0
    output: int = 0
    cost: float = 0.0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input + self.output

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.input + other.input, self.output + other.output, self.cost + other.cost)

    def __neg__(self) -> Spent:
        return Spent(-self.input, -self.output, -self.cost)


class Spending:
    """The days of one store. Safe to use from several threads and processes."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """folder: of the store; nothing is written before something is spent. clock: seconds since 1970."""
        self._path, self._clock = folder / DATABASE, clock
        self._lock = threading.Lock()
        self._db: Database | None = None
        self._memory: dict[str, Spent] | None = None

    def close(self) -> None:
        """Closes the database."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _today(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).date().isoformat()

    def _opened(self) -> Database | None:
        """The database; None where it can't be made: what is spent is then counted in memory."""
        with self._lock:
            if self._db is None and self._memory is None:
                try:
                    self._db = open_sqlite(self._path)
                    _LAYOUT.prepare(self._db)
                except StoreError:
                    self._db, self._memory = None, {}
            return self._db

    def today(self) -> Spent:
        """Return what was spent today. Raises StoreError where it can't be read."""
        if self._db is None and self._memory is None and not self._path.exists():
            return Spent()
        day, db = self._today(), self._opened()
        if db is None:
            return (self._memory or {}).get(day, Spent())
        row = next(iter(db.all(select(_days).where(_days.c.day == day))), None)
        return Spent() if row is None else Spent(row.input, row.output, row.cost)

    def add(self, spent: Spent) -> Spent:
        """Adds to today, and returns what was spent today with it. Raises StoreError where it can't be written."""
        day, db = self._today(), self._opened()
        if db is None:
            with self._lock:
                memory = self._memory if self._memory is not None else {}
                memory[day] = memory.get(day, Spent()) + spent
                return memory[day]
        with db.transaction():
            more = {"input": spent.input, "output": spent.output, "cost": spent.cost}
            grown = {name: _days.c[name] + value for name, value in more.items()}
            if not db.run(update(_days).where(_days.c.day == day).values(grown)):
                db.run(insert(_days), {"day": day, **more})
            return self.today()

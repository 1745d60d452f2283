"""A database's tables in the format that this version knows: made where there are none, migrated where they are older.

A migration is a function that Alembic's operations are handed to; number n turns format n into n + 1. All that are due run in
one transaction, so a process that dies in the middle leaves the old format. Knows tables; nothing of what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select

from retrieval.errors import StoreMismatch
from retrieval.store.database import Database

if TYPE_CHECKING:
    from alembic.operations import Operations

__all__ = ["FORMAT", "Layout", "Migration", "meta_table"]

FORMAT = "format"
"""The key under which the table `meta` holds the number of the format."""

Migration = Callable[["Operations"], None]


def meta_table(metadata: MetaData) -> Table:
    """Return the table of facts about a database, by key; every database has one."""
    return Table(
        "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False),
        sqlite_with_rowid=False,
    )  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """The tables of a kind of database in its newest format.

    holds: what it is, in the words of an error ("events"). meta: its table of facts. first: facts of a new one.
    migrations: from format 1 on. remedy: what somebody can do who has a newer one, besides a newer Medley.
    """

    holds: str
    metadata: MetaData
    meta: Table
    migrations: Sequence[Migration] = ()
    first: Callable[[], dict[str, str]] = dict
    remedy: str = ""
    fill: Callable[[Connection], None] = field(default=lambda connection: None)

    @property
    def format(self) -> int:
        """The newest format."""
        return len(self.migrations) + 1

    def found(self, connection: Connection) -> int | None:
        """Return the format of a database; None for an empty one. What older versions left unnumbered is format 1."""
        if not inspect(connection).has_table(self.meta.name):
            return None
        value = connection.execute(select(self.meta.c.value).where(self.meta.c.key == FORMAT)).scalar()
        return 1 if value is None else int(value) if str(value).isdecimal() else -1

    def prepare(self, database: Database, *, create: bool = True) -> None:
        """Make the tables, or bring them to the newest format. Several processes may do it at once.

        Raises StoreMismatch where a newer version of Medley made them; StoreError where they can't be written, or where there
        are none and `create` isn't set.
        """
        with database.connection() as connection:
            found = self.found(connection)
        if found == self.format:
            return
        if found is not None and not 1 <= found < self.format:
            raise StoreMismatch(self._newer(database.backend.name, found))
        if found is None and not create:
            raise StoreMismatch(
                f"expected {self.holds} in '{database.backend.name}'; it has no tables. {self.remedy}".strip()
            )
        with database.transaction() as connection:
            self._bring(database, connection)

    def _bring(self, database: Database, connection: Connection) -> None:
        """Within a transaction: another process may have done it by now."""
        found = self.found(connection)
        if found is None:
            self.metadata.create_all(connection)
            facts = {FORMAT: str(self.format), **self.first()}
            connection.execute(database.insert_new(self.meta), [{"key": k, "value": v} for k, v in facts.items()])
            self.fill(connection)
        elif found < self.format:
            run(connection, self.migrations[found - 1 :])
            connection.execute(database.upsert(self.meta), {"key": FORMAT, "value": str(self.format)})

    def _newer(self, name: str, found: int) -> str:
        return (
            f"expected {self.holds} of format {self.format} or older; '{name}' has format {found}: a newer version of Medley made"
            f" it. Upgrade with: pip install --upgrade medley-recommender{'; or ' + self.remedy if self.remedy else ''}"
        )


def run(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Run migrations by Alembic's operations, which are imported only here: most openings need none."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context: Any = MigrationContext.configure(connection)
    operations = Operations(context)
    for migration in migrations:
        migration(operations)

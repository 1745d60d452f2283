"""Sees to it that nothing of removed rows stays on the disk: neither in free pages nor in a write-ahead log.

Another process that reads keeps old pages alive; then the database remembers, in its table `meta`, that it is still to be done.
Knows databases; nothing of what is in them.
"""

from __future__ import annotations

from sqlalchemy import Table, select

from retrieval.errors import StoreError
from retrieval.store.database import Database

__all__ = ["SHORT", "due", "overwrite", "removed"]

KEY = "removed"
SHORT = 0.2
"""Seconds that are waited for others where it can be done later."""


def removed(database: Database, meta: Table) -> None:
    """Note that rows have been removed; within the transaction that removes them."""
    database.run(database.upsert(meta), {"key": KEY, "value": "1"})


def due(database: Database, meta: Table) -> bool:
    """Return whether something that was removed may still stand on the disk."""
    return bool(database.value(select(meta.c.value).where(meta.c.key == KEY)) == "1")


def overwrite(database: Database, meta: Table, patience: float) -> None:
    """Leave nothing of removed rows. patience: seconds to wait for others.

    Raises StoreError where another process keeps the old pages: it stays due.
    """
    if not database.overwrite(patience):
        removed(database, meta)
        raise StoreError(
            f"removed from '{database.backend.name}', but not yet from the disk: another process still reads the old pages,"
            " or the disk is full. Mend that, and forget again"
        )
    database.run(database.upsert(meta), {"key": KEY, "value": "0"})

"""The tables of the behaviour events, and the way from older formats to this one.

events: one row an event, `id` as whoever reported it named it. sessions: the users that sessions were merged into. forgotten:
hashes of the ids of events that must stay out. counters: whole numbers that grow with every change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Index, Integer, LargeBinary, MetaData, Table, Text, insert

from retrieval.store.catalog_tables import BIG, REAL8
from retrieval.store.migrations import Layout, meta_table

if TYPE_CHECKING:
    from alembic.operations import Operations

__all__ = ["LAYOUT", "REMOVALS", "SEQUENCE", "counters", "events", "forgotten", "meta", "sessions"]

SEQUENCE, REMOVALS = "sequence", "removals"

_metadata = MetaData()
meta = meta_table(_metadata)
events = Table(
    "events", _metadata,
    Column("row", BIG, primary_key=True, autoincrement=True), Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False), Column("item", Text), Column("user", Text), Column("session", Text),
    Column("at", REAL8, nullable=False), Column("value", REAL8), Column("words", Text),
    Column("consent", Integer, nullable=False),
    Index("event_users", "user", "at"), Index("event_sessions", "session", "at"), Index("event_times", "at"),
    sqlite_autoincrement=True,
)  # fmt: skip
sessions = Table(
    "sessions", _metadata, Column("session", Text, primary_key=True), Column("user", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
forgotten = Table("forgotten", _metadata, Column("digest", LargeBinary, primary_key=True), sqlite_with_rowid=False)
counters = Table(
    "counters", _metadata, Column("name", Text, primary_key=True), Column("value", BIG, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip


def _count_in_numbers(op: Operations) -> None:
    """Format 1 to 2: the counters, which were texts among the facts, are numbers that one statement raises."""
    op.create_table(
        "counters",
        Column("name", Text, primary_key=True),
        Column("value", BIG, nullable=False),
        sqlite_with_rowid=False,
    )
    old = meta.c.key.in_([SEQUENCE, REMOVALS])
    bind = op.get_bind()
    held = {key: int(value) for key, value in bind.execute(meta.select().where(old)).all()}
    rows = [{"name": name, "value": held.get(name, 0)} for name in (SEQUENCE, REMOVALS)]
    bind.execute(insert(counters), rows)
    bind.execute(meta.delete().where(old))


def _from_nought(connection: Connection) -> None:
    connection.execute(insert(counters), [{"name": name, "value": 0} for name in (SEQUENCE, REMOVALS)])


LAYOUT = Layout("events", _metadata, meta, (_count_in_numbers,), fill=_from_nought,
                remedy="move that file away to begin with no events")  # fmt: skip

"""The tables of the catalogue's record, and the way from older formats to this one.

items: one row an item, its row number never used again; `body` is JSON. attributes: one row a value, folded, with a number and a
day where it is one. contents: the hashes of what an item has to encode. vectors: float32, little-endian, by those hashes.
changes: one line a change, numbered as `sequence` in `meta` numbers them, with the body before (NULL where it is new).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import REAL

from retrieval.store.migrations import Layout, meta_table

if TYPE_CHECKING:
    from alembic.operations import Operations

__all__ = [
    "BIG",
    "LAYOUT",
    "REAL8",
    "attributes",
    "changes",
    "contents",
    "fusion",
    "items",
    "meta",
    "problems",
    "vectors",
]

BIG = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits."""
REAL8: Double[float] = Double().with_variant(REAL(), "sqlite")
"""A floating number of 64 bits."""

_metadata = MetaData()
meta = meta_table(_metadata)
items = Table(
    "items", _metadata,
    Column("row", BIG, primary_key=True, autoincrement=True), Column("id", Text, nullable=False, unique=True),
    Column("body", Text, nullable=False), Column("digest", Text, nullable=False), Column("text", Text, nullable=False),
    Column("tokens", Text, nullable=False), Column("origin", Text, nullable=False), Column("changed", BIG, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
attributes = Table(
    "attributes", _metadata,
    Column("row", BIG, nullable=False), Column("field", Text, nullable=False), Column("text", Text, nullable=False),
    Column("number", REAL8), Column("boolean", Integer, nullable=False), Column("day", REAL8),
    Index("attribute_rows", "row"), Index("attribute_texts", "field", "text"), Index("attribute_numbers", "field", "number"),
)  # fmt: skip
contents = Table(
    "contents", _metadata,
    Column("row", BIG, primary_key=True, autoincrement=False), Column("modality", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False), Column("digest", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
vectors = Table(
    "vectors", _metadata,
    Column("encoder", Text, primary_key=True), Column("digest", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False), sqlite_with_rowid=False,
)  # fmt: skip
fusion = Table(
    "fusion", _metadata, Column("encoders", Text, nullable=False), Column("archive", LargeBinary, nullable=False)
)
problems = Table(
    "problems", _metadata,
    Column("id", Text, nullable=False), Column("field", Text, nullable=False), Column("reason", Text, nullable=False),
    Column("fatal", Integer, nullable=False),
)  # fmt: skip
changes = Table(
    "changes", _metadata,
    Column("sequence", BIG, primary_key=True, autoincrement=False), Column("row", BIG, nullable=False),
    Column("id", Text, nullable=False), Column("before", Text),
)  # fmt: skip


def _log_changes(op: Operations) -> None:
    """Format 1 to 2: changes are logged from the next one on. Some stores of format 1 log them already."""
    op.create_table(
        "changes",
        Column("sequence", BIG, primary_key=True, autoincrement=False), Column("row", BIG, nullable=False),
        Column("id", Text, nullable=False), Column("before", Text), if_not_exists=True,
    )  # fmt: skip


LAYOUT = Layout(
    "a store",
    _metadata,
    meta,
    (_log_changes,),
    remedy="index the catalogue into a new folder with: medley index CATALOG --store",
)

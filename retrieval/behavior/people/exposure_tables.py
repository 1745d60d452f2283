"""The table of exposures, and the way from older formats to this one.

exposures: one row a draw. person: a salted hash. propensity: how likely it was drawn. greedy: the item that is the best known.
candidates: the ids that could be drawn, as JSON. The salt stands among the facts.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, MetaData, Table, Text

from retrieval.store.catalog_tables import BIG, REAL8
from retrieval.store.migrations import Layout, meta_table

if TYPE_CHECKING:
    from alembic.operations import Operations

__all__ = ["LAYOUT", "SALT", "exposures", "meta"]

SALT = "salt"

_metadata = MetaData()
meta = meta_table(_metadata)
exposures = Table(
    "exposures", _metadata,
    Column("id", BIG, primary_key=True, autoincrement=True), Column("person", Text, nullable=False),
    Column("at", REAL8, nullable=False), Column("item", Text, nullable=False), Column("propensity", REAL8, nullable=False),
    Column("greedy", Text, nullable=False), Column("candidates", Text, nullable=False),
    Index("exposure_people", "person"), Index("exposure_times", "at"), sqlite_autoincrement=True,
)  # fmt: skip


def _number_and_index(op: Operations) -> None:
    """Format 1, which bore no number, to 2: draws are found by their time."""
    op.create_index("exposure_times", "exposures", ["at"], if_not_exists=True)


def _salt() -> dict[str, str]:
    return {SALT: secrets.token_hex(16)}


LAYOUT = Layout("exposures", _metadata, meta, (_number_and_index,), _salt, "move that file away to begin with none")

"""What an item says in its fields, and the items that conditions leave: looked up for a turn of a conversation as for a tool of a
chat model.

Knows items and the store; no request and no language but the one that it is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.explanation.fact_sheet import items_of
from agent.explanation.reasons import plain_value
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Modality
from retrieval.store.store import Store

__all__ = ["fields_of", "items_where", "rows_where", "values_of"]

_TAILS = ("_unit", "_currency")
"""What the name of a field ends with that only says in what another is measured."""
_NOTHING = frozenset({"", "nan", "null", "none"})


def values_of(item: Item, name: str) -> list[str]:
    """What an item has in a field, each value as a reader sees it with its unit; empty where it has nothing."""
    own = [v for v in items_of(item.attributes.get(name)) if str(v).strip().casefold() not in _NOTHING]
    unit = next((str(u) for tail in _TAILS if (u := item.attributes.get(name + tail)) is not None), "")
    return [f"{plain_value(v, name)} {unit}".strip() for v in own]


def fields_of(item: Item) -> list[str]:
    """The fields that an item says something in, without those that only tell a unit."""
    beside = {base + tail for base in item.attributes for tail in _TAILS}
    return [name for name in item.attributes if name not in beside and values_of(item, name)]


def rows_where(store: Store, filters: Sequence[Filter], media: Sequence[Modality] = ()) -> list[int]:
    """The rows of the items that satisfy all of `filters` and have all of `media`, in the catalogue's order.

    Raises QueryError for a filter that can't be.
    """
    return [int(row) for row in store.select(tuple(filters), tuple(media))]


def items_where(store: Store, filters: Sequence[Filter], media: Sequence[Modality] = ()) -> list[Item]:
    """These items; all of them where nothing is asked."""
    if not filters and not media:
        return list(store.items())
    return [record.item for record in store.records(rows_where(store, filters, media))]

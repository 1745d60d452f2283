"""Updates of some fields of items that are there: prices and stock by a light file, with nothing encoded again.

The other fields, the pictures and the vectors stay as they are. Knows items, the store and what is fitted; reads no file.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Problem, Value
from retrieval.encoders.base import EncoderSet
from retrieval.index.encode import Encoded, Progress, check_encoders, encode_items
from retrieval.index.indexer import Report, fold_if_many, put_items
from retrieval.store.lock import writing
from retrieval.store.store import Store

__all__ = ["Fields", "by_field", "update_items", "updated"]

Fields = Mapping[str, Value | None]
"""Fields of one item with their new values; None takes one away."""
_TEXTS = ("title", "description")


def updated(item: Item, fields: Fields) -> Item:
    """Return the item with other values in some fields."""
    attributes = dict(item.attributes)
    for name, value in fields.items():
        if value is None:
            attributes.pop(name, None)
        elif name not in _TEXTS:
            attributes[name] = value
    title, description = (str(fields.get(name, getattr(item, name)) or "") for name in _TEXTS)
    return replace(item, attributes=attributes, title=title, description=description)


def by_field(store: Store, given: Mapping[str, Fields], key: str) -> tuple[dict[str, Fields], list[Problem]]:
    """Return the fields by the ids of items that `given` names by id, or else by a field called `key` (a SKU); and what is named in vain."""
    found: dict[str, Fields] = {}
    unknown: list[Problem] = []
    for name, fields in given.items():
        if store.item(name) is not None:
            found[name] = fields
            continue
        rows = store.select([Filter(key, "eq", name)])
        ids = [record.item.id for record in store.records(rows.tolist())]
        found |= dict.fromkeys(ids, fields)
        if not ids:
            unknown.append(Problem(name, key, "the store has no such item", fatal=True))
    return found, unknown


def update_items(
    folder: Path,
    given: Mapping[str, Fields],
    encoders: EncoderSet,
    *,
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Gives items of a store, by id, other values in some fields; they can be found by them at once.

    An id that the store hasn't is a problem of its own. Texts that change are encoded, nothing else is.
    Raises StoreLocked, StoreMismatch, StoreDamaged or StoreError.
    """
    started = time.monotonic()
    folder = Path(folder)
    with writing(folder):
        store = Store(folder)
        try:
            check_encoders(store, encoders)
            problems = []
            items: list[Item] = []
            for id, fields in given.items():
                item = store.item(id)
                if item is None:
                    problems.append(Problem(id, "id", "the store has no such item", fatal=True))
                else:
                    items.append(updated(item, fields))
            worded = [item for item in items if any(name in given[item.id] for name in _TEXTS)]
            encoded = encode_items(store, worded, encoders, progress=progress) if worded else Encoded()
            rest = [item.id for item in items if item.id not in encoded.contents]
            encoded.contents.update(store.contents_of(rest))
            changed = _put(store, items, encoded)
            built = fold_if_many(store, encoders, progress)
            seconds = time.monotonic() - started
            told = [*problems, *encoded.problems]
            return Report(len(store), changed, 0, encoded.encoded, encoded.reused, built, seconds, told)
        finally:
            store.close()


def _put(store: Store, items: Sequence[Item], encoded: Encoded) -> int:
    """Writes items that stay of the origin that they are of; returns how many changed."""
    of_catalogue = set(store.ids("catalogue"))
    with store.transaction():
        own = [item for item in items if item.id in of_catalogue]
        others = [item for item in items if item.id not in of_catalogue]
        return put_items(store, own, encoded, "catalogue") + put_items(store, others, encoded, "added")

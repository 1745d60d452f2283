"""What indexing a catalogue, or an update, would change in a store: items that are new, changed or gone, and what of them.

Only looks. Knows items and the store; encodes nothing and reads no file of pictures or sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from retrieval.catalog.items import Item, Value
from retrieval.store.store import DATABASE, Store

__all__ = ["Change", "differences", "fields_changed"]

Kind = Literal["new", "changed", "gone"]
Told = Value | Mapping[str, Mapping[str, str]] | None


@dataclass(frozen=True)
class Change:
    """One item that would be new, changed or gone. fields: of a changed one, what it has and what it would have."""

    id: str
    title: str
    kind: Kind
    fields: Mapping[str, tuple[Told, Told]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        told = {name: {"before": _plain(a), "after": _plain(b)} for name, (a, b) in self.fields.items()}
        return {"id": self.id, "title": self.title, "change": self.kind, "fields": told}


def _plain(value: Told) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else dict(value) if isinstance(value, Mapping) else value


def fields_changed(before: Item, after: Item) -> dict[str, tuple[Told, Told]]:
    """Return what of an item is another in `after`: its texts, files and attributes, by name; None where it has none."""
    pairs: dict[str, tuple[Told, Told]] = {
        "title": (before.title, after.title),
        "description": (before.description, after.description),
        "image": (before.images or None, after.images or None),
        "audio": (before.audio, after.audio),
        "translations": (before.translations, after.translations),
    }
    for name in dict.fromkeys((*before.attributes, *after.attributes)):
        pairs[name] = (before.attributes.get(name), after.attributes.get(name))
    return {name: (a, b) for name, (a, b) in pairs.items() if a != b or type(a) is not type(b)}


def differences(folder: Path, items: Iterable[Item], *, whole: bool = True) -> list[Change]:
    """Return what would change in the store of `folder` if it held these items: the new ones first, then changed, then gone ones.

    whole: whether they are all of the catalogue, so that what it had and they haven't would go; items that were added by
    themselves stay in any case. Of a folder without a store all would be new. Raises StoreError.
    """
    given = {item.id: item for item in items}
    if not (Path(folder) / DATABASE).is_file():
        return [Change(item.id, item.title, "new") for item in given.values()]
    store = Store(Path(folder))
    try:
        known = {item.id: item for item in store.items()}
        of_catalogue = set(store.ids("catalogue"))
    finally:
        store.close()
    new = [Change(id, item.title, "new") for id, item in given.items() if id not in known]
    changed = [
        Change(id, item.title, "changed", fields)
        for id, item in given.items()
        if id in known and (fields := fields_changed(known[id], item))
    ]
    gone = [
        Change(id, item.title, "gone") for id, item in known.items() if whole and id in of_catalogue and id not in given
    ]
    return [*new, *changed, *gone]

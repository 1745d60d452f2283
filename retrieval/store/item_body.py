"""An item as the text in which it is stored, and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.catalog.items import Item, Value
from retrieval.errors import StoreDamaged

__all__ = ["pack", "unpack"]


def pack(item: Item) -> str:
    """Return all of an item but its id as JSON."""

    def plain(value: Value) -> Any:
        if isinstance(value, tuple):
            return [plain(v) for v in value]
        return {"date": value.isoformat()} if isinstance(value, date) else value

    body = {name: getattr(item, name) for name in ("title", "description", "images", "audio", "translations")}
    body["attributes"] = {name: plain(value) for name, value in item.attributes.items()}
    body["root"] = str(item.root) if item.root else None
    return json.dumps(body, ensure_ascii=False, sort_keys=False)


def unpack(id: str, text: str) -> Item:
    """Return the item that was packed. Raises StoreDamaged where the text can't be read back."""

    def value(v: Any) -> Any:
        if isinstance(v, list):
            return tuple(value(x) for x in v)
        return date.fromisoformat(v["date"]) if isinstance(v, dict) else v

    try:
        body = json.loads(text)
        body["images"] = tuple(body["images"])
        body["attributes"] = {name: value(v) for name, v in body["attributes"].items()}
        body["root"] = Path(body["root"]) if body["root"] else None
        return Item(id=id, **body)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"item '{id}' can't be read back from the store ({error}). Index the catalogue again"
        ) from error

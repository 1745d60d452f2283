"""Facts about a store that are kept as JSON. Knows the table of facts; nothing of what they say."""

from __future__ import annotations

import json
from typing import Any

from retrieval.errors import StoreDamaged
from retrieval.store.store import Store

__all__ = ["json_fact"]


def json_fact(store: Store, key: str, kind: type = dict) -> Any:
    """Return a fact as what its JSON says, of a `kind`; None where there is none. Raises StoreDamaged where it can't be read."""
    told = store.get_meta(key)
    if told is None:
        return None
    try:
        found = json.loads(told)
    except ValueError as error:
        raise _damaged(store, key, str(error)) from error
    if not isinstance(found, kind):
        raise _damaged(store, key, f"got '{told[:40]}'")
    return found


def _damaged(store: Store, key: str, told: str) -> StoreDamaged:
    return StoreDamaged(
        f"the fact '{key.split(' ')[0]}' of the store '{store.folder}' can't be read ({told}). "
        f"Run: medley index CATALOG --store '{store.folder}' --rebuild"
    )

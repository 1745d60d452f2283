"""Indexing: a catalogue becomes a store, changes reach it, and generations are built from it.

Every step can be cut off and run again: vectors are kept as they are made, items are written in one transaction, and
a generation counts only once the pointer names it. Knows the order of things; the work is done by `encode.py`,
`fusion.py`, `generation.py` and `index.py`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from retrieval.catalog.items import Item, Problem
from retrieval.catalog.reader import Catalog
from retrieval.encoders.base import EncoderSet
from retrieval.errors import StoreError
from retrieval.fusion.registry import Projection
from retrieval.index.build import (
    Built,
    build,
    default_projection,
    fault,
    few_changes,
    fold_from,
    is_fresh,
    latest_manifest,
)
from retrieval.index.encode import (
    Encoded,
    Progress,
    check_encoders,
    encode_items,
    remember_encoders,
)
from retrieval.index.generation import drop_projections, other_projections, remove_old
from retrieval.kept.facts import facts_fault, keep_facts
from retrieval.language.tokens import FORMS
from retrieval.lexical.bm25 import tokens
from retrieval.store.lock import writing
from retrieval.store.store import Contents, Put, Store

__all__ = ["Report", "add_items", "fold_if_many", "index_catalog", "made_whole", "put_items", "remove_items"]


@dataclass(frozen=True)
class Report:
    """What an indexing did. `encoded` and `reused` count contents: texts, pictures and sounds.

    `notes`: what the fusion has to say of how it was fitted.
    """

    items: int
    changed: int
    removed: int
    encoded: int
    reused: int
    built: bool
    seconds: float
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _build_if_needed(
    store: Store, encoders: EncoderSet, projection: Projection, progress: Progress, *, refit: bool
) -> Built | None:
    if (
        not refit
        and is_fresh(store, encoders, projection, few_changes(store))
        and fault(store, str(projection)) is None
    ):
        if facts_fault(store) is not None:  # an earlier version kept none, or they are damaged
            keep_facts(store, afresh=True)
        return None
    return build(store, encoders, projection, progress, refit=refit)


def _drop_damaged(store: Store) -> None:
    """Forgets projections that can't be read or searched: they are built again when asked for."""
    damaged = [name for name in other_projections(store.folder) if fault(store, name) is not None]
    drop_projections(store.folder, damaged)


def made_whole(store: Store, encoders: EncoderSet, progress: Progress) -> bool:
    """Builds the index and what is kept of the catalogue where they aren't whole; returns whether it built. Hold the lock.

    Nothing is encoded. Raises StoreMismatch for encoders that didn't make the store, StoreDamaged where the record can't be read.
    """
    check_encoders(store, encoders)
    built = _build_if_needed(store, encoders, default_projection(store), progress, refit=False)
    _drop_damaged(store)
    return built is not None


def _digest(item: Item, contents: Contents) -> str:
    text = json.dumps(
        [FORMS, repr(item), {m: list(d) for m, d in contents.items()}], ensure_ascii=False, sort_keys=True
    )
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _readable(items: Iterable[Item], encoded: Encoded, of_files: bool) -> tuple[list[Item], list[Problem]]:
    """The items without the media that can't be read, and what is left out because nothing of it can be."""
    kept, left_out = [], []
    for item in items:
        broken, contents = encoded.unreadable[item.id], encoded.contents[item.id]
        images = tuple(path for path in item.images if path not in broken)
        whole_item = replace(item, images=images, audio=item.audio if item.audio not in broken else None)
        if of_files and not whole_item.images and whole_item.audio is None:
            left_out.append(Problem(item.id, "item", "nothing of its file can be read", fatal=True))
        elif any(contents.values()):
            kept.append(whole_item)
        else:
            left_out.append(Problem(item.id, "item", "no text, picture or sound of it can be read", fatal=True))
    return kept, left_out


TOGETHER = 1_000
"""Items that are written by one set of statements."""


def put_items(store: Store, items: Sequence[Item], encoded: Encoded, origin: str) -> int:
    """Writes encoded items; returns how many of them are new or have changed. Call it inside a transaction."""

    def put(item: Item) -> Put:
        contents = encoded.contents[item.id]
        return Put(item, _digest(item, contents), contents, partial(_tokens, item))

    return sum(store.put_all(map(put, items[at : at + TOGETHER]), origin) for at in range(0, len(items), TOGETHER))


def _tokens(item: Item) -> Sequence[str]:
    return tokens("\n".join(filter(None, [*item.texts(), *_attribute_words(item)])))


def _attribute_words(item: Item) -> list[str]:
    flat = [s for value in item.attributes.values() for s in (value if isinstance(value, tuple) else (value,))]
    return [str(s) for s in flat if not isinstance(s, bool)]


def index_catalog(
    catalog: Catalog,
    folder: Path,
    encoders: EncoderSet,
    *,
    rebuild: bool = False,
    sync: bool = False,
    fusion: str | None = None,
    similarity: str | None = None,
    progress: Progress = _silent,
) -> Report:
    """Makes the store in `folder` hold exactly the items of `catalog`, and what `add_items` added.

    Only new contents are encoded. `sync`: few changes are left to be searched one by one, so that it costs what has changed;
    the index is built anew where they have become many. `rebuild` also fits means, projections and bridges anew, drops vectors that nothing
    needs, and lets the encoders change. `fusion` and `similarity` become the store's own; None leaves what it has,
    `concat` and `cosine` in a new one. To change them needs no `rebuild`.

    Raises StoreLocked, StoreMismatch, StoreDamaged, StoreError, or ConfigError for an unknown fusion or similarity, or
    where the catalogue has too little for it; what was encoded until then is kept.
    """
    started = time.monotonic()
    folder = Path(folder)
    with writing(folder):
        store = Store(folder, create=True)
        try:
            if not rebuild:
                check_encoders(store, encoders)
            own = default_projection(store)
            projection = Projection(fusion or own.fusion, similarity or own.similarity)
            encoded = encode_items(store, catalog.items, encoders, progress=progress)
            kept, left_out = _readable(catalog.items, encoded, catalog.of_files)
            problems = [*catalog.problems, *encoded.problems, *left_out]
            with store.transaction():
                remember_encoders(store, encoders)
                changed = put_items(store, kept, encoded, "catalogue")
                gone = set(store.ids("catalogue")) - {item.id for item in kept}
                removed = store.remove(sorted(gone))
                store.set_problems(problems)
            if not len(store):
                raise StoreError(
                    f"expected items; none of '{catalog.source}' can be read: {'; '.join(map(str, problems[:3]))}"
                )
            built: Built | None = None
            if sync and not rebuild and projection == own and changed + removed:
                built = Built() if fold_if_many(store, encoders, progress) else None
            else:
                built = _build_if_needed(store, encoders, projection, progress, refit=rebuild)
                _drop_damaged(store)
            remove_old(store.folder)
            if rebuild:
                store.prune_vectors()
            seconds = time.monotonic() - started
            notes = built.notes if built else ()
            return Report(
                len(store),
                changed,
                removed,
                encoded.encoded,
                encoded.reused,
                built is not None,
                seconds,
                problems,
                notes,
            )
        finally:
            store.close()


def fold_if_many(store: Store, encoders: EncoderSet, progress: Progress) -> bool:
    """Builds a generation where there is none, or where too many changes are pending to be searched one by one; whether it did."""
    projection = default_projection(store)
    latest = latest_manifest(store, encoders, str(projection))
    if latest is not None and store.sequence - latest.sequence <= fold_from(store):
        return False
    build(store, encoders, projection, progress)
    return True


def add_items(
    folder: Path, items: Sequence[Item], encoders: EncoderSet, *, of_files: bool = False, progress: Progress = _silent
) -> Report:
    """Adds items to a store, or replaces those with the same ids; they can be found at once.

    `of_files`: they are media files, titled by their names, as those of a folder's catalogue.

    Other items' vectors don't move: means, projections and bridges stay as they are.

    Raises StoreLocked, StoreMismatch, StoreDamaged or StoreError.
    """
    started = time.monotonic()
    folder = Path(folder)
    with writing(folder):
        store = Store(folder)
        try:
            check_encoders(store, encoders)
            encoded = encode_items(store, items, encoders, progress=progress)
            kept, left_out = _readable(items, encoded, of_files)
            with store.transaction():
                changed = put_items(store, kept, encoded, "added")
            built = fold_if_many(store, encoders, progress)
            problems = [*encoded.problems, *left_out]
            seconds = time.monotonic() - started
            return Report(len(store), changed, 0, encoded.encoded, encoded.reused, built, seconds, problems)
        finally:
            store.close()


def remove_items(folder: Path, ids: Sequence[str], encoders: EncoderSet, *, progress: Progress = _silent) -> Report:
    """Removes items from a store; they are gone from every answer at once.

    Raises StoreLocked, StoreMismatch, StoreDamaged or StoreError.
    """
    started = time.monotonic()
    folder = Path(folder)
    with writing(folder):
        store = Store(folder)
        try:
            check_encoders(store, encoders)
            unknown = [Problem(id, "id", "the store has no such item") for id in ids if store.item(id) is None]
            with store.transaction():
                removed = store.remove(ids)
            built = bool(len(store)) and fold_if_many(store, encoders, progress)
            return Report(len(store), 0, removed, 0, 0, built, time.monotonic() - started, unknown)
        finally:
            store.close()

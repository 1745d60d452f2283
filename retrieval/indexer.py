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
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog import Catalog
from retrieval.encode import (
    Encoded,
    Progress,
    check_encoders,
    encode_items,
    encoder_key,
    fused_rows,
    remember_encoders,
    signature,
)
from retrieval.encoders.base import EncoderSet
from retrieval.errors import StoreDamaged, StoreError
from retrieval.fusion import Fusion, fit_fusion, load_fusion
from retrieval.generation import (
    Generation,
    Manifest,
    current_generation,
    make_current,
    new_folder,
    remove_old,
    seal,
    write_arrays,
)
from retrieval.index import build_collection, probe
from retrieval.items import Item, Problem
from retrieval.lexical import Lexical, tokens
from retrieval.lock import writing
from retrieval.store import Contents, Store

__all__ = ["Report", "add_items", "index_catalog", "remove_items"]

FIT_ROWS = 20_000
"""Items that means, projections and bridges are fitted on, evenly spread over a larger catalogue."""
CHUNK = 2_048
FOLD_SHARE = 0.1
"""Pending changes beyond this share of the catalogue are folded in by the change that exceeds it."""
FOLD_LEAST = 500


@dataclass(frozen=True)
class Report:
    """What an indexing did. `encoded` and `reused` count contents: texts, pictures and sounds."""

    items: int
    changed: int
    removed: int
    encoded: int
    reused: int
    built: bool
    seconds: float
    problems: list[Problem] = field(default_factory=list)


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _fit(store: Store, encoders: EncoderSet, rows: NDArray[np.int64]) -> Fusion:
    places = np.unique(np.linspace(0, len(rows) - 1, min(FIT_ROWS, len(rows))).astype(int))
    raws = {e.name: store.raw_rows(encoder_key(e), e.modality, e.dim, rows[places]) for e in encoders.encoders}
    fusion = fit_fusion(encoders, raws)
    if not fusion.parts:
        raise StoreError(
            "nothing in the catalogue can be searched: no item has a text, picture or sound that the encoders read"
        )
    return fusion


def _latest(folder: Path) -> Generation | None:
    """The current generation where it is whole, else None: it is built again."""
    try:
        path = current_generation(folder)
        return Generation.open(path) if path else None
    except StoreDamaged:
        return None


def _catalogue_hash(store: Store, rows: NDArray[np.int64]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for record in store.records(rows):
        digest.update(record.digest.encode())
    return digest.hexdigest()


def _build(store: Store, encoders: EncoderSet, progress: Progress, *, refit: bool) -> None:
    """Builds a generation from the store as it is now and makes it current."""
    sequence = store.sequence
    rows, _, ids = store.rows()
    kept = None if refit else store.fusion(signature(encoders))
    fusion = load_fusion(encoders, kept) if kept else _fit(store, encoders, rows)
    archive = kept or fusion.dump()
    if kept is None:
        store.set_fusion(signature(encoders), archive)
    lexical = Lexical.build([record.tokens for record in store.records(rows)])
    folder = new_folder(store.folder, sequence)
    vectors = write_arrays(folder, ids, rows, lexical, archive, fusion.width)
    for start in range(0, len(rows), CHUNK):
        vectors[start : start + CHUNK] = fused_rows(store, fusion, encoders, rows[start : start + CHUNK])
        progress("fusing", min(start + CHUNK, len(rows)), len(rows))
    if isinstance(vectors, np.memmap):
        vectors.flush()
    build_collection(folder / "chroma", ids, vectors, lambda done: progress("building the index", done, len(rows)))
    seal(
        folder,
        Manifest(
            sequence=sequence,
            size=len(rows),
            width=fusion.width,
            encoders=signature(encoders),
            blocks={
                p.name: {"modality": p.modality, "weight": p.weight, "width": p.stop - p.start} for p in fusion.parts
            },
            catalogue=_catalogue_hash(store, rows),
            fusion=hashlib.blake2b(archive, digest_size=16).hexdigest(),
            checksums={},
        ),
    )
    make_current(store.folder, folder)
    remove_old(store.folder)


def _build_if_needed(store: Store, encoders: EncoderSet, progress: Progress, *, refit: bool) -> bool:
    latest = _latest(store.folder)
    fresh = latest is not None and (latest.manifest.sequence, latest.manifest.encoders) == (
        store.sequence,
        signature(encoders),
    )
    if fresh and latest is not None and not refit and probe(latest.folder) is None:
        return False
    _build(store, encoders, progress, refit=refit)
    return True


def _digest(item: Item, contents: Contents) -> str:
    text = json.dumps([repr(item), {m: list(d) for m, d in contents.items()}], ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _readable(items: Iterable[Item], encoded: Encoded) -> tuple[list[Item], list[Problem]]:
    kept, left_out = [], []
    for item in items:
        if any(encoded.contents[item.id].values()):
            kept.append(item)
        else:
            left_out.append(Problem(item.id, "item", "no text, picture or sound of it can be read", fatal=True))
    return kept, left_out


def _put_all(store: Store, items: Sequence[Item], encoded: Encoded, origin: str) -> int:
    changed = 0
    for item in items:
        contents = encoded.contents[item.id]
        words = tokens("\n".join(filter(None, [*item.texts(), *_attribute_words(item)])))
        changed += store.put(item, _digest(item, contents), contents, words, origin)
    return changed


def _attribute_words(item: Item) -> list[str]:
    flat = [s for value in item.attributes.values() for s in (value if isinstance(value, tuple) else (value,))]
    return [str(s) for s in flat if not isinstance(s, bool)]


def index_catalog(
    catalog: Catalog, folder: Path, encoders: EncoderSet, *, rebuild: bool = False, progress: Progress = _silent
) -> Report:
    """Makes the store in `folder` hold exactly the items of `catalog`, and what `add_items` added.

    Only new contents are encoded. `rebuild` also fits means, projections and bridges anew, drops vectors that nothing
    needs, and lets the encoders change.

    Raises StoreLocked, StoreMismatch, StoreDamaged or StoreError; what was encoded until then is kept.
    """
    started = time.monotonic()
    folder = Path(folder)
    with writing(folder):
        store = Store(folder, create=True)
        try:
            if not rebuild:
                check_encoders(store, encoders)
            encoded = encode_items(store, catalog.items, encoders, progress=progress)
            kept, left_out = _readable(catalog.items, encoded)
            problems = [*catalog.problems, *encoded.problems, *left_out]
            with store.transaction():
                remember_encoders(store, encoders)
                changed = _put_all(store, kept, encoded, "catalogue")
                gone = set(store.ids("catalogue")) - {item.id for item in kept}
                removed = store.remove(sorted(gone))
                store.set_problems(problems)
            if not len(store):
                raise StoreError(
                    f"expected items; none of '{catalog.source}' can be read: {'; '.join(map(str, problems[:3]))}"
                )
            built = _build_if_needed(store, encoders, progress, refit=rebuild)
            if rebuild:
                store.prune_vectors()
            seconds = time.monotonic() - started
            return Report(len(store), changed, removed, encoded.encoded, encoded.reused, built, seconds, problems)
        finally:
            store.close()


def _fold_if_many(store: Store, encoders: EncoderSet, progress: Progress) -> bool:
    latest = _latest(store.folder)
    pending = store.sequence - latest.manifest.sequence if latest else 0
    if latest is not None and pending <= max(FOLD_LEAST, FOLD_SHARE * len(store)):
        return False
    _build(store, encoders, progress, refit=False)
    return True


def add_items(folder: Path, items: Sequence[Item], encoders: EncoderSet, *, progress: Progress = _silent) -> Report:
    """Adds items to a store, or replaces those with the same ids; they can be found at once.

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
            kept, left_out = _readable(items, encoded)
            with store.transaction():
                changed = _put_all(store, kept, encoded, "added")
            built = _fold_if_many(store, encoders, progress)
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
            built = bool(len(store)) and _fold_if_many(store, encoders, progress)
            return Report(len(store), 0, removed, 0, 0, built, time.monotonic() - started, unknown)
        finally:
            store.close()

"""Building a generation: the vectors of a store under one projection, its words and its collection, and what is fitted.

What is fitted once is kept in the record, blocks for all projections together, and what a projection adds beside them,
so that a generation built again has the same vectors. Knows stores, projections and generations; the caller holds the
right to write. Nothing is encoded here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.errors import StoreDamaged, StoreError
from retrieval.fusion.concat import Fusion
from retrieval.fusion.fitted_blocks import Blocks, dump_blocks, fit_blocks, load_blocks
from retrieval.fusion.registry import DEFAULT, Projection, archive_of
from retrieval.index.ann_recall import recall_by_block
from retrieval.index.block_weights import weigh
from retrieval.index.chroma import OWN, Collection, build_collection
from retrieval.index.codes import CODED_FROM, write_codes
from retrieval.index.encode import Progress, fused_rows, raws_of, signature
from retrieval.index.floor import calibrate
from retrieval.index.generation import (
    Generation,
    Manifest,
    current_generation,
    drop_projections,
    fresh_folder,
    make_current,
    other_projections,
    remove_old,
    seal,
    sequence_of,
    write_arrays,
)
from retrieval.index.probing import complaint, mark
from retrieval.kept.facts import keep_facts
from retrieval.lexical.bm25 import WEIGHT, Lexical
from retrieval.store.facts import json_fact
from retrieval.store.store import Store

__all__ = [
    "PROJECTION",
    "Built",
    "add_projection",
    "build",
    "default_projection",
    "fault",
    "fill_rows",
    "fold_from",
    "is_fresh",
    "latest_manifest",
    "load_generation",
    "pointed_to",
    "sample_of",
    "whole",
]

FIT_ROWS = 20_000
"""Items that means, projections and bridges are fitted on, evenly spread over a larger catalogue."""
CHUNK = 2_048
FEW_FROM, FEW_SHARE = 1_000, 0.01
"""From how many items on an indexing doesn't build anew for a few changes, and how many of the items are few."""
FOLD_SHARE = 0.1
"""Pending changes beyond this share of the catalogue are folded in by the change that exceeds it."""
FOLD_LEAST = 500
PROJECTION = "projection"
MEASURED_FROM = 5_000
"""The size from which a catalogue's graph is measured when it is built; smaller ones are searched exactly."""


@dataclass(frozen=True)
class Built:
    """What a build has to say: `notes` of the fusion, in sentences."""

    notes: tuple[str, ...] = ()


def default_projection(store: Store) -> Projection:
    """Return the projection that the store was indexed with."""
    found = store.get_meta(PROJECTION)
    return Projection.named(found) if found else DEFAULT


def fold_from(store: Store) -> int:
    """Return how many pending changes are too many to be searched one by one."""
    return int(max(FOLD_LEAST, FOLD_SHARE * len(store)))


def few_changes(store: Store) -> int:
    """Return how many pending changes an indexing leaves to be searched one by one: 1 % of a store that isn't small."""
    size = len(store)
    return int(FEW_SHARE * size) if size >= FEW_FROM else 0


def load_generation(encoders: EncoderSet, generation: Generation) -> Fusion:
    """Return the fusion that a generation's vectors were made with.

    Raises StoreDamaged where its archives can't be read.
    """
    blocks = load_blocks(encoders, generation.fusion_bytes())
    return Projection.named(generation.manifest.projection).load(encoders, blocks, generation.projection_bytes())


# -- what is there ------------------------------------------------------------------------------------------------


def whole(store: Store, encoders: EncoderSet, projection: str) -> Generation | None:
    """Return the current generation of a projection; None where there is none, other encoders made it, or it is damaged."""
    try:
        path = current_generation(store.folder, projection)
        generation = Generation.open(path) if path else None
    except StoreDamaged:
        return None
    same = generation is not None and generation.manifest.encoders == signature(encoders)
    return generation if same else None


def latest_manifest(store: Store, encoders: EncoderSet, projection: str) -> Manifest | None:
    """Return what the current generation of a projection says of itself; None where `whole` says so, but for its larger files, which
    aren't opened."""
    try:
        path = current_generation(store.folder, projection)
        found = Manifest.read(path) if path else None
    except StoreDamaged:
        return None
    return found if found is not None and found.encoders == signature(encoders) else None


def is_fresh(store: Store, encoders: EncoderSet, projection: Projection, pending: int = 0) -> bool:
    """Return whether the store's own generation is of this projection, whole, and holds every change but `pending` of them."""
    try:
        path = current_generation(store.folder)
        found = Generation.open(path).manifest if path else None
    except StoreDamaged:
        return False
    if found is None or (found.encoders, found.projection) != (signature(encoders), str(projection)):
        return False
    return 0 <= store.sequence - found.sequence <= pending


def fault(store: Store, projection: str) -> str | None:
    """Return what is wrong with the current generation of a projection and its collection, or None."""
    try:
        path = current_generation(store.folder, projection)
        if path is None:
            return "nothing is built"
        Generation.open(path).verify()
    except StoreDamaged as error:
        return str(error)
    return complaint(path)


# -- fitting ------------------------------------------------------------------------------------------------------


def sample_of(store: Store, encoders: EncoderSet, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
    """Return the stored vectors of evenly spread rows, by encoder: what is fitted on."""
    places = np.unique(np.linspace(0, len(rows) - 1, min(FIT_ROWS, len(rows))).astype(int))
    return dict(raws_of(store, encoders, rows[places]))


def _own_key(encoders: EncoderSet, projection: Projection) -> str:
    return f"{signature(encoders)} {projection}"


@dataclass(frozen=True)
class _Fitted:
    """A fusion, with the archives of its blocks and of what it adds to them."""

    fusion: Fusion
    blocks: bytes
    own: bytes


def _fit_afresh(store: Store, encoders: EncoderSet, projection: Projection, rows: NDArray[np.int64]) -> _Fitted:
    """Fits blocks and projection anew, and keeps both; all other projections are forgotten."""
    raws = sample_of(store, encoders, rows)
    blocks = fit_blocks(encoders, raws)
    if not blocks:
        raise StoreError(
            "nothing in the catalogue can be searched: no item has a text, picture or sound that the encoders read"
        )
    fusion = projection.fit(encoders, blocks, raws)
    fitted = _Fitted(fusion, dump_blocks(blocks), archive_of(fusion))
    drop_projections(store.folder, other_projections(store.folder))
    store.keep_fitted({signature(encoders): fitted.blocks, _own_key(encoders, projection): fitted.own}, afresh=True)
    return fitted


def add_projection(
    store: Store, encoders: EncoderSet, projection: Projection, blocks: Blocks, rows: NDArray[np.int64]
) -> tuple[Fusion, bytes]:
    """Return the fusion of fitted blocks under a projection: as it was kept, else fitted now."""
    own = store.fitted(_own_key(encoders, projection))
    if own is not None:
        return projection.load(encoders, blocks, own), own
    fusion = projection.fit(encoders, blocks, sample_of(store, encoders, rows))
    return fusion, archive_of(fusion)


def _fitted(
    store: Store, encoders: EncoderSet, projection: Projection, rows: NDArray[np.int64], *, refit: bool
) -> _Fitted:
    kept = None if refit else store.fitted(signature(encoders))
    if kept is None:
        return _fit_afresh(store, encoders, projection, rows)
    fusion, own = add_projection(store, encoders, projection, load_blocks(encoders, kept), rows)
    store.keep_fitted({_own_key(encoders, projection): own})
    return _Fitted(fusion, kept, own)


# -- building -----------------------------------------------------------------------------------------------------


def _catalogue_hash(store: Store, rows: NDArray[np.int64]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for record in store.records(rows):
        digest.update(record.digest.encode())
    return digest.hexdigest()


def fill_rows(
    vectors: NDArray[np.float32],
    store: Store,
    fusion: Fusion,
    encoders: EncoderSet,
    rows: NDArray[np.int64],
    progress: Progress,
) -> None:
    """Write the fused vectors of rows into `vectors`, float32 (n, width)."""
    for start in range(0, len(rows), CHUNK):
        vectors[start : start + CHUNK] = fused_rows(store, fusion, encoders, rows[start : start + CHUNK])
        progress("fusing", min(start + CHUNK, len(rows)), len(rows))


def _recall(folder: Path, ids: Sequence[str], vectors: NDArray[np.float32], fusion: Fusion) -> dict[str, float]:
    if len(vectors) < MEASURED_FROM:
        return {}
    collection = Collection(folder / "chroma")
    try:
        return recall_by_block(collection, ids, vectors, fusion)
    finally:
        collection.close()


def _weighing(
    store: Store, encoders: EncoderSet, projection: Projection, fusion: Fusion, *, refit: bool
) -> dict[str, Any]:
    """What known-item search says of a fusion's weights: as it was found when the blocks were fitted, else now."""
    key = f"weighing {_own_key(encoders, projection)}"
    return _measured(store, key, lambda: weigh(store, encoders, fusion, WEIGHT).to_dict(), refit=refit)


def _floor(store: Store, encoders: EncoderSet, *, refit: bool) -> dict[str, Any]:
    """How near the catalogue comes to what it has: as it was measured when the blocks were fitted, else now."""
    key = f"floor {signature(encoders)}"
    return _measured(store, key, lambda: calibrate(store, encoders).to_dict(), refit=refit)


def _measured(store: Store, key: str, measure: Callable[[], dict[str, Any]], *, refit: bool) -> dict[str, Any]:
    """What was measured when the blocks were fitted, where it can be read, else now."""
    try:
        found = None if refit else json_fact(store, key)
    except StoreDamaged:
        found = None
    if found is None:
        found = measure()
        store.set_meta(key, json.dumps(found))
    return dict(found)


def _said(weighing: Mapping[str, Any]) -> tuple[str, ...]:
    if not weighing["weights"]:
        return ()
    changed = ", ".join(f"{name} ×{by:g}" for name, by in weighing["weights"].items())
    gain = f"{weighing['before']:.3f} to {weighing['after']:.3f}"
    return (
        f"weights chosen by searching for {weighing['titles']} titles of the catalogue: {changed} (mean reciprocal rank {gain})",
    )


def build(
    store: Store,
    encoders: EncoderSet,
    projection: Projection,
    progress: Progress,
    *,
    refit: bool = False,
    default: bool = True,
    graph: bool = True,
) -> Built:
    """Builds a generation from the store as it is now and makes it current.

    `refit`: blocks are fitted anew, and other projections are forgotten. `default`: it becomes the store's own. `graph`: whether
    the collection is built, too; without it everything is searched exactly, and the next indexing builds it.

    Raises ConfigError where the catalogue has too little for the fusion, StoreError, or StoreDamaged.
    """
    sequence = store.sequence
    rows, _, ids = store.rows()
    fitted = _fitted(store, encoders, projection, rows, refit=refit)
    if default:
        store.set_meta(PROJECTION, str(projection))
    fusion = fitted.fusion
    progress("weighing", 0, 1)
    weighing = _weighing(store, encoders, projection, fusion, refit=refit)
    floor = _floor(store, encoders, refit=refit)
    progress("weighing", 1, 1)
    lexical = Lexical.build([record.tokens for record in store.records(rows)])
    with fresh_folder(store.folder, sequence) as folder:
        vectors = write_arrays(folder, ids, rows, lexical, fitted.blocks, fitted.own, fusion.width)
        fill_rows(vectors, store, fusion, encoders, rows, progress)
        if isinstance(vectors, np.memmap):
            vectors.flush()
        if len(rows) >= CODED_FROM:
            write_codes(folder, vectors, [int(block["width"]) for block in fusion.describe().values()])
        recall = {OWN: 0.0}
        if graph:
            share = build_collection(
                folder / "chroma", ids, vectors, lambda done: progress("building the index", done, len(rows))
            )
            recall = _recall(folder, ids, vectors, fusion) | ({OWN: share} if share < 1 else {})
        manifest = Manifest(
            sequence=sequence,
            size=len(rows),
            width=fusion.width,
            encoders=signature(encoders),
            blocks=fusion.describe(),
            catalogue=_catalogue_hash(store, rows),
            fusion=hashlib.blake2b(fitted.blocks, digest_size=16).hexdigest(),
            checksums={},
            projection=str(projection),
            recall=recall,
            weighing=weighing,
            floor=floor,
        )
        seal(folder, manifest)
        if graph:
            mark(folder)
    kept = keep_facts(store, afresh=refit)
    earlier = pointed_to(store, projection)
    make_current(store.folder, folder, str(projection), default=default)
    remove_old(store.folder)
    store.prune_changes(min(kept, sequence_of(earlier) if earlier is not None else 0))
    return Built((*fusion.notes, *_said(weighing)))


def pointed_to(store: Store, projection: Projection) -> Path | None:
    """Return the folder of the current generation; None where there is none, or the pointer can't be read."""
    try:
        return current_generation(store.folder, str(projection))
    except StoreDamaged:
        return None

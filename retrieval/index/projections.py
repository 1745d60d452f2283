"""Opening a projection of a store: the one it was indexed with, or another, built when it is first asked for.

Another projection is built from the stored vectors, as a generation of its own beside the store's own; one that has
fallen behind is built again. Where the store can't be written (no permission, another process is writing), it is made
in memory. Knows which generation to open; the work is done by `build.py`.
"""

from __future__ import annotations

from retrieval.encoders.base import EncoderSet
from retrieval.errors import StoreDamaged, StoreError, StoreLocked, StoreMismatch
from retrieval.fusion.concat import Fusion
from retrieval.fusion.registry import Projection
from retrieval.index.build import (
    PROJECTION,
    build,
    default_projection,
    fold_from,
    load_generation,
    whole,
)
from retrieval.index.encode import Progress, signature
from retrieval.index.generation import Generation, current_generation
from retrieval.index.unkept import from_record, in_memory
from retrieval.store.lock import writing
from retrieval.store.store import Store

__all__ = ["choose_projection", "open_generation"]


def choose_projection(store: Store, fusion: str | None, similarity: str | None) -> Projection | None:
    """Return the projection that is meant; None where neither is named: the store's own, whatever it becomes.

    What isn't named is as the store has it. Raises ConfigError for unknown names.
    """
    if fusion is None and similarity is None:
        return None
    own = default_projection(store)
    return Projection(fusion or own.fusion, similarity or own.similarity)


def _own(store: Store, encoders: EncoderSet) -> Generation:
    path = current_generation(store.folder)
    if path is None and store.get_meta(PROJECTION) is not None and len(store):
        raise StoreDamaged(
            f"the store '{store.folder}' has items, but no index: its pointer is missing. Run: medley index"
        )
    if path is None:
        raise StoreError(
            f"the store '{store.folder}' has no index yet. Make one with: medley index CATALOG --store {store.folder}"
        )
    generation = Generation.open(path)
    if generation.manifest.encoders != signature(encoders):
        raise StoreError(
            f"the index of '{store.folder}' is older than its encoders: a rebuild was cut off. Run: medley index"
        )
    return generation


def _mended(store: Store, encoders: EncoderSet, progress: Progress, damage: StoreDamaged) -> tuple[Generation, Fusion]:
    """The store's own generation built again from the record: on disk where that can be written, else in memory.

    Without a collection, which the next indexing builds: until then everything is searched exactly.
    """
    projection = default_projection(store)
    why = str(damage)
    try:
        with writing(store.folder):
            if whole(store, encoders, str(projection)) is None:
                build(store, encoders, projection, progress, graph=False)
            generation = _own(store, encoders)
            return generation, load_generation(encoders, generation)
    except StoreMismatch:
        raise
    except (OSError, StoreError) as error:
        why = f"{why}; and it could not be built again there ({error})"
    return from_record(store, encoders, projection, why)


def _up_to_date(store: Store, found: Generation | None) -> bool:
    return found is not None and store.sequence - found.manifest.sequence <= fold_from(store)


def _build_beside(store: Store, encoders: EncoderSet, projection: Projection, progress: Progress) -> str:
    """Builds the projection if nobody else has by now; returns why it couldn't be, or ""."""
    try:
        with writing(store.folder):
            if not _up_to_date(store, whole(store, encoders, str(projection))):
                default = projection == default_projection(store)
                build(store, encoders, projection, progress, default=default)
    except StoreLocked as error:
        return str(error)
    except (StoreDamaged, StoreMismatch):
        raise
    except (OSError, StoreError) as error:
        return f"the store can't be written ({error})"
    return ""


def open_generation(
    store: Store, encoders: EncoderSet, projection: Projection | None, progress: Progress, *, mend: bool = False
) -> tuple[Generation, Fusion]:
    """Return the current generation of a projection (None: the store's own) and its fusion. mend: make the store's own again from the
    record where it can't be read.

    Raises StoreError before the first build, StoreDamaged where the store's own generation can't be read, ConfigError
    where the catalogue has too little for the fusion.
    """
    try:
        own = _own(store, encoders)
        fusion = load_generation(encoders, own)
    except StoreDamaged as error:
        if not mend:
            raise
        own, fusion = _mended(store, encoders, progress, error)
    if projection is None:
        return own, fusion
    found = whole(store, encoders, str(projection))
    if _up_to_date(store, found) and found is not None:
        return found, load_generation(encoders, found)
    why = _build_beside(store, encoders, projection, progress)
    found = whole(store, encoders, str(projection))
    if found is not None:
        return found, load_generation(encoders, found)
    if not why:
        raise StoreDamaged(f"the projection '{projection}' was built and can't be read. Run: medley index")
    return in_memory(store, encoders, projection, own, why)

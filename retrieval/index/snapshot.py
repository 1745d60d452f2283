"""The store as a reader sees it: the current generation, less what has gone, plus what has changed since.

Positions number the items of a snapshot: first those of the generation, then the pending ones, whose vectors are made
from the store with the generation's own fusion. Knows no queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.errors import QueryError, StoreDamaged
from retrieval.fusion.concat import Fusion
from retrieval.fusion.registry import Projection
from retrieval.index.encode import Progress, fused_rows
from retrieval.index.generation import Generation, current_generation
from retrieval.index.projections import open_generation
from retrieval.store.store import Store

__all__ = ["Snapshot", "take_snapshot"]

ATTEMPTS = 5


@dataclass(frozen=True)
class Snapshot:
    """A consistent view of a store.

    rows: int64 (n,) rows of the store by position. ids: by position; the id of a dead position is never looked up.
    dead: bool (n,), positions of the generation that were removed or changed since. extra: fused vectors of the
    pending positions, float32 (m, width). place_of: id → live position.
    """

    generation: Generation
    fusion: Fusion
    sequence: int
    rows: NDArray[np.int64]
    ids: list[str]
    dead: NDArray[np.bool_]
    extra: NDArray[np.float32]
    extra_tokens: list[tuple[str, ...]]
    place_of: dict[str, int]
    _order: NDArray[np.int64]

    @property
    def built(self) -> int:
        """How many positions belong to the generation."""
        return len(self.generation.rows)

    def alive(self) -> NDArray[np.int64]:
        """Every position that may be returned, ascending."""
        return np.flatnonzero(~self.dead)

    def pending(self) -> NDArray[np.int64]:
        """The positions that the generation lacks."""
        return np.arange(self.built, len(self.rows))

    def places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The live positions of rows of the store, ascending; rows that came after the snapshot are left out."""
        live = self._order
        at = np.searchsorted(self.rows[live], rows)
        found = (
            (at < len(live)) & (self.rows[live[np.minimum(at, len(live) - 1)]] == rows)
            if len(live)
            else np.zeros(len(rows), bool)
        )
        return np.sort(live[at[found]])

    def positions(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """The live positions of `ids`, in that order.

        Raises QueryError for an unknown id.
        """
        unknown = [id for id in ids if id not in self.place_of]
        if unknown:
            raise QueryError(f"expected ids of items of the store; got {', '.join(map(repr, unknown[:3]))}")
        return np.array([self.place_of[id] for id in ids], np.int64)

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Fused vectors, float32 (len(positions), width), in that order."""
        if len(positions) == self.built and not len(self.extra) and np.array_equal(positions, np.arange(self.built)):
            return self.generation.vectors
        built = positions < self.built
        if built.all():
            return np.asarray(self.generation.vectors[positions])
        found = np.empty((len(positions), self.fusion.width), np.float32)
        found[built] = self.generation.vectors[positions[built]]
        found[~built] = self.extra[positions[~built] - self.built]
        return found

    def lexical_scores(self, words: Sequence[str], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """BM25 in [0, 1] of each position, float32 (len(positions),)."""
        built = positions < self.built
        found = np.zeros(len(positions), np.float32)
        found[built] = self.generation.lexical.scores(words)[positions[built]]
        for i in np.flatnonzero(~built):
            found[i] = self.generation.lexical.score_of(words, self.extra_tokens[positions[i] - self.built])
        return found


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _open(
    store: Store, encoders: EncoderSet, last: Snapshot | None, projection: Projection | None, progress: Progress
) -> tuple[Generation, Fusion]:
    if last is not None:
        path = current_generation(store.folder, str(projection) if projection else None)
        base = current_generation(store.folder) if last.generation.unkept else path
        if last.generation.folder == (path or base):
            return last.generation, last.fusion
    return open_generation(store, encoders, projection, progress)


def take_snapshot(
    store: Store,
    encoders: EncoderSet,
    last: Snapshot | None,
    projection: Projection | None = None,
    progress: Progress = _silent,
) -> Snapshot:
    """The store as it is now, under a projection (None: its own); `last` itself where nothing has changed since.

    `progress` is told of a projection that is built on the way. Raises StoreError before the first build, StoreDamaged
    where the current generation can't be read, ConfigError where the catalogue has too little for the projection.
    """
    for attempt in range(ATTEMPTS):
        try:
            generation, fusion = _open(store, encoders, last, projection, progress)
            break
        except StoreDamaged:  # a writer may have replaced and removed it while we were opening it
            if attempt == ATTEMPTS - 1 or current_generation(store.folder) is None:
                raise
    sequence = store.sequence
    if last is not None and last.generation is generation and last.sequence == sequence:
        return last
    return _assemble(store, encoders, generation, fusion, sequence)


def _assemble(store: Store, encoders: EncoderSet, generation: Generation, fusion: Fusion, sequence: int) -> Snapshot:
    rows, changed, ids = store.rows()
    fresh = changed > generation.manifest.sequence
    current = set(rows[~fresh].tolist())
    dead = np.array([row not in current for row in generation.rows.tolist()] + [False] * int(fresh.sum()), bool)
    pending = rows[fresh]
    all_rows = np.concatenate([generation.rows, pending])
    all_ids = [*generation.ids, *(id for id, new in zip(ids, fresh, strict=True) if new)]
    records = list(store.records(pending))
    live = np.flatnonzero(~dead)
    order = live[np.argsort(all_rows[live], kind="stable")]
    return Snapshot(
        generation=generation,
        fusion=fusion,
        sequence=sequence,
        rows=all_rows,
        ids=all_ids,
        dead=dead,
        extra=fused_rows(store, fusion, encoders, pending) if len(pending) else np.zeros((0, fusion.width), np.float32),
        extra_tokens=[record.tokens for record in records],
        place_of={all_ids[p]: int(p) for p in live},
        _order=order,
    )

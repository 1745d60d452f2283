"""The store as a reader sees it: the current generation, less what has gone, plus what has changed since.

Positions number the items of a snapshot: first those of the generation, then the pending ones, whose vectors are made
from the store with the generation's own fusion. Knows no queries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.errors import QueryError, StoreDamaged
from retrieval.fusion.concat import Fusion
from retrieval.fusion.registry import Projection
from retrieval.index.encode import Progress, fused_rows
from retrieval.index.generation import Generation, current_generation
from retrieval.index.projections import open_generation
from retrieval.kept.layered import Layered
from retrieval.store.store import Changes, Store

__all__ = ["Snapshot", "take_snapshot"]

ATTEMPTS = 5


@dataclass(frozen=True)
class Snapshot:
    """A consistent view of a store.

    rows: int64 (n,) rows of the store by position. ids: by position; the id of a dead position is never looked up.
    dead: bool (n,), positions of items that were removed or changed since. extra: fused vectors of the
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
    place_of: Mapping[str, int]

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """The live positions by their rows."""
        live = self.alive()
        return np.asarray(live[np.argsort(self.rows[live], kind="stable")])

    @property
    def built(self) -> int:
        """How many positions belong to the generation."""
        return len(self.generation.rows)

    def alive(self) -> NDArray[np.int64]:
        """Return every position that may be returned, ascending."""
        return np.flatnonzero(~self.dead)

    def pending(self) -> NDArray[np.int64]:
        """Return the positions that the generation lacks."""
        return np.arange(self.built, len(self.rows))

    def places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the live positions of rows of the store, ascending; rows that came after the snapshot are left out."""
        live = self._order
        at = np.searchsorted(self.rows[live], rows)
        found = (
            (at < len(live)) & (self.rows[live[np.minimum(at, len(live) - 1)]] == rows)
            if len(live)
            else np.zeros(len(rows), bool)
        )
        return np.sort(live[at[found]])

    def positions(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the live positions of `ids`, in that order.

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

    def products(self, asking: NDArray[np.float32], positions: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Inner products with `asking`, float32 (width,) or (width, m): float32 (n,) or (n, m) of every position, or of those.

        Columns of which nothing is asked aren't read, and nothing of what is read is copied without `positions`.
        """
        size = len(self.rows) if positions is None else len(positions)
        found = np.zeros((size, *asking.shape[1:]), np.float32)
        built = np.zeros(0, bool) if positions is None else positions < self.built
        for start, stop in _runs(asking):
            asked, vectors, extra = (
                asking[start:stop],
                self.generation.vectors[:, start:stop],
                self.extra[:, start:stop],
            )
            if positions is None:
                found[: self.built] += vectors @ asked
                found[self.built :] += extra @ asked
            else:
                found[built] += vectors[positions[built]] @ asked
                found[~built] += extra[positions[~built] - self.built] @ asked
        return found

    def nearly(self, asking: NDArray[np.float32]) -> tuple[NDArray[np.float32], float] | None:
        """Return about the inner products with `asking`, float32 (width,), of every position, float32 (n,), and how far off each is
        at most; None where the generation has no codes."""
        codes = self.generation.codes
        if codes is None:
            return None
        found, bound = codes.products(asking)
        return np.concatenate([found, self.extra @ asking]), bound

    def lexical_scores(self, words: Sequence[str], positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """BM25 in [0, 1] of each position, float32 (len(positions),)."""
        built = positions < self.built
        if len(positions) and built.all():
            return np.asarray(self.generation.lexical.scores(words)[positions])
        found = np.zeros(len(positions), np.float32)
        found[built] = self.generation.lexical.scores(words)[positions[built]]
        for i in np.flatnonzero(~built):
            found[i] = self.generation.lexical.score_of(words, self.extra_tokens[positions[i] - self.built])
        return found


GAP = 32
"""Columns that nothing asks for, up to which it is quicker to read them than to leave them out."""


def _runs(asking: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The stretches of columns of which something is asked: starts and ends."""
    used = np.flatnonzero(asking.any(axis=1) if asking.ndim > 1 else asking)
    if not len(used):
        return []
    cuts = np.flatnonzero(np.diff(used) > GAP)
    starts, stops = [used[0], *used[cuts + 1]], [*used[cuts], used[-1]]
    return [(int(start), int(stop) + 1) for start, stop in zip(starts, stops, strict=True)]


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _open(
    store: Store,
    encoders: EncoderSet,
    last: Snapshot | None,
    projection: Projection | None,
    progress: Progress,
    mend: bool,
) -> tuple[Generation, Fusion]:
    if last is not None:
        try:
            path = current_generation(store.folder, str(projection) if projection else None)
            base = current_generation(store.folder) if last.generation.unkept else path
        except StoreDamaged:
            return (
                last.generation,
                last.fusion,
            )  # whole, and in use: a pointer that can't be read tells of nothing newer
        if last.generation.folder == (path or base):
            return last.generation, last.fusion
    return open_generation(store, encoders, projection, progress, mend=mend)


def take_snapshot(
    store: Store,
    encoders: EncoderSet,
    last: Snapshot | None,
    projection: Projection | None = None,
    progress: Progress = _silent,
) -> Snapshot:
    """Return the store as it is now, under a projection (None: its own); `last` itself where nothing has changed since.

    A current generation that can't be read is made again from the record. `progress` is told of what is built on the way. Raises
    StoreError before the first build, StoreDamaged where the record can't be read either, ConfigError where the catalogue has too little for the projection.
    """
    for attempt in range(ATTEMPTS):
        try:
            generation, fusion = _open(store, encoders, last, projection, progress, attempt == ATTEMPTS - 1)
            break
        except StoreDamaged:  # a writer may have replaced and removed it while we were opening it
            if attempt == ATTEMPTS - 1:
                raise
    sequence = store.sequence
    if last is not None and last.generation is generation and last.sequence == sequence:
        return last
    if last is None or last.generation is not generation:
        last = _as_built(generation, fusion)
    changes = store.changes(last.sequence)
    if changes is None:
        return _assemble(store, encoders, generation, fusion, sequence)
    return _follow(store, encoders, last, changes)


def _as_built(generation: Generation, fusion: Fusion) -> Snapshot:
    """The snapshot of a generation when it was built."""
    size = len(generation.rows)
    return Snapshot(
        generation=generation,
        fusion=fusion,
        sequence=generation.manifest.sequence,
        rows=generation.rows,
        ids=generation.ids,
        dead=np.zeros(size, bool),
        extra=np.zeros((0, fusion.width), np.float32),
        extra_tokens=[],
        place_of=dict(zip(generation.ids, range(size), strict=True)),
    )


def _follow(store: Store, encoders: EncoderSet, last: Snapshot, changes: Changes) -> Snapshot:
    """The snapshot after some changes, which cost what has changed."""
    known = last.place_of if isinstance(last.place_of, Layered) else Layered(last.place_of)
    places: dict[str, int | None] = {item.id: None for item in changes.before.values()}
    pending = np.fromiter(changes.after, np.int64, len(changes.after))
    fresh = [record.item.id for record in changes.after.values()]
    dead = np.concatenate([last.dead, np.zeros(len(pending), bool)])
    for id in dict.fromkeys((*places, *fresh)):
        if id in known:
            dead[known[id]] = True
    places |= {id: len(last.rows) + at for at, id in enumerate(fresh)}
    extra, words = last.extra, [*last.extra_tokens, *(record.tokens for record in changes.after.values())]
    if len(pending):
        extra = np.concatenate([extra, fused_rows(store, last.fusion, encoders, pending)])
    rows = np.concatenate([last.rows, pending])
    return Snapshot(
        last.generation,
        last.fusion,
        changes.sequence,
        rows,
        [*last.ids, *fresh],
        dead,
        extra,
        words,
        known.changed(places),
    )


def _assemble(store: Store, encoders: EncoderSet, generation: Generation, fusion: Fusion, sequence: int) -> Snapshot:
    """The snapshot of a store of which no log tells what has changed: all rows are looked at."""
    rows, changed, ids = store.rows()
    fresh = changed > generation.manifest.sequence
    current = set(rows[~fresh].tolist())
    dead = np.array([row not in current for row in generation.rows.tolist()] + [False] * int(fresh.sum()), bool)
    pending = rows[fresh]
    all_rows = np.concatenate([generation.rows, pending])
    all_ids = [*generation.ids, *(id for id, new in zip(ids, fresh, strict=True) if new)]
    records = list(store.records(pending))
    live = np.flatnonzero(~dead)
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
    )

"""The kinship of a catalogue by its kept columns: no item is read but those that are asked for.

The same values as `Kinship.of` all items. Knows columns, snapshots and attributes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.index.snapshot import Snapshot
from retrieval.kept.selection import Selection
from retrieval.search.shared_attributes import Kinship, Trait, traits_of

__all__ = ["kept_kinship"]


class _Traits(Mapping[int, tuple[Trait, ...]]):
    """The values of the item at a position."""

    def __init__(self, selection: Selection, snapshot: Snapshot) -> None:
        self._selection, self._snapshot = selection, snapshot

    def __getitem__(self, position: int) -> tuple[Trait, ...]:
        if not 0 <= position < len(self._snapshot.rows) or self._snapshot.dead[position]:
            raise KeyError(position)
        for record in self._selection.store.records([int(self._snapshot.rows[position])]):
            return traits_of(record.item)
        raise KeyError(position)

    def __iter__(self) -> Iterator[int]:
        return iter(self._snapshot.alive().tolist())

    def __len__(self) -> int:
        return len(self._snapshot.place_of)


class _Places(Mapping[Trait, NDArray[np.int64]]):
    """The live positions of the items that have a value. Fields aren't listed: it is asked by value alone."""

    def __init__(self, selection: Selection, snapshot: Snapshot, aligned: NDArray[np.int64]) -> None:
        self._selection, self._snapshot, self._aligned = selection, snapshot, aligned
        self._pending: dict[Trait, list[int]] = {}
        for row, item in selection.pending.items():
            for trait in traits_of(item):
                self._pending.setdefault(trait, []).append(row)
        self._found: dict[Trait, NDArray[np.int64]] = {}

    def __getitem__(self, trait: Trait) -> NDArray[np.int64]:
        if trait not in self._found:
            self._found[trait] = self._look_up(trait)
        if not len(self._found[trait]):
            raise KeyError(trait)
        return self._found[trait]

    def _look_up(self, trait: Trait) -> NDArray[np.int64]:
        selection, snapshot = self._selection, self._snapshot
        places = selection.columns.column(trait[0]).strings(trait[1])
        places = places[~selection.gone[places]]
        positions = self._aligned[places]
        there = (positions >= 0) & ~snapshot.dead[positions]
        more = [*selection.columns.rows[places[~there]].tolist(), *self._pending.get(trait, ())]
        return np.union1d(positions[there], snapshot.places(np.array(sorted(more), np.int64)))

    def __iter__(self) -> Iterator[Trait]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def kept_kinship(coverage: float, selection: Selection, snapshot: Snapshot, aligned: NDArray[np.int64]) -> Kinship:
    """Return the kinship of the items of a snapshot. aligned: where the rows of the columns stand in its generation, −1 for nowhere."""
    return Kinship(coverage, _Traits(selection, snapshot), _Places(selection, snapshot, aligned))

"""Leanings: terms of the score that a query brings along, which favour some items, and disfavour others, whatever it asks.

Knows fused vectors and positions. Knows nothing of why anybody leans anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.index.snapshot import Snapshot

__all__ = ["BEHAVIOUR", "Leaning", "lean"]

BEHAVIOUR = "behaviour"
"""The share of a score, beside those of text, image and audio, that leanings give."""


@dataclass(frozen=True, eq=False)
class Leaning:
    """One term of the score.

    name: what it is called among the parts of a score. towards, away: fused vectors that ask, float32 (n, width), each as
    long as it counts; of each kind the one that gives an item most counts, so that two leanings are two and not their mean.
    scores: what items get by id, given outright; others get 0. weight: multiplies it all.
    """

    name: str
    towards: NDArray[np.float32] | None = None
    away: NDArray[np.float32] | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0


def _nearest(
    snapshot: Snapshot, positions: NDArray[np.int64] | None, asking: NDArray[np.float32] | None, size: int
) -> NDArray[np.float32]:
    """For each position the inner product with the one of `asking` that gives most, float32 (size,); 0 without any."""
    if asking is None or not asking.any():
        return np.zeros(size, np.float32)
    return np.asarray(snapshot.products(np.ascontiguousarray(asking.T), positions).max(axis=1), np.float32)


def _outright(scores: Mapping[str, float], snapshot: Snapshot) -> NDArray[np.float32]:
    """Scores by position, float32 (n,); ids that the snapshot lacks are left out."""
    found = np.zeros(len(snapshot.rows), np.float32)
    there = [(place, score) for id, score in scores.items() if (place := snapshot.place_of.get(id)) is not None]
    if there:
        places, values = zip(*there, strict=True)
        found[np.array(places, np.int64)] = values
    return found


def lean(
    leanings: Sequence[Leaning],
    snapshot: Snapshot,
    positions: NDArray[np.int64] | None,
    steer: float,
    weights: Mapping[str, float],
) -> dict[str, NDArray[np.float32]]:
    """Return what leanings add to the score of each position, every one unless given: name → float32 (len(positions),).

    `steer` is the weight of what they lean away from, where an item is near to it; `weights` multiply them by name.
    """
    size = len(snapshot.rows) if positions is None else len(positions)
    found: dict[str, NDArray[np.float32]] = {}
    for one in leanings:
        value = found.setdefault(one.name, np.zeros(size, np.float32))
        weight = np.float32(one.weight * weights.get(one.name, 1.0))
        value += weight * _nearest(snapshot, positions, one.towards, size)
        value -= weight * np.float32(steer) * np.maximum(_nearest(snapshot, positions, one.away, size), 0)
        if one.scores:
            scores = _outright(one.scores, snapshot)
            value += weight * (scores if positions is None else scores[positions])
    return found

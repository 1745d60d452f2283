"""Which items are worth scoring exactly, and which of those scored are the best. Pure functions on arrays of scores and positions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.index.ann_recall import ALL, ENOUGH
from retrieval.index.chroma import OWN
from retrieval.index.snapshot import Snapshot

__all__ = ["AMONG", "best", "possible", "trusted"]

AMONG = 0.05
"""The share of the items up to which those that may be among the best are scored exactly, after a scan in eight bits."""


def best(
    scores: NDArray[np.float32], places: NDArray[np.int64], rows: NDArray[np.int64], top: int | None
) -> NDArray[np.int64]:
    """Return the `top` of `places` with the highest scores, best first, all without it; of equal ones, those of the first rows."""
    own = scores[places]
    if top is not None and top < len(places):
        places = places[own >= _least(own, top)]
        own = scores[places]
    return np.asarray(places[np.lexsort((rows[places], -own))][:top])


def _least(scores: NDArray[np.float32], top: int) -> np.float32:
    """Return the least of the `top` highest scores, `top` < len(scores)."""
    return np.float32(
        -np.partition(-scores, top - 1)[top - 1]
    )  # from the other end numpy takes ten times as long among many equal ones


def possible(
    snapshot: Snapshot,
    vector: NDArray[np.float32],
    terms: Mapping[str, NDArray[np.float32]],
    allowed: NDArray[np.bool_],
    top: int,
) -> NDArray[np.int64] | None:
    """Return the allowed positions that can be among the `top` best, ascending; None where nothing tells, or nearly all can.

    `terms` are those of every position. They are added to products in eight bits; what lies further than twice their bound below
    the last of the best is none of them.
    """
    nearly = snapshot.nearly(vector) if vector.any() else None
    if nearly is None:
        return None
    scores, bound = nearly
    for term in terms.values():
        scores = scores + term
    places = np.flatnonzero(allowed)
    own = scores[places]
    if top < len(own):
        places = places[own >= _least(own, top) - 2 * bound]
    return places if len(places) <= max(top, AMONG * len(allowed)) else None


def trusted(snapshot: Snapshot, vector: NDArray[np.float32]) -> bool:
    """Return whether the graph was found to lose next to nothing for queries that fill the blocks that `vector` fills, float32 (width,).

    A query that fills one block is judged by what was measured with such queries; a weak block doesn't switch the graph off for the others.
    """
    filled, start = [], 0
    for name, block in snapshot.generation.manifest.blocks.items():
        stop = start + int(block["width"])
        filled += [name] if vector[start:stop].any() else []
        start = stop
    recall = snapshot.generation.manifest.recall
    asked = (OWN, *filled, *((ALL,) if len(filled) > 1 else ()))
    return min((recall.get(name, 1.0) for name in asked), default=1.0) >= ENOUGH

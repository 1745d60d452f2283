"""Near duplicates: pairs of rows that are nearly the same, and groups of things that pairs join.

Knows rows; nothing of items or of what the rows describe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from retrieval.encoders.base import Rows

__all__ = ["grouped", "near_duplicates"]

CHUNK = 1_024


def near_duplicates(rows: Rows, least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of unit rows, (n, d), with a cosine of at least `least`: the lesser index, the greater one, the cosine.

    Zero rows have no duplicates where `least` is above 0. Every pair is compared, a thousand rows at a time.
    """
    for start in range(0, len(rows), CHUNK):
        table = rows[start : start + CHUNK] @ rows[start:].T
        for i, j in zip(*np.nonzero(table >= least), strict=True):
            if i < j:
                yield start + int(i), start + int(j), min(float(table[i, j]), 1.0)


def grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the ids that `pairs` join, directly or over others, as groups: connected components, the largest first.

    A group keeps the order in which its ids were met; of groups of one size, the one that was met first comes first.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place: dict[str, int] = {}
    edges = [(place.setdefault(a, len(place)), place.setdefault(b, len(place))) for a, b in pairs]
    if not edges:
        return []
    rows, columns = zip(*edges, strict=True)
    table = coo_array((np.ones(len(edges)), (rows, columns)), (len(place), len(place)))
    _, labels = connected_components(table, directed=False)
    members: dict[int, list[str]] = {}
    for id, label in zip(place, labels.tolist(), strict=True):
        members.setdefault(label, []).append(id)
    return sorted((tuple(ids) for ids in members.values()), key=len, reverse=True)

"""A map of the catalogue: each item where its fused vector lies, in two dimensions, coloured by a field.

The first two principal components of the centred vectors (Pearson 1901), by the eigenvectors of their covariance: the same for the
same index. Knows the store and its vectors; nothing of who looks.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.recommender.recommender import Recommender
from agent.serving.page.cards import kind_field
from agent.serving.page.naming import Naming

__all__ = ["FusedMap", "flattened"]

MOST = 2_000
"""Items that are shown; of more, so many, evenly over all of them."""
COLOURS = 8
"""Values that have a colour of their own; the others share one."""


def flattened(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows (n, width) as points (n, 2) within [-1, 1], along the two directions in which they differ most."""
    if len(vectors) < 2:
        return np.zeros((len(vectors), 2), np.float32)
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    top = directions[:, ::-1][:, :2]
    top = top * np.where(
        top[np.abs(top).argmax(axis=0), range(top.shape[1])] < 0, -1, 1
    )  # the sign is free: make it one
    points = centred @ top
    points = np.pad(points, ((0, 0), (0, 2 - points.shape[1])))
    scaled: NDArray[np.float32] = (points / np.maximum(np.abs(points).max(axis=0), 1e-9)).astype(np.float32)
    return scaled


class FusedMap:
    """The map of one store, made when it is first asked for and when the catalogue has changed."""

    def __init__(self, medley: Recommender) -> None:
        self._medley, self._lock = medley, threading.Lock()
        self._made: tuple[object, list[str], NDArray[np.float32]] | None = None

    def _points(self) -> tuple[list[str], NDArray[np.float32]]:
        catalogue = self._medley.retriever.catalogue
        with self._lock:
            if self._made is None or self._made[0] is not catalogue:
                ids = [item.id for item in self._medley.retriever.store.items()]
                ids = ids[:: max(-(-len(ids) // MOST), 1)]
                self._made = (
                    catalogue,
                    ids,
                    flattened(self._medley.retriever.vectors(ids)) if ids else np.zeros((0, 2), np.float32),
                )
            return self._made[1], self._made[2]

    def told(self, names: Naming) -> dict[str, Any]:
        """Return the items as points, with their titles and the value of the field that says what they are."""
        ids, points = self._points()
        kind = kind_field(self._medley.schema)
        frequent = kind.frequent(COLOURS) if kind else []
        store, found = self._medley.retriever.store, []
        for id, (x, y) in zip(ids, points.tolist(), strict=True):
            item = store.item(id)
            if item is not None:
                value = str(item.attributes.get(kind.name, "")) if kind else ""
                colour = frequent.index(value) if value in frequent else COLOURS
                found.append(
                    [id, item.title_in(names.language) or id, round(x, 4), round(y, 4), colour, bool(item.images)]
                )
        return {
            "field": names.label(kind.name) if kind else "", "values": [names.value(value) for value in frequent],
            "items": found,
        }  # fmt: skip

"""Item-kNN: items that the same people liked (Sarwar et al. 2001). Knows no order of events but the history's age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy.sparse as sp

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row
from retrieval.behavior.models.pairs import likes

__all__ = ["ItemKNN"]


@dataclass(frozen=True, eq=False)
class _Fitted:
    near: sp.csr_matrix
    half_life: float | None

    def score(self, history: History) -> Row:
        weights = history.weights(self.half_life)
        size = self.near.shape[0]
        row = sp.csr_matrix((weights, (np.zeros(len(weights), np.int64), history.items)), (1, size))
        return np.asarray((row @ self.near).todense(), np.float32).ravel()


def _nearest(table: sp.csr_matrix, k: int) -> sp.csr_matrix:
    """`table` with the `k` largest entries of each row; of equal ones the first."""
    kept = []
    for start, end in zip(table.indptr[:-1], table.indptr[1:], strict=True):
        order = np.lexsort((table.indices[start:end], -table.data[start:end]))[:k]
        kept.append(start + np.sort(order))
    counts = np.array([len(k) for k in kept])
    places = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    pointers = np.concatenate([[0], np.cumsum(counts)])
    return sp.csr_matrix((table.data[places], table.indices[places], pointers), table.shape)


@dataclass(frozen=True)
class ItemKNN:
    """Cosine between the columns of the table of likes, shrunk by `shrink`, the `neighbours` nearest of each item.

    The history's events count half as much every `half_life` (None: all alike).
    """

    neighbours: int = 100
    shrink: float = 10.0
    half_life: float | None = 3.0
    name: ClassVar[str] = "itemknn"
    late: ClassVar[tuple[str, ...]] = ("half_life",)

    def fit(self, log: Log) -> _Fitted:
        """Similarities of all pairs that a person liked both of."""
        table = likes(log)
        together = (table.T @ table).tocoo()
        norm = np.sqrt(np.asarray(table.sum(axis=0)).ravel())
        other = together.row != together.col
        rows, cols, both = together.row[other], together.col[other], together.data[other]
        near = sp.csr_matrix((both / (norm[rows] * norm[cols] + self.shrink), (rows, cols)), together.shape)
        near.sort_indices()
        return _Fitted(_nearest(near.astype(np.float32), self.neighbours), self.half_life)

"""PureSVD: a few factors that most of what people like can be told from (Cremonesi, Koren and Turrin 2010).

What is common to many tastes survives where few factors are kept, and what a single event tells doesn't: a signal of what a
person likes in the long run. Needs no extra. Knows who liked what; no order but the history's age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row
from retrieval.behavior.models.pairs import likes

__all__ = ["PureSvd", "decomposed"]

SEED = 0
ROUNDS = 6


def decomposed(table: sp.csr_matrix, most: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the right singular vectors of `table`, float32 (n, f), and their values, float64 (f,), f at most `most`.

    By subspace iteration from seeded directions (Halko, Martinsson and Tropp 2011): the same table gives the same vectors,
    which ARPACK doesn't promise. One vector of zeros where there is nothing to decompose.
    """
    few = min(most, min(table.shape))
    if few < 1 or not table.nnz:
        return np.zeros((table.shape[1], 1), np.float32), np.zeros(1)
    wide = table.astype(np.float64).tocsr()
    start = np.random.default_rng(SEED).standard_normal((table.shape[1], min(2 * few + 10, min(table.shape))))
    left = np.linalg.qr(wide @ start)[0]
    for _ in range(ROUNDS):
        left = np.linalg.qr(wide @ np.linalg.qr(wide.T @ left)[0])[0]
    _, values, right = np.linalg.svd((wide.T @ left).T, full_matrices=False)
    return np.asarray(right[:few].T, np.float32), values[:few]


@dataclass(frozen=True, eq=False)
class _Fitted:
    """items: float32 (n, f)."""

    items: NDArray[np.float32]
    half_life: float | None

    def score(self, history: History) -> Row:
        return np.asarray(self.items @ (history.weights(self.half_life) @ self.items[history.items]), np.float32)


@dataclass(frozen=True)
class PureSvd:
    """The history projected onto the first right singular vectors of the table of likes, and back.

    The history's events count half as much every `half_life` (None: all alike).
    """

    factors: int = 16
    half_life: float | None = None
    name: ClassVar[str] = "factors"
    late: ClassVar[tuple[str, ...]] = ("half_life",)

    def fit(self, log: Log) -> _Fitted:
        """Fit by one truncated decomposition."""
        return _Fitted(decomposed(likes(log), self.factors)[0], self.half_life)

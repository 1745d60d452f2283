"""Taste for items that nobody has touched: factors of behaviour, predicted from what the items are.

Factors are those of PureSVD (Cremonesi, Koren and Turrin 2010); an item with few likes gets those that a ridge regression
expects of its content (attribute-to-feature mapping: Gantner et al. 2010), and one with many keeps its own. Knows likes
and given rows of content.
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
from retrieval.behavior.models.puresvd import decomposed

__all__ = ["Mapped"]


@dataclass(frozen=True, eq=False)
class _Fitted:
    """factors: float32 (n, f), those of the history. expected: float32 (n, f), those that are ranked by."""

    factors: NDArray[np.float32]
    expected: NDArray[np.float32]
    half_life: float | None

    def score(self, history: History) -> Row:
        wanted = history.weights(self.half_life) @ self.factors[history.items]
        return np.asarray(self.expected @ wanted, np.float32)


def _factors(table: sp.csr_matrix, most: int) -> NDArray[np.float32]:
    """The right singular vectors of the table times its values' fourth root, float32 (n, f)."""
    right, values = decomposed(table, most)
    return np.asarray(right * np.sqrt(values) / np.sqrt(max(values.max(), 1e-9)), np.float32)


@dataclass(frozen=True, eq=False)
class Mapped:
    """content: float32 (n, d), one row an item. An item with c likes has c / (c + `trust`) of its own factors, the rest
    are those expected of its content.
    """

    content: NDArray[np.float32]
    factors: int = 64
    ridge: float = 10.0
    trust: float = 100.0
    half_life: float | None = None
    name: ClassVar[str] = "mapped"

    def fit(self, log: Log) -> _Fitted:
        """Fit by one truncated decomposition and one ridge regression, each item weighing as many likes as it has."""
        table = likes(log)
        own = _factors(table, self.factors)
        counts = np.asarray(table.sum(axis=0)).ravel()
        x = np.column_stack([self.content, np.ones(len(self.content), np.float32)]).astype(np.float64)
        weight = np.log1p(counts)[:, None]
        gram = x.T @ (x * weight)
        gram[np.diag_indices(len(gram))] += self.ridge
        from scipy.linalg import cho_factor, cho_solve  # only training needs it

        mapped = x @ cho_solve(cho_factor(gram), x.T @ (own * weight))
        share = (counts / (counts + self.trust))[:, None]
        return _Fitted(own, np.asarray(share * own + (1 - share) * mapped, np.float32), self.half_life)

"""Decayed Markov chain: what people liked soon after an item, the next event most. Knows neighbours in time only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import scipy.sparse as sp

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row
from retrieval.behavior.models.pairs import windows

__all__ = ["Markov"]


@dataclass(frozen=True, eq=False)
class _Fitted:
    chain: sp.csr_matrix
    half_life: float | None

    def score(self, history: History) -> Row:
        weights = history.weights(self.half_life)
        size = self.chain.shape[0]
        row = sp.csr_matrix((weights, (np.zeros(len(weights), np.int64), history.items)), (1, size))
        return np.asarray((row @ self.chain).todense(), np.float32).ravel()


@dataclass(frozen=True)
class Markov:
    """How often each item followed each other one, at most `reach` events later, halved every `half_life` events.

    Counts of what followed an item are divided by their sum plus `prior`, so that an item met once or twice says less.
    A history votes with its events, halved in the same way. A first-order chain is `reach=1`.
    """

    reach: int = 10
    half_life: float | None = 3.0
    prior: float = 20.0
    name: ClassVar[str] = "markov"

    def fit(self, log: Log) -> _Fitted:
        """Counts pairs (earlier, liked later) within each person's timeline."""
        found = windows(log, self.reach, 1, self.half_life, None, met=0)
        counts = (found.past.T @ found.future).tocsr()
        sums = np.asarray(counts.sum(axis=1)).ravel()
        scale = np.divide(1, sums + self.prior, out=np.zeros_like(sums), where=sums > 0)
        return _Fitted((sp.diags(scale) @ counts).astype(np.float32).tocsr(), self.half_life)

"""Measures of a ranking against the items that are relevant, and intervals of their means.

Rankings are of the whole catalogue: what counts is at which ranks the relevant items stand. Relevance is binary.
The definitions are those of trec_eval. Knows nothing of retrievers, queries or files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["CUTOFF", "METRICS", "Interval", "interval", "rank_metrics", "ranks_of"]

CUTOFF = 10
METRICS = ("hit@1", "hit@10", "precision@10", "recall@10", "ndcg@10", "map", "mrr")
RESAMPLES, LEVEL, SEED = 2_000, 0.95, 0


def ranks_of(ranking: Sequence[str], relevant: Collection[str]) -> NDArray[np.int64]:
    """The ranks, from 1, of the relevant items that `ranking` holds, ascending. int64 (≤ len(relevant),)."""
    wanted = set(relevant)
    return np.array([rank for rank, id in enumerate(ranking, start=1) if id in wanted], np.int64)


def rank_metrics(ranks: NDArray[np.int64], relevant: int) -> dict[str, float]:
    """Every measure of `METRICS`, each in [0, 1], for one query.

    ranks: ascending ranks, from 1, of the relevant items that were found; relevant: how many there are in all. All are
    0 where nothing is relevant.
    """
    if not relevant:
        return dict.fromkeys(METRICS, 0.0)
    first = int(ranks[0]) if len(ranks) else 0
    top = ranks[ranks <= CUTOFF]
    ideal = (1 / np.log2(np.arange(1, min(relevant, CUTOFF) + 1) + 1)).sum()
    return {
        "hit@1": float(first == 1),
        "hit@10": float(len(top) > 0),
        "precision@10": len(top) / CUTOFF,
        "recall@10": len(top) / relevant,
        "ndcg@10": float((1 / np.log2(top + 1)).sum() / ideal),
        "map": float((np.arange(1, len(ranks) + 1) / ranks).sum() / relevant),
        "mrr": 1 / first if first else 0.0,
    }


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `n` queries with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, float | int]:
        """JSON-able."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "n": self.n}

    @property
    def clear(self) -> bool:
        """Whether 0 lies outside: of a difference, that it is no accident of which queries were asked."""
        return self.low > 0 or self.high < 0


def interval(values: Mapping[str, NDArray[np.float64]]) -> dict[str, Interval]:
    """Means of paired columns with percentile bootstrap intervals (Efron 1979), the same resamples for every column.

    values: name → float64 (n,), row i of every column belonging to query i. Give differences for paired intervals.
    Deterministic. Raises ValueError for columns of different lengths.
    """
    if len({len(column) for column in values.values()}) > 1:
        raise ValueError(f"expected columns of one length; got { {name: len(c) for name, c in values.items()} }")
    if not values:
        return {}
    table = np.stack([np.asarray(column, np.float64) for column in values.values()], axis=1)
    n = len(table)
    if n == 0:
        return {name: Interval(0.0, 0.0, 0.0, 0) for name in values}
    rng = np.random.default_rng(SEED)
    means = np.empty((RESAMPLES, table.shape[1]))
    for start in range(0, RESAMPLES, 100):
        counts = rng.multinomial(n, np.full(n, 1 / n), size=min(100, RESAMPLES - start))
        means[start : start + len(counts)] = counts @ table / n
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    centre = table.mean(axis=0)
    return {name: Interval(float(centre[i]), float(low[i]), float(high[i]), n) for i, name in enumerate(values)}

"""A common space for modalities, learned from the items that have more than one: regularised canonical correlation.

Canonical correlation analysis finds directions in which two views of the same things vary together (Hotelling 1936);
with more than two views it is a generalised eigenproblem of the covariances between views against those within them
(Kettenring 1971), kept stable by a ridge (Vinod 1976). A canonical direction counts for its correlation to some power
(Gong et al. 2014, "A multi-view embedding space"). Ridge and power are those under which held-out pairs find each other
best. Covariances are taken over the items that have both views, so none must have all.

Knows rows. Knows nothing of encoders, blocks, items or scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows
from retrieval.fusion.pca_transform import present, unit

__all__ = ["LEAST_PAIRS", "Alignment", "fit_alignment", "pairs"]

LEAST_PAIRS = 30
"""Items with both of two modalities from which on their relation is learned."""
WIDTH = 128
RIDGES = (0.03, 0.1, 0.3, 1.0, 3.0)
"""Added to the covariance of each view, as a multiple of its mean variance."""
POWERS = (0.5, 1.0, 2.0)
FOLD = 5
"""Every so-manieth item is held out while ridge and power are chosen."""
MOST_HELD_OUT = 1_000

View = str


@dataclass(frozen=True)
class Alignment:
    """Where each view's rows lie in the common space: `(row - mean) @ matrix`.

    means: float32 (view width,). matrices: float32 (view width, width). rank: the mean reciprocal rank at which a
    held-out view finds its partner among all that were held out, and chance: what blind guessing reaches.
    """

    means: Mapping[View, NDArray[np.float32]]
    matrices: Mapping[View, NDArray[np.float32]]
    rank: float
    chance: float

    def __call__(self, view: View, rows: Rows) -> Rows:
        """Unit rows of the common space, float32 (n, width); zero rows stay zero."""
        inside = (rows - self.means[view]) @ self.matrices[view]
        return unit(np.where(present(rows)[:, None], inside, 0))


def pairs(views: Mapping[View, Rows]) -> dict[tuple[View, View], int]:
    """Return how many items have both of two views, for every two."""
    there = {name: present(rows) for name, rows in views.items()}
    return {(a, b): int((there[a] & there[b]).sum()) for a, b in combinations(views, 2)}


@dataclass(frozen=True)
class _Covariances:
    """Covariances of all views side by side: `within` float64 (d, d), block by block; `between`, the rest."""

    slices: Mapping[View, slice]
    means: Mapping[View, NDArray[np.float64]]
    within: NDArray[np.float64]
    between: NDArray[np.float64]


def _covariances(views: Mapping[View, Rows], used: NDArray[np.bool_]) -> _Covariances:
    slices, start = {}, 0
    for name, rows in views.items():
        slices[name] = slice(start, start + rows.shape[1])
        start += rows.shape[1]
    there = {name: present(rows) & used for name, rows in views.items()}
    means = {name: rows[there[name]].mean(axis=0, dtype=np.float64) for name, rows in views.items()}
    within, between = np.zeros((start, start)), np.zeros((start, start))
    for a, rows in views.items():
        own = rows[there[a]] - means[a]
        within[slices[a], slices[a]] = own.T @ own / len(own)
    for a, b in combinations(views, 2):
        both = there[a] & there[b]
        if both.sum() >= LEAST_PAIRS * (FOLD - 1) // FOLD:
            table = (views[a][both] - means[a]).T @ (views[b][both] - means[b]) / both.sum()
            between[slices[a], slices[b]], between[slices[b], slices[a]] = table, table.T
    return _Covariances(slices, means, within, between)


def _solve(of: _Covariances, ridge: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Canonical correlations, best first, (k,), and directions, (d, k), each view's part scaled alike."""
    from scipy.linalg import eigh

    size = len(of.within)
    against = of.within.copy()
    for where in of.slices.values():
        width = where.stop - where.start
        variance = np.trace(of.within[where, where]) / width
        against[where, where] += (ridge * variance + 1e-9) * np.eye(width)
    values, vectors = eigh(of.between, against, subset_by_index=[max(size - WIDTH, 0), size - 1])
    kept = np.flatnonzero(values > 1e-6)[::-1]
    values, vectors = values[kept], vectors[:, kept]
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(len(kept))])
    return values, vectors * signs


def _alignment(of: _Covariances, correlations: NDArray[np.float64], directions: NDArray[np.float64], power: float,
               rank: float, chance: float) -> Alignment:  # fmt: skip
    weighted = (directions * correlations**power).astype(np.float32)
    means = {name: mean.astype(np.float32) for name, mean in of.means.items()}
    return Alignment(
        means, {name: np.ascontiguousarray(weighted[where]) for name, where in of.slices.items()}, rank, chance
    )


def _reciprocal_rank(found: Alignment, views: Mapping[View, Rows], held: NDArray[np.bool_]) -> tuple[float, float]:
    """The mean over held-out pairs, both ways, of 1 / the partner's rank, and what chance gives."""
    ranks, chances = [], []
    for a, b in combinations(views, 2):
        both = np.flatnonzero(present(views[a]) & present(views[b]) & held)[:MOST_HELD_OUT]
        if len(both) < 2:
            continue
        scores = found(a, views[a][both]) @ found(b, views[b][both]).T
        for table in (scores, scores.T):
            place = (table >= np.diag(table)[:, None]).sum(axis=1)
            ranks.append(1 / place)
            chances.append(np.full(len(both), (1 / np.arange(1, len(both) + 1)).mean()))
    return (float(np.concatenate(ranks).mean()), float(np.concatenate(chances).mean())) if ranks else (0.0, 0.0)


def _connected(views: Mapping[View, Rows]) -> list[View]:
    """The views that have enough pairs with another."""
    enough = [pair for pair, count in pairs(views).items() if count >= LEAST_PAIRS]
    return [name for name in views if any(name in pair for pair in enough)]


def _choose(views: Mapping[View, Rows], ridges: Sequence[float]) -> tuple[float, float, float, float]:
    """Ridge, power, and the reciprocal rank and chance that they give held-out pairs."""
    n = len(next(iter(views.values())))
    several = np.sum([present(rows) for rows in views.values()], axis=0) > 1
    held = np.zeros(n, bool)
    held[np.flatnonzero(several)[::FOLD]] = True
    of = _covariances(views, ~held)
    best = (ridges[-1], POWERS[-1], -1.0, 0.0)
    for ridge in ridges:
        correlations, directions = _solve(of, ridge)
        for power in POWERS:
            rank, chance = _reciprocal_rank(_alignment(of, correlations, directions, power, 0, 0), views, held)
            if rank > best[2]:
                best = (ridge, power, rank, chance)
    return best


def fit_alignment(views: Mapping[View, Rows]) -> Alignment | None:
    """Learns a common space; deterministic.

    `views`: name → float32 (n, view width), row i for item i, zero where it lacks that view. Views that have fewer
    than `LEAST_PAIRS` items in common with every other are left out; None where that leaves none.
    """
    joined = _connected(views)
    if not joined:
        return None
    used = {name: views[name] for name in joined}
    ridge, power, rank, chance = _choose(used, RIDGES)
    of = _covariances(used, np.ones(len(next(iter(used.values()))), bool))
    return _alignment(of, *_solve(of, ridge), power, rank, chance)

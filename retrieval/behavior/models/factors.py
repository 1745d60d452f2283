"""Factors of people and items: implicit ALS (Hu, Koren and Volinsky 2008) and BPR (Rendle et al. 2009).

Needs the extra [train]: the package `implicit` fits them, on one thread, so that the same log gives the same factors. They
are the peers that others are measured against. Know who liked what; no order but the history's age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row
from retrieval.behavior.models.pairs import likes
from retrieval.errors import MissingExtraError

__all__ = ["Als", "Bpr"]

SEED = 0


def _implicit() -> Any:
    try:
        import implicit
        import implicit.als
        import implicit.bpr
    except ModuleNotFoundError as error:
        raise MissingExtraError("fitting ALS and BPR", "train") from error
    return implicit


def _fitted(model: Any, table: sp.csr_matrix) -> Any:
    """`model` fitted on people × items, with one thread of BLAS: more wait for each other."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        model.fit(table, show_progress=False)
    return model


@dataclass(frozen=True, eq=False)
class _FittedAls:
    """items: float32 (n, factors)."""

    items: NDArray[np.float32]
    gram: NDArray[np.float64]
    alpha: float
    half_life: float | None

    def score(self, history: History) -> Row:
        """Return the factors of a person with this history, solved for as ALS does, times those of the items."""
        weights = history.weights(self.half_life).astype(np.float64)
        rows = self.items[history.items].astype(np.float64)
        left = self.gram + (rows * (weights * max(self.alpha - 1, 0))[:, None]).T @ rows
        person = np.linalg.solve(left, self.alpha * weights @ rows)
        return np.asarray(self.items @ person, np.float32)


@dataclass(frozen=True)
class Als:
    """Weighted least squares over all cells, those of likes counting `alpha`, others 1.

    A history is folded in, its events counting half as much every `half_life` (None: all alike).
    """

    factors: int = 64
    regularization: float = 0.1
    alpha: float = 10.0
    iterations: int = 15
    half_life: float | None = None
    name: ClassVar[str] = "als"
    late: ClassVar[tuple[str, ...]] = ("half_life",)

    def fit(self, log: Log) -> _FittedAls:
        """Raises MissingExtraError without the extra [train]."""
        made = _implicit().als.AlternatingLeastSquares(
            self.factors, self.regularization, self.alpha, iterations=self.iterations, use_gpu=False, num_threads=1,
            random_state=SEED,
        )  # fmt: skip
        table = likes(log)
        known = table.nnz > 0
        items = np.asarray(
            _fitted(made, table).item_factors if known else np.zeros((log.size, self.factors)), np.float32
        )
        touched = np.asarray(table.sum(axis=0)).ravel() > 0
        items = np.where(touched[:, None], items, np.float32(0))
        wide = items.astype(np.float64)
        gram = wide.T @ wide + max(self.regularization, 1e-6) * np.eye(self.factors)
        return _FittedAls(items, gram, self.alpha, self.half_life)


@dataclass(frozen=True, eq=False)
class _FittedBpr:
    """people: float32 (people, f); items: float32 (n, f); told: float64 (f, f), from liked items to a person."""

    people: NDArray[np.float32]
    items: NDArray[np.float32]
    known: NDArray[np.bool_]
    told: NDArray[np.float64]
    touched: NDArray[np.bool_]

    def score(self, history: History) -> Row:
        """Score by the person's own factors where they were fitted, else by those that people with such a history have.

        Items that nobody liked come last.
        """
        if history.person is not None and history.person < len(self.known) and self.known[history.person]:
            found = self.items @ self.people[history.person]
        else:
            weights = history.weights(None)
            liked = weights @ self.items[history.items] / max(float(weights.sum()), 1e-9)
            found = self.items @ (liked @ self.told)
        return np.asarray(np.where(self.touched, found, found.min(initial=0)), np.float32)


@dataclass(frozen=True)
class Bpr:
    """Factors by which each liked item stands before one that wasn't, in pairs drawn at random."""

    factors: int = 64
    rate: float = 0.05
    regularization: float = 0.01
    iterations: int = 100
    name: ClassVar[str] = "bpr"

    def fit(self, log: Log) -> _FittedBpr:
        """Raises MissingExtraError without the extra [train]."""
        made = _implicit().bpr.BayesianPersonalizedRanking(
            self.factors, self.rate, self.regularization, iterations=self.iterations, use_gpu=False, num_threads=1,
            random_state=SEED,
        )  # fmt: skip
        table = likes(log)
        if not table.nnz:
            wide = self.factors + 1
            empty = np.zeros((log.size, wide), np.float32)
            return _FittedBpr(empty[:0], empty, np.zeros(0, bool), np.eye(wide), np.zeros(log.size, bool))
        fitted = _fitted(made, table)
        counts = np.asarray(table.sum(axis=1)).ravel()
        touched = np.asarray(table.sum(axis=0)).ravel() > 0
        people = np.asarray(fitted.user_factors, np.float32)
        items = np.where(touched[:, None], np.asarray(fitted.item_factors, np.float32), np.float32(0))
        some = counts > 0
        means = ((table @ items)[some] / counts[some, None]).astype(np.float64)
        left = means.T @ means + np.eye(means.shape[1]) * max(float(np.square(means).mean()), 1e-6)
        return _FittedBpr(
            people, items, some, np.asarray(np.linalg.solve(left, means.T @ people[some]), np.float64), touched
        )

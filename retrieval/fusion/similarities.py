"""Similarities: how a row of an item is compared with a row of a query, always as one inner product.

Each is fitted to one block of a catalogue (`fitted_similarity.py`) and gives it a score:

    cosine   the cosine of the angle between the rows
    ip       the inner product: an item's length counts
    l2       1 - ‖q - x‖² / (its mean over the catalogue)
    kl       1 - KL(q ‖ x) / (its mean over the catalogue), where rows become distributions by a softmax

All are on one scale, so that blocks weigh what their weights say, the lexical term keeps its proportion, and a
threshold means something: 0 is the average item of the catalogue, and 1 an item that is the same as the query (for
`ip`, one that points the same way and has a typical length; longer ones exceed it). A zero row is a missing content:
it stays zero, and so it scores as the average item does. Within one block the order is that of the plain distance,
divergence or product, for what is left out of them doesn't depend on the item.

Knows rows. Knows nothing of encoders, blocks, weights, items or stores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows
from retrieval.errors import ConfigError
from retrieval.fusion.fitted_similarity import FittedSimilarity, Similarity, Spread, State, fit_spread
from retrieval.fusion.pca_transform import present, unit

__all__ = [
    "COSINE",
    "KL_TEMPERATURE",
    "register_similarity",
    "similarities",
    "similarity",
]

COSINE = "cosine"
KL_TEMPERATURE = 2.0
"""What logits of unit variance are divided by before the softmax. The higher, the more `kl` orders as `l2` does."""
TINY = 1e-9


_SIMILARITIES: dict[str, Callable[[], Similarity]] = {}


def register_similarity(name: str) -> Callable[[Callable[[], Similarity]], Callable[[], Similarity]]:
    """Decorator: makes `similarity(name)` call the decorated class or function."""

    def add(factory: Callable[[], Similarity]) -> Callable[[], Similarity]:
        _SIMILARITIES[name] = factory
        return factory

    return add


def similarities() -> list[str]:
    """Return the names that `similarity` knows."""
    return sorted(_SIMILARITIES)


def similarity(name: str) -> Similarity:
    """Return the similarity called `name`.

    Raises ConfigError for an unknown name.
    """
    if name not in _SIMILARITIES:
        raise ConfigError(f"expected a similarity named one of {', '.join(similarities())}; got '{name}'")
    return _SIMILARITIES[name]()


# -- the four -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Angle:
    """`cosine`: rows are unit length already, and are left as they are."""

    width: int

    def stored(self, rows: Rows) -> Rows:
        return rows

    def asking(self, rows: Rows) -> Rows:
        return rows

    def reached(self, directions: Rows) -> Rows:
        return directions

    def as_query(self, stored: Rows) -> Rows:
        return stored

    def slope(self, asking: Rows, stored: Rows) -> NDArray[np.floating[Any]]:
        return np.broadcast_to(asking, stored.shape)

    def state(self) -> dict[str, NDArray[Any]]:
        return {}


@register_similarity(COSINE)
class Cosine:
    """The cosine between unit rows, which blocks centre on the catalogue."""

    name = COSINE
    lengths = False

    def fit(self, rows: Rows) -> FittedSimilarity:
        """Return the similarity as it is: nothing is fitted."""
        return _Angle(rows.shape[1])

    def load(self, state: State, width: int) -> FittedSimilarity:
        """Return the measure of a block of `width` columns."""
        return _Angle(width)


@dataclass(frozen=True)
class _Product:
    """`ip`: stored (x - mean) / spread; asking, the query's direction."""

    where: Spread

    @property
    def width(self) -> int:
        return len(self.where.mean)

    def stored(self, rows: Rows) -> Rows:
        return self.where.apart(rows, self.where.mean)

    def asking(self, rows: Rows) -> Rows:
        return unit(self.where.apart(rows, self.where.centre))

    def reached(self, directions: Rows) -> Rows:
        return self.asking(self.where.at(directions))

    def as_query(self, stored: Rows) -> Rows:
        moved = stored + (self.where.mean - self.where.centre) / np.float32(self.where.spread)
        return unit(np.where(present(stored)[:, None], moved, 0))

    def slope(self, asking: Rows, stored: Rows) -> NDArray[np.floating[Any]]:
        return np.broadcast_to(asking / np.float32(self.where.spread), stored.shape)

    def state(self) -> dict[str, NDArray[Any]]:
        return self.where.state()


@register_similarity("ip")
class InnerProduct:
    """The inner product of rows as long as they are, less that of the average item.

    Rows are measured in the spread of their block, and queries taken by direction alone: neither changes an order.
    """

    name = "ip"
    lengths = True

    def fit(self, rows: Rows) -> FittedSimilarity:
        """Fits the mean and the spread."""
        return _Product(fit_spread(rows))

    def load(self, state: State, width: int) -> FittedSimilarity:
        """Return the measure that gave `state`."""
        return _Product(Spread.load(state))


@dataclass(frozen=True)
class _Distance:
    """`l2`, with z = (x - mean) / spread, whose mean square is 1: stored (z, 1 - ‖z‖²), asking (2y, 1) / (‖y‖² + 1).

    ‖y - z‖² is ‖y‖² + 1 in the mean, so the inner product is 1 - ‖y - z‖² / mean.
    """

    where: Spread

    @property
    def width(self) -> int:
        return len(self.where.mean) + 1

    def stored(self, rows: Rows) -> Rows:
        z = self.where.apart(rows, self.where.mean)
        beyond = np.where(present(rows), 1 - (z.astype(np.float64) ** 2).sum(axis=1), 0)
        return np.concatenate([z, beyond[:, None]], axis=1).astype(np.float32)

    def _asking(self, y: Rows, there: NDArray[np.bool_]) -> Rows:
        mean = (y.astype(np.float64) ** 2).sum(axis=1, keepdims=True) + 1
        vectors = np.concatenate([2 * y, np.ones((len(y), 1))], axis=1) / mean
        return np.where(there[:, None], vectors, 0).astype(np.float32)

    def asking(self, rows: Rows) -> Rows:
        return self._asking(self.where.apart(rows, self.where.mean), present(rows))

    def reached(self, directions: Rows) -> Rows:
        return self.asking(self.where.at(directions))

    def as_query(self, stored: Rows) -> Rows:
        return self._asking(stored[:, :-1], present(stored))

    def slope(self, asking: Rows, stored: Rows) -> NDArray[np.floating[Any]]:
        z = stored[:, :-1].astype(np.float64)
        return np.asarray((asking[:-1] - asking[-1] * z) / self.where.spread)

    def state(self) -> dict[str, NDArray[Any]]:
        return self.where.state()


@register_similarity("l2")
class Euclidean:
    """The squared Euclidean distance between rows as long as they are, as a share of its mean."""

    name = "l2"
    lengths = True

    def fit(self, rows: Rows) -> FittedSimilarity:
        """Fits the mean and the spread."""
        return _Distance(fit_spread(rows))

    def load(self, state: State, width: int) -> FittedSimilarity:
        """Return the measure that gave `state`."""
        return _Distance(Spread.load(state))


def _log_softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    top = logits.max(axis=1, keepdims=True)
    return np.asarray(logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True)))


@dataclass(frozen=True)
class _Divergence:
    """`kl`: stored log p - the catalogue's mean log p; asking q / (mean KL of q). `typical` float64 (width,), that mean."""

    where: Spread
    typical: NDArray[np.float64]

    @property
    def width(self) -> int:
        return len(self.typical)

    @property
    def _steepness(self) -> float:
        """What (x - centre) / spread is multiplied by: logits have unit variance at temperature 1."""
        return float(np.sqrt(self.width)) / KL_TEMPERATURE

    def log_p(self, rows: Rows) -> NDArray[np.float64]:
        return _log_softmax(self._steepness * self.where.apart(rows, self.where.centre).astype(np.float64))

    def stored(self, rows: Rows) -> Rows:
        return np.where(present(rows)[:, None], self.log_p(rows) - self.typical, 0).astype(np.float32)

    def _asking(self, log_q: NDArray[np.float64], there: NDArray[np.bool_]) -> Rows:
        q = np.exp(log_q)
        mean = (q * (log_q - self.typical)).sum(axis=1, keepdims=True)
        return np.where(there[:, None], q / np.maximum(mean, TINY), 0).astype(np.float32)

    def asking(self, rows: Rows) -> Rows:
        return self._asking(self.log_p(rows), present(rows))

    def reached(self, directions: Rows) -> Rows:
        return self.asking(self.where.at(directions))

    def as_query(self, stored: Rows) -> Rows:
        return self._asking(_log_softmax(stored.astype(np.float64) + self.typical), present(stored))

    def slope(self, asking: Rows, stored: Rows) -> NDArray[np.floating[Any]]:
        log_p = stored.astype(np.float64) + self.typical
        places, shares = np.polynomial.legendre.leggauss(8)
        on_the_way = zip((places + 1) / 2, shares / 2, strict=True)
        p = sum(share * np.exp(_log_softmax(place * log_p)) for place, share in on_the_way)
        return np.asarray((asking - float(asking.sum()) * p) * self._steepness / self.where.spread)

    def state(self) -> dict[str, NDArray[Any]]:
        return self.where.state() | {"typical": self.typical}


@register_similarity("kl")
class KullbackLeibler:
    """The Kullback-Leibler divergence of an item's distribution from the query's, as a share of its mean.

    A row becomes a distribution over its coordinates: the softmax of (x - centre) / spread, scaled to unit variance
    and divided by `KL_TEMPERATURE`.
    """

    name = "kl"
    lengths = True

    def fit(self, rows: Rows) -> FittedSimilarity:
        """Fits the spread and the mean log p."""
        where = fit_spread(rows)
        kept = rows[present(rows)]
        blank = _Divergence(where, np.zeros(rows.shape[1]))
        return _Divergence(where, blank.log_p(kept).mean(axis=0) if len(kept) else blank.typical)

    def load(self, state: State, width: int) -> FittedSimilarity:
        """Return the measure that gave `state`."""
        return _Divergence(Spread.load(state), state["typical"])

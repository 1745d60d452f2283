"""How raw rows become a block: unit length, centred on the catalogue, turned into few dimensions.

Knows arrays. Knows nothing of encoders, items or queries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows

__all__ = ["CENTRE_FROM", "PcaTransform", "fit_pca", "present", "unit"]

CENTRE_FROM = 50
"""Rows from which on a catalogue's mean is trusted."""
PRIOR_MEAN, PRIOR_VARIANCE = 2, 20
"""How many rows the priors of a standardised column, mean 0 and variance 1, count for."""
TINY = 1e-6


def unit(rows: NDArray[Any]) -> Rows:
    """float32, each row divided by its length; rows shorter than 1e-6 become zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths < TINY, 0, rows / np.maximum(lengths, TINY)).astype(np.float32)


def present(rows: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which rows are not zero, that is, which contents there are: bool (n,)."""
    return np.asarray(rows.any(axis=1))


@dataclass(frozen=True)
class PcaTransform:
    """The coordinates of one block, frozen.

    `mean` and `scale` are float32 (dim,), `basis` is float32 (dim, width) with orthonormal columns, or (dim, 0) for
    no change of coordinates. `normed` says whether raw rows are made unit length first.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    basis: NDArray[np.float32]
    normed: bool = True

    @property
    def width(self) -> int:
        """Columns of what `apply` and `directions` give."""
        return self.basis.shape[1] or len(self.mean)

    def apply(self, rows: Rows) -> Rows:
        """Raw rows (n, dim) as unit rows (n, width); a zero row stays zero."""
        seen = unit(rows) if self.normed else rows
        return unit(np.where(present(rows)[:, None], self.turn((seen - self.mean) * self.scale), 0))

    def asked(self, rows: Rows) -> Rows:
        """Raw rows (n, dim) of queries as unit rows (n, width): each loses of the mean only what it has of it.

        Taking out the whole mean, as of an item, gives a query that resembles the items less than they do each other, as a
        short one does, the opposite of the mean. A row that has more of the mean than an item loses one mean.
        """
        power = float(self.mean @ self.mean)
        if not self.normed or power < TINY:
            return self.apply(rows)
        seen = unit(rows)
        share = np.clip(seen @ self.mean / power, 0, 1)[:, None]
        return unit(np.where(present(rows)[:, None], self.turn((seen - share * self.mean) * self.scale), 0))

    def plain(self, rows: Rows) -> Rows:
        """Raw rows (n, dim) in this frame's coordinates (n, width), as long as the encoder gave them, not centred.

        Standardised columns are centred: before that their lengths mean nothing. A zero row stays zero.
        """
        seen = rows if self.normed else (rows - self.mean) * self.scale
        return np.where(present(rows)[:, None], self.turn(seen), 0).astype(np.float32)

    def directions(self, rows: Rows) -> Rows:
        """Differences from the mean, (n, dim), as unit rows (n, width)."""
        return unit(self.turn(rows * self.scale))

    def turn(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Centred and scaled rows (n, dim) in this frame's coordinates (n, width), lengths kept."""
        return rows @ self.basis if self.basis.shape[1] else rows

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `PcaTransform.load` takes."""
        return {"mean": self.mean, "scale": self.scale, "basis": self.basis, "normed": np.array(self.normed)}

    @staticmethod
    def load(state: Mapping[str, NDArray[Any]]) -> PcaTransform:
        """Return the frame that gave `state`."""
        return PcaTransform(state["mean"], state["scale"], state["basis"], bool(state["normed"]))


def _principal(rows: NDArray[Any], width: int) -> NDArray[np.float32]:
    """At most `width` directions in which `rows` vary most, float32 (dim, width); the largest entry of each is positive."""
    from scipy.linalg import eigh

    n, dim = rows.shape
    centred = (rows - rows.mean(axis=0)).astype(np.float64)
    table = centred @ centred.T if n < dim else centred.T @ centred  # the smaller of the two has the same spectrum
    values, vectors = eigh(table, subset_by_index=[len(table) - width, len(table) - 1])
    vectors = vectors[:, values > 1e-9 * max(values[-1], 1e-9)]  # rows that repeat vary in fewer directions
    basis = (centred.T @ vectors if n < dim else vectors)[:, ::-1]
    basis = basis / np.linalg.norm(basis, axis=0)
    signs = np.sign(basis[np.abs(basis).argmax(axis=0), np.arange(basis.shape[1])])
    return np.ascontiguousarray(basis * signs, dtype=np.float32)


def _spanned(rows: NDArray[Any], prior: NDArray[Any]) -> NDArray[np.float32]:
    """Orthonormal columns, float32 (dim, len(rows) + len(prior)), that span both."""
    both = np.concatenate([rows, prior]).astype(np.float64)
    return np.ascontiguousarray(np.linalg.qr(both.T)[0], dtype=np.float32)


def fit_pca(
    rows: Rows, width: int, weights: NDArray[np.float32] | None = None, prior: NDArray[Any] | None = None
) -> PcaTransform:
    """Return a frame for the raw `rows`, float32 (n, dim), of a catalogue; zero rows are left out.

    Without `weights`, rows are made unit length and centred where there are at least 50 that differ. With `weights`,
    float32 (dim,), columns are standardised, with priors that count for a few rows of mean 0 and variance 1, and
    multiplied by them. Principal components reduce to `width` where there are at least half as many rows again. Where
    there are fewer, nothing of them is lost: the basis spans the rows and the directions `prior`, (m, dim), in which
    later rows may differ, or without these is left out.
    """
    rows = rows[present(rows)]
    n, dim = rows.shape
    zero, one = np.zeros(dim, np.float32), np.ones(dim, np.float32)
    if weights is None:
        rows = unit(rows)
        mean = rows.mean(axis=0, dtype=np.float64).astype(np.float32) if n >= CENTRE_FROM else zero
        if n and (rows - mean).var() < TINY:
            mean = zero
        scale = one
    else:
        mean = (rows.sum(axis=0, dtype=np.float64) / (n + PRIOR_MEAN)).astype(np.float32)
        variance = (((rows - mean) ** 2).sum(axis=0, dtype=np.float64) + PRIOR_VARIANCE) / (n + PRIOR_VARIANCE)
        scale = (weights / np.sqrt(variance)).astype(np.float32)
    basis = np.zeros((dim, 0), np.float32)
    if width < dim and 2 * n >= 3 * width:
        basis = _principal(unit((rows - mean) * scale), width)
    elif prior is not None and n + len(prior) < dim:
        basis = _spanned((rows - mean) * scale, prior)
    return PcaTransform(mean, scale, basis, normed=weights is None)

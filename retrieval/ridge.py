"""Kernel ridge regression from one space to another, its strength chosen by leave-one-out.

Knows arrays. Knows nothing of encoders, items or what the spaces mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows

__all__ = ["Ridge", "fit_ridge", "kernel"]

STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


def kernel(a: Rows, b: Rows, sharpness: float) -> NDArray[np.float32]:
    """exp(sharpness · (cosine − 1)) between the unit rows of `a`, (n, d), and `b`, (m, d): float32 (n, m)."""
    return np.asarray(np.exp(sharpness * (a @ b.T - 1)), np.float32)


@dataclass(frozen=True)
class Ridge:
    """A fitted regression: `kernel(x, anchors) @ coefficients`.

    `error` is the leave-one-out squared error as a share of the targets' variance: 0 perfect, 1 no better than the
    mean.
    """

    anchors: Rows
    coefficients: NDArray[np.float32]
    sharpness: float
    error: float

    def __call__(self, rows: Rows) -> Rows:
        """float32 (n, target dim) for unit `rows`, float32 (n, source dim)."""
        return kernel(rows, self.anchors, self.sharpness) @ self.coefficients


def fit_ridge(source: Rows, target: Rows, sharpness: float = 1.0) -> Ridge:
    """Regression from `source`, unit rows (n, s), to `target`, centred rows (n, t).

    The ridge is the one of `STRENGTHS` with the least leave-one-out error, which one eigendecomposition gives for all
    of them (Rifkin & Lippert 2007): residual i is the i-th of (K + λ)⁻¹Y divided by the i-th diagonal of (K + λ)⁻¹.
    """
    values, vectors = np.linalg.eigh(kernel(source, source, sharpness).astype(np.float64))
    turned = vectors.T @ target
    variance = float((target**2).sum()) or 1.0
    best: tuple[float, NDArray[np.float64]] | None = None
    for strength in STRENGTHS:
        inverse = 1 / (np.maximum(values, 0) + strength)
        coefficients = vectors @ (inverse[:, None] * turned)
        diagonal = (vectors**2) @ inverse
        error = float(((coefficients / diagonal[:, None]) ** 2).sum()) / variance
        if best is None or error < best[0]:
            best = (error, coefficients)
    assert best is not None
    return Ridge(source, best[1].astype(np.float32), sharpness, best[0])

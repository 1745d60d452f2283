"""Kernel ridge regression from one space to another, its strength chosen by leave-one-out.

Knows arrays. Knows nothing of encoders, items or what the spaces mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows

__all__ = ["Ridge", "fit_ridge", "kernel", "left_out"]

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


def _best(source: Rows, target: Rows, sharpness: float) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Coefficients (n, t) and leave-one-out residuals (n, t) under the best strength, and its `error`.

    One eigendecomposition gives them for every strength (Rifkin & Lippert 2007): residual i is the i-th row of
    (K + λ)⁻¹Y divided by the i-th diagonal of (K + λ)⁻¹.
    """
    values, vectors = np.linalg.eigh(kernel(source, source, sharpness).astype(np.float64))
    turned = vectors.T @ target
    variance = float((target**2).sum()) or 1.0
    found = []
    for strength in STRENGTHS:
        inverse = 1 / (np.maximum(values, 0) + strength)
        coefficients = vectors @ (inverse[:, None] * turned)
        residuals = coefficients / ((vectors**2) @ inverse)[:, None]
        found.append((coefficients, residuals, float((residuals**2).sum()) / variance))
    return min(found, key=lambda one: one[2])


def fit_ridge(source: Rows, target: Rows, sharpness: float = 1.0) -> Ridge:
    """Regression from `source`, unit rows (n, s), to `target`, centred rows (n, t).

    The ridge is the one of `STRENGTHS` with the least leave-one-out error.
    """
    coefficients, _, error = _best(source, target, sharpness)
    return Ridge(source, coefficients.astype(np.float32), sharpness, error)


def left_out(source: Rows, target: Rows, sharpness: float = 1.0) -> tuple[Rows, float]:
    """Return what all other pairs say of each: float32 (n, t), and the `error` of `Ridge`. Arguments are those of `fit_ridge`."""
    _, residuals, error = _best(source, target, sharpness)
    return (target - residuals).astype(np.float32), error

"""EASE: every item predicted from all others by one ridge regression (Steck 2019). Knows no order but the history's age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from retrieval.behavior.events.log import Log
from retrieval.behavior.models.linear import MOST, FittedLinear
from retrieval.behavior.models.pairs import columns, likes

__all__ = ["Ease"]


@dataclass(frozen=True)
class Ease:
    """B = −P / diag(P) with a zero diagonal, P = (XᵀX + ridge · I)⁻¹ and X the table of likes.

    The history's events count half as much every `half_life` (None: all alike). Only the `most` frequent items have a
    column.
    """

    ridge: float = 500.0
    half_life: float | None = 3.0
    most: int = MOST
    name: ClassVar[str] = "ease"
    late: ClassVar[tuple[str, ...]] = ("half_life",)

    def fit(self, log: Log) -> FittedLinear:
        """Fit by one inversion of an item × item table."""
        known = columns(log.kept(log.values > 0), self.most)
        table = likes(log)[:, known]
        gram = (table.T @ table).toarray().astype(np.float32)
        gram[np.diag_indices(len(known))] += self.ridge
        from scipy.linalg import inv  # only training needs it

        inverse = np.asarray(inv(gram, overwrite_a=True, check_finite=False), np.float32) if len(known) else gram
        weights = np.asarray(inverse / -np.diag(inverse), np.float32)
        weights[np.diag_indices(len(known))] = 0
        return FittedLinear(weights, known, known, log.size, self.half_life, met=0)

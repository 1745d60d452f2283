"""Item × item regressions with a closed form: what EASE and SLIT share.

Knows dense linear algebra and the items that it has columns for. Knows no model in particular.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from retrieval.behavior.events.log import History
from retrieval.behavior.models.base import Row
from retrieval.behavior.models.pairs import row_of

__all__ = ["MOST", "FittedLinear", "ridge"]

MOST = 4_000
"""Items that a dense table is made for by default: 64 MB, and seconds to fit. More told no more where it was measured."""


def ridge(x: sp.csr_matrix, y: sp.csr_matrix, strength: float) -> NDArray[np.float32]:
    """argmin ‖XB − Y‖² + strength ‖B‖², float32 (columns of x, columns of y), by a Cholesky factor of XᵀX."""
    gram = (x.T @ x).toarray().astype(np.float32)
    gram[np.diag_indices(len(gram))] += strength
    from scipy.linalg import cho_factor, cho_solve  # only training needs it

    factor = cho_factor(gram, overwrite_a=True, check_finite=False)
    found = cho_solve(factor, (x.T @ y).toarray().astype(np.float32), overwrite_b=True, check_finite=False)
    return np.asarray(found, np.float32)


@dataclass(frozen=True, eq=False)
class FittedLinear:
    """A history's weights times `table`, float32 (len(sources), len(targets)); items without a column score 0."""

    table: NDArray[np.float32]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    size: int
    half_life: float | None
    met: float

    def score(self, history: History) -> Row:
        """float32 (size,)."""
        row = row_of(history, history.weights(self.half_life, self.met), self.sources)
        used = np.flatnonzero(row)
        found = np.zeros(self.size, np.float32)
        found[self.targets] = row[used] @ self.table[used]
        return found

"""What a similarity is: `Similarity` before it has seen a catalogue, `FittedSimilarity` once it is fitted to one block; and `Spread`.

A measure turns rows of items and rows of queries into *stored* rows and *asking* rows, whose inner product is the score
of the block. Knows rows. Knows nothing of encoders, blocks, weights, items or stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Rows
from retrieval.fusion.pca_transform import CENTRE_FROM, present

__all__ = ["FittedSimilarity", "Similarity", "Spread", "State", "fit_spread"]

State = Mapping[str, NDArray[Any]]


class FittedSimilarity(Protocol):
    """A similarity fitted to one block. A row that is zero is missing, and stays zero."""

    @property
    def width(self) -> int:
        """Columns of stored and asking rows."""
        ...

    def stored(self, rows: Rows) -> Rows:
        """Rows of items, float32 (n, block width), as they are stored: float32 (n, width)."""
        ...

    def asking(self, rows: Rows) -> Rows:
        """Rows of queries, float32 (n, block width), as vectors whose inner product with stored rows is the score."""
        ...

    def reached(self, directions: Rows) -> Rows:
        """Asking rows of queries of which only a direction from the mean is known, unit rows (n, block width).

        They stand a typical distance from the mean.
        """
        ...

    def as_query(self, stored: Rows) -> Rows:
        """Return what `asking` gives for the items whose stored rows these are: float32 (n, width)."""
        ...

    def slope(self, asking: Rows, stored: Rows) -> NDArray[np.floating[Any]]:
        """Return the gradient of the score by the coordinates of each item's row, (n, block width), which shares the score out.

        It is averaged on the way from the catalogue's mean row to the item's ("integrated gradients", Sundararajan et
        al. 2017): times the difference of the two it is what the item scores beyond the mean row. `asking` is (width,),
        `stored` (n, width).
        """
        ...

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays from which `Similarity.load` makes it again."""
        ...


class Similarity(Protocol):
    """A way to compare rows, before it has seen a catalogue.

    `lengths`: whether it looks at rows as long as they are, and so must be fitted to them. Else it is given unit rows,
    and `load({}, width)` makes its measure.
    """

    name: str
    lengths: bool

    def fit(self, rows: Rows) -> FittedSimilarity:
        """Fits to the rows of a catalogue's items, float32 (n, block width); zero rows are left out; deterministic."""
        ...

    def load(self, state: State, width: int) -> FittedSimilarity:
        """Return the measure that gave `state`, of a block of `width` columns."""
        ...


@dataclass(frozen=True)
class Spread:
    """Where the rows of a block lie: their mean, float32 (width,), and the root of their mean squared distance from it.

    centre: the mean in a catalogue that is large enough to trust it (50 items), else zero: what queries by `ip` and
    the logits of `kl` are measured from, as `cosine`'s rows are.
    """

    mean: NDArray[np.float32]
    spread: float
    centre: NDArray[np.float32]

    def apart(self, rows: Rows, start: NDArray[np.float32]) -> Rows:
        """(rows - start) / spread, zero rows staying zero: float32 (n, width)."""
        return np.where(present(rows)[:, None], (rows - start) / np.float32(self.spread), 0).astype(np.float32)

    def at(self, directions: Rows) -> Rows:
        """Return the rows a typical distance from the mean in unit `directions`, zero rows staying zero: float32 (n, width)."""
        rows = self.mean + np.float32(self.spread) * directions
        return np.where(present(directions)[:, None], rows, 0).astype(np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `Spread.load` takes."""
        return {"mean": self.mean, "spread": np.array(self.spread), "centre": self.centre}

    @staticmethod
    def load(state: State) -> Spread:
        """Return the spread that gave `state`."""
        return Spread(state["mean"], float(state["spread"]), state["centre"])


def fit_spread(rows: Rows) -> Spread:
    """Return the spread of the rows that aren't zero, float32 (n, width).

    Where they are all the same (one item, say), their mean counts as zero, so that they don't.
    """
    kept = rows[present(rows)].astype(np.float64)
    zero = np.zeros(rows.shape[1], np.float32)
    if not len(kept):
        return Spread(zero, 1.0, zero)
    mean = kept.mean(axis=0)
    spread = float(np.sqrt(((kept - mean) ** 2).sum(axis=1).mean()))
    length = float(np.sqrt((kept**2).sum(axis=1).mean()))
    if spread < 1e-3 * length:
        return Spread(zero, length, zero)
    narrow = mean.astype(np.float32)
    return Spread(narrow, spread, narrow if len(kept) >= CENTRE_FROM else zero)

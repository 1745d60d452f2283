"""Content: items like those that the person liked lately, by given vectors. Knows vectors; learns nothing from a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row

__all__ = ["Content"]


@dataclass(frozen=True, eq=False)
class Content:
    """What the history's items ask for, halved every `half_life` events, against what each item is.

    vectors: float32 (n, d), one row an item, zero where nothing is known of it. asked: the same items as queries, float32
    (n, d), `vectors` where None: with unit rows the score is then the cosine to the history's mean. `half_life=0`: the
    last liked event alone.
    """

    vectors: NDArray[np.float32]
    asked: NDArray[np.float32] | None = None
    half_life: float | None = 1.0
    name: ClassVar[str] = "content"

    def fit(self, log: Log) -> Content:
        """Itself: vectors are all that it needs. Raises ValueError where they aren't those of the log's items."""
        if len(self.vectors) != log.size:
            raise ValueError(f"expected a vector for each of {log.size} items; got {len(self.vectors)}")
        return self

    def score(self, history: History) -> Row:
        """float32 (n,); all 0 without a liked item that has a vector."""
        asked = self.vectors if self.asked is None else self.asked
        liked = np.flatnonzero((history.values > 0) & asked[history.items].any(axis=1))
        if self.half_life == 0:
            wanted = asked[history.items[liked[-1:]]].sum(axis=0)
        else:
            wanted = history.weights(self.half_life)[liked] @ asked[history.items[liked]]
        length = float(np.linalg.norm(wanted))
        return np.asarray(self.vectors @ (wanted / length if length else wanted), np.float32)

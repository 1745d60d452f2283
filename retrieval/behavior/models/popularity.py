"""Popularity: what many people liked, lately more than long ago. Knows nothing of the person it scores for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import Row

__all__ = ["Popularity"]


@dataclass(frozen=True, eq=False)
class _Fitted:
    scores: Row

    def score(self, history: History) -> Row:
        return self.scores


@dataclass(frozen=True)
class Popularity:
    """Counts of liked events, an event counting half for every `half_life` of the log that came after it.

    half_life is a share of all events, so that it needs no unit of time: .25 says that the first event of a log counts
    a sixteenth of the last. None counts all alike. Scores are log(1 + count).
    """

    half_life: float | None = None
    name: ClassVar[str] = "popularity"

    def fit(self, log: Log) -> _Fitted:
        """Ranks events by time over all people; events of one time are of one age."""
        liked = log.values > 0
        weights = log.values.astype(np.float64)
        if self.half_life is not None and len(log):
            ordered = np.sort(log.times)
            later = len(log) - np.searchsorted(ordered, log.times, side="right")
            weights = weights * 0.5 ** (later / len(log) / self.half_life)
        counts = np.bincount(log.items[liked], weights[liked], minlength=log.size)
        return _Fitted(np.log1p(counts).astype(np.float32))

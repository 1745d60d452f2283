"""SLIT: what is liked next, predicted from the events just before by one ridge regression (Choi et al. 2021).

Session-aware Linear Item Transitions of "Session-aware Linear Item-Item Models for Session-based Recommendation".
Knows timelines; sessions are windows of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from retrieval.behavior.events.log import Log
from retrieval.behavior.models.linear import MOST, FittedLinear, ridge
from retrieval.behavior.models.pairs import columns, windows

__all__ = ["Slit"]


@dataclass(frozen=True)
class Slit:
    """Every event is a moment with up to `past` events before it and `future` liked ones from it on.

    Past and future events count half as much every `past_half_life` and `future_half_life` events, those of the history
    that is scored every `half_life`. What was met but not liked counts `met` before a moment, and nothing after it: that
    it was met tells what is met next, liked or not.
    """

    past: int = 20
    future: int = 3
    past_half_life: float | None = 5.0
    future_half_life: float | None = 1.0
    half_life: float | None = 8.0
    ridge: float = 100.0
    met: float = 1.0
    most: int = MOST
    name: ClassVar[str] = "slit"

    def fit(self, log: Log) -> FittedLinear:
        """Fit by one Cholesky factor of an item × item table."""
        sources, targets = columns(log, self.most), columns(log.kept(log.values > 0), self.most)
        made = windows(log, self.past, self.future, self.past_half_life, self.future_half_life, self.met)
        table = ridge(made.past[:, sources], made.future[:, targets], self.ridge)
        return FittedLinear(table, sources, targets, log.size, self.half_life, self.met)

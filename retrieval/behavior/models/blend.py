"""A blend: several signals as one, each brought to one scale within a row and weighted.

Knows signals by their protocol. Chooses no weights: `tune.py` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import FittedSignal, Row, Signal
from retrieval.errors import ConfigError

__all__ = ["Blend", "FittedBlend", "Scale", "scaled"]

Scale = Literal["standard", "rank"]


def scaled(row: Row, scale: Scale = "standard") -> Row:
    """Return a row of scores on the common scale, float32 (n,); all 0 where every item has the same score.

    `standard`: mean 0 and standard deviation 1 (Lee 1995). `rank`: the share of items with lower scores, ties averaged,
    less a half, which keeps the order alone.
    """
    wide = np.asarray(row, np.float64)  # the square of a small float32 may be 0
    if not len(wide) or wide.max() == wide.min():
        return np.zeros(len(wide), np.float32)
    if scale == "rank":
        from scipy.stats import rankdata  # takes half a second to import

        return np.asarray((rankdata(wide) - 0.5) / len(wide) - 0.5, np.float32)
    spread = wide - wide.mean()
    return np.asarray(spread / spread.std(), np.float32)


@dataclass(frozen=True, eq=False)
class FittedBlend:
    """Fitted signals with their weights."""

    signals: Sequence[FittedSignal]
    weights: Sequence[float]
    scale: Scale

    def score(self, history: History) -> Row:
        """Return the weighted sum of the scaled scores, float32 (n,); a signal of weight 0 isn't asked."""
        used = [(signal, weight) for signal, weight in zip(self.signals, self.weights, strict=True) if weight]
        rows = [np.float32(weight) * scaled(signal.score(history), self.scale) for signal, weight in used]
        if not rows:
            return np.zeros_like(self.signals[0].score(history))
        return np.asarray(np.sum(rows, axis=0), np.float32)


@dataclass(frozen=True)
class Blend:
    """`signals` together, one weight for each. Raises ConfigError for another number of weights, or none."""

    signals: tuple[Signal, ...]
    weights: tuple[float, ...]
    scale: Scale = "standard"
    name: ClassVar[str] = "blend"

    def __post_init__(self) -> None:
        if len(self.signals) != len(self.weights) or not self.signals:
            raise ConfigError(
                f"expected a weight for each of one or more signals; got {len(self.signals)} signals "
                f"and {len(self.weights)} weights"
            )

    def fit(self, log: Log) -> FittedBlend:
        """Fits each signal."""
        return FittedBlend([signal.fit(log) for signal in self.signals], self.weights, self.scale)

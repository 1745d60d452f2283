"""What a behaviour signal is: something fitted on a log that then scores every item for one person's history.

A stranger's signal needs these two methods and a name. Knows no particular signal.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log

__all__ = ["FittedSignal", "Row", "Signal"]

Row = NDArray[np.float32]
"""float32 (n,), one score for each item of the catalogue by its number; higher is better."""


@runtime_checkable
class FittedSignal(Protocol):
    """A signal that has seen a log. Scores of one signal compare within one row only: `blend.py` brings signals together."""

    def score(self, history: History) -> Row:
        """Return the score of every item for a person with this history, float32 (n,). An empty history is fine."""
        ...


@runtime_checkable
class Signal(Protocol):
    """How a signal is made; its settings are its fields."""

    @property
    def name(self) -> str:
        """What the signal is called, in a word."""
        ...

    def fit(self, log: Log) -> FittedSignal:
        """Return the signal fitted on `log`, which isn't changed. The order of people changes nothing."""
        ...

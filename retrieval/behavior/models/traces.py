"""What a log tells of each item beside the signals: how many met it, how lately, and when this person did.

Knows events by person, item and time; nothing of content.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log

__all__ = ["TRACES", "Traces", "traces_of"]

TRACES = ("count", "lately", "age", "times", "since", "known")
FAR = 50.0
"""Events since an item that the person never met."""


@dataclass(frozen=True, eq=False)
class Traces:
    """count: log(1 + events). lately, age: when it was last and first met, as a share of the log, 0 for never. All (n,)."""

    count: NDArray[np.float32]
    lately: NDArray[np.float32]
    age: NDArray[np.float32]

    def columns(self, history: History, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the columns `TRACES` of some items for a person, float32 (len(places), 6).

        times: how often the person met it. since: how many events ago they last did, at most 50. known: their events.
        """
        size = len(self.count)
        times = np.bincount(history.items, minlength=size)[places]
        since = np.full(size, FAR)
        since[history.items] = np.minimum(history.ages, FAR)  # the last of equal places holds: the newest
        known = np.full(len(places), min(len(history.items), FAR))
        own = (self.count[places], self.lately[places], self.age[places], times, since[places], known)
        return np.column_stack(own).astype(np.float32)


def traces_of(log: Log) -> Traces:
    """Return the traces of `log`."""
    order = np.argsort(log.times, kind="stable")
    items = log.items[order]
    share = (np.arange(len(log)) + 1) / max(len(log), 1)
    last, first = np.zeros(log.size), np.zeros(log.size)
    last[items] = share
    first[items[::-1]] = share[::-1]
    counts = np.bincount(log.items, minlength=log.size)
    return Traces(*(row.astype(np.float32) for row in (np.log1p(counts), last, first)))

"""Sparse tables that several signals are fitted on: who liked what, and what followed what.

Knows logs and scipy's sparse matrices. Fits nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log

__all__ = ["Windows", "columns", "likes", "row_of", "windows"]


def likes(log: Log) -> sp.csr_matrix:
    """Return which person liked which item: float32 (people, n) of 0 and 1, however often it was."""
    liked = log.values > 0
    table = sp.csr_matrix(
        (np.ones(int(liked.sum()), np.float32), (log.people[liked], log.items[liked])),
        (len(log.starts) - 1, log.size),
    )
    table.data[:] = 1  # building it has summed what occurs twice
    return table


def columns(log: Log, most: int) -> NDArray[np.int64]:
    """Return the items with events, the `most` frequent of them, ascending: those that a dense item × item table can hold."""
    counts = np.bincount(log.items, minlength=log.size)
    frequent = np.argsort(-counts, kind="stable")[:most]
    return np.sort(frequent[counts[frequent] > 0])


def row_of(history: History, weights: NDArray[np.float32], known: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the summed weights of a history by item, float32 (len(known),); items that aren't `known` are left out."""
    at = np.searchsorted(known, history.items)
    inside = at < len(known)
    inside[inside] = known[at[inside]] == history.items[inside]
    return np.bincount(at[inside], weights[inside], minlength=len(known)).astype(np.float32)


@dataclass(frozen=True)
class Windows:
    """Moments of all timelines: what came before each, and what was liked from then on. Both csr, float32."""

    past: sp.csr_matrix
    future: sp.csr_matrix


def _reach(log: Log, distance: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places (earlier, later) of all events that are `distance` events of one person apart."""
    later = np.arange(distance, len(log), dtype=np.int64)
    people = log.people
    later = later[people[later] == people[later - distance]]
    return later - distance, later


def _halved(distance: int, half_life: float | None) -> float:
    return 1.0 if half_life is None else float(0.5 ** (distance / half_life))


def _weighted(
    log: Log, cells: list[tuple[NDArray[np.int64], NDArray[np.int64], float]], values: NDArray[np.float32]
) -> sp.csr_matrix:
    """The table with `weight · values` of the event at each cell's place, in the column of its item; float32 (m, n)."""
    rows, places = (np.concatenate([c[i] for c in cells]) for i in (0, 1))
    weight = np.concatenate([np.full(len(c[0]), c[2], np.float32) for c in cells])
    return sp.csr_matrix((weight * values[places], (rows, log.items[places])), (len(log), log.size))


def windows(
    log: Log, past: int, future: int, past_half_life: float | None, future_half_life: float | None, met: float
) -> Windows:
    """Return one row for each event that another precedes: up to `past` events before it, and `future` from it on.

    Past events count their value (`met` where they weren't liked), future ones only where they were liked.
    Both count half as much every half-life, in events. Rows are by the event's place in the log. Raises ValueError for windows of less than one event.
    """
    if past < 1 or future < 1:
        raise ValueError(f"expected windows of one event or more; got {past} before and {future} after")
    signed = np.where(log.values > 0, log.values, met).astype(np.float32)
    before = [
        (rows, cells, _halved(d - 1, past_half_life)) for d in range(1, past + 1) for cells, rows in [_reach(log, d)]
    ]
    after = [(rows, cells, _halved(d, future_half_life)) for d in range(future) for rows, cells in [_reach(log, d)]]
    x = _weighted(log, before, signed)
    y = _weighted(log, after, np.maximum(log.values, 0))
    y.eliminate_zeros()
    first = np.zeros(len(log), bool)
    first[log.starts[:-1][np.diff(log.starts) > 0]] = True
    moments = ~first & (np.diff(y.indptr) > 0)
    return Windows(x[moments], y[moments])

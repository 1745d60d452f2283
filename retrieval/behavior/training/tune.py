"""Settings of signals and weights of a blend, chosen on trials: the last part of the log itself.

Knows signals and trials. Sees nothing but the log that the trials were taken from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import Log
from retrieval.behavior.models.base import FittedSignal, Signal
from retrieval.behavior.models.blend import Scale, scaled
from retrieval.behavior.training.trials import Trials

__all__ = ["FEWEST", "GAIN", "GRIDS", "choose_settings", "choose_weights", "scaled_tables"]

GRID = (0.0, 0.0625, 0.125, 0.25, 0.5, 1.0, 2.0)
ROUNDS = 3
GAIN = 5e-4
"""What a change of one weight must gain: less is chance, and more signals are slower."""
FEWEST = 10
"""Trials below which weights and settings stay as they were given."""

GRIDS: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "popularity": {"half_life": (None, 0.5, 0.25, 0.1, 0.05, 0.02)},
    "itemknn": {"half_life": (None, 3.0, 8.0, 30.0), "shrink": (0.0, 10.0, 100.0), "neighbours": (20, 100, 500)},
    "ease": {"half_life": (None, 3.0, 8.0, 30.0), "ridge": (50.0, 200.0, 500.0, 1000.0)},
    "als": {
        "half_life": (None, 3.0, 8.0, 30.0),
        "factors": (16, 32, 64, 128),
        "alpha": (1.0, 10.0, 40.0),
        "regularization": (0.01, 0.1, 1.0),
    },
    "bpr": {"factors": (16, 64, 128), "rate": (0.01, 0.05), "regularization": (0.001, 0.01, 0.1)},
}
"""What is tried of each peer's settings."""

Step = Callable[[str, int, int], None]


def _ascend(
    tables: Mapping[str, NDArray[np.float32]], start: Mapping[str, float], gain: Callable[[NDArray[np.float32]], float]
) -> dict[str, float]:
    """Coordinate ascent over `GRID`, from `start`, one signal at a time until none gains."""
    weights = dict(start)
    total = np.sum([np.float32(w) * tables[name] for name, w in weights.items()], axis=0)
    best = gain(total)
    for _ in range(ROUNDS):
        before = dict(weights)
        for name, table in tables.items():
            rest, last = total - np.float32(weights[name]) * table, weights[name]
            tried = {w: gain(rest + np.float32(w) * table) for w in GRID if w != last}
            weight = max(tried, key=lambda w: (tried[w], -w))
            if tried[weight] > best + GAIN:
                best, weights[name], total = tried[weight], weight, rest + np.float32(weight) * table
        if weights == before:
            break
    return weights


def _fit_shared(signal: Any, fitted: dict[Any, FittedSignal], log: Log) -> FittedSignal:
    """`signal` fitted; settings that change only how a history is scored (`late`) don't need another fit."""
    late = dict.fromkeys(getattr(signal, "late", ()))
    key = (replace(signal, **late), id(log))
    if key not in fitted:
        fitted[key] = signal.fit(log)
    found: Any = fitted[key]
    made: FittedSignal = replace(found, **{name: getattr(signal, name) for name in late}) if late else found
    return made


def choose_settings(
    signal: Any,
    trials: Trials,
    grid: Mapping[str, Sequence[Any]],
    *,
    least: float = 0.0,
    progress: Step = lambda stage, done, total: None,
) -> Any:
    """`signal` with the settings of `grid` that rank the targets of `trials` highest; as given where there are too few.

    One setting after the other is chosen, in the order of `grid`, the others as they are by then. One takes the place of
    what was best before where it gains more than `least`. The signal is a frozen dataclass with these fields.
    """
    if len(trials) < FEWEST:
        return signal
    fitted: dict[Any, FittedSignal] = {}

    def gain(one: Any) -> float:
        return trials.gain(trials.table(partial(_fit_shared, one, fitted)))

    total, done = sum(map(len, grid.values())), 0
    best, most = signal, gain(signal)
    for name, values in grid.items():
        for one in [replace(best, **{name: value}) for value in values]:
            reached = most if one == best else gain(one)
            if reached > most + least:
                best, most = one, reached
            done += 1
            progress(f"tuning {signal.name}", done, total)
    return best


def scaled_tables(
    signals: Mapping[str, Signal],
    trials: Trials,
    *,
    scale: Scale = "standard",
    progress: Step = lambda stage, done, total: None,
) -> dict[str, NDArray[np.float32]]:
    """Return what each signal, fitted on the log before them, gives every item for every trial, on one scale: float32 (t, n)."""
    tables = {}
    for done, (name, signal) in enumerate(signals.items(), start=1):
        tables[name] = np.stack([scaled(row, scale) for row in trials.table(signal.fit)])
        progress("choosing weights", done, len(signals))
    return tables


def choose_weights(
    tables: Mapping[str, NDArray[np.float32]], trials: Trials, start: Mapping[str, float]
) -> dict[str, float]:
    """Return a weight for each signal of `start`, by their scaled `tables`: as given where there are too few trials to choose.

    Ascended to from `start` and from each signal alone, and the means of what was reached: there are many weights that rank
    the targets of the trials about equally well, and one of them alone is chance. They sum to 1.
    """
    if len(trials) < FEWEST:
        return dict(start)
    used = {name: tables[name] for name in start}
    starts = [dict(start), *({name: float(name == one) for name in start} for one in start)]
    found = [_ascend(used, one, trials.gain) for one in starts]
    return {
        name: sum(weights[name] / max(sum(weights.values()), 1e-9) for weights in found) / len(found) for name in start
    }

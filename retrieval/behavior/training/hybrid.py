"""The hybrid: signals as parts of one sum, with the settings and weights that rank the last part of a log highest.

What `medley evaluate` measures and what a store's crowd answers with are both made here. Knows signals, logs and trials.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import Log
from retrieval.behavior.models.base import FittedSignal, Signal
from retrieval.behavior.models.blend import FittedBlend
from retrieval.behavior.models.content import Content
from retrieval.behavior.models.ease import Ease
from retrieval.behavior.models.markov import Markov
from retrieval.behavior.models.popularity import Popularity
from retrieval.behavior.models.puresvd import PureSvd
from retrieval.behavior.models.slit import Slit
from retrieval.behavior.training.trials import Trials
from retrieval.behavior.training.tune import GAIN, choose_settings, choose_weights, scaled_tables

__all__ = ["START", "Hybrid", "choose_hybrid", "hybrid_from", "parts", "unchosen"]

START: Mapping[str, float] = {
    "popularity": 0.25, "markov": 0.25, "slit": 0.5, "ease": 0.25, "factors": 0.25, "content": 1.0,
}  # fmt: skip
"""The parts, and their weights where a log is too small to choose any."""
TRIED: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "popularity": {"half_life": (None, 0.25, 0.1, 0.05, 0.02)},
    "markov": {"half_life": (3.0, 30.0)},
    "slit": {"half_life": (8.0, 30.0)},
    "ease": {"half_life": (3.0, 30.0, None), "ridge": (500.0, 200.0)},
    "factors": {"half_life": (None, 30.0, 8.0), "factors": (16, 64)},
    "content": {"half_life": (1.0, 0, 8.0, None)},
}
"""What is tried of the settings of each part."""

Step = Callable[[str, int, int], None]


def parts(content: Content | None) -> dict[str, Signal]:
    """Return every part before its settings are chosen; without content where there is none."""
    found: tuple[Signal, ...] = (Popularity(), Markov(), Slit(), Ease(), PureSvd())
    return {signal.name: signal for signal in (*found, *([content] if content else []))}


@dataclass(frozen=True, eq=False)
class Hybrid:
    """Chosen signals and weights; `signals` may be more than have a weight. trials: on how many they were chosen.

    tables: what each signal gives every item for each trial, on one scale, float32 (t, n).
    """

    signals: Mapping[str, Signal]
    weights: Mapping[str, float]
    trials: int = 0
    tables: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)

    def fit(self, log: Log, fitted: Callable[[Signal], FittedSignal] | None = None) -> FittedBlend:
        """Return the parts fitted on `log`, those without weight left out. fitted: gives a signal fitted on it already."""
        used = [name for name, weight in self.weights.items() if weight]
        made = [fitted(self.signals[name]) if fitted else self.signals[name].fit(log) for name in used]
        return FittedBlend(made, [self.weights[name] for name in used], "standard")

    def state(self) -> dict[str, Any]:
        """JSON-able: weights, and of each part the settings that are chosen."""
        settings = {n: {k: getattr(s, k) for k in TRIED[n]} for n, s in self.signals.items() if n in self.weights}
        return {"weights": dict(self.weights), "settings": settings, "trials": self.trials}


def unchosen(content: Content | None) -> Hybrid:
    """Return the parts as they are before anything is chosen."""
    made = parts(content)
    return Hybrid(made, {name: START[name] for name in made})


def hybrid_from(state: Mapping[str, Any], content: Content | None) -> Hybrid:
    """Return the hybrid of a `state`; its content, which a state doesn't hold, is given. Raises KeyError or TypeError for another's."""
    made: dict[str, Any] = parts(content)
    signals = {name: replace(signal, **state["settings"].get(name, {})) for name, signal in made.items()}
    return Hybrid(signals, {name: float(state["weights"].get(name, 0.0)) for name in made}, int(state["trials"]))


def choose_hybrid(
    signals: Mapping[str, Signal], trials: Trials, progress: Step = lambda stage, done, total: None
) -> Hybrid:
    """Chooses the settings of each of `signals` by itself, then the weights of those that are parts, on `trials`.

    Of signals that are no parts only the tables are made. With too few trials all stay as they are.
    """
    chosen: dict[str, Signal] = {
        name: choose_settings(signal, trials, TRIED.get(name, {}), least=GAIN, progress=progress)
        for name, signal in signals.items()
    }
    start = {name: weight for name, weight in START.items() if name in signals}
    tables = scaled_tables(chosen, trials, progress=progress) if len(trials) else {}
    return Hybrid(chosen, choose_weights(tables, trials, start), len(trials), tables)

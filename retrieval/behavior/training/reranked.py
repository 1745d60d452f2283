"""A blend whose best candidates are put in order by a ranker, where that is better on the last part of the log itself.

Knows signals, trials and rankers. Sees nothing but the log that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import FittedSignal, Row, Signal
from retrieval.behavior.models.blend import scaled
from retrieval.behavior.models.traces import TRACES, Traces, traces_of
from retrieval.behavior.training.ranker import Crossed, Group, Ranker, crossed, fit_ranker
from retrieval.behavior.training.trials import Trials

__all__ = ["Reranked", "learn_order"]

POOL = 200
"""Candidates that are put in order."""
FEWEST = 100
"""Trials with their target among the candidates; fewer teach no order."""


@dataclass(frozen=True, eq=False)
class _Columns:
    """Fitted signals and traces as columns, those of `names` and `TRACES`; `weights` make the order before."""

    fitted: Mapping[str, FittedSignal]
    traces: Traces
    weights: Mapping[str, float]

    def rows(self, history: History) -> dict[str, Row]:
        return {name: scaled(signal.score(history)) for name, signal in self.fitted.items()}

    def blend(self, rows: Mapping[str, Row]) -> Row:
        return np.asarray(sum(np.float32(self.weights.get(name, 0)) * row for name, row in rows.items()), np.float32)

    def of(
        self, history: History, rows: Mapping[str, Row], before: Row, places: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        columns = [row[places] for row in rows.values()]
        return np.column_stack([*columns, before[places], self.traces.columns(history, places)]).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Reranked:
    """A fitted blend and the ranker of its best candidates: a signal, too."""

    columns: _Columns
    ranker: Ranker
    among: NDArray[np.bool_]
    repeats: bool

    def score(self, history: History) -> Row:
        """float32 (n,): the candidates first, in the learned order, then all others in that of the blend."""
        rows = self.columns.rows(history)
        before = self.columns.blend(rows)
        places = _candidates(before, _open(self.among, history, self.repeats))
        found = before.copy()
        learned = self.ranker.score(self.columns.of(history, rows, before, places))
        spread = learned - learned.min() if len(learned) else learned
        found[places] = before.max(initial=0) + 1 + spread
        return found


def _open(among: NDArray[np.bool_], history: History, repeats: bool) -> NDArray[np.bool_]:
    found = among.copy()
    if not repeats:
        found[history.items[history.values > 0]] = False
    return found


def _candidates(before: Row, open_to: NDArray[np.bool_]) -> NDArray[np.int64]:
    places = np.flatnonzero(open_to)
    return np.asarray(places[np.argsort(-before[places], kind="stable")[:POOL]], np.int64)


def _groups(
    tables: Mapping[str, NDArray[np.float32]],
    weights: Mapping[str, float],
    trials: Trials,
    among: NDArray[np.bool_],
    repeats: bool,
) -> list[Group]:
    """The trials whose target is among the candidates, in the order of `trials`."""
    found, place = [], 0
    for less, of in trials.folds:
        columns = _Columns({}, traces_of(less), weights)
        for trial in of:
            rows = {name: table[place] for name, table in tables.items()}
            before = columns.blend(rows)
            places = _candidates(before, _open(among, trial.history, repeats))
            chosen = places == trial.target
            if chosen.any():
                found.append(Group(columns.of(trial.history, rows, before, places), chosen, before[places]))
            place += 1
    return found


def learn_order(
    signals: Mapping[str, Signal],
    weights: Mapping[str, float],
    log: Log,
    trials: Trials,
    tables: Mapping[str, NDArray[np.float32]],
    among: NDArray[np.bool_],
    *,
    repeats: bool,
    fitted: Callable[[Signal], FittedSignal],
) -> tuple[Reranked | None, Crossed | None]:
    """Return the blend of `signals` with a learned order, and what it reaches on trials it hasn't seen; None where that isn't more.

    weights: those of the blend; further signals are columns only. tables: the scaled scores of each signal for the trials.
    fitted: gives a signal fitted on all of `log`.
    """
    names: Sequence[str] = (*signals, "blend", *TRACES)
    groups = _groups({name: tables[name] for name in signals}, weights, trials, among, repeats)
    if len(groups) < FEWEST:
        return None, None
    found = crossed(groups, names, [*signals])
    if not found.keeps:
        return None, found
    ranker = fit_ranker(groups, names)
    whole = _Columns({name: fitted(signal) for name, signal in signals.items()}, traces_of(log), weights)
    return Reranked(whole, ranker, among, repeats), found

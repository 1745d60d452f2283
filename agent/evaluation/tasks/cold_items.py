"""Items that hardly anybody touched: does content, and behaviour through it, rank them better than chance and fame?

The moments whose target is such an item, and such items alone ranked: among the well known ones no new item comes first,
whatever ranks. These are few, so that the same is asked once more with a fifth of the items after the other held out as if
it were new (`cold_folds.py`). Systems: `content + behaviour`, a blend whose settings and weights are chosen on a sixth part
of the items of the training data, which is not asked about; `content`, `popularity` and `random`. Knows signals; no files.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from agent.evaluation.data.cold_folds import fold_of, trials_in
from agent.evaluation.report.per_user import per_person
from agent.evaluation.report.report import FEWEST, Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.tasks.next_item import COLD, FEW_DRAWS, Moment, Prepared, evaluate_on, outcomes_on
from retrieval.behavior import FittedSignal, Log, Signal
from retrieval.behavior.models.blend import FittedBlend
from retrieval.behavior.training.tune import choose_settings, choose_weights, scaled_tables

__all__ = ["evaluate_cold"]

MAIN = "content + behaviour"
NAMES = (MAIN, "content", "popularity", "random")
START: Mapping[str, float] = {"content": 1.0, "mapped": 1.0, "popularity": 0.0}
"""The parts of the blend, and their weights where there are too few trials to choose any."""
TRIED: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "content": {"half_life": (None, 8.0, 1.0)},
    "mapped": {"half_life": (None, 8.0), "trust": (100.0, 5.0), "factors": (64, 16)},
}
"""How broad a taste is for what is new, and how much the few events of an item tell."""
PARTS = 6
"""Of the items: five that are asked about in turn, and one on which settings are chosen."""


@dataclass(frozen=True, eq=False)
class _Chosen:
    signals: Mapping[str, Signal]
    weights: Mapping[str, float]
    on: str

    def fit(self, log: Log) -> dict[str, FittedSignal]:
        """Every signal, and all of them together."""
        fitted = {name: signal.fit(log) for name, signal in self.signals.items()}
        return fitted | {MAIN: FittedBlend(list(fitted.values()), [self.weights[name] for name in fitted], "standard")}


def _chosen(ready: Prepared, progress: Step) -> _Chosen:
    trials = trials_in(fold_of(ready.setting.log, ready.setting.among, PARTS - 1, PARTS, COLD))
    made: dict[str, Any] = {name: ready.signals[name] for name in START}
    signals = {name: choose_settings(one, trials, TRIED.get(name, {}), progress=progress) for name, one in made.items()}
    tables = scaled_tables(signals, trials, progress=progress) if len(trials) else {}
    on = f"{len(trials)} likes of items held out of the training data as if new, which are not asked about"
    return _Chosen(signals, choose_weights(tables, trials, START), on)


def _told(chosen: _Chosen, ranked: int) -> dict[str, Any]:
    return {
        "systems": list(NAMES),
        "ranked_items": ranked,
        "training_events_at_most": COLD,
        "weights": dict(chosen.weights),
        "weights_chosen_on": chosen.on,
    }


def _last(ready: Prepared, moments: Sequence[Moment], chosen: _Chosen, progress: Step) -> Evaluation | None:
    """The evaluation of those `moments` that ask for a cold item; None where there are too few for intervals."""
    started, setting = time.perf_counter(), ready.setting
    among = setting.among & (np.bincount(setting.log.items, minlength=setting.log.size) <= COLD)
    ids = {setting.ids[place] for place in np.flatnonzero(among).tolist()}
    wanted = [replace(m, relevant=tuple(id for id in m.relevant if id in ids)) for m in moments]
    asked = [moment for moment in wanted if moment.relevant]
    if len(asked) < FEWEST:
        return None
    return evaluate_on(
        "cold",
        replace(setting, moments=asked, among=among),
        chosen.fit(setting.log),
        NAMES,
        settings=_told(chosen, int(among.sum())),
        started=started,
        progress=progress,
    )


def _in_turn(ready: Prepared, chosen: _Chosen, progress: Step) -> Evaluation | None:
    """Five parts of the items in turn as if they were new, a mean a person; None where there are too few people for intervals."""
    started, setting = time.perf_counter(), ready.setting
    outcomes: dict[str, list[Outcome]] = {name: [] for name in NAMES}
    whose, ranked = [], 0
    for part in range(PARTS - 1):
        fold = fold_of(setting.log, setting.among, part, PARTS, COLD)
        moments = [
            Moment(str(one.person), one.history, tuple(setting.ids[i] for i in one.wanted), one.had)
            for one in fold.asked
        ]
        if not moments:
            continue
        held = replace(setting, log=fold.less, moments=moments, among=fold.cold)
        for name, of in outcomes_on(held, chosen.fit(fold.less), NAMES, draws=FEW_DRAWS, progress=progress).items():
            outcomes[name] += of
        whose += [moment.user for moment in moments]
        ranked += int(fold.cold.sum())
    if len(set(whose)) < FEWEST:
        return None
    means = {name: per_person(whose, of) for name, of in outcomes.items()}
    told = _told(chosen, ranked // (PARTS - 1)) | {"moments": len(whose)}
    found = evaluation("cold in turn", means, seconds=time.perf_counter() - started, settings=told)
    return replace(found, first={})


def evaluate_cold(
    ready: Prepared,
    moments: Sequence[Moment],
    *,
    in_turn: bool = True,
    progress: Step = lambda stage, done, total: None,
) -> dict[str, Evaluation]:
    """The evaluations of cold items by name, those left out for which there are too few people. in_turn: whether the
    items are held out part by part, too.
    """
    chosen = _chosen(ready, progress)
    found = {"cold": _last(ready, moments, chosen, progress)}
    if in_turn:
        found["cold in turn"] = _in_turn(ready, chosen, progress)
    return {name: one for name, one in found.items() if one is not None}

"""Items that hardly anybody touched: does content, and behaviour through it, rank them better than chance and fame?

The moments whose target is such an item, and such items alone ranked: among the well known ones no new item comes first,
whatever ranks. Systems: `content + behaviour`, a blend whose weights are chosen on the last part of the training data
under the same conditions; `content`, `popularity` and `random`. Knows signals; knows no files.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from agent.evaluation.next_item import COLD, Moment, Prepared, evaluate_on
from agent.evaluation.report import FEWEST, Evaluation
from agent.evaluation.run import Step
from retrieval.behavior import FittedSignal, Log
from retrieval.behavior.blend import FittedBlend
from retrieval.behavior.trials import Last, Trials, trials_of
from retrieval.behavior.tune import choose_settings, choose_weights, scaled_tables

__all__ = ["evaluate_cold"]

MAIN = "content + behaviour"
START: Mapping[str, float] = {"content": 1.0, "mapped": 1.0, "popularity": 0.0}
"""The parts of the blend, and their weights where there are too few trials to choose any."""
TRIED = {"half_life": (1.0, 8.0, None)}
"""How broad a taste is for what is new."""


def _cold(log: Log) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.bincount(log.items, minlength=log.size) <= COLD


def _trials(ready: Prepared) -> Trials:
    """Trials whose target is cold in the log less its last part, ranked among the items that are: the last events of
    people, or those last in time, whichever are more. There are few of either.
    """
    found = []
    lasts: tuple[Last, ...] = ("people", "time")
    for last in lasts:
        setting = ready.setting
        for less, _ in trials_of(setting.log, last, setting.among, repeats=setting.repeats).folds:
            found.append(trials_of(setting.log, last, setting.among & _cold(less), repeats=setting.repeats))
    return max(found, key=len)


def evaluate_cold(
    ready: Prepared, moments: Sequence[Moment], *, progress: Step = lambda stage, done, total: None
) -> Evaluation | None:
    """The evaluation of those `moments` that ask for a cold item; None where there are too few for intervals."""
    started = time.perf_counter()
    setting = ready.setting
    among = setting.among & _cold(setting.log)
    ids = {setting.ids[place] for place in np.flatnonzero(among).tolist()}
    wanted = [replace(m, relevant=tuple(id for id in m.relevant if id in ids)) for m in moments]
    asked = [moment for moment in wanted if moment.relevant]
    if len(asked) < FEWEST:
        return None
    signals = {name: ready.signals[name] for name in START}
    trials = _trials(ready)
    signals["content"] = choose_settings(signals["content"], trials, TRIED, progress=progress)
    tables = scaled_tables(signals, trials, progress=progress) if len(trials) else {}
    weights = choose_weights(tables, trials, START)
    fitted: dict[str, FittedSignal] = {name: signal.fit(setting.log) for name, signal in signals.items()}
    fitted[MAIN] = FittedBlend([fitted[n] for n in weights], list(weights.values()), "standard")
    names = [MAIN, "content", "popularity", "random"]
    return evaluate_on(
        "cold",
        replace(setting, moments=asked, among=among),
        fitted,
        names,
        settings={
            "systems": names,
            "ranked_items": int(among.sum()),
            "training_events_at_most": COLD,
            "weights": weights,
            "weights_chosen_on": f"{len(trials)} such moments in the training data",
        },
        started=started,
        progress=progress,
    )

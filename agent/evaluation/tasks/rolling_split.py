"""Split by time once more, as people go on: each thing they like after the cut, by all that they did before it.

What is fitted knows nothing after the cut, as before; but a history goes up to the event that is asked for, so that people
who come after the cut are in it, too, from their first event on. Every person counts alike: the measures of their moments,
some evenly spread ones, are averaged first. Knows moments and systems; knows no files.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from agent.evaluation.report.per_user import per_person
from agent.evaluation.report.report import FEWEST, Evaluation, evaluation
from agent.evaluation.report.run import Step, run
from agent.evaluation.tasks.next_item import Moment, Prepared
from retrieval.behavior import History, Log

__all__ = ["evaluate_going", "going"]

PER_PERSON = 10


def going(log: Log, ids: Sequence[str], cut: float) -> list[Moment]:
    """The moments before what people like from the time `cut` on and hadn't liked before, ten a person at most."""
    moments = []
    for user, (start, end) in enumerate(zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True)):
        liked = start + np.flatnonzero(log.values[start:end] > 0)
        firsts = np.sort(liked[np.unique(log.items[liked], return_index=True)[1]])
        later = firsts[log.times[firsts] >= cut]
        some = later[np.unique(np.linspace(0, len(later) - 1, min(len(later), PER_PERSON)).astype(int))]
        for at in some.tolist():
            before = slice(start, at)
            had = np.unique(log.items[before][log.values[before] > 0])
            history = History.of(log.items[before], list(log.values[before]), user)
            moments.append(Moment(str(user), history, (ids[log.items[at]],), had))
    return moments


def evaluate_going(
    ready: Prepared, settings: Mapping[str, Any], progress: Step = lambda stage, done, total: None
) -> Evaluation | None:
    """The evaluation of the moments of `ready`, a mean a person; None where there are too few people for intervals."""
    started = time.perf_counter()
    moments = ready.setting.moments
    if len({moment.user for moment in moments}) < FEWEST:
        return None
    outcomes = run(
        moments, len(moments), ready.systems, ready.context, lambda moment: moment.relevant, progress=progress
    )
    began = {str(user) for user in np.flatnonzero(np.diff(ready.setting.log.starts)).tolist()}
    whose = [moment.user for moment in moments]

    def group(user: str) -> dict[str, tuple[str, ...]]:
        return {"person": ("known before the cut" if user in began else "new after the cut",)}

    means = {name: per_person(whose, of, group) for name, of in outcomes.items()}
    told = {**ready.about, **settings, "moments": len(moments), "systems": list(ready.systems)}
    found = evaluation("as they go", means, seconds=time.perf_counter() - started, settings=told)
    return replace(found, first={})

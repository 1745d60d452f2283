"""What the tasks on behaviour share: moments to be predicted, the systems that rank for them, and their settings.

Systems: `medley` is a blend of popularity, Markov, SLIT, EASE and content, whose weights are chosen on the last part of
the training data itself; each of these and item-kNN alone; `random`. Content is the fused vectors of a store. Knows
signals and stores; knows no files.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.report import Evaluation, evaluation
from agent.evaluation.rows import sample
from agent.evaluation.run import Step, System, run
from agent.evaluation.stores import Indexed
from agent.evaluation.systems import behind, chosen, shuffled
from retrieval.behavior import Content, Ease, FittedSignal, History, ItemKNN, Log, Markov, Popularity, Signal, Slit
from retrieval.behavior.blend import FittedBlend
from retrieval.behavior.tune import Last, choose_weights
from retrieval.encoders import EncoderSet
from retrieval.items import Problem
from retrieval.retriever import Retriever

__all__ = ["SYSTEMS", "Moment", "Setting", "evaluate_moments"]

START: Mapping[str, float] = {"popularity": 0.25, "markov": 0.25, "slit": 0.5, "ease": 0.25, "content": 1.0}
"""The parts of the blend, and their weights where the training data is too small to choose any."""
CHOSEN_ON: Mapping[Last, str] = {
    "people": "the last liked event of {} people in the training data",
    "time": "{} of the liked events in the last two fifths of the training data by time",
}
SHOWN = 5


@dataclass(frozen=True, eq=False)
class Moment:
    """A person's history, what they liked next, and the numbers of the items that aren't ranked for them."""

    user: str
    history: History
    relevant: tuple[str, ...]
    hidden: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, eq=False)
class Setting:
    """What a task measures on: the training log over `ids`, the moments to be predicted, and what was left out.

    among: bool (n,), the items that are ranked. repeats: whether what a person liked before is ranked again. last: which
    last part of the training log is most like the moments.
    """

    ids: Sequence[str]
    log: Log
    moments: Sequence[Moment]
    problems: Sequence[Problem]
    among: NDArray[np.bool_]
    repeats: bool
    last: Last


@dataclass(frozen=True, eq=False)
class _Context:
    setting: Setting
    fitted: Mapping[str, FittedSignal]
    trained: NDArray[np.bool_]


def _ranked(moment: Moment, context: _Context, name: str) -> list[str]:
    """The ranked items by the score of one signal; equal ones in the catalogue's order."""
    open_to = context.setting.among.copy()
    open_to[moment.hidden] = False
    places = np.flatnonzero(open_to)
    scores = context.fitted[name].score(moment.history)[places]
    return [context.setting.ids[place] for place in places[np.argsort(-scores, kind="stable")]]


def _random(moment: Moment, context: _Context) -> list[str]:
    hidden = set(moment.hidden.tolist())
    places = [p for p in np.flatnonzero(context.setting.among).tolist() if p not in hidden]
    return shuffled(f"{moment.user} {len(moment.history.items)}", [context.setting.ids[p] for p in places])


ALONE = ("popularity", "markov", "itemknn", "ease", "slit", "content")
SYSTEMS: Mapping[str, System[Moment, _Context]] = {
    **{name: partial(_ranked, name=name) for name in ("medley", *ALONE)},
    "random": _random,
}


def _signals(made: Indexed, encoders: EncoderSet, ids: Sequence[str]) -> tuple[dict[str, Signal], dict[str, Any]]:
    """Every signal that can stand alone, and the settings behind the store whose vectors are the content."""
    with closing(Retriever(made.folder, encoders)) as retriever:
        snapshot = retriever.refresh()
        known = [number for number, id in enumerate(ids) if id in snapshot.place_of]  # others had nothing to encode
        vectors = np.zeros((len(ids), snapshot.fusion.width), np.float32)
        vectors[known] = snapshot.vectors(snapshot.positions([ids[number] for number in known]))
        content = Content(vectors, snapshot.fusion.like(vectors))
        settings = behind(retriever, made)
    return {s.name: s for s in (Popularity(), Markov(), ItemKNN(), Ease(), Slit(), content)}, settings


def _fit(
    signals: Mapping[str, Signal], weights: Mapping[str, float], names: Sequence[str], log: Log, progress: Step
) -> dict[str, FittedSignal]:
    """The signals that are asked for or have a weight, fitted on `log`, each once, and `medley`, their blend."""
    wanted = [name for name in signals if name in names or weights.get(name)]
    fitted: dict[str, FittedSignal] = {}
    for done, name in enumerate(wanted, start=1):
        fitted[name] = signals[name].fit(log)
        progress("fitting", done, len(wanted))
    used = [name for name in weights if weights[name]]
    blend = FittedBlend([fitted[name] for name in used], [weights[name] for name in used], "standard")
    return {**fitted, "medley": blend}


def _groups(moment: Moment, context: _Context) -> dict[str, tuple[str, ...]]:
    number = {id: n for n, id in enumerate(context.setting.ids)}
    length = len(moment.history.items)
    told = "0" if not length else "1 to 3" if length < 4 else "4 to 20" if length < 21 else "over 20"
    met = any(context.trained[number[id]] for id in moment.relevant if id in number)
    return {"history": (told,), "target": ("in training" if met else "new",)}


def _told(problems: Sequence[Problem]) -> dict[str, Any]:
    return {"rows_with_problems": len(problems), "first_problems": [str(problem) for problem in problems[:SHOWN]]}


def evaluate_moments(
    task: str,
    made: Indexed,
    encoders: EncoderSet,
    setting: Setting,
    *,
    started: float,
    baselines: Sequence[str] = (),
    limit: int | None = None,
    settings: Mapping[str, Any],
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks for every moment. `started`: the `time.perf_counter` at which the task began.

    Raises ConfigError for an unknown baseline, and what opening a store raises.
    """
    systems = chosen(SYSTEMS, baselines)
    signals, behind_store = _signals(made, encoders, setting.ids)
    weights, trials = choose_weights(
        {name: signals[name] for name in START},
        setting.log,
        START,
        last=setting.last,
        among=setting.among,
        repeats=setting.repeats,
        progress=progress,
    )
    fitted = _fit(signals, weights, list(systems), setting.log, progress)
    context = _Context(setting, fitted, np.bincount(setting.log.items, minlength=setting.log.size) > 0)
    moments = sample(setting.moments, limit)
    outcomes = run(
        moments,
        len(moments),
        systems,
        context,
        lambda moment: moment.relevant,
        groups=lambda moment: _groups(moment, context),
        progress=progress,
    )
    about = {
        "weights": weights,
        "weights_chosen_on": CHOSEN_ON[setting.last].format(trials) if trials else "nothing: too little training data",
        "training_events": len(setting.log),
        "training_people": len(setting.log.starts) - 1,
        "ranked_items": int(setting.among.sum()),
        "limit": limit,
    }
    told = behind_store | about | dict(settings) | _told(setting.problems)
    return evaluation(task, outcomes, seconds=time.perf_counter() - started, settings=told)

"""What the tasks on behaviour share: moments to be predicted, the systems that rank for them, and their settings.

Systems: `blend` is the hybrid of popularity, Markov, SLIT, EASE, PureSVD and content, with settings and weights chosen on
the last part of the training data itself; `medley` is the blend with its best candidates in the order of a ranker learned
on the same last part, where that gains on moments it hasn't seen; each signal alone; the peers, whose settings are chosen
on the same last part; `random`. Of items with equal scores the more popular comes first, whatever the system.
Content is the fused vectors of a store. Knows signals and stores; knows no files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.data.rows import sample
from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation, Outcome, evaluation
from agent.evaluation.report.run import Step, System, run
from agent.evaluation.systems.baselines import behind, chosen, shuffled
from retrieval.behavior import (
    Ease,
    FittedSignal,
    History,
    ItemKNN,
    Log,
    Mapped,
    Popularity,
    Signal,
)
from retrieval.behavior.models.factors import Als, Bpr
from retrieval.behavior.models.traits import traits
from retrieval.behavior.people.people import content_of
from retrieval.behavior.training.hybrid import START, choose_hybrid, parts
from retrieval.behavior.training.ranker import Crossed, available
from retrieval.behavior.training.reranked import Reranked, learn_order
from retrieval.behavior.training.trials import Last, Trials, trials_of
from retrieval.behavior.training.tune import FEWEST, GRIDS, choose_settings
from retrieval.catalog.items import Problem
from retrieval.search.retriever import Retriever

__all__ = [
    "COLD",
    "FEW_DRAWS",
    "PEERS",
    "SYSTEMS",
    "Moment",
    "Prepared",
    "Setting",
    "evaluate_moments",
    "evaluate_on",
    "outcomes_on",
    "prepared",
]

PEERS: Mapping[str, Signal] = {s.name: s for s in (Popularity(), ItemKNN(), Ease(), Als(), Bpr())}
"""What medley is measured against, before their settings are chosen."""
CHOSEN_ON: Mapping[Last, str] = {
    "people": "the last liked event of {} people in the training data",
    "cut": "{} of the events liked soon after five cuts by time in the second half of the training data",
    "time": "{} of the liked events in the last two fifths of the training data by time",
}
SHOWN = 5
DRAWS, FEW_DRAWS = 50, 3
"""Orders of chance that are averaged; few where there are many moments."""
COLD = 3
"""Training events up to which an item counts as cold."""


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
    trained: NDArray[np.int64]
    liked: NDArray[np.int64]


def _context(setting: Setting, fitted: Mapping[str, FittedSignal]) -> _Context:
    log = setting.log
    counts = (np.bincount(of, minlength=log.size) for of in (log.items, log.items[log.values > 0]))
    return _Context(setting, fitted, *counts)


def _ranked(moment: Moment, context: _Context, name: str) -> list[str]:
    """The ranked items by the score of one signal; equal ones by how many liked them, then in the catalogue's order."""
    open_to = context.setting.among.copy()
    open_to[moment.hidden] = False
    places = np.flatnonzero(open_to)
    scores = context.fitted[name].score(moment.history)[places]
    return [context.setting.ids[place] for place in places[np.lexsort((-context.liked[places], -scores))]]


def _random(moment: Moment, context: _Context) -> list[str]:
    hidden = set(moment.hidden.tolist())
    places = [p for p in np.flatnonzero(context.setting.among).tolist() if p not in hidden]
    return shuffled(f"{moment.user} {len(moment.history.items)}", [context.setting.ids[p] for p in places])


def _expected(moments: Sequence[Moment], context: _Context, draws: int) -> list[Outcome]:
    """What chance reaches, as the mean over `draws` orders: one order of few moments would be luck."""
    drawn = [
        run(
            [replace(moment, user=f"{moment.user} {draw}") for moment in moments],
            len(moments),
            {"random": _random},
            context,
            lambda moment: moment.relevant,
        )["random"]
        for draw in range(draws)
    ]
    return [
        Outcome({name: float(np.mean([one.values[name] for one in of])) for name in of[0].values})
        for of in zip(*drawn, strict=True)
    ]


ALONE = ("markov", "slit", "factors", "content")
SYSTEMS: Mapping[str, System[Moment, _Context]] = {
    **{name: partial(_ranked, name=name) for name in ("medley", "blend", *PEERS, *ALONE)},
    "random": _random,
}


def _signals(made: Indexed, retriever: Retriever, ids: Sequence[str]) -> tuple[dict[str, Signal], dict[str, Any]]:
    """Every signal that can be a part or a column, and the settings behind the store whose vectors are the content."""
    content = content_of(retriever, ids)
    mapped = Mapped(np.column_stack([content.vectors, traits(made.catalog.items)]))
    return parts(content) | {mapped.name: mapped}, behind(retriever, made)


def _peers(names: Sequence[str], trials: Trials, progress: Step) -> dict[str, Signal]:
    """The peers among `names`, with the settings that rank highest what the trials ask for."""
    return {
        name: choose_settings(PEERS[name], trials, GRIDS[name], progress=progress) for name in names if name in PEERS
    }


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that is chosen and fitted before anything is asked.

    systems: name → what answers a moment, `medley` first. fitted: the signals behind them, by the same names.
    """

    setting: Setting
    systems: Mapping[str, System[Moment, Any]]
    context: Any
    signals: Mapping[str, Signal]
    about: Mapping[str, Any]

    def score(self, name: str, history: History) -> NDArray[np.float32]:
        """What the system `name` gives every item for a history, float32 (n,)."""
        return np.asarray(self.context.fitted[name].score(history))


def _learned(order: Reranked | None, reached: Crossed | None) -> dict[str, Any]:
    """What became of the ranker, for the settings."""
    if reached is None:
        return {"used": False, "why": "too few moments to learn an order from"}
    gain = {"gain": reached.gain.to_dict(), "kind": available()}
    if order is None:
        return {"used": False, "why": "it gains nothing on moments that it hasn't seen", **gain}
    return {"used": True, **gain, "columns": order.ranker.weights()}


def prepared(
    made: Indexed,
    retriever: Retriever,
    setting: Setting,
    *,
    baselines: Sequence[str] = (),
    progress: Step = lambda stage, done, total: None,
) -> Prepared:
    """Chooses weights and the settings of peers on the last part of the training log, and fits all of it.

    Raises ConfigError for an unknown baseline, MissingExtraError for ALS and BPR without the extra [train].
    """
    systems = chosen(SYSTEMS, baselines)
    signals, behind_store = _signals(made, retriever, setting.ids)
    trials = trials_of(setting.log, setting.last, setting.among, repeats=setting.repeats)
    hybrid = choose_hybrid({name: signals[name] for name in START}, trials, progress)
    peers = _peers(list(systems), trials, progress)
    kept: dict[Signal, FittedSignal] = {}  # a peer and a part of the same settings are fitted once

    def fitted(signal: Signal) -> FittedSignal:
        if signal not in kept:
            kept[signal] = signal.fit(setting.log)
        return kept[signal]

    order, reached = learn_order(
        hybrid.signals,
        hybrid.weights,
        setting.log,
        trials,
        hybrid.tables,
        setting.among,
        repeats=setting.repeats,
        fitted=fitted,
    )
    blend = hybrid.fit(setting.log, fitted)
    own = {**{name: hybrid.signals[name] for name in ALONE}, **peers}
    alone = {name: fitted(own[name]) for name in systems if name in own}
    enough = len(trials) >= FEWEST
    on = CHOSEN_ON[setting.last].format(len(trials)) if enough else "nothing: too little training data"
    about = {
        "weights": dict(hybrid.weights),
        "parts": {name: _settings(hybrid.signals[name]) for name in hybrid.weights},
        "weights_chosen_on": on,
        "ranker": _learned(order, reached),
    } | ({"peers": {name: _settings(peer) for name, peer in peers.items()}, "peers_chosen_on": on} if peers else {})
    ready = _context(setting, {**alone, "blend": blend, "medley": order or blend})
    return Prepared(setting, systems, ready, signals, behind_store | about)


def _settings(signal: Any) -> dict[str, Any]:
    """The settings of a signal by name, rows of numbers left out."""
    found = {field.name: getattr(signal, field.name) for field in fields(signal)}
    return {name: value for name, value in found.items() if not isinstance(value, np.ndarray)}


def _groups(moment: Moment, context: _Context) -> dict[str, tuple[str, ...]]:
    number = {id: n for n, id in enumerate(context.setting.ids)}
    length = len(moment.history.items)
    told = "0" if not length else "1 to 3" if length < 4 else "4 to 20" if length < 21 else "over 20"
    met = [context.trained[number[id]] for id in moment.relevant if id in number]
    cold = f"at most {COLD} training events" if min(met, default=0) <= COLD else "more"
    return {"history": (told,), "target": ("in training" if any(met) else "new",), "cold": (cold,)}


def _told(problems: Sequence[Problem]) -> dict[str, Any]:
    return {"rows_with_problems": len(problems), "first_problems": [str(problem) for problem in problems[:SHOWN]]}


def outcomes_on(
    setting: Setting,
    fitted: Mapping[str, FittedSignal],
    names: Sequence[str],
    *,
    draws: int = DRAWS,
    progress: Step = lambda stage, done, total: None,
) -> dict[str, list[Outcome]]:
    """What each of `names`, signals of `fitted` or random, reaches for every moment of `setting`. draws: orders of chance."""
    context = _context(setting, fitted)
    systems: dict[str, System[Moment, _Context]] = {
        name: partial(_ranked, name=name) for name in names if name != "random"
    }
    outcomes = run(
        setting.moments,
        len(setting.moments),
        systems,
        context,
        lambda moment: moment.relevant,
        groups=lambda moment: {"history": _groups(moment, context)["history"]},
        progress=progress,
    )
    chance = {"random": _expected(setting.moments, context, draws)} if "random" in names else {}
    return {name: (outcomes | chance)[name] for name in names}


def evaluate_on(
    task: str,
    setting: Setting,
    fitted: Mapping[str, FittedSignal],
    names: Sequence[str],
    *,
    settings: Mapping[str, Any],
    started: float,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks for every moment of `setting` by each of `names`: signals of `fitted`, or random. The first is of interest."""
    outcomes = outcomes_on(setting, fitted, names, progress=progress)
    return evaluation(task, outcomes, seconds=time.perf_counter() - started, settings=settings)


def evaluate_moments(
    task: str,
    ready: Prepared,
    *,
    started: float,
    limit: int | None = None,
    settings: Mapping[str, Any],
    cold: Callable[[Prepared, Sequence[Moment]], Mapping[str, Evaluation]] = lambda ready, moments: {},
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks for every moment. `started`: the `time.perf_counter` at which the task began. `cold`: makes the parts about
    items that hardly anybody touched.
    """
    setting, context = ready.setting, ready.context
    moments = sample(setting.moments, limit)
    outcomes = run(
        moments,
        len(moments),
        ready.systems,
        context,
        lambda moment: moment.relevant,
        groups=lambda moment: _groups(moment, context),
        progress=progress,
    )
    about = {
        "training_events": len(setting.log),
        "training_people": len(setting.log.starts) - 1,
        "ranked_items": int(setting.among.sum()),
        "limit": limit,
    }
    told = dict(ready.about) | about | dict(settings) | _told(setting.problems)
    found = evaluation(task, outcomes, seconds=time.perf_counter() - started, settings=told)
    return replace(found, parts=cold(ready, moments))

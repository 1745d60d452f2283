"""`evaluate interactions`: what does a person like next, given what they met before?

Splits one file of interactions. `leave-last-out`: of every person who liked at least five items, the last of them is to
be predicted from what they met before it; all else of all people is for training, but what these did after it. `time`:
what was liked in the last tenth of all events, by time, is to be predicted for those who liked something before, from what
they did up to the cut, and in a part of its own as they go on (`as_they_go.py`); only what is earlier than the cut is for
training. Ranked are the items that anybody liked, less those that the person liked before.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.data.stores import Indexed
from agent.evaluation.report.report import Evaluation
from agent.evaluation.report.run import Step
from agent.evaluation.tasks.cold_items import evaluate_cold
from agent.evaluation.tasks.events_curve import curve
from agent.evaluation.tasks.next_item import Moment, Setting, evaluate_moments, prepared
from agent.evaluation.tasks.rolling_split import evaluate_going, going
from retrieval.behavior import Event, History, Log, log_of
from retrieval.behavior.events.interactions import liked, read_interactions
from retrieval.behavior.training.trials import Last
from retrieval.catalog.items import Problem
from retrieval.errors import CatalogError
from retrieval.search.retriever import Retriever

__all__ = ["LEAST", "SHARE", "Split", "cut_of", "evaluate_interactions", "split_log"]

Split = Literal["leave-last-out", "time"]
LEAST = 5
"""Items that a person must have liked, the last included."""
SHARE = 0.1
"""The share of all events, the last, in which what was liked is to be predicted when a file is split by time."""


def _first_likes(log: Log, start: int, end: int) -> NDArray[np.int64]:
    """Places in the log where this person liked an item for the first time, ascending."""
    places = start + np.flatnonzero(log.values[start:end] > 0)
    return np.sort(places[np.unique(log.items[places], return_index=True)[1]])


def _moment(log: Log, start: int, at: int, targets: NDArray[np.int64], ids: Sequence[str], user: int) -> Moment:
    """The moment before the event at place `at`, of the person whose events begin at `start`."""
    before = slice(start, at)
    liked_before = np.unique(log.items[before][log.values[before] > 0])
    history = History.of(log.items[before], list(log.values[before]), user)
    return Moment(str(user), history, tuple(ids[i] for i in targets), liked_before)


def cut_of(log: Log) -> float:
    """The time at which the last tenth of all events begins; infinite without any."""
    times = np.sort(log.times)
    return float(times[int(len(times) * (1 - SHARE))]) if len(times) else np.inf


def split_log(log: Log, ids: Sequence[str], split: Split) -> tuple[Log, list[Moment]]:
    """What is for training, and the moments to be predicted, one a person."""
    kept, moments = np.ones(len(log), bool), []
    cut = cut_of(log)
    if split == "time":
        kept = log.times < cut
    for user, (start, end) in enumerate(zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True)):
        firsts = _first_likes(log, start, end)
        at = start + int(np.searchsorted(log.times[start:end], cut))
        if split == "leave-last-out" and len(firsts) >= LEAST:
            at = int(firsts[-1])
            kept[at:end] = False
            moments.append(_moment(log, start, at, log.items[[at]], ids, user))
        elif split == "time" and (firsts < at).any() and (firsts >= at).any():
            moments.append(_moment(log, start, at, log.items[firsts[firsts >= at]], ids, user))
    return log.kept(kept), moments


def _events(events: Sequence[Event], labels: Sequence[str], ids: Sequence[str]) -> tuple[list[Event], list[Problem]]:
    """The events of items of the catalogue, and a problem for each other one."""
    known = set(ids)
    problems = [
        Problem(label, "item", f"the catalogue has no item '{event.item}'", fatal=True)
        for event, label in zip(events, labels, strict=True)
        if event.item not in known
    ]
    return [event for event in events if event.item in known], problems


def _settings(made: Indexed, path: Path, split: Split, least: float | None) -> tuple[Setting, Setting | None]:
    """What is to be measured on, and of a split by time the same as people go on."""
    ids = [item.id for item in made.catalog.items]
    rows, problems = read_interactions(path)
    events, unknown = _events(liked(rows, least), [row.label for row in rows], ids)
    log = log_of(events, ids)
    training, moments = split_log(log, ids, split)
    if not moments:
        raise CatalogError(
            f"expected people in '{path}' who liked {LEAST} items or more (split leave-last-out), or something before and "
            f"after the cut (split time); none of {len(log.starts) - 1} did. What counts as liked: --liked LEAST_VALUE"
        )
    among = np.bincount(log.items[log.values > 0], minlength=len(ids)) > 0
    last: Last = "cut" if split == "time" else "people"
    setting = Setting(ids, training, moments, [*problems, *unknown], among, repeats=False, last=last)
    later = replace(setting, moments=going(log, ids, cut_of(log)), last="time") if split == "time" else None
    return setting, later


def evaluate_interactions(
    made: Indexed,
    retriever: Retriever,
    interactions: Path,
    *,
    split: Split = "leave-last-out",
    least: float | None = None,
    baselines: Sequence[str] = (),
    by_events: bool = False,
    limit: int | None = None,
    progress: Step = lambda stage, done, total: None,
) -> Evaluation:
    """Ranks for each person of the split. `least`: the value from which on something was liked, None: by its event.
    `by_events`: measures also what knowing only the newest events of each person would give.

    Raises CatalogError for a file without the needed columns or without anybody to measure on, ConfigError for an
    unknown baseline, MissingExtraError for ALS and BPR without their extra. Rows that can't be read and items that the
    catalogue lacks are left out and told in the settings.
    """
    started = time.perf_counter()
    setting, later = _settings(made, interactions, split, least)
    ready = prepared(made, retriever, setting, baselines=baselines, progress=progress)
    about = {"interactions": interactions.name, "split": split, "liked": least}
    found = evaluate_moments(
        "interactions",
        ready,
        started=started,
        limit=limit,
        settings=about,
        cold=partial(evaluate_cold, in_turn=limit is None, progress=progress),
        progress=progress,
    )
    if later is not None and limit is None:
        again = prepared(made, retriever, later, baselines=baselines, progress=progress)
        part = evaluate_going(again, about, progress)
        found = replace(found, parts={**found.parts, **({"as they go": part} if part else {})})
    return replace(found, curve=curve(ready, limit, progress)) if by_events else found

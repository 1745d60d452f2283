"""The last part of a log as trials: what was liked last, by what came before. Settings and weights are chosen on them.

Knows logs. Sees nothing but the log that it is given: what something is later measured on must not be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.log import History, Log
from retrieval.behavior.models.base import FittedSignal

__all__ = ["Last", "Trial", "Trials", "after_cuts", "last_in_time", "last_of_people", "trials_of"]

SHARE = 0.1
"""Trials take at most this share of what was liked, where they are the last events of people."""
RECENT = 0.4
"""The share of what was liked that is the last part of a log by time."""
MOST = 2_000
NUMBERS = 6_000_000
"""Scores of one signal over all trials that are held at once: 24 MB."""

CUTS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Shares of all events at which a log is cut."""
PER_PERSON = 10
"""Targets of one person after one cut."""

Last = Literal["people", "time", "cut"]


@dataclass(frozen=True, eq=False)
class Trial:
    """A person's history, and the item that they liked next."""

    history: History
    target: int


def _trial(log: Log, start: int, at: int) -> Trial:
    person = int(np.searchsorted(log.starts, start, side="right")) - 1
    target = int(log.items[min(at, len(log) - 1)])
    return Trial(History.of(log.items[start:at], list(log.values[start:at]), person), target)


def _spread(found: list[tuple[int, int, int]], most: int) -> list[tuple[int, int, int]]:
    return [found[i] for i in np.linspace(0, len(found) - 1, most).astype(int)] if len(found) > most else found


def last_of_people(log: Log, most: int = MOST, repeats: bool = True) -> tuple[Log, list[Trial]]:
    """Return the log less the last liked event of some people, evenly spread, and these as trials.

    They are at most `most`, and a tenth of all liked events: without more the log would no longer tell what follows
    what. What a person did after that event is left out as well. People with a single event give none. With
    `repeats=False` it is the last liked event of an item that the person hadn't liked before.
    """
    kept, found = np.ones(len(log), bool), []
    for start, end in zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True):
        liked = np.flatnonzero(log.values[start:end] > 0)
        if not repeats:
            liked = np.sort(liked[np.unique(log.items[start:end][liked], return_index=True)[1]])
        if len(liked) and liked[-1] > 0:
            found.append((start, start + int(liked[-1]), end))
    found = _spread(found, min(most, int(SHARE * (log.values > 0).sum())))
    for _, at, end in found:
        kept[at:end] = False
    return log.kept(kept), [_trial(log, start, at) for start, at, _ in found]


def last_in_time(log: Log, most: int = MOST, repeats: bool = True) -> tuple[Log, list[Trial]]:
    """Return the log less the last two fifths of what was liked, by time, and liked events from then on as trials.

    A trial is the last liked event of one person at one time, `most` of them evenly spread; its history is all that the
    person did before. With `repeats=False` items that the person had liked before are no targets.
    """
    times = np.sort(log.times[log.values > 0])
    cut = times[int(len(times) * (1 - RECENT))] if len(times) else np.inf
    found = []
    for start, end in zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True):
        for at in range(max(start + 1, start + int(np.searchsorted(log.times[start:end], cut))), end):
            last = at + 1 == end or log.times[at + 1] > log.times[at]
            known = log.items[start:at][log.values[start:at] > 0]
            if last and log.values[at] > 0 and (repeats or log.items[at] not in known):
                found.append((start, at, end))
    return log.kept(log.times < cut), [_trial(log, start, at) for start, at, _ in _spread(found, most)]


def after_cuts(log: Log, most: int = MOST, repeats: bool = True) -> list[tuple[Log, list[Trial]]]:
    """Return for each of some cuts by time: the log up to it, and trials of people who liked something before it and soon after.

    A history ends at the cut, however long after it the target was liked: so it is where the future of everybody is asked
    for at one moment. Soon after is within the tenth of all events that follows. At most `PER_PERSON` targets of a person
    after a cut, items that they hadn't liked before.
    """
    times = np.append(np.sort(log.times), np.inf)
    bounds = [times[int(len(log) * share)] for share in CUTS] + [np.inf]
    found = [(cut, _liked_within(log, cut, end, repeats)) for cut, end in pairwise(bounds)]
    share = min(1.0, most / max(sum(len(places) for _, places in found), 1))
    return [
        (
            log.kept(log.times < cut),
            [
                replace(_trial(log, start, at), target=int(log.items[place]))
                for start, at, place in _spread(places, int(share * len(places)))
            ],
        )
        for cut, places in found
    ]


def _liked_within(log: Log, cut: float, end: float, repeats: bool) -> list[tuple[int, int, int]]:
    """Where a person begins, where their events from `cut` on do, and an event that they liked from then on before `end`."""
    found = []
    for start, stop in zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True):
        at, last = (start + int(np.searchsorted(log.times[start:stop], when)) for when in (cut, end))
        before = log.items[start:at][log.values[start:at] > 0]
        later = [p for p in range(at, last) if log.values[p] > 0 and (repeats or log.items[p] not in before)]
        if len(before):
            found += [(start, at, place) for place, _, _ in _spread([(p, p, p) for p in later], PER_PERSON)]
    return found


def _whole(
    made: Callable[[Log, int, bool], tuple[Log, list[Trial]]],
) -> Callable[[Log, int, bool], list[tuple[Log, list[Trial]]]]:
    return lambda log, most, repeats: [made(log, most, repeats)]


LAST: Mapping[Last, Callable[[Log, int, bool], list[tuple[Log, list[Trial]]]]] = {
    "people": _whole(last_of_people),
    "time": _whole(last_in_time),
    "cut": after_cuts,
}


def _banned(trials: Sequence[Trial], among: NDArray[np.bool_], repeats: bool) -> NDArray[np.bool_]:
    """Which items each trial doesn't rank, bool (trials, n)."""
    banned = np.tile(~among, (len(trials), 1))
    if not repeats:
        for row, trial in zip(banned, trials, strict=True):
            row[trial.history.items[trial.history.values > 0]] = True
            row[trial.target] = False
    return banned


@dataclass(frozen=True, eq=False)
class Trials:
    """The trials of a log, fold by fold: a part of the log, and trials of what came after it; and what each trial ranks.

    targets: int64 (t,). banned: bool (t, n), the items that a trial doesn't rank. Both in the order of the folds.
    """

    folds: Sequence[tuple[Log, Sequence[Trial]]]
    targets: NDArray[np.int64]
    banned: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.targets)

    def table(self, fit: Callable[[Log], FittedSignal]) -> NDArray[np.float32]:
        """Return the scores of every item for every trial by what `fit` makes of the log before it, float32 (t, n)."""
        rows = []
        for less, trials in self.folds:
            fitted = fit(less)
            rows += [fitted.score(trial.history) for trial in trials]
        return np.stack(rows)

    def gain(self, scores: NDArray[np.float32]) -> float:
        """Return the mean of 1 / log₂(rank + 1): NDCG without a cut, which moves before a target reaches the top."""
        own = scores[np.arange(len(self.targets)), self.targets][:, None]
        ahead = (scores > own) | ((scores == own) & (np.arange(scores.shape[1]) < self.targets[:, None]))
        return float(np.mean(1 / np.log2(2 + (ahead & ~self.banned).sum(axis=1))))


def trials_of(
    log: Log, last: Last, among: NDArray[np.bool_] | None = None, *, repeats: bool = True, most: int = MOST
) -> Trials:
    """Return the trials of `log`: the last liked event of each of some people, all that was liked last in time, or what followed
    on some cuts by time.

    among: bool (n,), the items that are ranked, all where None; other targets make no trial. repeats: whether what a
    person liked before is ranked again. most: trials, of catalogues with many items fewer.
    """
    open_to = np.ones(log.size, bool) if among is None else among
    found = LAST[last](log, min(most, int(np.clip(NUMBERS // max(log.size, 1), 100, MOST))), repeats)
    folds = [(less, [trial for trial in trials if open_to[trial.target]]) for less, trials in found]
    kept = [(less, trials) for less, trials in folds if trials]
    every = [trial for _, trials in kept for trial in trials]
    targets = np.array([trial.target for trial in every], np.int64)
    return Trials(kept, targets, _banned(every, open_to, repeats) if every else np.zeros((0, log.size), bool))

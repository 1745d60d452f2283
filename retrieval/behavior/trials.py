"""The last part of a log as trials: what was liked last, by what came before. Settings and weights are chosen on them.

Knows logs. Sees nothing but the log that it is given: what something is later measured on must not be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.base import FittedSignal
from retrieval.behavior.log import History, Log

__all__ = ["Last", "Trial", "Trials", "after_cuts", "last_in_time", "last_of_people", "trials_of"]

SHARE = 0.1
"""Trials take at most this share of what was liked, where they are the last events of people."""
RECENT = 0.4
"""The share of what was liked that is the last part of a log by time."""
MOST = 2_000
NUMBERS = 6_000_000
"""Scores of one signal over all trials that are held at once: 24 MB."""

CUTS = (0.6, 0.7, 0.8, 0.9)
"""Shares of what was liked at which a log is cut."""
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
    """The log less the last liked event of some people, evenly spread, and these as trials.

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
    """The log less the last two fifths of what was liked, by time, and liked events from then on as trials.

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


def after_cuts(log: Log, most: int = MOST, repeats: bool = True) -> tuple[Log, list[Trial]]:
    """The log up to its first cut by time, and trials of people who liked something before and after a cut.

    A history ends at the cut, however long after it the target was liked: so it is where the future of everybody is asked
    for at one moment. At most `PER_PERSON` targets of a person after a cut, items that they hadn't liked before.
    """
    times = np.sort(log.times[log.values > 0])
    cuts = [times[int(len(times) * share)] for share in CUTS] if len(times) else [np.inf]
    found = []
    for start, end in zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True):
        for cut in cuts:
            at = start + int(np.searchsorted(log.times[start:end], cut))
            before = log.items[start:at][log.values[start:at] > 0]
            later = [p for p in range(at, end) if log.values[p] > 0 and (repeats or log.items[p] not in before)]
            if len(before):
                found += [(start, at, place) for place, _, _ in _spread([(p, p, p) for p in later], PER_PERSON)]
    trials = [
        replace(_trial(log, start, at), target=int(log.items[place])) for start, at, place in _spread(found, most)
    ]
    return log.kept(log.times < cuts[0]), trials


LAST: Mapping[Last, Callable[[Log, int, bool], tuple[Log, list[Trial]]]] = {
    "people": last_of_people,
    "time": last_in_time,
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
    """The trials of a log, what the log is without them, and what each of them ranks.

    targets: int64 (t,). banned: bool (t, n), the items that a trial doesn't rank.
    """

    less: Log
    trials: Sequence[Trial]
    targets: NDArray[np.int64]
    banned: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.trials)

    def table(self, signal: FittedSignal) -> NDArray[np.float32]:
        """The scores of every item for every trial, float32 (t, n)."""
        return np.stack([signal.score(trial.history) for trial in self.trials])

    def gain(self, scores: NDArray[np.float32]) -> float:
        """The mean of 1 / log₂(rank + 1): NDCG without a cut, which moves before a target reaches the top."""
        own = scores[np.arange(len(self.targets)), self.targets][:, None]
        ahead = (scores > own) | ((scores == own) & (np.arange(scores.shape[1]) < self.targets[:, None]))
        return float(np.mean(1 / np.log2(2 + (ahead & ~self.banned).sum(axis=1))))


def trials_of(log: Log, last: Last, among: NDArray[np.bool_] | None = None, *, repeats: bool = True) -> Trials:
    """The trials of `log`: the last liked event of each of some people, or all that was liked last in time.

    among: bool (n,), the items that are ranked, all where None; other targets make no trial. repeats: whether what a
    person liked before is ranked again.
    """
    open_to = np.ones(log.size, bool) if among is None else among
    less, found = LAST[last](log, int(np.clip(NUMBERS // max(log.size, 1), 100, MOST)), repeats)
    kept = [trial for trial in found if open_to[trial.target]]
    targets = np.array([trial.target for trial in kept], np.int64)
    return Trials(less, kept, targets, _banned(kept, open_to, repeats) if kept else np.zeros((0, log.size), bool))

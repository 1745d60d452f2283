"""Weights of a blend, chosen on the last part of the log itself: what was liked last, by what came before.

Knows signals and logs. Sees nothing but the log that it is given: what a blend is later measured on must not be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.base import FittedSignal, Signal
from retrieval.behavior.blend import Scale, scaled
from retrieval.behavior.log import History, Log

__all__ = ["Last", "Trial", "choose_weights", "last_in_time", "last_of_people"]

GRID = (0.0, 0.0625, 0.125, 0.25, 0.5, 1.0, 2.0)
ROUNDS = 3
GAIN = 5e-4
"""What a change of one weight must gain: less is chance, and more signals are slower."""
SHARE = 0.1
"""Trials take at most this share of what was liked, where they are the last events of people."""
RECENT = 0.4
"""The share of what was liked that is the last part of a log by time."""
FEWEST = 10
"""Trials below which the weights stay as they were given."""
MOST = 2_000
NUMBERS = 6_000_000
"""Scores of one signal over all trials that are held at once: 24 MB."""

Last = Literal["people", "time"]
Step = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Trial:
    """A person's history, and the item that they liked next."""

    history: History
    target: int


def _trial(log: Log, start: int, at: int) -> Trial:
    return Trial(History.of(log.items[start:at], list(log.values[start:at])), int(log.items[at]))


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


LAST: Mapping[Last, Callable[[Log, int, bool], tuple[Log, list[Trial]]]] = {
    "people": last_of_people,
    "time": last_in_time,
}


def _banned(trials: Sequence[Trial], among: NDArray[np.bool_], repeats: bool) -> NDArray[np.bool_]:
    """Which items each trial doesn't rank, bool (trials, n)."""
    banned = np.tile(~among, (len(trials), 1))
    if not repeats:
        for row, trial in zip(banned, trials, strict=True):
            row[trial.history.items[trial.history.values > 0]] = True
            row[trial.target] = False
    return banned


def _gain(scores: NDArray[np.float32], targets: NDArray[np.int64], banned: NDArray[np.bool_]) -> float:
    """The mean of 1 / log₂(rank + 1) over trials: NDCG without a cut, which moves before a target reaches the top."""
    own = scores[np.arange(len(targets)), targets][:, None]
    ahead = (scores > own) | ((scores == own) & (np.arange(scores.shape[1]) < targets[:, None]))
    return float(np.mean(1 / np.log2(2 + (ahead & ~banned).sum(axis=1))))


def _ascend(
    tables: Mapping[str, NDArray[np.float32]], start: Mapping[str, float], gain: Callable[[NDArray[np.float32]], float]
) -> dict[str, float]:
    """Coordinate ascent over `GRID`, from `start`, one signal at a time until none gains."""
    weights = dict(start)
    total = np.sum([np.float32(w) * tables[name] for name, w in weights.items()], axis=0)
    best = gain(total)
    for _ in range(ROUNDS):
        before = dict(weights)
        for name, table in tables.items():
            rest, last = total - np.float32(weights[name]) * table, weights[name]
            tried = {w: gain(rest + np.float32(w) * table) for w in GRID if w != last}
            weight = max(tried, key=lambda w: (tried[w], -w))
            if tried[weight] > best + GAIN:
                best, weights[name], total = tried[weight], weight, rest + np.float32(weight) * table
        if weights == before:
            break
    return weights


def _tables(
    fitted: Mapping[str, FittedSignal], trials: Sequence[Trial], scale: Scale
) -> dict[str, NDArray[np.float32]]:
    return {
        name: np.stack([scaled(signal.score(trial.history), scale) for trial in trials])
        for name, signal in fitted.items()
    }


def choose_weights(
    signals: Mapping[str, Signal],
    log: Log,
    start: Mapping[str, float],
    *,
    last: Last = "people",
    among: NDArray[np.bool_] | None = None,
    repeats: bool = True,
    scale: Scale = "standard",
    progress: Step = lambda stage, done, total: None,
) -> tuple[dict[str, float], int]:
    """A weight for each of `signals`, and on how many trials it was chosen: 0 where there were too few to choose.

    Signals are fitted on the log less its last parts, and the weights that rank these highest are taken, starting from
    `start`. last: the last liked event of each of some people, or all that was liked last in time: whichever is more like
    what the blend is for. among: bool (n,), the items that are ranked, all where None. repeats: whether what a person liked before
    is ranked again.
    """
    less, trials = LAST[last](log, int(np.clip(NUMBERS // max(log.size, 1), 100, MOST)), repeats)
    if len(trials) < FEWEST:
        return {name: start[name] for name in signals}, 0
    fitted = {}
    for done, (name, signal) in enumerate(signals.items(), start=1):
        fitted[name] = signal.fit(less)
        progress("choosing weights", done, len(signals))
    banned = _banned(trials, np.ones(log.size, bool) if among is None else among, repeats)
    targets = np.array([trial.target for trial in trials])
    chosen = _ascend(
        _tables(fitted, trials, scale), {n: start[n] for n in signals}, lambda s: _gain(s, targets, banned)
    )
    return chosen, len(trials)

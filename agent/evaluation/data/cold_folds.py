"""Items held out as if they were new: a log in which a part of the items has no more than its first few events.

The items are dealt into parts at random, with a seed. What people liked of a part's items after that is to be found from
all else that they did: so every person is asked about every part, and there are many more of them than of those who
happened to like a new item last. How many events an item keeps is drawn, too: were it the same for all, an item that has
them all would be known to have had more. Knows logs; no signals and no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior import History, Log
from retrieval.behavior.training.trials import Trial, Trials

__all__ = ["ColdTrial", "Fold", "fold_of", "trials_in"]

SEED = 0
MOST = 600


@dataclass(frozen=True, eq=False)
class ColdTrial:
    """One person, what they did but for what is held out, what they liked of that (wanted) and hadn't before (had)."""

    person: int
    history: History
    wanted: NDArray[np.int64]
    had: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fold:
    """less: the log without what is held out. cold: bool (n,), the items of the part, which alone are ranked."""

    less: Log
    cold: NDArray[np.bool_]
    asked: Sequence[ColdTrial]


def _counted(log: Log) -> NDArray[np.int64]:
    """How many events of the same item are earlier than each event, int64 (m,)."""
    order = np.lexsort((np.arange(len(log)), log.times, log.items))
    items = log.items[order]
    starts = np.flatnonzero(np.r_[True, items[1:] != items[:-1]]) if len(items) else np.zeros(0, np.int64)
    found = np.empty(len(log), np.int64)
    found[order] = np.arange(len(log)) - np.repeat(starts, np.diff(np.r_[starts, len(log)]))
    return found


def fold_of(log: Log, among: NDArray[np.bool_], part: int, parts: int, most: int) -> Fold:
    """Part number `part` of `parts` of the items `among`, of which `log` keeps the first few events, at most `most`."""
    draw = np.random.default_rng(SEED)
    cold = among & (draw.integers(0, parts, log.size) == part)
    kept = draw.integers(0, most + 1, log.size)
    stays = ~cold[log.items] | (_counted(log) < kept[log.items])
    asked = []
    for person, (start, end) in enumerate(zip(log.starts[:-1].tolist(), log.starts[1:].tolist(), strict=True)):
        items, liked, own = log.items[start:end], log.values[start:end] > 0, stays[start:end]
        had = np.unique(items[own & liked])
        wanted = np.setdiff1d(items[~own & liked], had)
        if len(wanted) and len(had):
            history = History.of(items[own], list(log.values[start:end][own]), person)
            asked.append(ColdTrial(person, history, wanted, had))
    return Fold(log.kept(stays), cold, asked)


def trials_in(fold: Fold, most: int = MOST) -> Trials:
    """Return one trial for each of some people of a fold: an item of those that they wanted, drawn with a seed."""
    some = [
        fold.asked[i] for i in np.unique(np.linspace(0, len(fold.asked) - 1, min(most, len(fold.asked))).astype(int))
    ]
    draw = np.random.default_rng(SEED)
    trials = [Trial(one.history, int(draw.choice(one.wanted))) for one in some]
    banned = np.tile(~fold.cold, (len(some), 1))
    for row, one, trial in zip(banned, some, trials, strict=True):
        row[one.had] = True
        row[one.wanted] = True
        row[trial.target] = False
    return Trials([(fold.less, trials)] if trials else [], np.array([t.target for t in trials], np.int64), banned)

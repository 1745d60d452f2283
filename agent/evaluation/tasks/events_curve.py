"""How much each event of a person is worth: the same moments, of whose histories only the newest events are known.

Signals stay as they were fitted, on all that is for training. Knows moments and signals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from agent.evaluation.data.rows import sample
from agent.evaluation.report.run import Step, run
from agent.evaluation.tasks.next_item import Moment, Prepared
from retrieval.behavior import History
from retrieval.metrics import Interval, interval

__all__ = ["curve"]

KNOWN: tuple[int | None, ...] = (0, 1, 2, 4, 8, 16, 32, None)
"""Events that are known of each person; None: all."""
MEASURE = "ndcg@10"


def _newest(moment: Moment, known: int | None) -> Moment:
    """The moment with the `known` newest events of its history. Whose they are isn't known: factors of a person would
    tell of the other events.
    """
    history = moment.history
    start = 0 if known is None else max(len(history.items) - known, 0)
    return replace(moment, history=History.of(history.items[start:], list(history.values[start:])))


def curve(
    ready: Prepared, limit: int | None = None, progress: Step = lambda stage, done, total: None
) -> Mapping[str, Mapping[str, Interval]]:
    """nDCG@10 with its interval: system → number of known events → interval."""
    moments = sample(ready.setting.moments, limit)
    found: dict[str, dict[str, Interval]] = {name: {} for name in ready.systems}
    for known in KNOWN:
        rows = [_newest(moment, known) for moment in moments]
        outcomes = run(rows, len(rows), ready.systems, ready.context, lambda moment: moment.relevant, progress=progress)
        for name, of in outcomes.items():
            values = np.array([outcome.values[MEASURE] for outcome in of])
            found[name]["all" if known is None else str(known)] = interval({MEASURE: values})[MEASURE]
    return found

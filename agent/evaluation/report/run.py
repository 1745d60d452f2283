"""Asks every system every query and scores what comes back. Knows no task in particular."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from agent.evaluation.report.report import Outcome
from retrieval.metrics import rank_metrics, ranks_of

__all__ = ["Step", "System", "run"]

R = TypeVar("R")
C = TypeVar("C")
System = Callable[[R, C], Sequence[str]]
"""Answers a row with ids, best first; the second argument is what it searches with."""

Step = Callable[[str, int, int], None]
"""Called with a stage, how many are done, and of how many."""


def run(
    rows: Iterable[R],
    total: int,
    systems: Mapping[str, System[R, C]],
    context: C,
    relevant: Callable[[R], Sequence[str]],
    *,
    groups: Callable[[R], Mapping[str, tuple[str, ...]]] = lambda row: {},
    extra: Callable[[R, Sequence[str]], Mapping[str, float]] = lambda row, ranking: {},
    progress: Step = lambda stage, done, total: None,
) -> dict[str, list[Outcome]]:
    """Return one outcome a row and system: the ranking measures, and what `extra` makes of the row and its ranking.

    `rows` are taken one by one, `total` in all, so that the media of one query at a time is in memory.
    """
    found: dict[str, list[Outcome]] = {name: [] for name in systems}
    for done, row in enumerate(rows, start=1):
        wanted = set(relevant(row))
        for name, system in systems.items():
            ranking = system(row, context)
            ranks = ranks_of(ranking, wanted)
            values = {**rank_metrics(ranks, len(wanted)), **extra(row, ranking)}
            found[name].append(Outcome(values, groups(row), int(ranks[0]) if len(ranks) else 0))
        progress("asking", done, total)
    return found

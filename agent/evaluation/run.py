"""Asks every system every query and scores what comes back. Knows no task in particular."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from agent.evaluation.report import Outcome
from retrieval.metrics import rank_metrics, ranks_of

__all__ = ["Ranker", "Step", "run"]

R = TypeVar("R")
Ranker = Callable[[R], Sequence[str]]
"""Answers a row with ids, best first."""

Step = Callable[[str, int, int], None]
"""Called with a stage, how many are done, and of how many."""


def run(
    rows: Sequence[R],
    systems: Mapping[str, Ranker[R]],
    relevant: Callable[[R], Sequence[str]],
    *,
    groups: Callable[[R], Mapping[str, tuple[str, ...]]] = lambda row: {},
    extra: Callable[[R, Sequence[str]], Mapping[str, float]] = lambda row, ranking: {},
    progress: Step = lambda stage, done, total: None,
) -> dict[str, list[Outcome]]:
    """One outcome a row and system: the ranking measures, and what `extra` makes of the row and its ranking."""
    found: dict[str, list[Outcome]] = {name: [] for name in systems}
    for done, row in enumerate(rows, start=1):
        wanted = set(relevant(row))
        for name, ranker in systems.items():
            ranking = ranker(row)
            values = rank_metrics(ranks_of(ranking, wanted), len(wanted))
            found[name].append(Outcome({**values, **extra(row, ranking)}, groups(row)))
        progress("asking", done, len(rows))
    return found

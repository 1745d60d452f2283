"""What an evaluation found: outcomes of every query by system, their means, intervals, groups and differences.

Knows numbers and names. The shape of `to_dict` is the command's `--json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.metrics import Interval, interval

__all__ = ["Evaluation", "Outcome", "System", "evaluation"]

FEWEST = 5
"""Queries that a group needs to be reported by itself."""


@dataclass(frozen=True)
class Outcome:
    """One query's measures, and the groups it belongs to: `{"lang": ("en",), "kind": ("Negated", "Specific")}`.

    `first`: the rank, from 1, of the first relevant item; 0 where none was found.
    """

    values: Mapping[str, float]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: int = 0


@dataclass(frozen=True)
class System:
    """What one system reached. `difference`: the system of interest less this one, paired by query."""

    metrics: Mapping[str, Interval]
    difference: Mapping[str, Interval] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {"metrics": _plain(self.metrics), "difference": _plain(self.difference)}


@dataclass(frozen=True)
class Evaluation:
    """The result of one evaluation: means with intervals of the system of interest, by group, and the baselines.

    `first`: system → the rank of the first relevant item for each query, int64 (n,), 0 where none was found. `parts`:
    name → an evaluation of some of the queries under conditions of their own. `curve`: system → number of events → nDCG@10.
    """

    task: str
    n: int
    metrics: Mapping[str, Interval]
    by: Mapping[str, Mapping[str, Mapping[str, Interval]]]
    baselines: Mapping[str, System]
    seconds: float
    settings: Mapping[str, Any]
    first: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    parts: Mapping[str, Evaluation] = field(default_factory=dict)
    curve: Mapping[str, Mapping[str, Interval]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able: task, n, metrics, by, baselines, seconds, settings, and parts where there are any."""
        found = {
            "task": self.task,
            "n": self.n,
            "metrics": _plain(self.metrics),
            "by": {group: {name: _plain(found) for name, found in of.items()} for group, of in self.by.items()},
            "baselines": {name: system.to_dict() for name, system in self.baselines.items()},
            "seconds": round(self.seconds, 2),
            "settings": dict(self.settings),
        }
        if self.curve:
            found["by_events"] = {
                name: {k: one.to_dict() for k, one in points.items()} for name, points in self.curve.items()
            }
        return found | ({"parts": {name: part.to_dict() for name, part in self.parts.items()}} if self.parts else {})


def _plain(found: Mapping[str, Interval]) -> dict[str, dict[str, float | int]]:
    return {name: {k: round(v, 5) for k, v in one.to_dict().items()} for name, one in found.items()}


def _columns(outcomes: Sequence[Outcome]) -> dict[str, NDArray[np.float64]]:
    names = list(dict.fromkeys(name for outcome in outcomes for name in outcome.values))
    return {name: np.array([o.values.get(name, np.nan) for o in outcomes], np.float64) for name in names}


def _intervals(columns: Mapping[str, NDArray[np.float64]]) -> dict[str, Interval]:
    """Intervals of every column over the queries that have it: some measures are of some kinds of query only."""
    whole = interval({name: column for name, column in columns.items() if not np.isnan(column).any()})
    return {
        name: whole[name] if name in whole else interval({name: column[~np.isnan(column)]})[name]
        for name, column in columns.items()
    }


def _groups(outcomes: Sequence[Outcome]) -> dict[str, dict[str, dict[str, Interval]]]:
    members: dict[str, dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        for group, names in outcome.groups.items():
            for name in names:
                members.setdefault(group, {}).setdefault(name, []).append(outcome)
    return {
        group: {name: _intervals(_columns(of)) for name, of in sorted(by.items()) if len(of) >= FEWEST}
        for group, by in members.items()
    }


def evaluation(
    task: str,
    outcomes: Mapping[str, Sequence[Outcome]],
    *,
    seconds: float,
    settings: Mapping[str, Any],
) -> Evaluation:
    """Return the means and intervals of `outcomes`: system → one outcome a query, the same queries in the same order.

    The first system is the one of interest; the others are baselines. Raises ValueError for systems that answered
    different numbers of queries.
    """
    if len({len(of) for of in outcomes.values()}) != 1:
        raise ValueError(f"expected outcomes of the same queries; got { {n: len(o) for n, o in outcomes.items()} }")
    columns = {name: _columns(of) for name, of in outcomes.items()}
    main, *others = outcomes
    baselines = {
        name: System(
            _intervals(columns[name]),
            _intervals({m: columns[main][m] - column for m, column in columns[name].items() if m in columns[main]}),
        )
        for name in others
    }
    first = {name: np.array([outcome.first for outcome in of], np.int64) for name, of in outcomes.items()}
    return Evaluation(
        task, len(outcomes[main]), _intervals(columns[main]), _groups(outcomes[main]), baselines, seconds, settings, first
    )  # fmt: skip

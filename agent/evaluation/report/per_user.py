"""Outcomes of several moments of one person as one: people count alike, however much they did. Knows outcomes alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from agent.evaluation.report.report import Outcome

__all__ = ["per_person"]


def per_person(
    people: Sequence[str],
    outcomes: Sequence[Outcome],
    groups: Callable[[str], Mapping[str, tuple[str, ...]]] = lambda person: {},
) -> list[Outcome]:
    """Return the means of each person's `outcomes`, in the order in which people first appear. people: whose each outcome is."""
    own: dict[str, list[Outcome]] = {}
    for person, outcome in zip(people, outcomes, strict=True):
        own.setdefault(person, []).append(outcome)
    return [
        Outcome({name: float(np.mean([one.values[name] for one in of])) for name in of[0].values}, groups(person))
        for person, of in own.items()
    ]

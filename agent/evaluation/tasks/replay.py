"""`evaluate replay`: what would another way to choose have earned, judged by a log of choices made at random with known odds?

Inverse propensity scoring (Horvitz and Thompson 1952) and its self-normalised form (Swaminathan and Joachims 2015), with
bootstrap intervals. Knows rows of a log; nothing of who chose or why.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from agent.evaluation.data.rows import DataRow, read_rows
from retrieval.errors import CatalogError
from retrieval.metrics import LEVEL, RESAMPLES, SEED, Interval, interval

__all__ = ["LOGGED", "Policy", "ReplayRow", "Replayed", "replay", "replay_file"]

LOGGED = "logged"
"""The way to choose that made the log: its mean reward is the yardstick."""


class ReplayRow(DataRow):
    """One choice: what was shown, with which odds, what it earned, and the odds of other ways to show the same."""

    item: str
    propensity: float = Field(gt=0, le=1)
    reward: float
    targets: Mapping[str, float]

    @model_validator(mode="after")
    def _odds(self) -> Self:
        if not math.isfinite(self.reward) or not all(0 <= odds <= 1 for odds in self.targets.values()):
            raise ValueError("expected a finite reward and odds from 0 to 1")
        return self


@dataclass(frozen=True)
class Policy:
    """What a way to choose would have earned a choice. effective: choices that the estimate rests on (Kish 1965)."""

    ips: Interval
    snips: Interval
    gain: Interval
    effective: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "ips": self.ips.to_dict(), "snips": self.snips.to_dict(), "gain": self.gain.to_dict(),
            "effective": round(self.effective, 1),
        }  # fmt: skip


@dataclass(frozen=True)
class Replayed:
    """logged: the mean reward of the log. policies: by name."""

    n: int
    logged: Interval
    policies: Mapping[str, Policy]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "task": "replay", "n": self.n, "logged": self.logged.to_dict(), "seconds": round(self.seconds, 2),
            "policies": {name: policy.to_dict() for name, policy in self.policies.items()},
        }  # fmt: skip


def _normalised(weights: NDArray[np.float64], rewards: NDArray[np.float64]) -> tuple[Interval, Interval]:
    """Σ w r / Σ w with its interval, and that of what it is above the mean reward, the same resamples for both."""
    n = len(weights)
    rng = np.random.default_rng(SEED)
    found = np.zeros((RESAMPLES, 2))
    for i in range(RESAMPLES):
        drawn = rng.integers(0, n, n)
        total = weights[drawn].sum()
        found[i, 0] = (weights[drawn] * rewards[drawn]).sum() / total if total else 0.0
        found[i, 1] = found[i, 0] - rewards[drawn].mean()
    total = weights.sum()
    centre = float((weights * rewards).sum() / total) if total else 0.0
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(found, [tail, 1 - tail], axis=0)
    return (
        Interval(centre, float(low[0]), float(high[0]), n),
        Interval(centre - float(rewards.mean()), float(low[1]), float(high[1]), n),
    )


def replay(rows: Sequence[ReplayRow]) -> Replayed:
    """What every way to choose that all `rows` have odds of would have earned.

    Raises CatalogError without rows, or where they have no such way in common.
    """
    started = time.perf_counter()
    names = [name for name in rows[0].targets if all(name in row.targets for row in rows)] if rows else []
    if not names:
        raise CatalogError("expected choices with the odds of at least one way to choose, the same in all of them")
    rewards = np.array([row.reward for row in rows])
    odds = np.array([row.propensity for row in rows])
    policies = {}
    for name in names:
        weights = np.array([row.targets[name] for row in rows]) / odds
        snips, gain = _normalised(weights, rewards)
        square = float(np.square(weights).sum())
        policies[name] = Policy(
            interval({name: weights * rewards})[name],
            snips,
            gain,
            float(weights.sum()) ** 2 / square if square else 0.0,
        )
    return Replayed(len(rows), interval({LOGGED: rewards})[LOGGED], policies, time.perf_counter() - started)


def replay_file(path: Path) -> Replayed:
    """The same for a JSONL file. Raises CatalogError for rows that can't be read."""
    return replay(read_rows(path, ReplayRow))

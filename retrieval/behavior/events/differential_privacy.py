"""Noise on counts, so that they hardly tell whether one person was among those who were counted.

Differential privacy (Dwork, McSherry, Nissim and Smith 2006). With at most `most` items of each person, a person changes an
item × item table of "how many liked both" in at most most · (most − 1) / 2 pairs by 1 each: the Laplace mechanism adds
noise of scale pairs / epsilon to every pair, the Gaussian one of deviation √(2 ln(1.25 / delta)) · √pairs / epsilon (Dwork
and Roth 2014, theorem A.1, for epsilon below 1). Each time that counts are noised and used spends epsilon anew.

Knows arrays and a budget. Knows nothing of people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ConfigError

__all__ = ["Noise"]


@dataclass(frozen=True, slots=True)
class Noise:
    """epsilon: the less, the more private. mechanism: `laplace` (pure), or `gaussian` with `delta`. most: items of one person
    that count, the newest.
    """

    epsilon: float
    mechanism: Literal["laplace", "gaussian"] = "gaussian"
    delta: float = 1e-6
    most: int = 20

    def __post_init__(self) -> None:
        """Raises ConfigError for a budget that promises nothing."""
        if not self.epsilon > 0 or not 0 < self.delta < 1 or self.most < 1:
            raise ConfigError(
                f"expected epsilon above 0, delta between 0 and 1 and at least one item of each person; got "
                f"{self.epsilon}, {self.delta} and {self.most}"
            )
        if self.mechanism == "gaussian" and self.epsilon >= 1:
            raise ConfigError(f"expected epsilon below 1 for gaussian noise; got {self.epsilon}. Use laplace above")

    @property
    def scale(self) -> float:
        """What one draw is multiplied by, for pair counts."""
        pairs = max(self.most * (self.most - 1) / 2, 1)
        if self.mechanism == "laplace":
            return pairs / self.epsilon
        return math.sqrt(2 * math.log(1.25 / self.delta) * pairs) / self.epsilon

    def noised(self, counts: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
        """Return a symmetric table of pair counts, (n, n), with one draw for each pair; its diagonal is left as 0."""
        above = np.triu_indices(len(counts), 1)
        draw = random.laplace if self.mechanism == "laplace" else random.normal
        found = np.zeros_like(counts)
        found[above] = counts[above] + draw(0.0, self.scale, len(above[0]))
        return np.asarray(found + found.T, np.float64)

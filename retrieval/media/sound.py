"""A sound as everything here has it: mono samples and their rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Sound"]


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono float32 samples in [-1, 1], shape (n,), at `rate` samples a second."""

    samples: NDArray[np.float32]
    rate: int

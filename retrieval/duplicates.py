"""Near duplicates: pairs of rows that are nearly the same.

Knows rows; nothing of items or of what the rows describe.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from retrieval.encoders.base import Rows

__all__ = ["near_duplicates"]

CHUNK = 1_024


def near_duplicates(rows: Rows, least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of unit rows, (n, d), with a cosine of at least `least`: the lesser index, the greater one, the cosine.

    Zero rows have no duplicates where `least` is above 0. Every pair is compared, a thousand rows at a time.
    """
    for start in range(0, len(rows), CHUNK):
        table = rows[start : start + CHUNK] @ rows[start:].T
        for i, j in np.argwhere(table >= least).tolist():
            if i < j:
                yield start + i, start + j, min(float(table[i, j]), 1.0)

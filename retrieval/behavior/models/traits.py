"""What is known of items by their attributes, as numbers: one column for each frequent value, one for each quantity.

Knows attributes; nothing of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import folded_value
from retrieval.catalog.items import Item

__all__ = ["traits"]

FEWEST = 5
"""Items that a value must have for a column of its own."""
MOST = 500


def _values(item: Item) -> list[tuple[str, str]]:
    return [
        (name, folded_value(scalar))
        for name, value in item.attributes.items()
        for scalar in (value if isinstance(value, tuple) else (value,))
        if isinstance(scalar, str)
    ]


def traits(items: Sequence[Item]) -> NDArray[np.float32]:
    """float32 (n, columns): 1 / √(values of the item) for each frequent value that it has; quantities standardised.

    A quantity has two columns, itself and its square, for people like neither the oldest nor the newest best; both are 0
    where it is unknown.
    """
    listed = [_values(item) for item in items]
    counts = Counter(value for values in listed for value in dict.fromkeys(values))
    frequent = [value for value, n in counts.most_common(MOST) if n >= FEWEST]
    place = {value: number for number, value in enumerate(frequent)}
    found = np.zeros((len(items), len(place)), np.float32)
    for row, values in zip(found, listed, strict=True):
        known = [place[value] for value in values if value in place]
        row[known] = 1 / np.sqrt(max(len(known), 1))
    numbers = {
        name: None
        for item in items
        for name, v in item.attributes.items()
        if isinstance(v, int | float) and not isinstance(v, bool)
    }
    for name in numbers:
        column = np.array([_number(item.attributes.get(name)) for item in items])
        known = np.isfinite(column)
        spread = float(column[known].std())
        scaled = np.where(known, (column - column[known].mean()) / spread, 0) if spread else np.zeros(len(items))
        scaled = np.clip(scaled, -3, 3) / 3
        found = np.column_stack([found, scaled, np.square(scaled)]).astype(np.float32)
    return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")

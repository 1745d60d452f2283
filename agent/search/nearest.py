"""Which items miss a bound by least: the order of what is shown where nothing keeps it.

Knows filters and items; decides nothing about what is given up.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalog.filters import Filter, bounds_of, on_scale
from retrieval.search.retriever import Hit

__all__ = ["by_nearness"]


def _miss(hit: Hit, f: Filter) -> float:
    """How far the item's nearest value lies outside a range, relative to its bound; infinity where it has none."""
    scale, low, high = bounds_of(f)
    value = hit.item.attributes.get(f.field)
    values = [on_scale(v, scale) for v in (value if isinstance(value, tuple) else (value,))]
    unit = 365.0 if low is not None and high is None and low > 700_000 else max(abs(low or high or 1.0), 1e-9)
    misses = [
        max((low or v) - v if low is not None else 0, v - high if high is not None else 0, 0)
        for v in values
        if v is not None
    ]
    return min(misses) / unit if misses else float("inf")


def by_nearness(hits: Sequence[Hit], given_up: Sequence[Filter]) -> list[Hit]:
    """Return hits by how little they miss the ranges of `given_up`, ties in their order.

    Each miss is divided by its bound, so that several add up. Raises QueryError where a range has no bounds.
    """
    ranges = [f for f in given_up if f.takes == "bounds" and not f.negate]
    return sorted(hits, key=lambda hit: sum(_miss(hit, f) for f in ranges)) if ranges else list(hits)

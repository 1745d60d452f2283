"""Which items miss a bound by least, and which lie nearest to a place: orders of what is shown.

Knows filters and items; decides nothing about what is given up.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalog.filters import Filter, bounds_of, on_scale
from retrieval.catalog.items import Item
from retrieval.catalog.places import Place, distance, position_of
from retrieval.language.packs import voice_of
from retrieval.search.retriever import Hit

__all__ = ["by_distance", "by_nearness", "told_distances"]


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


def _far(item: Item, place: Place) -> float:
    own = position_of(item)
    return distance(own, place) if own is not None else float("inf")


def by_distance(hits: Sequence[Hit], place: Place) -> list[Hit]:
    """Return hits by how far they lie from a place, those that don't say where they are last; ties in their order."""
    return sorted(hits, key=lambda hit: _far(hit.item, place))


def told_distances(items: Sequence[Item], place: Place, language: str) -> list[str]:
    """Return how far items lie from a place, in one sentence; none where no item says where it is."""
    voice = voice_of(language)
    told = [
        voice.say("nearby.one", title=voice.quotes.format(item.title_in(language) or item.id), km=f"{far:.3g}")
        for item in items
        if (far := _far(item, place)) < float("inf")
    ]
    return [voice.say("nearby.told", place=place.name or str(place), told=voice.listed(told))] if told else []

"""Where items are: coordinates in two fields, or in one, and how far two places lie apart.

Knows the names and forms of coordinates; no maps and no addresses.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from retrieval.catalog.items import Item, Value
from retrieval.language.columns import heads

__all__ = ["Place", "coordinates", "distance", "place_fields", "position_of"]

_RADIUS = 6_371.0088
"""The mean radius of the earth, in km."""
_PAIR = re.compile(r"\s*[(\[]?\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*[)\]]?\s*")
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,2}(?:\.\d+)?)\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A point on the earth: degrees north and east, and what it is called."""

    north: float
    east: float
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.north:.6g}, {self.east:.6g})".strip()


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places along the earth's surface (the haversine formula).

    >>> round(distance(Place(52.52, 13.405), Place(48.137, 11.575)))
    504
    """
    north, south = math.radians(one.north), math.radians(other.north)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.east - other.east) / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(half)))


def _valid(north: float, east: float, name: str = "") -> Place | None:
    return Place(north, east, name) if abs(north) <= 90 and abs(east) <= 180 else None


def coordinates(text: str) -> Place | None:
    """The place that "39.93, 116.40" or "POINT(116.40 39.93)" is; None for anything else.

    >>> coordinates("POINT(13.4 52.5)"), coordinates("two, three")
    (Place(north=52.5, east=13.4, name=''), None)
    """
    if match := _POINT.fullmatch(text):
        return _valid(float(match[2]), float(match[1]))
    match = _PAIR.fullmatch(text)
    return _valid(float(match[1]), float(match[2])) if match else None


def place_fields(names: list[str]) -> tuple[str, ...]:
    """The fields of coordinates among some: one of each direction, or one of both; none where there are none."""
    north = next((name for name in names if heads(name, "north")), None)
    east = next((name for name in names if heads(name, "east")), None)
    if north and east:
        return north, east
    return tuple(name for name in names if heads(name, "place"))


def _number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def position_of(item: Item) -> Place | None:
    """Where an item is; None where it doesn't say, or says what is no place on the earth."""
    names = place_fields(list(item.attributes))
    if len(names) == 2 and heads(names[0], "north"):
        north, east = (_number(item.attributes[name]) for name in names)
        return _valid(north, east, item.title) if north is not None and east is not None else None
    for name in names:
        value = item.attributes[name]
        text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        if (found := coordinates(text)) is not None:
            return Place(found.north, found.east, item.title)
    return None

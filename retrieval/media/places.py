"""Where on earth a point is: the nearest town and its country, from a list that a package brings; nothing is asked of anybody.

By GeoNames through `reverse-geocode`, an extra. Knows degrees and names; nothing of pictures.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

__all__ = ["known_places", "town_of"]

_FAR = 1.0
"""Degrees from the nearest town beyond which its name tells nothing: a ship at sea is in no town."""


@cache
def known_places() -> bool:
    """Return whether the package that knows towns is installed."""
    return find_spec("reverse_geocode") is not None


def town_of(latitude: float, longitude: float) -> dict[str, str]:
    """Return the `city` and `country` of a point in degrees, in English; empty at sea, and where the package isn't installed."""
    if not known_places():
        return {}
    import reverse_geocode

    found = reverse_geocode.get((latitude, longitude))
    far = max(abs(found["latitude"] - latitude), abs(found["longitude"] - longitude)) > _FAR
    return {} if far else {name: str(found[name]) for name in ("city", "country") if found.get(name)}

"""The operator `near`: the item lies within so many kilometres of a place ("2 km of Palace Museum (39.9163, 116.397)")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.operators.base import Filter, Operator, Phrases, register_operator
from retrieval.catalog.places import Place, coordinates, distance, position_of
from retrieval.language.packs import said_by_all

__all__ = ["Near"]

_RADIUS = re.compile(r"(\d+(?:\.\d+)?)\s?km\b")
_CENTRE = re.compile(r"\((-?[\d.]+), (-?[\d.]+)\)")


def _circle(text: str) -> tuple[Place, float] | None:
    """The place and the kilometres round it that a condition names."""
    radius, centre = _RADIUS.search(text), _CENTRE.search(text)
    place = coordinates(f"{centre[1]}, {centre[2]}") if centre else None
    return (place, float(radius[1])) if place and radius else None


class Near(Operator):
    """Within so many kilometres of a place."""

    name, takes, signs = "near", "text", ("@~",)

    phrases: ClassVar = {code: Phrases(*said) for code, said in said_by_all("near", "not near", "wanted near").items()}

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return False  # one field alone is no place: see `holds_of`

    def holds_of(self, item: Item, f: Filter) -> bool:
        circle, place = _circle(str(f.value)), position_of(item)
        return circle is not None and place is not None and distance(circle[0], place) <= circle[1]

    def fault(self, f: Filter) -> str:
        told = f"expected a distance and a place, as '2 km of (39.9, 116.4)'; got '{str(f.value)[:60]}'"
        return "" if _circle(str(f.value)) is not None else told


register_operator(Near())

"""What items have in common by their attributes: rare values that they share, and values that are asked for by name.

A value that one item in n has counts log n, the measure of inverse document frequency (Spärck Jones 1972), here divided
by its greatest possible value: 1 for a value of a single item, 0 for one that all have. What counts `x` in all gives
x / (x + 2), so that it lies in [0, 1) and a long list of values in common doesn't outweigh all else. Numbers, dates and
free text are no values in this sense: two prices that are equal by chance make no kin.

Knows attributes and positions; nothing of vectors or requests.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import folded_value
from retrieval.catalog.items import Item
from retrieval.kept.told import Told

__all__ = ["Kinship", "NamedValue", "Trait", "traits_of"]

HALF = 2.0
"""So many values of a single item each, in common, give half of what can be had."""
LONGEST = 60
"""Characters of a value; longer ones are free text."""

Trait = tuple[str, str]
"""A field and one of its values, folded."""


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value that is asked for by name, in any of `fields`. share: how much it counts, 1 in full."""

    value: str
    fields: tuple[str, ...]
    share: float = 1.0


def traits_of(item: Item) -> tuple[Trait, ...]:
    """Return the values of an item that make kin, each once."""
    found: dict[Trait, None] = {}
    for name, value in item.attributes.items():
        for scalar in value if isinstance(value, tuple) else (value,):
            if isinstance(scalar, str) and 0 < len(scalar) <= LONGEST:
                found[name, folded_value(scalar)] = None
    return tuple(found)


@dataclass(frozen=True)
class Kinship:
    """The values of a catalogue's attributes, with the positions of the items that have them.

    coverage: how much of the items their vectors tell of: the share of what is written about them that is title or
    description, and all of an item that has a picture or a sound. Where it is little, most of what makes items alike
    stands in their attributes.
    """

    coverage: float
    traits: Mapping[int, tuple[Trait, ...]]
    places: Mapping[Trait, NDArray[np.int64]]

    @classmethod
    def of(cls, items: Iterable[tuple[int, Item]]) -> Kinship:
        """Reads the attributes of items, each given with its position."""
        traits: dict[int, tuple[Trait, ...]] = {}
        places: dict[Trait, list[int]] = {}
        told = Told()
        for position, item in items:
            traits[position] = traits_of(item)
            for trait in traits[position]:
                places.setdefault(trait, []).append(position)
            told = told.plus(item, 1)
        return cls(told.coverage, traits, {trait: np.array(at, np.int64) for trait, at in places.items()})

    def _rarity(self, have: int) -> float:
        """0 for a value that all items have, 1 for one of a single item."""
        total = len(self.traits)
        return math.log(total / have) / math.log(total) if total > 1 else 0.0

    def related(self, items: Mapping[int, float], size: int) -> NDArray[np.float32]:
        """Return how much each item shares with `items`, positions with how much they count: float32 (size,) in [0, 1)."""
        found = np.zeros(size, np.float64)
        for position, share in items.items():
            for trait in self.traits.get(position, ()):
                at = self.places[trait]
                found[at] += share * self._rarity(len(at))
        return (found / (found + HALF)).astype(np.float32)

    def between(self, one: int, other: int) -> float:
        """Return how much two items share, by their positions: the rarities of their common values, summed."""
        common = set(self.traits.get(one, ())) & set(self.traits.get(other, ()))
        return sum(self._rarity(len(self.places[trait])) for trait in common)

    def telling(self, field: str, value: str) -> bool:
        """Return whether a value tells items apart: at most half of them have it."""
        return 2 * len(self.places.get((field, folded_value(value)), ())) <= len(self.traits)

    def having(self, named: Sequence[NamedValue], size: int) -> NDArray[np.float32]:
        """Return how many of the named values each item has, rare ones counting more: float32 (size,) in [0, 1)."""
        found = np.zeros(size, np.float64)
        for one in named:
            value = folded_value(one.value)
            groups = [at for field in one.fields if (at := self.places.get((field, value))) is not None]
            if groups:
                at = np.unique(np.concatenate(groups))
                found[at] += one.share * self._rarity(len(at))
        return (found / (found + HALF)).astype(np.float32)

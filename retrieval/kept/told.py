"""How much of the items their vectors tell of, counted: an item is added or taken away. Knows items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.catalog.items import Item

__all__ = ["Told"]


def _words(item: Item) -> Iterator[str]:
    """The attributes of an item that are words."""
    for value in item.attributes.values():
        yield from (scalar for scalar in (value if isinstance(value, tuple) else (value,)) if isinstance(scalar, str))


@dataclass(frozen=True, slots=True)
class Told:
    """Counts of items. read, attributed: characters of titles and descriptions, and of attributes that are words. seen: items
    that have a picture or a sound.
    """

    items: int = 0
    read: int = 0
    attributed: int = 0
    seen: int = 0

    def plus(self, item: Item, by: int) -> Told:
        """Return the same with an item added (`by` 1) or taken away (−1)."""
        return Told(
            self.items + by,
            self.read + by * sum(map(len, item.texts())),
            self.attributed + by * sum(map(len, _words(item))),
            self.seen + by * (bool(item.images) or item.audio is not None),
        )

    @property
    def coverage(self) -> float:
        """The share of what is written about items that is title or description, and all of an item that has a picture or a
        sound."""
        written = self.read / (self.read + self.attributed) if self.read + self.attributed else 1.0
        return written + (1 - written) * self.seen / max(self.items, 1)

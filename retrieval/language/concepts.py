"""What any catalogue may speak of: price, rating, year, duration, who made it; and the words for more and less of it.

General language only: a concept is tied to a field by the parts of the field's own name. Nothing of any catalogue's
values stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS
from retrieval.language.tables import either, word_set

__all__ = ["CONCEPTS", "Concept", "concepts_of", "is_relational", "name_parts"]


@dataclass(frozen=True)
class Concept:
    """One thing that fields measure or name.

    `parts`: parts of field names that mean it. `words`: a pattern of how a request mentions it. `dimensions`: of the
    units that go with it. `less`, `more`: adjectives in three degrees; `less_roots`, `more_roots`: roots, of languages that have no degrees.
    `verbs`: phrases that introduce a value of it ("directed by"). `floor`: a bare number means "at least" (a rating).
    """

    name: str
    parts: frozenset[str]
    words: str = ""
    dimensions: frozenset[str] = frozenset()
    less: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    less_roots: str = ""
    more_roots: str = ""
    verbs: str = ""
    floor: bool = False

    @cached_property
    def mention(self) -> re.Pattern[str] | None:
        """How a request mentions it by name."""
        return compiled(self.words) if self.words else None


_MEASURED: dict[str, tuple[str, bool]] = {
    "price": ("money", False),
    "rating": ("rating", True),
    "year": ("date year", False),
    "duration": ("time", False),
    "extent": ("", False),
    "energy": ("energy", False),
    "difficulty": ("level rating", False),
    "level": ("level", False),
    "weight": ("mass", False),
    "width": ("length", False),
    "height": ("length", False),
    "depth": ("length", False),
    "size": ("area length", False),
    "earnings": ("money", False),
    "added": ("date year", False),
    "expiry": ("date year", False),
    "servings": ("", False),
    "stock": ("", False),
    "strength": ("percent", False),
    "power": ("power", False),
    "noise": ("noise", False),
    "speed": ("speed", False),
    "distance": ("length", False),
    "popularity": ("", False),
    "age": ("age", False),
    "memory": ("memory", False),
    "director": ("", False),
    "cast": ("", False),
    "author": ("", False),
    "artist": ("", False),
    "brand": ("", False),
    "kind": ("", False),
    "place": ("", False),
    "near": ("", False),
    "language": ("", False),
    "ingredient": ("", False),
    "facility": ("", False),
}
"""Each concept with the dimensions of its units, and whether a bare number means "at least"."""


def _concept(name: str, dimensions: str, floor: bool) -> Concept:
    own = [pack.concepts[name] for pack in PACKS if name in pack.concepts]
    degrees, roots = [one for one in own if one.spaced], [one for one in own if not one.spaced]
    return Concept(
        name,
        frozenset().union(*(one.parts for one in own)),
        "|".join(one.words for one in own if one.words),
        frozenset(dimensions.split()),
        next((one.less for one in degrees if one.less), ()),
        next((one.more for one in degrees if one.more), ()),
        "|".join(root for one in roots for root in one.less),
        "|".join(root for one in roots for root in one.more),
        "|".join(one.verbs for one in own if one.verbs),
        floor,
    )


CONCEPTS = tuple(_concept(name, dimensions, floor) for name, (dimensions, floor) in _MEASURED.items())


@lru_cache(maxsize=4096)
def concepts_of(field: str) -> tuple[Concept, ...]:
    """The concepts that a field's name speaks of; relational fields ("nearby_hotels") speak of nearness alone.

    >>> [c.name for c in concepts_of("ticket_price")], [c.name for c in concepts_of("nearby_restaurants")]
    (['price'], ['near'])
    """
    parts = name_parts(re.sub(r"(?i)[\W_]per[\W_].*", "", field))  # a price per kg speaks of no weight
    found = tuple(
        c for c in CONCEPTS if parts & c.parts or any(p in field for p in c.parts if len(p) > 1 and not p.isascii())
    )
    if either("concepts.how_far").match(field):  # 距地铁: how far, not which
        return tuple(c for c in CONCEPTS if c.name == "distance")
    near = tuple(c for c in found if c.name == "near")
    return near or found


@lru_cache(maxsize=4096)
def name_parts(field: str) -> frozenset[str]:
    """The words of a field's name, in lower case.

    >>> sorted(name_parts("cookTime_min"))
    ['cook', 'min', 'time']
    """
    spaced = re.sub(r"[\W_]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", field))
    words = spaced.lower().split()
    return frozenset(words[1:] if len(words) > 1 and words[0] in ("min", "max") else words)  # min_age is no time


def is_relational(field: str) -> bool:
    """Whether a field tells of other things ("nearby_hotels", "similar_items") and so needs a word that says so."""
    return bool(name_parts(field) & word_set("concepts.relational"))

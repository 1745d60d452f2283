"""How much people usually care about what a field tells: by its meaning, and by what they did in this catalogue.

General knowledge of shops, libraries and menus, and counts; knows no field by name, and no request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from agent.explanation.fact_sheet import items_of
from agent.parsing.lexicon import FieldView
from retrieval.catalog.items import Item
from retrieval.language.concepts import concepts_of
from retrieval.language.words import singular

__all__ = ["care_of", "cares_shown"]

_CARES = {
    "kind": 1.0, "price": 1.0, "place": 0.9, "duration": 0.9, "rating": 0.8, "size": 0.8, "age": 0.8, "difficulty": 0.7, "brand": 0.7, "ingredient": 0.7,
    "facility": 0.7, "year": 0.5, "weight": 0.5, "energy": 0.5, "memory": 0.7, "language": 0.5, "added": 0.2, "expiry": 0.2, "stock": 0.1, "popularity": 0.1,
    "director": 0.1, "cast": 0.1, "author": 0.2, "artist": 0.2,
}  # fmt: skip
"""By concept: what most people who look for something have an opinion on and haven't said, from 0 to 1: who has a director in mind says so."""
WORDS, MEASURES = 0.6, 0.4
"""Of a field whose meaning isn't known: one of values, and one of numbers."""
SHOWN = 1.0
"""How much more a field counts where what each person liked is all alike in it."""
LEAST = 3
"""Items that a person must have liked to show what they care about."""


def care_of(view: FieldView, shown: Mapping[str, float] | None = None) -> float:
    """How much people care about a field, 0 to 1, or more where their behaviour has `shown` it (field → 0 to 1)."""
    concepts = {*view.concepts, *concepts_of(singular(view.label))}
    known = [_CARES[c.name] for c in concepts if c.name in _CARES]
    usual = max(known, default=MEASURES if view.field.kind in ("number", "date") else WORDS)
    return usual * (1 + SHOWN * (shown or {}).get(view.name, 0.0))


def cares_shown(liked: Iterable[Sequence[Item]], catalogue: Sequence[Item]) -> dict[str, float]:
    """For each field of words, how much more alike the items are that one person liked than any items: 0 as chance, 1 all alike.

    liked: the items of each person; those with fewer than three tell nothing.
    """
    people = [items for items in liked if len(items) >= LEAST]
    chance, own = _alike([catalogue]), _alike(people)
    return {
        name: max(0.0, (own[name] - by_chance) / (1 - by_chance))
        for name, by_chance in chance.items()
        if name in own and by_chance < 1
    }


def _alike(groups: Iterable[Sequence[Item]]) -> dict[str, float]:
    """The chance that two values, drawn from the items of one group, are the same, by field; the mean over the groups."""
    chances: dict[str, list[float]] = {}
    for items in groups:
        counts: dict[str, Counter[str]] = {}
        for item in items:
            for name, value in item.attributes.items():
                words = [v for v in items_of(value) if isinstance(v, str)]
                counts.setdefault(name, Counter()).update(words)
        for name, of in counts.items():
            if total := sum(of.values()):
                chances.setdefault(name, []).append(sum(n * n for n in of.values()) / (total * total))
    return {name: sum(found) / len(found) for name, found in chances.items()}

"""What is for grown-ups only, where something for a child is asked for: it comes last, and is named.

An item is for grown-ups where it has alcohol or tobacco, or says so of its ages ("18+", an R rating). Knows the items;
what a child likes it doesn't know.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalog.filters import folded_value, searchable_text
from retrieval.catalog.items import Item
from retrieval.catalog.safety import standing
from retrieval.language.ages import age_span
from retrieval.language.concepts import concepts_of
from retrieval.language.safety import avoided
from retrieval.language.stance import stance_of
from retrieval.language.tables import either
from retrieval.search.retriever import Hit

__all__ = ["Restricted", "children_first", "restricted"]

Restricted = tuple[str, str]
"""What shows that an item is for grown-ups: the field and its value, or "*" and a word of its text."""

LEAST = 17
"""The least age of a value ("R", "adults") that is for grown-ups."""
_ONLY_ADULTS = either("grown_ups.only_adults")
_DRINK = "alcohol"


def _named(text: str, *, there: bool) -> str:
    """The word for a drink with alcohol that a text has; there: only where it says that there is some in it."""
    what = avoided(_DRINK)
    for word in (*what.direct, *what.kinds) if what is not None else ():
        if word not in text:
            continue
        said = stance_of(text, word, what.unlike if there and what is not None else None, what.unless if what else None)
        if said == "has":
            return word
    return ""


def restricted(item: Item, *, edible: bool) -> Restricted | None:
    """What shows that an item is for grown-ups only; None where nothing does. edible: whether the catalogue is of food."""
    for name, value in item.attributes.items():
        if isinstance(value, str) and any(concept.name == "age" for concept in concepts_of(name)):
            span = age_span(value)
            if span is not None and span[0] >= LEAST:
                return name, value
    text = folded_value(searchable_text(item))
    if match := _ONLY_ADULTS.search(text):
        return "*", match.group()
    word = _named(text, there=True) if edible and standing(item, _DRINK).there else ""
    return ("*", word) if word else None


def children_first(groups: Sequence[Sequence[Hit]], *, edible: bool) -> list[list[Hit]]:
    """Groups of hits, each split: what is for grown-ups goes last, what is only called like it before that."""
    split: list[list[list[Hit]]] = []
    for group in groups:
        parts: list[list[Hit]] = [[], [], []]
        for hit in group:
            named = edible and _named(folded_value(hit.item.title), there=False)
            parts[2 if restricted(hit.item, edible=edible) else 1 if named else 0].append(hit)
        split.append(parts)
    found = [parts[level] for level in range(3) for parts in split]
    return [group for group in found if group]

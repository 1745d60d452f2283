"""Places by what one goes there for: "somewhere to eat" is any of the restaurants and cafés that a catalogue tells apart.

Knows the closed lists of kinds of a catalogue and the tables of the language packs. Always a guess: it orders and hides nothing,
since a kind that no table lists may do as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from agent.parsing.lexicon import ValueRef, Vocabulary
from retrieval.language.tables import either, word_set
from retrieval.language.words import Mask, Span, has_han, key

__all__ = ["places_for"]

PURPOSES = ("stay", "eat", "drink", "see")
"""What places are for; the packs have for each how it is said, and what such places are called."""


def _is(form: str, names: frozenset[str]) -> bool:
    """Whether a value is one of some kinds of places, or a sort of one: "seafood restaurant", 海鲜餐厅."""
    return form in names or any(form.endswith(name if has_han(name) else f" {name}") for name in names if len(name) > 1)


@lru_cache(maxsize=64)
def _places(purpose: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    names = frozenset(key(name.replace("_", " ")) for name in word_set(f"purposes.{purpose}_kinds"))
    found: dict[str, list[ValueRef]] = {}
    for form, refs in vocabulary.values.items():
        for ref in refs:
            view = vocabulary.fields[ref.field]
            kind = ref.field in vocabulary.kinds or any(concept.name == "kind" for concept in view.concepts)
            if kind and view.closed and not view.tags and _is(form, names):
                found.setdefault(ref.field, []).append(ref)
    fullest = max(found, key=lambda name: len(found[name]), default="")
    return tuple(dict.fromkeys(found.get(fullest, ())))


def places_for(folded: str, vocabulary: Vocabulary, mask: Mask) -> Iterator[tuple[Span, tuple[ValueRef, ...]]]:
    """Yield where a request says what a place is for, and the kinds of places of one field that are for it."""
    for purpose in PURPOSES:
        for match in either(f"purposes.{purpose}").finditer(folded):
            span = Span(*match.span())
            if mask.free(span) and (refs := _places(purpose, vocabulary)):
                yield span, refs

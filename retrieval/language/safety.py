"""What people avoid for their health, their faith or their conscience, by the words of every language pack.

Knows words alone; what an item has of it is `retrieval.catalog.safety`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.foreign import foreign_forms
from retrieval.language.grammar import Matter
from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS, pack_of
from retrieval.language.stance import forms_of
from retrieval.language.tables import meanings, word_set
from retrieval.language.text import Span

__all__ = ["FOODS", "Avoided", "DietMention", "avoided", "diets_in", "labels_for", "name_in"]

FOODS = word_set("safety.foods")
"""Words of a catalogue that is of things to eat or drink."""
_MATTERS = tuple(one for pack in PACKS for one in pack.matters)
_DIETS = tuple(one for pack in PACKS for one in pack.diets)


@dataclass(frozen=True)
class Avoided:
    """What a word names in all languages: `direct` its own names, `kinds` what is a kind of it or made with it.

    unlike, unless: what before and after a word makes it another thing. wider: names of what it is itself a kind of.
    """

    name: str
    direct: tuple[str, ...]
    kinds: tuple[str, ...]
    unlike: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    wider: tuple[str, ...] = ()
    allergen: bool = False
    overrules: bool = False


@dataclass(frozen=True, slots=True)
class DietMention:
    """A way of eating that a text names, and where."""

    diet: str
    span: Span
    leaves_out: tuple[str, ...]
    chosen: bool = False


def _joined(name: str, matters: tuple[Matter, ...]) -> Avoided:
    direct = tuple(dict.fromkeys(word for one in matters for word in one.words))
    kinds = tuple(dict.fromkeys(word for one in matters for word in one.kinds if word not in direct))
    unlike = [one.unlike for one in matters if one.unlike]
    pattern = compiled(rf"(?:{'|'.join(unlike)})[\s-]*$") if unlike else None
    after = [one.unless for one in matters if one.unless]
    behind = compiled("|".join(after)) if after else None
    any_of = (any(one.allergen for one in matters), any(one.overrules for one in matters))
    return Avoided(name, direct, kinds, pattern, behind, (), *any_of)


_MIXED = frozenset({"nuts", "shellfish", "fish"})
"""What a list of allergens names as a whole: of "nuts", one can't tell whether they are almonds."""
_SAME = meanings("safety.same")
"""What 无醇 denies is alcohol; alone the character is found in other words."""


@lru_cache(maxsize=1024)
def avoided(word: str) -> Avoided | None:
    """What a word names that people avoid ("nuts", "alcoholic", 坚果), or a kind of such a thing ("almonds"); else None."""
    forms = forms_of(_SAME.get(word, word).strip().casefold())
    for name in dict.fromkeys(one.name for one in _MATTERS):
        same = tuple(one for one in _MATTERS if one.name == name)
        if any(form in (own, name) for one in same for own in one.words for form in forms):
            return _joined(name, same)
    for one in _MATTERS:
        if one.name in _MIXED and any(form in one.kinds for form in forms):
            parent = _joined(one.name, tuple(other for other in _MATTERS if other.name == one.name))
            also = (form for one in foreign_forms(forms[0]) if " " not in one for form in forms_of(one))
            forms = tuple(dict.fromkeys((*forms, *also)))  # 杏仁 and "almonds"
            return Avoided(forms[0], forms, (), parent.unlike, parent.unless, parent.direct, one.allergen)
    return None


def diets_in(folded: str) -> list[DietMention]:
    """The ways of eating that a folded text names, in order: "I'm vegan", 我吃素."""
    found = [
        DietMention(diet.name, Span(*match.span()), diet.leaves_out, diet.chosen)
        for diet in _DIETS
        for match in re.finditer(diet.said, folded)
    ]
    return sorted(found, key=lambda said: said.span)


def name_in(name: str, language: str) -> str:
    """What is avoided under `name` in the words of a language: "dairy", 乳制品."""
    pack = pack_of(language)
    if pack is PACKS[0]:
        return name
    return next((one.words[0] for one in pack.matters if one.name == name), name)


@lru_cache(maxsize=256)
def labels_for(name: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of the labels by which an item is free of what `name` stands for: "vegan" for dairy."""
    return tuple(compiled(diet.said) for diet in _DIETS if name in diet.leaves_out and diet.name not in _OF_PEOPLE)


_OF_PEOPLE = frozenset({"sober", "diabetic", "coeliac"})
"""Ways of eating that no label of a thing names."""

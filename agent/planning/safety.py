"""What somebody must not have: conditions that are never relaxed, and items that say they are free of it before others.

Between the request and `retrieval.catalog.safety`: reads no text itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from agent.parsing.analysis import Analysis
from agent.parsing.lexicon import Vocabulary
from agent.planning.plan import FIRM, Condition, Plan, Source
from retrieval.catalog.filters import ANY_TEXT, Filter, folded_value, searchable_text
from retrieval.catalog.items import Item
from retrieval.catalog.safety import standing
from retrieval.language.aliases import aliases_of
from retrieval.language.foreign import foreign_forms
from retrieval.language.safety import FOODS, DietMention, avoided, diets_in, name_in
from retrieval.language.stance import forms_of, stance
from retrieval.language.tables import either
from retrieval.language.text import has_han
from retrieval.lexical.bm25 import tokens
from retrieval.search.retriever import Hit

__all__ = [
    "OFFERED",
    "avoiding",
    "dietary",
    "edible",
    "free_first",
    "in_other_language",
    "left_unsaid",
    "uncovered",
    "unreadable",
]

_FOOD_FIELD = either("safety.food_field", re.IGNORECASE)
_MENU_FIELD = either("safety.menu_field", re.IGNORECASE)
_AROUND = either("safety.around")
_WHOLE = frozenset({"meat", "seafood", "shellfish", "nuts"})
"""Names of whole sorts: who has run out of meat has no chicken either."""
OFFERED = "offered"
"""Why a way of eating only orders: an item is a place whose menu one may choose from, and meat on it hides no vegetarian dish."""
_OTHERS = 0.05
"""Titles of another language from which its words are looked for, too."""
_FOOD_SHARE = 0.2
"""Titles that name food, from which a catalogue without fields of food is of things to eat."""


@lru_cache(maxsize=16)
def edible(vocabulary: Vocabulary) -> bool:
    """Whether the catalogue is of things to eat or drink: by its fields, its kinds, or many of its titles."""
    if any(_FOOD_FIELD.search(name) for name in vocabulary.fields):
        return True
    kinds = [folded_value(v) for view in vocabulary.fields.values() if view.closed for v in view.field.frequent(50)]
    if any(set(tokens(kind)) & FOODS or kind in FOODS for kind in kinds):
        return True
    if vocabulary.words is not None:
        return vocabulary.words.foods > _FOOD_SHARE * max(vocabulary.words.count, 1)
    named = sum(any(avoided(w) or w in FOODS for w in tokens(title)) for title in vocabulary.titles)
    return named > _FOOD_SHARE * max(len(vocabulary.titles), 1)


@lru_cache(maxsize=16)
def _han_share(vocabulary: Vocabulary) -> float:
    if vocabulary.words is not None:
        return vocabulary.words.han / max(vocabulary.words.count, 1)
    return sum(has_han(title) for title in vocabulary.titles) / max(len(vocabulary.titles), 1)


def in_other_language(term: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A refused word as the titles of the other language would have it, where the catalogue has such titles."""
    others = 1 - _han_share(vocabulary) if has_han(term) else _han_share(vocabulary)
    return (
        tuple(form for one in foreign_forms(folded_value(term)) for form in forms_of(one)) if others >= _OTHERS else ()
    )


def unreadable(term: str, vocabulary: Vocabulary) -> bool:
    """Whether a refused word is of a language in which no text of the catalogue is: its other names may be all that stands there."""
    others = 1 - _han_share(vocabulary) if has_han(term) else _han_share(vocabulary)
    return others > 1 - _OTHERS


def _condition(word: str, said: str) -> Condition:
    return Condition((Filter(ANY_TEXT, "has", word, negate=True),), Source("span", said), FIRM)


def avoiding(term: str, at: Sequence[int], analysis: Analysis, vocabulary: Vocabulary) -> Condition | None:
    """The condition that a refused word means where people avoid the thing for their health: kinds of it count, too.

    `at`: where the word stands. None for another word, for one that the person merely lacks ("out of butter"), and in a
    catalogue that isn't of things to eat.
    """
    word = _AROUND.sub("", folded_value(term))
    lacking = any(d.lack and d.scope.start <= start < d.scope.end for d in analysis.denials for start in at)
    what = avoided(word)
    lacking = lacking and (what is None or what.name not in _WHOLE)
    if lacking or what is None or not edible(vocabulary):
        return None
    return _condition(word, term)


def _labelled(diet: str, vocabulary: Vocabulary) -> Filter | None:
    """The value of a field that names a way of eating itself (`diet = vegan`), where most of its values are such labels."""
    for name, view in vocabulary.fields.items():
        answers = view.yes is not None or view.field.kind == "boolean"
        if answers and any(
            s.diet == diet and s.span.of(folded_value(name)) == folded_value(name) for s in diets_in(folded_value(name))
        ):
            return Filter(name, "eq", True if view.field.kind == "boolean" else view.yes)
        values = [v for v in view.field.frequent(50) if isinstance(v, str)] if view.closed and view.field.many else []
        named = [
            v
            for v in values
            for said in diets_in(folded_value(v))
            if said.diet == diet and said.span.of(folded_value(v)) == folded_value(v)
        ]
        if named:
            return Filter(name, "eq", named[0]) if len(named) == 1 else Filter(name, "in", tuple(named))
    return None


@lru_cache(maxsize=16)
def _of_places(vocabulary: Vocabulary) -> bool:
    """Whether the items are places that list what they serve."""
    return any(view.field.many and _MENU_FIELD.search(name) for name, view in vocabulary.fields.items())


def _offered(said: DietMention, words: str, vocabulary: Vocabulary) -> Condition:
    """The preference for places that name a way of eating themselves, in the language that most of their titles are in."""
    names = (words, said.diet, *aliases_of(said.diet))
    han = _han_share(vocabulary) > 0.5
    label = next((name for name in names if has_han(name) == han), said.diet)
    return Condition((Filter(ANY_TEXT, "contains", folded_value(label)),), Source("span", words), guess=OFFERED)


def dietary(analysis: Analysis, vocabulary: Vocabulary, language: str) -> list[Condition]:
    """What the ways of eating that a request names ask for ("I'm vegan"): a field's label of it, or all that it leaves out."""
    if not edible(vocabulary):
        return []
    values = [str(v) for f in analysis.found if not f.constraint.negate for v in f.constraint.values]
    decided = {said.diet for value in values for said in diets_in(folded_value(value))}
    refused = [d.span for d in analysis.denials]
    found = []
    for said in diets_in(analysis.folded):
        if said.diet in decided or any(span.overlaps(said.span) for span in refused):
            continue
        words = said.span.of(analysis.text)
        if (label := _labelled(said.diet, vocabulary)) is not None:
            found.append(Condition((label,), Source("span", words, field=label.field), FIRM))
        elif said.chosen and _of_places(vocabulary):
            found.append(_offered(said, words, vocabulary))
        else:
            found += [_condition(name_in(name, language), words) for name in said.leaves_out]
    return list(dict.fromkeys(found))


def uncovered(conditions: Sequence[Condition], refused: Sequence[Condition]) -> list[Condition]:
    """`conditions` without refusals of a field's value in words that `refused` takes for what is avoided ("no nuts").

    What is avoided is looked for in every field already, and a list that lacks a value proves nothing of another.
    """
    avoided_too = [c for c in refused if any(f.op == "has" for f in c.filters)]
    words = [folded_value(c.source.span) for c in avoided_too]

    def covered(c: Condition) -> bool:
        denies = all(f.negate and f.op in ("eq", "in", "contains") for f in c.filters)
        return denies and any(word in folded_value(c.source.span) for word in words)

    return [c for c in conditions if not covered(c)]


def _says(item: Item, f: Filter) -> Literal["free", ""]:
    if f.op == "has":
        return "free" if standing(item, str(f.value)).verdict == "free" else ""
    return "free" if stance(searchable_text(item), str(f.value)) == "free" else ""


def left_unsaid(item: Item, beside: Sequence[Item], plan: Plan) -> tuple[str, ...]:
    """Return what is refused that an item says nothing of, though another says to be free of it ("turpentine-free")."""
    refused = [
        c for c in plan.conditions if any(f.negate and f.op == "contains" and f.field == ANY_TEXT for f in c.filters)
    ]
    return tuple(
        str(c.filters[0].value)
        for c in refused
        if not any(_says(item, f) for f in c.filters) and any(_says(other, f) for other in beside for f in c.filters)
    )


def free_first(hits: Sequence[Hit], plan: Plan) -> list[list[Hit]]:
    """The hits in groups: those that say to be free of all that the request refuses first, of less of it later.

    What says to be free of the very thing that is asked for ("beer with alcohol") comes later, too.
    """
    asked = {word for word in tokens(plan.wish) if (what := avoided(word)) is not None and word in what.direct}
    refused = [
        c.filters for c in plan.conditions
        if any(f.negate and (f.op == "has" or (f.op == "contains" and f.field == ANY_TEXT)) for f in c.filters)
    ]  # fmt: skip
    if not (refused or asked) or not hits:
        return [list(hits)]
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        missing = sum(not any(_says(hit.item, f) for f in filters) for filters in refused)
        missing += sum(standing(hit.item, word).verdict == "free" for word in asked)  # "beer with alcohol"
        groups.setdefault(missing, []).append(hit)
    return [groups[missing] for missing in sorted(groups)]

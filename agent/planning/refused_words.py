"""Refused words as conditions: in the forms that texts have them, in every text or in titles alone.

Knows the words of the request; no field decides them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from agent.parsing.span_check import places
from agent.planning.compilation import Compilation
from agent.planning.conditions import EXCLUDED
from agent.planning.plan import INFERRED, Condition, Source
from agent.planning.safety import avoiding, dietary, in_other_language, unreadable
from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.language.kinds import load_kinds
from retrieval.language.stance import forms_of
from retrieval.language.words import fold, has_han, key

__all__ = ["exclusions"]


def _derived(word: str) -> tuple[str, ...]:
    """What is done with a thing ("grill": "grilled", "grilling"), and what a quality is of ("alcoholic": "alcohol")."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return ()
    stem = word.removesuffix("e")
    done = (stem + "ed", stem + "ing")
    return (*done, word[:-2]) if word.endswith("ic") and len(word) >= 8 else done


def _adjectival(word: str) -> list[str]:
    """The adjective in -y of a thing ("thorn": "thorny"), and what such an adjective is of ("scary": "scare")."""
    kinds = load_kinds()
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return []
    if word.endswith("y"):
        stems = [stem for stem in (word[:-1] + "e", word[:-1]) if stem in kinds.nouns and word not in kinds.nouns]
        return [form for stem in stems[:1] for form in forms_of(stem)]
    made = [stem + "y" for stem in (word, word.removesuffix("e")) if stem + "y" in kinds.others and word in kinds.nouns]
    return made[:1]


def _term_forms(term: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A refused word in the forms that a text may have: as said, singular, plural, and of it what titles have.

    Texts don't say "spicy food" but "spicy"; the phrase is what the search steers away from.
    """
    folded = re.sub(r"(?<=\w) foods?$", "", fold(term).strip())
    if has_han(folded):
        return (folded,)
    single = key(folded)
    derived = [form for form in _derived(single) if form in vocabulary.title_words]
    derived += _adjectival(single)
    return tuple(dict.fromkeys(form for form in (folded, *forms_of(single), *derived) if form))


def _is_of_names(field: str, vocabulary: Vocabulary) -> bool:
    """Whether a field has names of people, makers or places: titles have these words in another sense ("An American in Paris")."""
    view = vocabulary.fields.get(field)
    return view is not None and (view.names or any(concept.name == "place" for concept in view.concepts))


def exclusions(constraints: Sequence[Constraint], work: Compilation) -> tuple[list[Condition], list[str]]:
    """Refused words: looked for in every text, or, where a field decides them already, in the titles besides."""
    conditions: list[Condition] = []
    words: list[str] = []
    for term in work.intent.excluded:
        stands = [place.start for place in places(term, work.analysis)]
        if not any(d.scope.start <= start < d.scope.end for d in work.analysis.denials for start in stands):
            forms = _term_forms(term, work.vocabulary)
            filters = tuple(Filter(ANY_TEXT, "contains", form, negate=True) for form in forms)
            source = Source("inferred", term if stands else "")
            conditions.append(Condition(filters, source, EXCLUDED, INFERRED))
            continue
        if (avoided := avoiding(term, stands, work.analysis, work.vocabulary)) is not None:
            conditions.append(avoided)
            words.append(term)
            continue
        deciding = [c for c in constraints if c.negate and fold(term) in fold(c.span)]
        decided = bool(deciding)
        if any(_is_of_names(c.field, work.vocabulary) for c in deciding):
            continue
        if not decided and unreadable(term, work.vocabulary):
            work.note("unreadable", term)
            if not in_other_language(term, work.vocabulary):
                words.append(term)
                continue
        filters = tuple(
            Filter("title" if decided else ANY_TEXT, "contains", form, negate=True)
            for form in _term_forms(term, work.vocabulary)
        )
        filters += tuple(
            Filter(ANY_TEXT, "contains", form, negate=True) for form in in_other_language(term, work.vocabulary)
        )
        conditions.append(Condition(filters, Source("span", term), EXCLUDED))
        words.append(term)
    return conditions + dietary(work.analysis, work.vocabulary, work.intent.language), words

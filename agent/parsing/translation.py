"""Values that the dictionary gives for a word of the other language: 晚饭 is "dinner", "guesthouse" is 民宿.

A translation that the dictionary lists is as certain as the value itself, which nearness in meaning is not. Knows the
catalogue's closed lists and the CC-CEDICT dictionary; no request.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agent.parsing.lexicon import ValueRef, Vocabulary
from retrieval.language.chinese.gloss import meanings
from retrieval.language.tables import either
from retrieval.language.words import has_han, key

__all__ = ["translated_values"]

_SORT = either("translation.sort")
"""What only says which sort of word a Chinese value is: 科幻片 is asked for as 科幻."""
_SORT_EN = re.compile(r"^(?:a |an |the )|\s(?:movie|film|food|music|language|flavour|color|colour)s?$")
SENSES = 6
"""Meanings of one word that are looked at: later ones are rare."""


def _english_forms(word: str) -> tuple[str, ...]:
    """The compared forms of what a Chinese word means, the commonest first."""
    shorter = _SORT.sub("", word)
    found = [m for form in dict.fromkeys((word, shorter)) for m in meanings(form)[:SENSES]]
    return tuple(dict.fromkeys(key(form) for m in found for form in (m, _SORT_EN.sub("", m))))


def _usable(ref: ValueRef, vocabulary: Vocabulary) -> bool:
    view = vocabulary.fields[ref.field]
    return view.closed and not view.relational and not view.tags and not view.names and not view.numbers


def _of_places(ref: ValueRef, vocabulary: Vocabulary) -> bool:
    return any(concept.name in ("place", "language") for concept in vocabulary.fields[ref.field].concepts)


@lru_cache(maxsize=32)
def _foreign_values(vocabulary: Vocabulary) -> dict[str, tuple[ValueRef, ...]]:
    """Chinese values of closed lists by the compared forms of their English meanings, those that mean it most first.

    酒店 is a hotel first and a restaurant last, so that a "restaurant" is 餐馆.
    """
    found: dict[str, list[tuple[int, ValueRef]]] = {}
    for form, refs in vocabulary.values.items():
        usable = [
            ref for ref in refs
            if has_han(form) and has_han(ref.value) and len(ref.value) > 1 and _usable(ref, vocabulary)
        ]  # fmt: skip
        for rank, meaning in enumerate(_english_forms(form) if usable else ()):
            found.setdefault(meaning, []).extend((rank, ref) for ref in usable)
    best = {meaning: min(rank for rank, _ in ranked) for meaning, ranked in found.items()}
    return {
        meaning: tuple(dict.fromkeys(ref for rank, ref in ranked if rank == best[meaning]))
        for meaning, ranked in found.items()
    }


def translated_values(word: str, vocabulary: Vocabulary) -> tuple[ValueRef, ...]:
    """Return the values of closed lists that `word` translates to, of its commonest meaning that the catalogue has.

    Empty where the dictionary gives none, and where the word is of the same script as the value.
    """
    if not has_han(word):
        return _foreign_values(vocabulary).get(key(word), ())
    if len(word) == 1:  # 学 is to learn, a school, and a science
        return ()
    named = any(meaning[:1].isupper() for meaning in meanings(word))  # 火鸡 is a turkey, and no country
    for form in _english_forms(word):
        own = vocabulary.values.get(form, ())
        refs = tuple(
            ref for ref in own
            if _usable(ref, vocabulary) and not has_han(ref.value) and (named or not _of_places(ref, vocabulary))
        )  # fmt: skip
        if refs:
            return refs
    return ()

"""What a word is called in the texts of the other language: 蒜 is garlic, "cats" are 猫.

By the dictionary CC-CEDICT, first meanings only, and the words that it lacks. Knows words; no catalogue.
"""

from __future__ import annotations

from functools import cache, lru_cache

from retrieval.language.chinese.foreign import ALONE, ALSO
from retrieval.language.chinese.gloss import dictionary_words, meanings, pieces
from retrieval.language.lazy import compiled
from retrieval.language.tables import either
from retrieval.language.text import has_han, singular

__all__ = ["foreign_forms"]

_SORT = either("foreign.sort")
_WORD = compiled(r"[a-z]+(?:[ -][a-z]+)?")
SENSES = 2
"""Meanings of one word that count: later ones are of other uses."""


def _key(english: str) -> str:
    return " ".join(singular(word) for word in english.casefold().split())


@cache
def _meant() -> dict[str, list[tuple[str, str]]]:
    """First letter of what a Chinese word means first → such meanings and their words."""
    own = ((word, one) for word, several in ALSO.items() for one in several)
    named = ((word, one) for word, one in dictionary_words() if has_han(word) and (1 < len(word) <= 4 or word in ALONE))
    found: dict[str, list[tuple[str, str]]] = {}
    for word, english in (*own, *named):
        found.setdefault(english.strip()[:1].casefold(), []).append((english, word))
    return found


@lru_cache(maxsize=64)
def _chinese(letter: str) -> dict[str, tuple[str, ...]]:
    """English words in the singular that begin with a letter → the Chinese words that mean them first."""
    found: dict[str, list[str]] = {}
    for english, word in _meant().get(letter, ()):
        found.setdefault(_key(english), []).append(word)
    return {english: tuple(dict.fromkeys(words)) for english, words in found.items()}


@lru_cache(maxsize=4096)
def foreign_forms(word: str) -> tuple[str, ...]:
    """What texts of the other language have for `word`, folded; none where the dictionary doesn't tell.

    >>> foreign_forms("蒜")
    ('garlic',)
    """
    folded = word.strip().casefold()
    if not has_han(folded):
        return _chinese(folded[:1]).get(_key(folded), ())
    for form in dict.fromkeys((folded, _SORT.sub("", folded))):
        english = ALSO.get(form) or tuple(m.casefold() for m in meanings(form)[:SENSES])
        if english := tuple(one for one in english if _WORD.fullmatch(one)):
            return (*english, *_shared(english))
    return _compound(folded)


def _shared(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The word that every one of several phrases has: 玫瑰, "rugosa rose" and "rose flower", is a rose."""
    words = [phrase.split() for phrase in phrases]
    if len(words) < 2 or any(len(one) < 2 for one in words):
        return ()
    return tuple(word for word in words[0] if all(word in other for other in words[1:]))


def _compound(word: str) -> tuple[str, ...]:
    """What a Chinese word of two words that the dictionary has is called: 白巧克力 is white chocolate."""
    parts = pieces(word)
    if len(parts) != 2 or len(parts[1]) < 2:
        return ()
    first, second = ([one for one in meanings(part)[:SENSES] if _WORD.fullmatch(one)] for part in parts)
    return tuple(f"{a} {b}" for a in first[:1] for b in second[:1])

"""Which colours a text names, in any language that has words for them. Knows nothing of pictures or catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from retrieval.language.chinese import colours as chinese
from retrieval.language.english import colours as english

__all__ = ["colour_words", "colours_among"]


@cache
def _by_word() -> dict[str, str]:
    tables = (english.COLOURS, chinese.COLOURS)
    return {word: name for table in tables for name, words in table.items() for word in words.split("|")}


def colour_words() -> tuple[str, ...]:
    """Return every word for a colour."""
    return tuple(_by_word())


def colours_among(words: Iterable[str]) -> frozenset[str]:
    """Return the English names of the colours that are among `words`, folded and in the singular.

    >>> sorted(colours_among(["scarlet", "bird", "蓝色"]))
    ['blue', 'red']
    """
    known = _by_word()
    return frozenset(known[word] for word in words if word in known)

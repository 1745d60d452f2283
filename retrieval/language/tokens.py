"""The words of a text as they are searched for: folded, without stop words, each in the form that its language's pack gives it.

Knows letters and packs; nothing of items or of what is written where.
"""

from __future__ import annotations

import unicodedata

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS

__all__ = ["FORMS", "earlier_forms", "tokens"]

FORMS = 2
"""The version of these words: what was kept of other ones is made anew when a catalogue is indexed."""
_WORD = compiled(r"[^\W_]+(?:'[^\W_]+)?")
_STOP: frozenset[str] = frozenset().union(*(pack.stop for pack in PACKS))
_OWN = tuple((compiled(f"(?:{pack.letters.pattern})+"), pack.search_words) for pack in PACKS if pack.letters)
_FORM, _FORMS = PACKS[0].form, PACKS[0].forms


def earlier_forms(word: str) -> tuple[str, ...]:
    """Return the forms that a word of these had in the first version, itself among them: "movie" was "movy" where it was many."""
    return tuple(dict.fromkeys((word, *map(_earlier, _FORMS(word)))))


def _earlier(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word


def _latin(text: str) -> list[str]:
    words = (word.removesuffix("'s") for word in _WORD.findall(text))
    return [_FORM(word) for word in words if word not in _STOP]


def tokens(text: str) -> list[str]:
    """Return the words of `text`: folded, stop words left out, English plurals in the singular, Chinese segmented.

    Chinese is cut as a search engine does it, the parts of long words included.

    >>> tokens("Two striped frogs"), tokens("red dresses")
    (['two', 'striped', 'frog'], ['red', 'dress'])
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    at = 0
    for start, end, cut in sorted((*m.span(), cut) for run, cut in _OWN for m in run.finditer(folded)):
        found += _latin(folded[at:start])
        found += [word for word in cut(folded[start:end]) if word not in _STOP]
        at = end
    return found + _latin(folded[at:])

"""Whether a request says nothing in any language: keys that were struck at random, sounds, words that there are not.

Knows the words of English and Chinese, and asks the catalogue for its own; what is no word may be a name, so a request is
nonsense only where none of its words is one.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.parsing.things import ANYTHING
from retrieval.language.chinese.gloss import first_meanings
from retrieval.language.kinds import Kinds
from retrieval.language.phrases import STOP
from retrieval.language.words import fold, has_han, latin_words, segment
from retrieval.lexical.bm25 import segmenter

__all__ = ["is_nonsense"]

HAN_LEAST = 3
"""Chinese characters below which a request is too short to be told from a name."""
_SOUNDS = frozenset({"o", "e", "y", "x", "g", "zg", "z", "h", "k", "w", "uj", "ul", "ud", "uz", "m", "eng"})
"""Parts of speech that say nothing by themselves: sounds, calls, particles, single letters."""


def _sound(letter: str) -> bool:
    """Whether a Chinese character is one of those that write sounds: CC-CEDICT knows it as that, or not at all."""
    said = " ".join(first_meanings(letter)).lower()
    return not said or any(
        hint in said for hint in ("onom", "sound", "interj", "particle", "exclam", "noise", "phonetic")
    )


def _says(word: str, tag: str) -> bool:
    if (
        len(set(word)) >= 2
        and tag in ("n", "nz", "ns", "nt", "vn", "i", "j", "l")
        and segmenter().FREQ.get(word, 0) > 0
        and not first_meanings(word)
    ):
        return True
    if len(word) >= 2 and len(set(word)) > 1 and first_meanings(word):
        return tag not in _SOUNDS
    return len(word) == 1 and tag[0] in "nvatsf" and not _sound(word)


def is_nonsense(text: str, known: Callable[[str], bool], kinds: Kinds) -> bool:
    """Whether no word of `text` is one: of English, of Chinese, or by `known`, which takes a folded word, the catalogue's.

    False for a text without letters, and for one in another script.
    """
    folded = fold(text)
    latin = [word for _, word in latin_words(folded) if len(word) > 2 and not word[0].isdigit() and word not in STOP]
    if any(kinds.known(word) or kinds.base(word) in ANYTHING or known(word) for word in latin):
        return False
    tokens = [token for token in segment(folded) if has_han(token.text) and token.text not in STOP]
    if sum(len(token.text) for token in tokens) < HAN_LEAST:
        said = any(known(token.text) or _says(token.text, token.tag) for token in tokens)
        return bool(latin) and not said and all(word.isascii() for word in latin)
    if len(tokens) >= 3 and len({token.text for token in tokens}) == 1:
        return True
    return not any(known(token.text) or _says(token.text, token.tag) for token in tokens)

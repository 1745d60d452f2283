"""How a name sounds, roughly enough that 高斯林 and "Gosling" are alike: the consonants, those that Chinese doesn't tell apart as one.

Knows letters; what is made of a likeness is a guess at best.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.language.chinese.gloss import romanized
from retrieval.language.text import has_han

__all__ = ["consonants"]

_ALIKE = (
    (r"ng|gn|m", "n"), (r"zh|dg|j|g(?=[eiy])", "j"), (r"tch|ch|q", "c"), (r"sh|sch|x|z|ts|c(?=[eiy])", "s"), (r"ph", "f"), (r"th", "t"), (r"ck|c|k|g|qu", "k"),
    (r"v|w", "w"), (r"r", "l"), (r"b", "p"), (r"d", "t"), (r"[aeiouyh]", ""),
)  # fmt: skip
"""Spellings of English and of pinyin, in the order in which they are taken, by one letter for each sound."""


@lru_cache(maxsize=16_384)
def consonants(name: str) -> str:
    """Return the consonants of a name of one word, in either script; "" where it is unknown how it sounds.

    >>> consonants("高斯林") == consonants("Gosling"), consonants("诺兰") == consonants("Nolan")
    (True, True)
    """
    spelt = romanized(name) if has_han(name) else re.sub(r"[^a-z]", "", name.lower())
    for pattern, letter in _ALIKE:
        spelt = re.sub(pattern, letter, spelt)
    return re.sub(r"(.)\1+", r"\1", spelt)

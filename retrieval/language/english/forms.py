"""The singular and the plurals of English nouns: simplemma's lemmas where they differ in number alone, else the rules of spelling.

simplemma gives verbs their lemma, too ("saw" is "see"), and prefers them where a plural is also a verb ("leaves"): so a lemma
counts only where it is the word without an ending of the plural, and nouns that it takes for verbs stand in a list. Knows words
alone.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from retrieval.language.lazy import compiled

__all__ = ["plurals", "positives", "singular"]

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "dormice": "dormouse", "geese": "goose", "lice": "louse", "oxen": "ox",
    "feet": "foot", "teeth": "tooth", "wolves": "wolf", "elves": "elf", "dwarves": "dwarf", "knives": "knife", "leaves": "leaf",
    "loaves": "loaf", "shelves": "shelf", "bookshelves": "bookshelf", "halves": "half", "thieves": "thief", "wives": "wife", "housewives": "housewife", "lives": "life", "calves": "calf", "hooves": "hoof",
    "scarves": "scarf", "selves": "self", "sheaves": "sheaf", "lenses": "lens", "crosses": "cross", "mixes": "mix", "bases": "base", "kiwis": "kiwi",
    "cacti": "cactus", "fungi": "fungus", "alumni": "alumnus", "stimuli": "stimulus", "criteria": "criterion", "phenomena": "phenomenon",
    "series": "series", "species": "species", "news": "news", "physics": "physics", "wales": "wales", "alps": "alps", "does": "does",
}  # fmt: skip
"""What neither the lemmas nor the rules tell: nouns whose plural is a verb, too, or is no word with an "s"."""
_HUMAN = compiled(r"[a-z]{2,}(?:wo)?men$")
_NO_MEN = frozenset("specimen abdomen regimen acumen stamen ramen omen semen yemen".split())


@cache
def _lemmatizer() -> Any:
    import simplemma

    return simplemma


def _endings(word: str) -> tuple[str, ...]:
    """What a word may be the regular plural of, and some that Greek and Latin ones are of ("crises")."""
    found = [word[:-1]]
    if word.endswith("es"):
        found += [word[:-2], word[:-2] + "is"]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    if word.endswith("ves"):
        found += [word[:-3] + "f", word[:-3] + "fe"]
    if re.search(r"([sz])\1es$", word):
        found.append(word[:-3])
    return tuple(found)


def _by_spelling(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(?:x|ch|sh|ss|zz|[^oa]us|o)es$", word) and not word.endswith("shoes"):
        return word[:-2]
    return word[:-1] if word[-2] not in "sui'" else word


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """Return the singular of a folded English plural; any other word as it is.

    >>> [singular(w) for w in ("hotels", "cities", "boxes", "glass", "elves", "buses", "houses", "dresses", "movies", "series")]
    ['hotel', 'city', 'box', 'glass', 'elf', 'bus', 'house', 'dress', 'movie', 'series']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if _HUMAN.match(word) and word not in _NO_MEN:
        return word[:-3] + "man"
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "'s")) or not word.isascii():
        return word
    lemmas = _lemmatizer()
    lemma: str = lemmas.lemmatize(word, lang="en").casefold()
    if lemma in _endings(word):
        return lemma
    if lemmas.is_known(word, lang="en"):  # "news", "headphones": a lemma of itself, or a verb's
        return word
    return _by_spelling(word)


@cache
def _of_irregular() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for many, one in _IRREGULAR.items():
        found.setdefault(one, []).append(many)
    return found


def _known(word: str) -> bool:
    return bool(_lemmatizer().is_known(word, lang="en"))


@lru_cache(maxsize=16_384)
def plurals(word: str) -> tuple[str, ...]:
    """Return the plurals that a text may have of a folded English singular: those that `singular` leads back to it.

    >>> plurals("dress"), plurals("knife")[0], plurals("child")
    (('dresses',), 'knives', ('children',))
    """
    own = tuple(many for many in _of_irregular().get(word, ()) if many != word)
    if own and word not in ("base", "life", "leaf"):
        return own
    ends = [word + "es" if re.search(r"(?:[sxz]|ch|sh)$", word) else word + "s"]
    if re.search(r"[^aeiou]y$", word):
        ends = [word[:-1] + "ies"]
    if re.search(r"[^aeiou]o$", word):
        ends = [word + "es", *ends] if _known(word + "es") else [*ends, word + "es"]
    if word.endswith("ch"):
        ends.append(word + "s")
    if word.endswith("i"):
        ends.append(word + "es")
    if word.endswith("man") and word + "s" not in ends[1:]:
        ends.insert(0, word[:-3] + "men")
    if word.endswith("z") and not word.endswith("zz"):
        ends.append(word + "zes")
    if word.endswith("is"):
        ends.append(word[:-2] + "es")
    known = filter(_known, ends[1:])
    return tuple(dict.fromkeys([*own, *(many for many in (ends[0], *known) if singular(many) == word != many)]))


def positives(word: str) -> tuple[str, ...]:
    """Return the adjectives that a folded English word may be the superlative of; none for another word.

    >>> positives("loudest"), positives("happiest"), positives("biggest"), positives("loud")
    (('loud', 'loude'), ('happi', 'happie', 'happy'), ('bigg', 'bigge', 'big'), ())
    """
    if len(word) < 6 or not word.endswith("est"):
        return ()
    stem = word[:-3]
    rest = (stem[:-1] + "y",) if stem.endswith("i") else (stem[:-1],) if stem[-1] == stem[-2] else ()
    return (stem, stem + "e", *rest)

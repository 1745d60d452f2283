"""General words of explanations, in English and Chinese: those that claim nothing, and those that claim something.

A word of `is_plain` may stand in any explanation without evidence: grammar, talk of choosing and matching, praise.
Everything else must be borne out. No word here belongs to any catalogue; what items are called in general (a film,
酒店) stands in groups of one meaning, and whether such a word is true of an item is decided by those who know it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from retrieval.language.concepts import Concept
from retrieval.language.tables import called, either, fragment, word_set
from retrieval.language.words import singular

__all__ = [
    "ADVERSATIVE",
    "AS_ASKED",
    "BEHAVIOUR",
    "BUDGET",
    "CLOSENESS",
    "GENERAL_ZH",
    "INJECTION",
    "KINDS",
    "KIND_CLASS",
    "LIKENESS",
    "MEASURED",
    "MEDIA",
    "MORE_CONCEPTS",
    "MOST",
    "NAMED_ALSO",
    "NOT_MOST",
    "PHRASES",
    "PLAIN_ZH",
    "REPORT",
    "SAMENESS",
    "SATISFIES",
    "STORY",
    "VAGUE",
    "YOURS",
    "akin",
    "is_plain",
    "kind_of_word",
]

MEDIA = {medium: word_set(f"wording.{medium}") for medium in ("image", "audio", "text")}
"""Words that speak of an item's picture, sound or text."""

PHRASES = either("wording.phrases")
"""Idioms that claim nothing, whatever words they are made of."""

PLAIN_ZH = word_set("wording.plain_zh")
"""Chinese words that claim nothing."""

_KIND_CLASSES = (
    ("film", "series", "book", "song", "album", "game", "recipe", "stamp", "unit", "product", "article", "video", "course"),
    ("hotel", "restaurant", "attraction", "museum", "shop", "place"),
    ("animal", "toy", "car", "dish"),
)  # fmt: skip
KINDS: tuple[frozenset[str], ...] = tuple(
    frozenset(called("wording.kinds")[kind]) for kinds in _KIND_CLASSES for kind in kinds
)
"""Words for what items are, in groups of one meaning. A group is used of an item only where nothing speaks against it."""
KIND_CLASS: tuple[int, ...] = tuple(i for i, kinds in enumerate(_KIND_CLASSES) for _ in kinds)
"""For each group the class it is of: what one item of a class is, another of it is not."""

GENERAL_ZH = word_set("wording.general_zh")
"""Chinese words that claim something that is checked by itself: what an item is, its picture and sound, likeness."""
STORY = word_set("wording.story")
"""Words for what a description tells: they may be said where there is one."""
MEASURED = word_set("wording.measured")
"""Adjectives that only repeat the unit of an amount before them."""
NAMED_ALSO = {concept: fragment(f"named_also.{concept}") for concept in ("duration", "year", "price", "cast")}
"""Further ways of naming a concept in a statement, beside those of requests."""
MORE_CONCEPTS = tuple(
    Concept(name, word_set(f"more_concepts.{name}"), fragment(f"more_concepts.{name}"))
    for name in ("opening", "transport", "colour", "material")
)
"""Concepts of statements that requests have no need of."""

ADVERSATIVE = either("wording.adversative")
YOURS = either("wording.yours")
"""Talk of the request itself: its words may be repeated here."""
REPORT = either("wording.report")
"""A clause that only repeats what the person said."""
SATISFIES = either("wording.satisfies")
CLOSENESS = either("wording.closeness")
LIKENESS = either("wording.likeness")
"""Claims that one thing is near another."""
VAGUE = either("wording.vague")
"""Judgements of an amount without the amount: no fact bears them out or refutes them."""
AS_ASKED = either("wording.as_asked")
"""Claims that the person asked for just this."""
SAMENESS = either("wording.sameness")
MOST = either("wording.most")
"""Superlatives and comparatives with nothing to compare to."""
NOT_MOST = either("wording.not_most")
BUDGET = either("wording.budget")
"""Claims that a bound of the person is kept."""
BEHAVIOUR = either("wording.behaviour")
"""Claims of what the person did before."""
INJECTION = either("wording.injection", re.IGNORECASE)
"""Markup, addresses, code, and orders to a model or a reader: never shown, wherever they come from."""

_ENDINGS_SHORT = word_set("wording.inflections") | {""}
_ENDINGS = _ENDINGS_SHORT | word_set("wording.derivations")


def _stem(word: str) -> str:
    word = singular(word)
    for ending in ("ing", "ed", "ly"):
        if len(word) >= len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("i") and len(word) > 3:
        word = word[:-1] + "y"
    return word.rstrip("e") if len(word) > 3 else word


_EXACT = word_set("wording.grammar") | word_set("wording.adverbs")


@cache
def _plain() -> frozenset[str]:
    """The stems of words of choosing, matching and praise: made at the first sentence that is checked."""
    return frozenset(map(_stem, word_set("wording.talk") | word_set("wording.praise")))


def is_plain(word: str) -> bool:
    """Return whether a folded word claims nothing.

    >>> [is_plain(w) for w in ("matches", "lovely", "你的", "cheap", "directed", "恐怖")]
    [True, True, True, False, False, False]
    """
    return word in PLAIN_ZH or word in _EXACT or _stem(word) in _plain()


def akin(one: str, other: str) -> bool:
    """Return whether two folded English words are forms of one: plurals, tenses, and the commonest derivations.

    Endings that turn the sense round (-less, -free) don't count.

    >>> akin("romance", "romantic"), akin("comedies", "comedy"), akin("star", "start"), akin("sugar", "sugarless")
    (True, True, False, False)
    """
    if one == other or singular(one) == singular(other):
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    endings = _ENDINGS if shared >= 5 else _ENDINGS_SHORT
    return (
        shared >= 4
        and shared >= min(len(one), len(other)) - 3
        and one[shared:] in endings
        and other[shared:] in endings
    )


@lru_cache(maxsize=1)
def _kind_index() -> dict[str, int]:
    return {word: i for i, group in enumerate(KINDS) for word in group}


def kind_of_word(word: str) -> int | None:
    """Return the group of KINDS that a folded word belongs to."""
    return _kind_index().get(singular(word))

"""The words and clauses of a request, with their positions.

Knows letters and no meaning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.chinese.words import tagger
from retrieval.language.tables import either, word_set
from retrieval.language.text import HAN, Mask, Span, fold, has_han, key, latin_words, singular

__all__ = [
    "HAN",
    "Mask",
    "Span",
    "Token",
    "clause_around",
    "fold",
    "has_han",
    "key",
    "latin_words",
    "segment",
    "singular",
]

_BOUNDARY = either("words.boundary")


@dataclass(frozen=True, slots=True)
class Token:
    """One Chinese word of a request with its part of speech (`n…` nouns, `v…` verbs, `a…` adjectives)."""

    span: Span
    text: str
    tag: str


def clause_around(folded: str, span: Span) -> Span:
    """The clause that `span` stands in: from one punctuation mark or "but" to the next."""
    starts, ends = _boundaries(folded)
    before, after = bisect_right(ends, span.start), bisect_left(starts, span.end)
    return Span(ends[before - 1] if before else 0, starts[after] if after < len(starts) else len(folded))


@lru_cache(maxsize=16)
def _boundaries(folded: str) -> tuple[list[int], list[int]]:
    """Where marks that bound clauses begin and end: looked for once a text, however many clauses of it are asked for."""
    found = [match.span() for match in _BOUNDARY.finditer(folded)]
    return [start for start, _ in found], [end for _, end in found]


_THINGS = word_set("words.things")
"""Nouns of one character to which jieba's dictionary gives no part of speech."""
_SPENDING = either("words.spending")
"""What follows 花 where it is the verb."""


LONG = 400
"""Letters of a request up to which words that no dictionary has are guessed at, which costs a millisecond a letter."""


def segment(folded: str) -> tuple[Token, ...]:
    """The Chinese words of a request with their parts of speech (jieba), positions kept.

    Empty where there is no Chinese character: the dictionary is then not even loaded.
    """
    if not has_han(folded):
        return ()
    return _short(folded) if len(folded) <= LONG else _long(folded)


def _segmented(folded: str) -> tuple[Token, ...]:
    tokens, at = [], 0
    for pair in tagger().cut(folded, HMM=len(folded) <= LONG):
        for word, tag in _halves(pair.word, pair.flag):
            start = folded.find(word, at)
            at = start + len(word)
            thing = word in _THINGS or (word == "花" and not _SPENDING.match(folded, at))
            tokens.append(Token(Span(start, at), word, "n" if thing else tag))
    return tuple(tokens)


_short, _long = lru_cache(maxsize=4096)(_segmented), lru_cache(maxsize=64)(_segmented)
"""Few long ones are kept: they have a thousand words each, and all that is kept costs whenever memory is tidied."""


def _halves(word: str, tag: str) -> list[tuple[str, str]]:
    """A compound of two words of two characters each as these two (豪华酒店), anything else as it is."""
    tags = tagger().word_tag_tab
    pair = (word[:2], word[2:])
    if len(word) == 4 and tag[0] == "n" and all(has_han(half) and half in tags for half in pair):
        return [(half, tags[half]) for half in pair]
    return [(word, tag)]

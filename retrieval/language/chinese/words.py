"""Chinese words with their parts of speech (jieba)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from retrieval.language.chinese.segmentation import segmenter
from retrieval.language.lazy import compiled
from retrieval.language.text import Span, has_han

__all__ = ["Token", "segment", "tagger"]


@dataclass(frozen=True, slots=True)
class Token:
    """One Chinese word of a request with its part of speech (`n…` nouns, `v…` verbs, `a…` adjectives)."""

    span: Span
    text: str
    tag: str


@cache
def tagger() -> Any:
    """The jieba tagger of this process, loaded at first use."""
    import jieba.posseg

    return jieba.posseg.POSTokenizer(segmenter())


_THINGS = frozenset("井 厂 县 园 土 奶 村 棍 棒 毒 湾 炉 盒 糖 罐 车 轿 鸟".split())
"""Nouns of one character to which jieba's dictionary gives no part of speech."""
_SPENDING = compiled(r"[了过钱费时掉多不去在]|[\d一二两三四五六七八九十几百千半]")
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

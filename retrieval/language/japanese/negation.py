"""How Japanese says no: in requests, of items, and in sentences about them. What is denied stands before its negation."""

from __future__ import annotations

import re

from retrieval.language.grammar import ItemNegation, RequestNegation, SentenceNegation
from retrieval.language.lazy import compiled
from retrieval.language.text import Mask, Span

__all__ = ["JAPANESE_ITEM", "JAPANESE_REQUEST", "JAPANESE_SENTENCE"]

_NEVER = compiled(r"(?!)")
_PARTICLE = r"(?:を|は|が|も|の|には?|で)?"
_FREE = r"(?:不使用|無添加|フリー|なし|無し|抜き|ゼロ|含まない|含まず|含みません|入っていない|入っていません|使わない|使っていない|使っていません|使用していません)"
_UNWANTED = r"(?:以外|ではない|じゃない|ではなく|いらない|要らない|苦手|嫌い|だめ|ダメ|避けたい|食べられない|食べない|飲めない|飲まない|アレルギー)"
_THING = r"[^\s\u3041-\u3096,，。、！!？?「」]+"


def _before(folded: str, at: int) -> int:
    """Where the words begin that are denied: one word without particles, and those that と, や or 、 join to it."""
    named = re.search(rf"(?:{_THING}(?:と|や|か|、))*{_THING}$", folded[:at])
    return named.start() if named else at


def _nowhere(folded: str, cue: Span) -> Span:
    return Span(cue.end, cue.end)


def _no_word(folded: str, at: int, mask: Mask) -> int:
    return at


JAPANESE_REQUEST = RequestNegation(
    harmless=compiled(r"かもしれない|間違いない|問題ない|何でも|なしでも|違いない"),
    prefix=_NEVER,
    suffix=compiled(rf"{_PARTICLE}(?:{_FREE}|{_UNWANTED})"),
    around=(),
    degree=_NEVER,
    too=_NEVER,
    preferred=_NEVER,
    again=_NEVER,
    nobody=frozenset("これ それ あれ 私 何".split()),
    joins=_NEVER,
    reach=_nowhere,
    word=_no_word,
    before=_before,
)


def _denies(before: str, after: str, word: str) -> bool:
    """Whether what stands just before a word says that it isn't there."""
    return re.search(r"(?:ノン|ゼロ|無)$", before) is not None


JAPANESE_ITEM = ItemNegation(
    clause=compiled(r"[。、！？!?\n]"),
    free=compiled(rf"(?:成分|類)?{_PARTICLE}(?:一切|全く)?{_FREE}"),
    denies=_denies,
    traces=_NEVER,
    warns=compiled(r"アレルギーの(?:方|人)は"),
    nearby=compiled(rf"{_FREE}|ノン|ゼロ|無|アレルギー"),
)

JAPANESE_SENTENCE = SentenceNegation(
    harmless=_NEVER,
    cue=compiled(r"決して|全く(?=[^\s]+ない)"),
    end=compiled(r"[。、！？]"),
    free=compiled(rf"({_THING}){_PARTICLE}{_FREE}"),
)

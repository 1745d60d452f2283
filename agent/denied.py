"""Words that a text has only to say that they don't apply: "no sugar", "No-meat pie", 不含糖.

Knows texts alone; of requests, denials are read in `agent.reading.negation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.reading.text import has_han, latin_words, singular
from retrieval.lexical import tokens

__all__ = ["denied_words"]

_DENY = re.compile(
    r"\b(?:no|not|without|never|lacks?|free of)\b|n't\b|不含|没有|不是|无(?!线)|不(?!仅|但|光|只|错|过|少|同|断)"
)
_CLAUSE = re.compile(r"[,.;:!?，。；：！？]|\bbut\b|但")


def _words(text: str) -> set[str]:
    chinese = {token for token in tokens(text) if has_han(token)} if has_han(text) else set()
    return {singular(word) for _, word in latin_words(text)} | chinese


def denied_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand after a negation in their clause and nowhere else: English in the singular. `texts` are folded."""
    inside: set[str] = set()
    outside: set[str] = set()
    for text in texts:
        for clause in _CLAUSE.split(text):
            cue = _DENY.search(clause)
            outside |= _words(clause[: cue.start()] if cue else clause)
            inside |= _words(clause[cue.end() :]) if cue else set()
    return frozenset(inside - outside)

"""The phrases that any request is wrapped in: greetings, "can you recommend", 帮我找一个; and words without content.

General language only. What remains after taking them away is what the request is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.language.lazy import compiled
from retrieval.language.tables import each, each_in, either, fragment, word_set
from retrieval.language.words import Mask, Span, clause_around, has_han, latin_words, segment, singular

__all__ = [
    "GENERIC",
    "SAYS_LITTLE",
    "SOLE",
    "STOP",
    "WHO_ASKS",
    "content_words",
    "information_asks",
    "tidy",
    "without_wrapping",
]

GENERIC = word_set("phrases.generic")
"""Nouns that name no sort of thing: they never stand for a value by their meaning."""

SOLE = word_set("phrases.sole")
"""Those of them that say what is looked for where nothing else does."""

STOP = word_set("phrases.stop")
"""Words that are never a value on their own."""

SAYS_LITTLE = word_set("thing.says_little")
"""Words that tell nothing of what is looked for."""

_ASKS = each("phrases.ask")
"""Clauses that ask for information about what was found."""
_ASK_OF = either("phrases.ask_of")
"""What follows is the thing that is asked about: "the address of a hotel in the west"."""
_MARKS = compiled(r"[,，。！!？?；;、:：~]+")


def information_asks(folded: str, occupied: list[Span]) -> list[Span]:
    """The clauses that ask to be told something ("and tell me its address", 把电话告诉我): they are no conditions.

    A clause that holds one of the `occupied` spans (amounts) is a condition all the same.
    """
    found = []
    for pattern in reversed(_ASKS):
        for match in pattern.finditer(folded):
            clause = clause_around(folded, Span(*match.span()))
            of = _ASK_OF.match(folded, match.end())
            span = Span(match.start(), of.end() if of else clause.end)
            if not any(span.overlaps(other) for other in occupied):
                found.append(span)
    return found


WHO_ASKS = compiled(
    r"\S+@\S+|\([^)]*@[^)]*\)|\+?\d[\d ()-]{6,}\d|\bhttps?://\S+|\bwww\.\S+"
    r"|^[\w.'’-]+(?: [\w.'’-]+)?? (?:\([^)]*\) )?(?=(?:" + fragment("phrases.who_asks") + r")\b)"
)
"""Who asks, and how they are reached: nothing that a catalogue could have."""


def without_wrapping(folded: str, mask: Mask, named: Iterable[Span] = ()) -> Mask:
    """`mask` with greetings and request phrases marked as understood, but for what overlaps the `named` values."""
    wrapped, named = mask.copy(), list(named)
    for pattern in (WHO_ASKS, *each_in(folded, "phrases.wrap")):
        for match in pattern.finditer(folded):
            span = Span(*match.span())
            if mask.free(span) and not any(span.overlaps(other) for other in named):
                wrapped.take(span)
    return wrapped


_SUFFIXES = word_set("phrases.suffixes")


def _nouns(folded: str) -> list[tuple[Span, str]]:
    """Chinese nouns and names, a syllable that makes a noun of the word before it taken in (治疗 + 者)."""
    tokens = segment(folded)
    found, i = [], 0
    while i < len(tokens):
        token, after = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        joins = (
            after is not None
            and after.text in _SUFFIXES
            and has_han(token.text)
            and token.tag[0] in "nvab"
            and after.span.start == token.span.end
        )
        span = Span(token.span.start, after.span.end) if joins and after else token.span
        if has_han(token.text) and (joins or token.tag[0] in "njit" or token.tag in ("vn", "an", "l", "b")):
            found.append((span, span.of(folded)))
        i += 2 if joins else 1
    return found


def content_words(folded: str, mask: Mask) -> list[tuple[Span, str]]:
    """The words outside `mask` that may stand for something: Chinese nouns and names, English words with content."""
    found = [
        (span, word) for span, word in _nouns(folded) if mask.free(span) and word not in GENERIC and word not in STOP
    ]
    for span, word in latin_words(folded):
        if (
            len(word) >= 3
            and not word[0].isdigit()
            and word not in STOP
            and singular(word) not in GENERIC
            and mask.free(span)
        ):
            found.append((span, word))
    return sorted(found)


_EDGE, _TAIL = word_set("phrases.edge"), word_set("phrases.tail")
"""Little words that a phrase neither begins nor ends with, and more that it doesn't end with."""


def tidy(text: str) -> str:
    """A phrase without doubled spaces, loose punctuation and dangling little words at either end.

    >>> tidy(" , a  blue   bird and the ")
    'blue bird'
    """
    if has_han(text):
        parts = [
            re.sub(rf"^(?:{fragment('phrases.edge')})+|(?:{fragment('phrases.tail')})+$", "", part.strip())
            for part in _MARKS.split(text)
        ]
        return " ".join(part for part in parts if part)
    words = re.sub(r"[\s,;:!?.()\"，。！？；、]+", " ", text).strip().split(" ")
    while words and words[0].lower() in _EDGE:
        words.pop(0)
    while words and words[-1].lower() in _EDGE | _TAIL:
        words.pop()
    return " ".join(words)

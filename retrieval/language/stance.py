"""What a text says of a term: that the thing has it, that it is free of it, traces of it, or nothing.

"Contains no nuts", "nut-free", 不含坚果 and 无糖 name a thing to say that it isn't there. Knows one text and one term;
requests are read in `negation.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS
from retrieval.language.text import has_han, latin_words, singular
from retrieval.language.tokens import tokens

__all__ = ["Stance", "beginning_of", "denied_words", "forms_of", "says", "stance", "stance_of"]

Stance = Literal["has", "traces", "free", "silent"]

_PACKS = tuple(pack.item for pack in PACKS)
_ORDER: tuple[Stance, ...] = ("has", "traces", "free")
_NEAR = 160
"""Characters before a word in which a denial of it may begin."""


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern[str]:
    """A folded term: as whole words in scripts with spaces, as a substring in others."""
    return compiled(rf"(?<![^\W_]){re.escape(term)}(?![^\W_])" if term.isascii() else re.escape(term))


def _of(text: str, start: int, end: int) -> Stance:
    """What one occurrence says."""
    found: Stance = "has"
    for pack in _PACKS:
        window = text[max(0, start - _NEAR) : start]
        cut = max((m.end() for m in pack.clause.finditer(window)), default=0)
        before, after = window[cut:], text[end : end + _NEAR]
        if not pack.nearby.search(before) and not pack.nearby.search(after):
            continue
        if pack.warns.match(after):
            return "traces"
        if pack.free.match(after) or pack.denies(before, after, text[start:end]):
            return "free"
        if pack.traces.search(before):
            found = "traces"
    return found


def stance_of(
    text: str, term: str, unlike: re.Pattern[str] | None = None, unless: re.Pattern[str] | None = None
) -> Stance:
    """What a folded text says of a term in just this form; after `unlike`, or before `unless`, it is another thing."""
    held = {
        _of(text, *match.span())
        for match in _pattern(term).finditer(text)
        if not (unlike and unlike.search(text[max(0, match.start() - _NEAR) : match.start()]))
        and not (unless and unless.match(text, match.end()))
    }
    if term.isascii() and _pattern(term + "less").search(text):
        held.add("free")
    return next((one for one in _ORDER if one in held), "silent")


def says(text: str, term: str) -> bool:
    """Whether a folded text says that what it tells of has the term, in any number, or may have traces of it."""
    return any(
        _of(text, *match.span()) in ("has", "traces")
        for form in forms_of(term)
        for match in _pattern(form).finditer(text)
    )


@lru_cache(maxsize=4096)
def forms_of(term: str) -> tuple[str, ...]:
    """Return a folded term, and its other forms by the packs: of several words, with the last in the singular and the plurals."""
    if has_han(term) or not term.strip():
        return (term,) if term else ()
    *before, last = term.split()
    pack = PACKS[0]
    return tuple(dict.fromkeys((term, *(" ".join([*before, form]) for form in pack.forms(pack.form(last))))))


def beginning_of(term: str) -> str:
    """Return the letters that all forms of a folded term begin with: what every text has that `says` it."""
    forms = forms_of(term) or ("",)
    same = 0
    while same < min(map(len, forms)) and len({form[same] for form in forms}) == 1:
        same += 1
    return forms[0][:same]


def stance(text: str, term: str) -> Stance:
    """What a text says of a term, in the singular or plural: one that says both that it is there and that it isn't has it.

    >>> [stance(text, "nuts") for text in ("Nut-free", "contains no nuts", "no milk, with nuts", "a cake")]
    ['free', 'free', 'has', 'silent']
    """
    held = {stance_of(text.casefold(), form) for form in forms_of(term.strip().casefold())}
    return next((one for one in _ORDER if one in held), "silent")


def _told(text: str) -> Iterator[tuple[str, Stance]]:
    """The words of a folded text, English in the singular and Chinese segmented, each with what it says of them there."""
    spans = [(span.start, span.end, singular(word)) for span, word in latin_words(text)]
    if has_han(text):
        at = 0
        for token in (token for token in tokens(text) if has_han(token)):
            start = text.find(token, max(0, at - len(token)))
            start = text.find(token) if start < 0 else start
            if start >= 0:
                at = start + len(token)
                spans.append((start, at, token))
    for start, end, word in spans:
        yield word, _of(text, start, end)


def denied_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that folded texts have only to say that they don't apply: English in the singular."""
    inside, outside = set[str](), set[str]()
    for text in texts:
        if any(pack.nearby.search(text) for pack in _PACKS):
            for word, said in _told(text):
                (inside if said == "free" else outside).add(word)
        else:
            outside |= {singular(word) for _, word in latin_words(text)}
            outside |= {token for token in tokens(text) if has_han(token)} if has_han(text) else set()
    return frozenset(inside - outside)

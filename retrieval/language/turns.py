"""What kind of turn an utterance may be: small talk, a question about an item or the catalogue, a follow-up; by a grammar.

Each language pack fills a `TurnGrammar`. Says how an utterance is built, and what its parts are; whether there is such an item
or field is the catalogue's to say, so several readings are offered, the likeliest first. Knows no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from retrieval.language.lazy import compiled
from retrieval.language.packs import PACKS, pack_of
from retrieval.language.text import fold, has_han
from retrieval.language.turn_grammar import TurnGrammar

__all__ = [
    "Utterance",
    "grammar_of",
    "is_small_talk",
    "language_of_words",
    "links_in",
    "utterances_of",
    "without_links",
]

_LINK = compiled(r"(?:https?://|www\.)[^\s，。！？、）)]+", re.IGNORECASE)
_SIGNS = compiled(r"[\W_]+")
LONGEST = 400
"""Characters beyond which an utterance is a request, whatever it begins with."""
PHRASE = 120
"""Characters of the longest phrase of small talk."""


@dataclass(frozen=True)
class Utterance:
    """One reading of an utterance: its kind, its language, and its parts by name, as they were written."""

    kind: str
    language: str
    parts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, part: str) -> str:
        """A part, "" where there is none."""
        return self.parts.get(part, "")


def grammar_of(language: str) -> TurnGrammar:
    """The grammar of a language, English where it has none."""
    return pack_of(language).turns


def language_of_words(text: str) -> str:
    """The language that a text is written in, by its letters."""
    return next((pack.code for pack in PACKS if pack.letters and pack.letters.search(text)), PACKS[0].code)


def links_in(text: str) -> tuple[str, ...]:
    """The addresses of the web in a text."""
    return tuple(_LINK.findall(text))


def without_links(text: str) -> str:
    """The words around the addresses of the web.

    >>> without_links("like this https://example.org/a but blue")
    'like this but blue'
    """
    return re.sub(r"\s{2,}", " ", _LINK.sub(" ", text)).strip()


def _ends(folded: str, at: int) -> list[int]:
    """Where a phrase that starts at a place may end, the longest first: before a space or a sign, or between any two Chinese signs."""
    last = min(len(folded), at + PHRASE)
    cuts = [i for i in range(at + 1, last + 1) if i == len(folded) or _cut(folded[i - 1], folded[i])]
    return cuts[::-1]


def _cut(before: str, after: str) -> bool:
    return not (before.isalnum() and after.isalnum()) or has_han(before) or has_han(after)


def _phrase(folded: str, at: int, grammar: TurnGrammar) -> tuple[int, str] | None:
    """The longest phrase of small talk that starts at a place: where it ends, and its kind."""
    for end in _ends(folded, at):
        for kind, pattern in grammar.talk:
            if pattern.fullmatch(folded, at, end):
                return end, kind
    return None


def _talk(folded: str, grammar: TurnGrammar) -> str:
    """The kind of an utterance that is phrases of small talk and nothing else: the weightiest of theirs; else ""."""
    at, kinds = 0, set()
    while at < len(folded):
        gap = _SIGNS.match(folded, at)
        at = gap.end() if gap else at
        if at >= len(folded):
            break
        found = _phrase(folded, at, grammar)
        if found is None:
            return ""
        at = found[0]
        kinds.add(found[1])
    return next((kind for kind, _ in grammar.talk if kind in kinds and kind != "filler"), "")


def _bare(text: str, folded: str, grammar: TurnGrammar) -> tuple[int, int]:
    """Where the utterance starts and ends without the words that only open and close it."""
    opening = grammar.opening.match(folded)
    start = opening.end() if opening else 0
    closing = grammar.closing.search(folded, start)
    end = closing.start() if closing and closing.start() > start else len(folded)
    return (start, end) if folded[start:end].strip() else (0, len(text))


def _forms(text: str, folded: str, language: str, grammar: TurnGrammar) -> Iterator[Utterance]:
    start, end = _bare(text, folded, grammar)
    for kind, pattern in grammar.forms:
        match = pattern.fullmatch(folded, start, end) or pattern.fullmatch(folded, 0, end)
        if match is not None:
            spans = {name: match.span(name) for name in match.groupdict() if match.span(name)[0] >= 0}
            parts = {re.sub(r"\d+$", "", name): text[a:b].strip() for name, (a, b) in spans.items()}
            yield Utterance(kind, language, parts)


def utterances_of(text: str) -> tuple[Utterance, ...]:
    """The readings of an utterance as something else than a request for items, the likeliest first; none for a request.

    >>> [one.kind for one in utterances_of("Thanks, that's all!")], utterances_of("a thank you card")
    (['thanks'], ())
    """
    if not text.strip() or len(text) > LONGEST:
        return ()
    folded, language = fold(text), language_of_words(text)
    if not _SIGNS.sub("", folded):
        return (Utterance("nonsense", language),)
    grammar = grammar_of(language)
    if kind := _talk(folded, grammar):
        return (Utterance(kind, language),)
    return tuple(_forms(text, folded, language, grammar))


def is_small_talk(text: str) -> bool:
    """Whether an utterance is small talk and nothing else: it asks for nothing, and changes nothing of what was asked for."""
    return bool(_talk(fold(text), grammar_of(language_of_words(text))))

"""What people say of themselves that holds whatever they ask for, what they take back of it, and whether they ask what is known.

Found clause by clause, by the patterns of the packs. Knows no catalogue: whether a clause says something there is for it to tell,
so several readings are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.language.lazy import compiled
from retrieval.language.numbers import find_numbers
from retrieval.language.packs import pack_of
from retrieval.language.text import fold
from retrieval.language.turns import language_of_words

__all__ = ["KINDS", "Clause", "asks_what_is_known", "clauses_of", "counted", "means_kind", "points", "takes_back"]

KINDS = ("never", "always", "budget", "avoid", "people", "own")
"""Kinds of facts that a clause may state, the clearest first. What was seen or read before ("seen") takes a whole utterance."""
LISTED = ("people", "own")
"""Those that may name several things, with commas between."""
LONGEST = 400
"""Characters of an utterance that is read for facts."""
PIECES = 4
"""Pieces of a sentence that one clause may be of."""


@dataclass(frozen=True)
class Clause:
    """A reading of a part of an utterance as a fact: its kind, what it is about, where it stands, and its language."""

    kind: str
    what: str
    start: int
    end: int
    language: str


def _pattern(name: str, language: str) -> re.Pattern[str] | None:
    found = pack_of(language).patterns.get(f"standing.{name}")
    return compiled(found) if found is not None else None


def _pieces(folded: str, language: str) -> Iterator[list[tuple[int, int]]]:
    """Sentences, each as the pieces that it may be cut into."""
    split, cut = _pattern("split", language), _pattern("cut", language)
    if split is None or cut is None:
        return
    ends = [(m.start(), m.end()) for m in split.finditer(folded)] + [(len(folded), len(folded))]
    start = 0
    for end, after in ends:
        pieces, at = [], start
        for m in cut.finditer(folded, start, end):
            pieces.append((at, m.start()))
            at = m.end()
        pieces.append((at, end))
        yield [(a, b) for a, b in pieces if folded[a:b].strip()]
        start = after


def _spans(folded: str, language: str) -> Iterator[tuple[int, int, bool]]:
    """Where a clause may stand: runs of pieces of a sentence, longer ones first; and whether it is one piece."""
    for pieces in _pieces(folded, language):
        for size in range(min(len(pieces), PIECES), 0, -1):
            for i in range(len(pieces) - size + 1):
                yield pieces[i][0], pieces[i + size - 1][1], size == 1


def _what(match: re.Match[str], text: str, base: int) -> str:
    spans = [match.span(name) for name in match.groupdict() if match.span(name)[0] >= 0]
    return text[spans[0][0] + base : spans[0][1] + base].strip(" ,，") if spans else ""


def clauses_of(text: str) -> list[Clause]:
    """The readings of the parts of an utterance as facts, longer parts first.

    >>> [(c.kind, c.what) for c in clauses_of("My budget is 50.")]
    [('budget', '50')]
    """
    if len(text) > LONGEST:
        return []
    folded, language = fold(text), language_of_words(text)
    found = []
    for start, end, one in _spans(folded, language):
        said = folded[start:end].strip(" ,，")
        base = folded.index(said, start)
        for kind in KINDS if one else LISTED:
            pattern = _pattern(kind, language)
            if pattern is not None and (match := pattern.fullmatch(said)) is not None:
                found.append(Clause(kind, _what(match, text, base), base, base + len(said), language))
    whole = folded.strip(" .!。！，,")
    seen = _pattern("seen", language)
    if seen is not None and (match := seen.fullmatch(whole)) is not None:
        base = folded.index(whole)
        found.append(Clause("seen", _what(match, text, base), base, base + len(whole), language))
    return found


def takes_back(text: str) -> str | None:
    """What an utterance takes back of what was said before, in its words; None where it takes nothing back."""
    language, folded = language_of_words(text), fold(text)
    pattern, whole = _pattern("forget", language), folded.strip(" .!。！,，?？")
    match = pattern.fullmatch(whole) if pattern is not None and len(text) <= LONGEST else None
    return None if match is None else _what(match, text, folded.index(whole)) or None


def asks_what_is_known(text: str) -> bool:
    """Whether an utterance asks what is known of whoever says it."""
    pattern = _pattern("shown", language_of_words(text))
    return pattern is not None and pattern.fullmatch(fold(text).strip(" .!。！,，?？")) is not None


def means_kind(words: str, kind: str, language: str) -> bool:
    """Whether words name a kind of facts ("the budget"), or all of them, where `kind` is ""."""
    folded = fold(words).strip()
    if not kind:
        pattern = _pattern("all", language)
        return bool(folded) and pattern is not None and pattern.fullmatch(folded) is not None
    named = pack_of(language).words.get(f"standing.of.{kind}", frozenset())
    return any(re.search(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w), folded) for w in named)


def points(words: str, language: str) -> bool:
    """Whether words only point at something that was shown: such a clause says nothing of later requests."""
    pattern = _pattern("pronoun", language)
    return pattern is not None and pattern.fullmatch(fold(words).strip()) is not None


def counted(words: str, language: str) -> int:
    """How many people words speak of; 0 where they don't say."""
    pattern, total = _pattern("counted", language), 0
    for match in pattern.finditer(fold(words)) if pattern is not None else ():
        number = next((text for text in match.groups() if text), "")
        total += next((int(one.value) for one in find_numbers(number)), 1)
    return total

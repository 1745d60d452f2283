"""One request, read once: what planning, search, explanation and checks ask instead of reading its words again.

A `Parse` is made by `parse` and handed down; each of its parts is computed when it is first asked for. `parts` tells of every
thing that was read from which words it came, and how sure the reading is. Knows the request and the vocabulary; not the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from agent.parsing.analysis import Analysis, analyse, fields_of
from agent.parsing.for_whom import asks_for_child
from agent.parsing.intent import Constraint, Reference, Sort
from agent.parsing.lexicon import Vocabulary
from agent.parsing.value_constraints import denied
from agent.parsing.value_mentions import ValueMention
from retrieval.catalog.items import Item
from retrieval.language.clock import today
from retrieval.language.packs import language_of
from retrieval.language.words import Span

__all__ = ["Parse", "ParsedPart", "parse"]

KEPT = 64
"""Requests whose parse is kept: those of the turns that are answered now."""


@dataclass(frozen=True, slots=True)
class ParsedPart:
    """One thing that a request says. span: its place in the request; `words`: those at that place.

    doubt: why the reading is only a guess ("spelling", "meaning", …), "" where it is certain; what is guessed orders, and never
    filters. meant: what was read; the words alone where they are what there should be none, or less, of.
    """

    kind: Literal["condition", "order", "reference", "none of", "less of", "unknown"]
    span: Span
    words: str
    meant: Constraint | Sort | Reference | str
    doubt: str = ""

    @property
    def certain(self) -> bool:
        """Whether it is no guess."""
        return not self.doubt


@dataclass(frozen=True, eq=False)
class Parse:
    """The reading of one request against one vocabulary. shown: the fields of the items of the last answer; day: from which
    relative dates are counted."""

    request: str
    vocabulary: Vocabulary
    shown: frozenset[str] = frozenset()
    day: date = field(default_factory=today)

    @cached_property
    def analysis(self) -> Analysis:
        """Return the request taken apart: conditions, denials, pointers, order, count."""
        return analyse(self.request, self.vocabulary, self.shown, self.day)

    @cached_property
    def language(self) -> str:
        """Return the language that the request is in."""
        return language_of(self.request)

    @cached_property
    def for_child(self) -> bool:
        """Return whether something for a child is asked for."""
        return asks_for_child(self.request, self.analysis)

    @cached_property
    def values(self) -> tuple[ValueMention, ...]:
        """Return the values of the catalogue that the request names, and does not refuse."""
        return tuple(v for v in self.analysis.written if not denied(v.span, self.analysis.denials))

    @cached_property
    def parts(self) -> tuple[ParsedPart, ...]:
        """Return every thing that the request says with its words, in their order."""
        analysis = self.analysis
        found = [
            ParsedPart("condition", f.span, f.span.of(analysis.text), f.constraint, f.constraint.guess)
            for f in analysis.found
        ]
        sort = analysis.sort
        told: list[tuple[Literal["order", "reference", "none of", "less of", "unknown"], str, Sort | Reference | str, str]] = [
            *((("order", sort.span, sort, "vague" if sort.vague else ""),) if sort is not None else ()),
            *(("reference", one.span, one, "") for one in analysis.references),
            *(("none of", words, words, "") for words in analysis.excluded),
            *(("less of", words, words, "") for words in analysis.less),
            *(("unknown", words, words, "") for words in analysis.soft),
        ]  # fmt: skip
        for kind, words, meant, doubt in told:
            at = analysis.text.find(words) if words else -1
            if at >= 0:
                found.append(ParsedPart(kind, Span(at, at + len(words)), words, meant, doubt))
        return tuple(sorted(found, key=lambda part: part.span))

    def of(self, words: str, *, shown: bool = True) -> Parse:
        """Return the parse of some words of the request by themselves, on the same day; `shown`: as said of what was shown."""
        fields = self.shown if shown else frozenset[str]()
        return (
            self if (words, fields) == (self.request, self.shown) else _parse(words, self.vocabulary, fields, self.day)
        )


@lru_cache(maxsize=KEPT)
def _parse(request: str, vocabulary: Vocabulary, shown: frozenset[str], day: date) -> Parse:
    return Parse(request, vocabulary, shown, day)


def parse(request: str, vocabulary: Vocabulary, shown: Sequence[Item] = ()) -> Parse:
    """Return the parse of a request; the same words on the same day are the same object. `shown`: the items of the last answer.

    Never raises for any text.
    """
    return _parse(request, vocabulary, fields_of(shown), today())

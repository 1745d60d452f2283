"""What can be found in a sentence about an item: phrases, words that name fields, other words, and where they stand.

Types only; `annotate` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.grounding.phrasebook import Entry
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import Concept
from retrieval.language.tables import word_set
from retrieval.language.words import Span

__all__ = ["LINKS", "AnnotatedSentence", "Mention", "Piece", "Relation"]

LINKS = word_set("marks.links")
"""What may stand between a field's name and its value."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A known phrase in the sentence. `weak`: made of words that claim nothing, so a phrase only beside its field's name."""

    span: Span
    entry: Entry
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """Words that name fields. `exact`: a field's own name; `concept`: else what they speak of."""

    span: Span
    fields: frozenset[str]
    exact: bool = False
    concept: Concept | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Any other word. `plain`: it claims nothing."""

    span: Span
    text: str
    plain: bool
    known: bool = False


@dataclass(frozen=True)
class AnnotatedSentence:
    """A sentence with everything found in it, each list in order. ``negations`: (cue, scope). `runs`: words that stand so in
    the item's `texts`."""

    raw: str
    folded: str
    mentions: tuple[Mention, ...]
    amounts: tuple[Quantity, ...]
    relations: tuple[Relation, ...]
    pieces: tuple[Piece, ...]
    negations: tuple[tuple[Span, Span], ...]
    runs: tuple[Span, ...]
    texts: tuple[str, ...] = ()

    def denied(self, span: Span) -> bool:
        """Return whether a negation reaches `span`, and not just as the item's own text has it ("there is no happy ending")."""
        return any(
            scope.start <= span.start < scope.end
            and not any(self.folded[cue.start : span.end] in text for text in self.texts)
            for cue, scope in self.negations
        )

    def negated(self, span: Span) -> bool:
        """Return whether a negation reaches `span`, the text's own or not."""
        return any(scope.start <= span.start < scope.end for _, scope in self.negations)

    def quoted(self, span: Span) -> bool:
        """Return whether `span` lies inside a longer run of the item's own words."""
        return any(
            run.start <= span.start and span.end <= run.end and run.end - run.start > span.end - span.start + 1
            for run in self.runs
        )

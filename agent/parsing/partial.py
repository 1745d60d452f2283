"""What the steps of reading one request share while it is read.

Knows the request and the vocabulary; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, clause_around

__all__ = ["ConstraintMention", "PartialParse", "mask_of"]

_WEAK = either("partial.weak")


@dataclass(frozen=True, slots=True)
class ConstraintMention:
    """A constraint and where its words stand."""

    constraint: Constraint
    span: Span


@dataclass
class PartialParse:
    """What the steps of one analysis share: it lives for one call and is seen by nobody else."""

    text: str
    folded: str
    vocabulary: Vocabulary
    shown: frozenset[str]
    found: list[ConstraintMention] = field(default_factory=list)
    soft: list[tuple[str, Span]] = field(default_factory=list)
    less: list[str] = field(default_factory=list)
    understood: list[Span] = field(default_factory=list)
    given: dict[str, set[str]] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    """Words of an amount that can't be compared without a rate, and the currency that the catalogue is in."""

    def weak(self, span: Span) -> bool:
        """Whether the clause of `span` begins with "preferably"."""
        clause = clause_around(self.folded, span)
        return _WEAK.search(self.folded[clause.start : span.start]) is not None

    def add(self, constraint: Constraint, span: Span) -> None:
        """Notes a condition and its place."""
        self.found.append(ConstraintMention(constraint, span))


def mask_of(draft: PartialParse, *more: Sequence[Span]) -> Mask:
    """A mask of the request with `more` taken."""
    return Mask(len(draft.folded), [span for spans in more for span in spans])

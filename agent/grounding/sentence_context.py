"""One sentence before the facts: what it says, what goes with what, and what only repeats the request.

Binds values and amounts to the words that name their field; judges nothing (`rules.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.grounding.annotations import LINKS, AnnotatedSentence, Mention, Piece, Relation
from agent.grounding.comparisons import Comparison, comparisons
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import ADVERSATIVE, CLOSENESS, MEDIA, REPORT, SATISFIES, YOURS, is_plain
from retrieval.language.amounts import Quantity
from retrieval.language.tables import either, fragment
from retrieval.language.words import HAN, Span, fold, has_han, latin_words, singular

__all__ = [
    "Rule",
    "SentenceInContext",
    "has_argument",
    "in_quotes",
    "media_words",
    "modality_of",
    "named",
    "same_clause",
    "spoken_words",
]

_LISTED = re.compile(
    rf"[\s\"”’》」]*(?:,|&|、|，|{fragment('case.listed')})[\s\"“‘《「]*(?:{fragment('case.article')})?"
)
"""What stands between two of one list."""
_CLAUSE, _NEW_CLAUSE = either("case.clause"), either("case.new_clause")
_REPORTED = either("case.reported")
_BREAKS = either("case.breaks")
_NAMED = re.compile(rf"(?:{fragment('case.named')})\s*[:：]?\s*[\"“《「]?\s*$")


@dataclass(frozen=True)
class SentenceInContext:
    """One sentence before the facts."""

    marked: AnnotatedSentence
    evidence: ItemEvidence

    @cached_property
    def compared(self) -> list[Comparison]:
        """Its comparisons with items."""
        return comparisons(self.marked, self.evidence)

    @cached_property
    def arguments(self) -> list[Mention | Quantity]:
        """Phrases and amounts in order."""
        return sorted([*self.marked.mentions, *self.marked.amounts], key=lambda a: a.span)

    @cached_property
    def bound(self) -> dict[Span, list[Relation]]:
        """For each argument the words that name its field: right before it, shared in a list, or right after it."""
        found: dict[Span, list[Relation]] = {}
        previous: Mention | Quantity | None = None
        for argument in self.arguments:
            before = self._before(argument.span)
            if before is None and previous is not None and self._listed(previous.span, argument.span):
                before = next(iter(found[previous.span]), None)
            after = self._after(argument.span)
            found[argument.span] = [relation for relation in (before, after) if relation is not None]
            previous = argument
        return found

    def _gap(self, start: int, end: int) -> str:
        return self.marked.folded[start:end]

    def _before(self, span: Span) -> Relation | None:
        earlier = [r for r in self.marked.relations if r.span.end <= span.start]
        return earlier[-1] if earlier and _linked(self._gap(earlier[-1].span.end, span.start)) else None

    def _after(self, span: Span) -> Relation | None:
        for relation in self.marked.relations:
            if relation.span.start >= span.end:
                gap = self._gap(span.end, relation.span.start)
                taken = self._gap(relation.span.end, relation.span.end + 4).strip().startswith("by")
                later = [
                    a
                    for a in self.arguments
                    if relation.span.end <= a.span.start and not (isinstance(a, Mention) and a.entry.owner)
                ]
                latin = not has_han(self.marked.folded[relation.span.start])
                taken = taken or (latin and any(_linked(self._gap(relation.span.end, a.span.start)) for a in later))
                return relation if _linked(gap) and not taken else None
        return None

    def _listed(self, one: Span, other: Span) -> bool:
        return _LISTED.fullmatch(self._gap(one.end, other.start)) is not None

    def clause(self, at: int) -> Span:
        """Return the clause around a position."""
        start, end = 0, len(self.marked.folded)
        for match in _CLAUSE.finditer(self.marked.folded):
            if match.end() <= at:
                start = match.end()
            elif match.start() > at:
                end = match.start()
                break
        return Span(start, end)

    @cached_property
    def report(self) -> Span | None:
        """A clause that only repeats what the person asked for, if the rest of the sentence says something else."""
        for match in _REPORTED.finditer(self.marked.folded):
            clause = self.clause(match.end())
            if REPORT.search(self.marked.folded[match.end() : clause.end]):
                rest = any(a.span.start >= clause.end or a.span.end <= match.start() for a in self.arguments)
                rest = rest or any(
                    p.known and not (clause.start <= p.span.start < clause.end) for p in self.marked.pieces
                )
                if rest or ADVERSATIVE.search(self.marked.folded):
                    return Span(match.end(), clause.end)
        return None

    def repeated(self, span: Span) -> bool:
        """Return whether words stand in a clause that only repeats the request, and are of the request."""
        return self.report is not None and self.report.start <= span.start < self.report.end and self._asked(span)

    def _asked(self, span: Span) -> bool:
        words = [singular(w) for _, w in latin_words(span.of(self.marked.folded))] or [span.of(self.marked.folded)]
        return all(
            is_plain(w) or w in self.evidence.asked or (has_han(w) and w in self.evidence.asked_text) for w in words
        )

    def excused(self, span: Span) -> bool:
        """Return whether words may stand though the item doesn't bear them out: they only repeat the request as the person's."""
        if self.repeated(span):
            return True
        if not self._asked(span):
            return False
        yours = YOURS.search(self.marked.folded)
        close = CLOSENESS.search(self.marked.folded)
        if (
            yours is None
            or close is None
            or SATISFIES.search(self.marked.folded)
            or not any(v > 0 for v in self.evidence.sheet.shares.values())
        ):
            return False
        start = min(yours.start(), close.start())
        between = self.marked.folded[min(start, span.start) : span.start]
        return not _NEW_CLAUSE.search(between) and span.start >= start


def _linked(gap: str) -> bool:
    """Whether a gap between a field's name and a value says nothing."""
    if _BREAKS.search(gap) or len(gap) > 24:
        return False
    if any(word not in LINKS for _, word in latin_words(gap)):
        return False
    return all(char in LINKS for char in re.findall(f"[{HAN}]", gap))


Rule = Callable[[SentenceInContext], Iterator[str]]


def media_words(case: SentenceInContext) -> Iterator[tuple[Piece, str]]:
    for piece in case.marked.pieces:
        for modality in ("image", "audio"):
            if singular(piece.text) in MEDIA[modality] or piece.text in MEDIA[modality]:
                yield piece, modality


def modality_of(case: SentenceInContext, span: Span) -> str | None:
    """Return which of picture, sound and text a claim of likeness speaks of."""
    said = span.of(case.marked.folded)
    if re.match(r"look", said):
        return "image"
    if re.match(r"sound", said):
        return "audio"
    clause = case.clause(span.start)
    for piece, modality in media_words(case):
        if clause.start <= piece.span.start < clause.end:
            return modality
    words = {singular(w) for _, w in latin_words(clause.of(case.marked.folded))}
    return (
        "text"
        if words & MEDIA["text"] or any(w in clause.of(case.marked.folded) for w in MEDIA["text"] if has_han(w))
        else None
    )


def same_clause(case: SentenceInContext, at: int, piece: Piece) -> bool:
    clause = case.clause(at)
    return clause.start <= piece.span.start < clause.end


def has_argument(case: SentenceInContext, relation: Relation) -> bool:
    return any(relation in relations for relations in case.bound.values())


def spoken_words(evidence: ItemEvidence) -> set[str]:
    """Values and words of conditions that were verified to hold."""
    found: set[str] = set()
    for f in evidence.sheet.conditions:
        if not f.negate and f.names_values:
            values = f.value if isinstance(f.value, tuple) else (f.value,)
            own = [v for v in values if v is not None and (f.takes == "text" or evidence.holds(f.field, str(v)))]
            found |= {fold(str(v)) for v in own} | (
                {fold(evidence.sheet.spoken[f])} if f in evidence.sheet.spoken and len(values) == 1 else set()
            )
    return found


def in_quotes(case: SentenceInContext, span: Span) -> bool:
    """Return whether words stand in quotation marks: of a title that is a value, too, the title is meant then."""
    return re.search(r"[\"“「『《]\s*$", case.marked.folded[: span.start]) is not None


def named(case: SentenceInContext, span: Span) -> bool:
    return _NAMED.search(case.marked.folded[: span.start]) is not None

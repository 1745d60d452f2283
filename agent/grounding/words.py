"""The rule on every other word: it must stand in the facts, or claim nothing.

Yields the faults that it finds in a case.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from agent.explanation.behaviour_reasons import DEED_WORDS
from agent.explanation.fact_sheet import items_of
from agent.grounding.annotations import Piece
from agent.grounding.plain_words import BEHAVIOUR, CLOSENESS, LIKENESS, MEASURED, STORY, kind_of_word
from agent.grounding.sentence_context import SentenceInContext, media_words, spoken_words
from agent.parsing.amount_constraints import FREE
from retrieval.catalog.filters import contains_term
from retrieval.language.concepts import CONCEPTS
from retrieval.language.tables import word_set
from retrieval.language.words import Span, fold, has_han, latin_words, singular

__all__ = ["contradictions", "words"]

_NEARBY = word_set("words.nearby")


def _placed(case: SentenceInContext) -> bool:
    """Whether the sentence names a place that the item's facts tie it to."""
    near = ("place", "near", "transport")
    concepts = {n for c, names in case.evidence.concepts() if c.name in near for n in names}
    if any(case.evidence.holds(n, m.entry.phrase) for m in case.marked.mentions for n in m.entry.fields & concepts):
        return True
    values = [fold(str(v)) for n in concepts for v in items_of(case.evidence.item.attributes.get(n))]
    return any(run.of(case.marked.folded) in value for run in case.marked.runs for value in values)


_QUOTED = re.compile(r"[\"“「]([^\"”」]+)[\"”」]")


def _stands(case: SentenceInContext, piece: Piece) -> bool:
    """Whether the item's text has a word, and the quoted phrase that it is part of, as they are written."""
    inside = [
        m[1] for m in _QUOTED.finditer(case.marked.folded) if m.start() < piece.span.start and piece.span.end < m.end()
    ]
    said = inside[0] if inside else piece.text
    return any(contains_term(text, form) for text in case.evidence.texts for form in {said, singular(said)})


def _denied_by_text(word: str, denied: Collection[str]) -> bool:
    return word in denied or any(has_han(other) and other in word for other in denied)


def contradictions(case: SentenceInContext) -> Iterator[str]:
    """Words of which the facts say the contrary: of these no judgement is shown either."""
    evidence, marked = case.evidence, case.marked
    for piece in marked.pieces:
        word = singular(piece.text)
        if piece.plain or case.repeated(piece.span):
            continue
        denied = marked.denied(piece.span)
        if denied and kind_of_word(piece.text) in evidence.kinds:
            yield f"it is a {piece.text}"
        elif denied and word in evidence.refused and word not in evidence.denied and _stands(case, piece):
            yield f"“{piece.text}” does stand in its text"
        elif not denied and piece.known and not marked.negated(piece.span) and _denied_by_text(word, evidence.denied):
            yield f"its text says the contrary of “{piece.text}”"


def words(case: SentenceInContext) -> Iterator[str]:
    evidence, marked = case.evidence, case.marked
    handled = {piece.span for piece, _ in media_words(case)}
    covered = [c.span for c in case.compared if c.true is not None] + [
        Span(*m.span()) for m in FREE.finditer(marked.folded)
    ]
    if evidence.sheet.done:  # the rule on behaviour has judged these
        covered += [Span(*m.span()) for p in (BEHAVIOUR, DEED_WORDS) for m in p.finditer(marked.folded)]
    names = {singular(w) for name in evidence.names for _, w in latin_words(fold(name))} | {
        fold(n) for n in evidence.names
    }
    for piece in marked.pieces:
        word = singular(piece.text)
        if (
            piece.plain
            or piece.span in handled
            or any(span.overlaps(piece.span) for span in covered)
            or piece.text.isdigit()
        ):
            continue
        if any(m.span.overlaps(piece.span) for m in marked.mentions if not m.weak):
            continue
        if word in STORY and len(evidence.texts) and evidence.item.description:
            continue
        if piece.text in _NEARBY and _placed(case):
            continue
        if word in MEASURED and any(
            0 <= piece.span.start - q.span.end <= 1 and q.unit is not None for q in marked.amounts
        ):
            continue
        denied = marked.denied(piece.span)
        if kind_of_word(piece.text) in evidence.kinds or word in names:
            if denied:
                yield f"it is a {piece.text}"
            continue
        if case.repeated(piece.span):
            continue
        if denied:
            lacking = not piece.known and any(
                c.mention is not None and c.mention.fullmatch(piece.text) for c in CONCEPTS
            )
            if word not in evidence.refused and word not in evidence.denied and not lacking:
                yield f"nothing says that it isn't “{piece.text}”"
            elif word in evidence.refused and word not in evidence.denied and _stands(case, piece):
                yield f"“{piece.text}” does stand in its text"
        elif piece.known:
            if _denied_by_text(word, evidence.denied) and not marked.negated(piece.span):
                yield f"its text says the contrary of “{piece.text}”"
        elif (
            piece.text in word_set("words.same")
            or LIKENESS.fullmatch(piece.text)
            or CLOSENESS.fullmatch(piece.text)
            or case.excused(piece.span)
            or piece.text in spoken_words(evidence)
        ):
            continue
        else:
            yield f"nothing says “{piece.text}”"

"""What a sentence about an item is made of: known phrases, amounts, words that name fields, negations, other words.

Puts together what is found; whether it is true is judged by the rules.
"""

from __future__ import annotations

import re

from agent.grounding.annotations import AnnotatedSentence
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.mentions import mentions_in
from agent.grounding.plain_words import PHRASES
from agent.grounding.relations import relations_in
from agent.grounding.residual_words import pieces_in
from agent.grounding.verbatim_spans import runs_in
from retrieval.language.amounts import find_quantities
from retrieval.language.numbers import find_numbers
from retrieval.language.sentences import denials_in
from retrieval.language.tables import either
from retrieval.language.words import Mask, Span, fold, has_han

__all__ = ["annotate"]

_EXCEEDS = either("marking.exceeds")

_LIMIT = either("marking.limit")


def _plainer(folded: str) -> str:
    """The same text with comparisons put as a request would put them; every position stays."""
    text = _EXCEEDS.sub(lambda m: "over".ljust(len(m.group())), folded)
    return _LIMIT.sub(
        lambda m: (
            " " * len(m.group())
            if re.search(r"\b(?:under|over|above|below|within|than|at)\s*$", text[: m.start()])
            else m.group()
        ),
        text,
    )


def annotate(sentence: str, evidence: ItemEvidence) -> AnnotatedSentence:
    """Finds everything in one sentence."""
    folded = fold(sentence)
    mentions = mentions_in(folded, evidence)
    runs = runs_in(folded, evidence)
    firm = [m.span for m in mentions if not m.weak]
    numbered = [r for r in runs if re.search(r"[^\W\d]", r.of(folded)) and find_numbers(r.of(folded))]
    idioms = [Span(*m.span()) for m in PHRASES.finditer(folded)]
    mask = Mask(len(folded), [*firm, *numbered])
    amounts = find_quantities(_plainer(folded), mask)
    mask = Mask(len(folded), [*firm, *[q.span for q in amounts if not q.article]])
    relations = relations_in(
        folded,
        evidence,
        Mask(
            len(folded),
            [*firm, *[q.span for q in amounts if not q.article], *[r for r in runs if has_han(folded[r.start])]],
        ),
    )
    scopes = denials_in(folded, Mask(len(folded), [*idioms, *firm, *[q.span for q in amounts if not q.article]]))
    understood = [
        *firm,
        *idioms,
        *[r.span for r in relations],
        *[q.span for q in amounts if not q.article],
        *[cue for cue, _ in scopes],
    ]
    pieces = pieces_in(folded, evidence, Mask(len(folded), understood))
    return AnnotatedSentence(
        raw=sentence,
        folded=folded,
        mentions=tuple(mentions),
        amounts=tuple(q for q in amounts if not q.article),
        relations=tuple(relations),
        pieces=tuple(pieces),
        negations=tuple(scopes),
        runs=tuple(runs),
        texts=evidence.texts,
    )

"""The rules by which one sentence about an item is judged, in order: what contradicts the facts, then what exceeds them."""

from __future__ import annotations

import re

from agent.grounding import claims, field_claims
from agent.grounding.annotate import annotate
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.names import capitals
from agent.grounding.plain_words import INJECTION
from agent.grounding.sentence_context import Rule, SentenceInContext
from agent.grounding.titles import titles
from agent.grounding.values import values
from agent.grounding.words import words

__all__ = ["fault"]

LONG = 500
"""A longer sentence (characters) isn't read."""

RULES: tuple[Rule, ...] = (
    claims.superlatives, claims.compared, claims.behaviour, claims.media, claims.likeness, titles, values,
    field_claims.amounts, field_claims.prices, field_claims.relations,
    claims.shared, claims.conditions, claims.asked, claims.free, capitals, words, claims.empty,
)  # fmt: skip


def fault(sentence: str, evidence: ItemEvidence) -> str | None:
    """Return why a sentence may not be said of the item, or None where it may."""
    if len(sentence) > LONG:
        return "too long to be checked"
    bracketed = [
        text
        for text in (*evidence.sheet.titles, *(t for t in evidence.texts if len(t) < 100))
        if re.search(r"[\[\]|\\]", text)
    ]
    plain = sentence
    for text in bracketed:  # brackets of a title aren't markup; what could be code stays refused
        plain = re.sub(re.escape(text), re.sub(r"[\[\]|\\]", " ", text), plain, flags=re.IGNORECASE)
    order = INJECTION.search(plain)
    if order is not None:
        return f"“{order.group()[:40]}” is never shown"
    if not re.search(r"\w", sentence):
        return "it says nothing"
    case = SentenceInContext(annotate(sentence, evidence), evidence)
    for rule in RULES:
        for reason in rule(case):
            return reason
    return None

"""The rules by which one sentence about an item is judged, in order: what contradicts the facts, then what exceeds them."""

from __future__ import annotations

import re

from agent.grounding import claims, said
from agent.grounding.case import Rule, SentenceInContext
from agent.grounding.ground import ItemEvidence
from agent.grounding.marking import mark
from agent.grounding.names import capitals
from agent.grounding.titles import titles
from agent.grounding.values import values
from agent.grounding.wording import INJECTION
from agent.grounding.words import words

__all__ = ["fault"]

LONG = 500
"""A longer sentence (characters) isn't read."""

RULES: tuple[Rule, ...] = (
    claims.superlatives, claims.compared, claims.behaviour, claims.media, claims.likeness, titles, values, said.amounts, said.prices, said.relations,
    claims.shared, claims.conditions, claims.asked, claims.free, capitals, words, claims.empty,
)  # fmt: skip


def fault(sentence: str, ground: ItemEvidence) -> str | None:
    """Why a sentence may not be said of the item, or None where it may."""
    if len(sentence) > LONG:
        return "too long to be checked"
    bracketed = [
        text
        for text in (*ground.sheet.titles, *(t for t in ground.texts if len(t) < 100))
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
    case = SentenceInContext(mark(sentence, ground), ground)
    for rule in RULES:
        for reason in rule(case):
            return reason
    return None

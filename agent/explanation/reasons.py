"""Why an item was picked, in one or two short sentences from its fact sheet.

The strongest reasons come first, as they are registered (`registry.py`): conditions that hold, words that stand in its text, what it
has in common with an item that was pointed at, a picture or sound that is really near. Where only nearness in meaning speaks for
it, that is said, and what a relaxed condition left unsatisfied is never passed over. Deterministic; invents nothing.
"""

from __future__ import annotations

from agent.explanation.claim import Claim, Explanation
from agent.explanation.clauses import broken, shortfall, wording
from agent.explanation.fact_sheet import Evidence, FactSheet
from agent.explanation.kinds.behaviour import done
from agent.explanation.kinds.conditions import conditions, guessed
from agent.explanation.kinds.difference import differing
from agent.explanation.kinds.likeness import liked, media
from agent.explanation.kinds.unmet import missing, rest, unsaid
from agent.explanation.kinds.words import earlier, words
from agent.explanation.labels import field_label, plain_value
from agent.explanation.registry import Reason, reasons, register_reason
from retrieval.language.packs import pack_of, voice_of

__all__ = ["Claim", "Explanation", "explain", "field_label", "plain_value", "shortfall", "wording"]

REASONS = 2
"""Sentences of reasons; one of what is not satisfied may come on top."""

for _reason in (
    Reason("conditions", conditions),
    Reason("guessed", guessed),
    Reason("words", words, weak=True),
    Reason("liked", liked),
    Reason("earlier", earlier),
    Reason("media", media),
):
    register_reason(_reason)


def _nearest(sheet: FactSheet, language: str) -> Explanation:
    """What is said of an item where what is asked for isn't there: that it is only the nearest, and what holds of it."""
    near = Evidence("similarity_text", number=sheet.shares.get("text", 0.0))
    first = Claim(voice_of(language).say("nearest") + voice_of(language).stop, (near,))
    held = [claim for claim in (conditions(sheet, language), unsaid(sheet, language)) if claim is not None]
    return Explanation((first, *held, *(broken(sheet, f, language) for f in sheet.broken)), language)


def _reasoned(sheet: FactSheet, language: str) -> Explanation:
    """The strongest reasons, what is not said of the item, and what is not so."""
    found = [(r, claim) for r in reasons().values() if (claim := r.claim(sheet, language)) is not None]
    if sheet.likes and len(found) > REASONS:  # what was pointed at matters more than words
        found = [(r, claim) for r, claim in found if not r.weak]
    told, silence = done(sheet, language), unsaid(sheet, language)
    claims = [claim for _, claim in found][: REASONS - 1 if told else REASONS] + ([told] if told else [])
    claims = (claims or [differing(sheet, language) or rest(sheet, language)]) + (
        [silence] if silence is not None else []
    )
    claims += [broken(sheet, f, language) for f in sheet.broken] + missing(sheet, language)
    return Explanation(tuple(claims), language)


def explain(sheet: FactSheet, language: str = "en") -> Explanation:
    """Return the reasons for an item, strongest first, and what it leaves unsatisfied; true of the item, whatever it is.

    `language`: a code of the packs, else English.
    """
    tongue = pack_of(language).code
    if tongue not in sheet.explained:
        sheet.explained[tongue] = _nearest(sheet, tongue) if sheet.absent else _reasoned(sheet, tongue)
    made: Explanation = sheet.explained[tongue]
    return made

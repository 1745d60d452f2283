"""What the person did that speaks for an item, or what others like."""

from __future__ import annotations

from agent.explanation.behaviour_reasons import because
from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED
from agent.explanation.fact_sheet import Evidence, FactSheet
from retrieval.language.packs import voice_of

__all__ = ["done"]


def done(sheet: FactSheet, language: str) -> Claim | None:
    """Return what the person did that speaks for it, or what others like."""
    for done in sheet.done:
        values = [str(v) for shared in done.shared.values() for v in shared if isinstance(v, str)]
        listed = voice_of(language).listed(values[:LISTED]) if values else ""
        evidence = Evidence("behaviour event", done.kind, done.item.title_in(language) or done.item.id)
        return Claim(because(done, language, listed), (evidence,))
    if sheet.others:
        return Claim(voice_of(language).say(f"others.{sheet.others}"), (Evidence("crowd", value=sheet.others),))
    return None

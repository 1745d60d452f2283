"""How Medley speaks Japanese."""

from __future__ import annotations

from retrieval.language.japanese.notes import NOTES
from retrieval.language.japanese.reasons import REASONS
from retrieval.language.voice import Voice

__all__ = ["JAPANESE_VOICE"]

JAPANESE_VOICE = Voice(
    comma="、",
    last="と",
    either="または",
    clauses="、",
    finally_="、",
    stop="。",
    glue="",
    quotes="「{}」",
    words=REASONS | NOTES,
)

"""How Medley speaks Japanese."""

from __future__ import annotations

from retrieval.language.english.notes import NOTES as IN_ENGLISH
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
    words=IN_ENGLISH | REASONS | NOTES,  # what isn't translated yet is said in English
)

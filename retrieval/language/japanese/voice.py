"""How Medley speaks Japanese."""

from __future__ import annotations

from retrieval.language.english.voice import ENGLISH_VOICE
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
    words={name: said for name, said in ENGLISH_VOICE.words.items() if not name.startswith("page.")}
    | REASONS
    | NOTES,  # what isn't translated yet is said in English
)

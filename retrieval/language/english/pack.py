"""English."""

from __future__ import annotations

from retrieval.language.english.responses import ENGLISH_RESPONSES
from retrieval.language.english.sets import ENGLISH_SETS
from retrieval.language.english.voice import ENGLISH_VOICE
from retrieval.language.pack import Pack

__all__ = ["ENGLISH"]

ENGLISH = Pack(
    code="en",
    tag="en",
    name="English",
    own_name="English",
    voice=ENGLISH_VOICE,
    reads=("en",),
    responses=ENGLISH_RESPONSES,
    sets=ENGLISH_SETS,
)

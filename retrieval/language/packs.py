"""The languages that Medley knows, one pack each, and which one a text or a reader's code stands for.

A language is added here and nowhere else.
"""

from __future__ import annotations

from retrieval.language.chinese.pack import CHINESE
from retrieval.language.english.pack import ENGLISH
from retrieval.language.pack import Pack
from retrieval.language.voice import Voice

__all__ = ["CODES", "PACKS", "pack_of", "voice_of"]

PACKS: tuple[Pack, ...] = (ENGLISH, CHINESE)
"""Every language; the first speaks where none of the others is meant."""
CODES: tuple[str, ...] = tuple(pack.code for pack in PACKS)
_BY_CODE = {pack.code: pack for pack in PACKS}


def pack_of(code: str) -> Pack:
    """Return the pack of a language, English where there is none.

    >>> pack_of("zh").name, pack_of("xx").name
    ('Chinese', 'English')
    """
    return _BY_CODE.get(code, ENGLISH)


def voice_of(code: str) -> Voice:
    """Return how a language is spoken, English where it is none of ours."""
    return pack_of(code).voice

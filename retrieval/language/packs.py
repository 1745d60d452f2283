"""The languages that Medley knows, one pack each, and which one a text or a reader's code stands for.

A language is added here and nowhere else.
"""

from __future__ import annotations

from retrieval.language.chinese.pack import CHINESE
from retrieval.language.english.pack import ENGLISH
from retrieval.language.japanese.pack import JAPANESE
from retrieval.language.lazy import compiled
from retrieval.language.pack import Pack
from retrieval.language.voice import Voice

__all__ = ["CODES", "PACKS", "language_of", "letters_of", "pack_of", "packs_in", "said_by_all", "voice_of"]

PACKS: tuple[Pack, ...] = (ENGLISH, CHINESE, JAPANESE)
"""Every language; the first speaks where none of the others is meant."""
CODES: tuple[str, ...] = tuple(pack.code for pack in PACKS)
_BY_CODE = {pack.code: pack for pack in PACKS}


_LETTER = compiled(r"[^\W\d_]")


def language_of(text: str) -> str:
    """Return the code of the language that a text is in: of one with letters of its own where enough of all are those, else English.

    >>> language_of("给我一个会叫的动物"), language_of("a striped animal")
    ('zh', 'en')
    """
    letters = len(_LETTER.findall(text))
    for pack in sorted(PACKS, key=lambda pack: pack.least):
        if letters and pack.letters is not None and len(pack.letters.findall(text)) >= letters * pack.least:
            return pack.code
    return PACKS[0].code


def packs_in(text: str) -> list[Pack]:
    """Return the packs that a text is read by: those without letters of their own, and those whose letters it has.

    One that `displaces` others, as Japanese does Chinese, is read in their place where the text is in it.
    """
    there = [pack for pack in PACKS if pack.letters is None or pack.letters.search(text)]
    gone = {code for pack in there if pack.displaces and pack.code == language_of(text) for code in pack.displaces}
    return [pack for pack in there if pack.code not in gone]


def letters_of(text: str) -> str:
    """Return the code of the language of whose own letters a text has at least one, English where it has none of any.

    >>> letters_of("a film by 张艺谋"), letters_of("a film")
    ('zh', 'en')
    """
    return packs_in(text)[-1].code


def pack_of(code: str) -> Pack:
    """Return the pack of a language, English where there is none.

    >>> pack_of("zh").name, pack_of("xx").name
    ('Chinese', 'English')
    """
    return _BY_CODE.get(code, ENGLISH)


def voice_of(code: str) -> Voice:
    """Return how a language is spoken, English where it is none of ours."""
    return pack_of(code).voice


def said_by_all(*names: str) -> dict[str, tuple[str, ...]]:
    """Return sentences of every language, with their places unfilled, by its code: for what says itself in all of them.

    >>> said_by_all("wanted open")["en"]
    ('open on {value}',)
    """
    return {pack.code: tuple(pack.voice.words[name] for name in names) for pack in PACKS}

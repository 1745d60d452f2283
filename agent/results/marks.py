"""Texts with what a chat model says of its own judgement or knowledge marked as the model's: every renderer shows texts by this.

Knows texts and the clauses of them that no fact bears out; nothing of where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retrieval.language.packs import voice_of

__all__ = ["marked", "marked_html", "says"]


def says(language: str) -> str:
    """Return the words by which such a clause is marked."""
    return voice_of(language).say("judged.by")


def _pattern(judged: Sequence[str]) -> re.Pattern[str]:
    """Runs of such clauses: those with only space between them are marked together."""
    any_of = "|".join(re.escape(clause) for clause in sorted(judged, key=len, reverse=True))
    return re.compile(f"((?:{any_of})(?:\\s*(?:{any_of}))*)")


def marked(
    text: str,
    judged: Sequence[str],
    language: str,
    *,
    plain: Callable[[str], str] = str,
    frame: Callable[[str], str] | None = None,
) -> str:
    """Return one line of text with its `judged` clauses framed, all else by `plain`; by default "[the model says: …]".

    judged: clauses of this or of another line of what is said.
    """
    lines = [line.strip() for clause in judged for line in clause.splitlines()]
    here = [line for line in lines if line and line in text]
    if not here:
        return plain(text)
    shape = frame or (lambda said: plain(voice_of(language).say("judged.text", by=says(language), said=said)))
    pieces = _pattern(here).split(text)
    return "".join(shape(piece) if n % 2 else plain(piece) for n, piece in enumerate(pieces) if piece)


def marked_html(text: str, judged: Sequence[str], language: str, escape: Callable[[str], str]) -> str:
    """Return the same as HTML: such clauses in an element of class `judged` that begins with the words."""

    def frame(said: str) -> str:
        return f'<span class="judged"><b>{escape(says(language))}:</b> {escape(said)}</span>'

    return marked(text, judged, language, plain=escape, frame=frame)

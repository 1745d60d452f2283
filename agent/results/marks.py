"""Texts with what a chat model says of its own judgement or knowledge marked as the model's: every renderer shows texts by this.

Knows texts and the clauses of them that no fact bears out; nothing of where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retrieval.language.packs import voice_of

__all__ = ["grown", "marked", "marked_html", "says"]


def says(language: str, *, seen: bool = False) -> str:
    """Return the words by which such a clause is marked, or one that tells what is seen in an item's picture."""
    return voice_of(language).say("judged.seen" if seen else "judged.by")


def _pattern(judged: Sequence[str]) -> re.Pattern[str]:
    """Runs of such clauses: those with only space between them are marked together."""
    any_of = "|".join(re.escape(clause) for clause in sorted(judged, key=len, reverse=True))
    return re.compile(f"((?:{any_of})(?:\\s*(?:{any_of}))*)")


def _apart(text: str, seen: Sequence[str]) -> list[tuple[str, bool]]:
    """The pieces of a text, each with whether it tells what is seen."""
    here = [clause for clause in seen if clause and clause in text]
    if not here:
        return [(text, False)]
    return [(piece, bool(n % 2)) for n, piece in enumerate(_pattern(here).split(text)) if piece]


def grown(message: str, said: str) -> str:
    """Return what a message says beyond what was `said` of it already; all of it where it is another."""
    return message[len(said) :].strip() if said and message.startswith(said) else message


def marked(
    text: str,
    judged: Sequence[str],
    language: str,
    *,
    plain: Callable[[str], str] = str,
    frame: Callable[[str, str], str] | None = None,
    seen: Sequence[str] = (),
) -> str:
    """Return one line of text with its `judged` clauses framed, all else by `plain`; by default "[the model says: …]".

    judged: clauses of this or of another line of what is said. frame: the words that mark and a clause to how it is shown. seen:
    those clauses that tell what is seen in an item's picture: they are marked so.
    """
    shape = frame or (lambda by, said: plain(voice_of(language).say("judged.text", by=by, said=said)))
    parts = (
        shape(says(language, seen=True), piece) if sight else _judged(piece, judged, language, plain, shape)
        for piece, sight in _apart(text, seen)
    )
    return "".join(parts)


def _judged(
    text: str,
    judged: Sequence[str],
    language: str,
    plain: Callable[[str], str],
    shape: Callable[[str, str], str],
) -> str:
    lines = [line.strip() for clause in judged for line in clause.splitlines()]
    here = [line for line in lines if line and line in text]
    if not here:
        return plain(text)
    pieces = _pattern(here).split(text)
    return "".join(shape(says(language), piece) if n % 2 else plain(piece) for n, piece in enumerate(pieces) if piece)


def marked_html(
    text: str, judged: Sequence[str], language: str, escape: Callable[[str], str], *, seen: Sequence[str] = ()
) -> str:
    """Return the same as HTML: such clauses in an element of class `judged` that begins with the words."""

    def frame(by: str, said: str) -> str:
        return f'<span class="judged"><b>{escape(by)}:</b> {escape(said)}</span>'

    return marked(text, judged, language, plain=escape, frame=frame, seen=seen)

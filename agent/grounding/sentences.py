"""A text cut into sentences, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.language.tables import either
from retrieval.language.words import Span

__all__ = ["sentences"]

_TERMINAL = re.compile(r"(?<=[.!?])[\"”’')]*\s+|(?<=[。！？!?；])[”’」』]*+(?![.。!！?？》])|\n+|(?<=;)\s+")

_ABBREVIATION = either("sentences.abbreviation", re.IGNORECASE)


def sentences(text: str, known: Iterable[str] = ()) -> list[str]:
    """Return the sentences of `text`; a stop inside a `known` phrase ("St. Elmo's Fire", "Wait! Who?") ends none.

    >>> sentences("A frog. It is green! 它是青蛙。会叫。")
    ['A frog.', 'It is green!', '它是青蛙。', '会叫。']
    """
    inside: list[Span] = []
    for phrase in known:
        if re.search(r"[.!?。！？；;]", phrase):
            inside += [Span(*m.span()) for m in re.finditer(re.escape(phrase), text, re.IGNORECASE)]
    found, start = [], 0
    for match in _TERMINAL.finditer(text):
        here = Span(match.start() - 1, match.start())
        if any(span.start <= here.start and here.end < span.end for span in inside) or _ABBREVIATION.search(
            text[start : match.start()]
        ):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]

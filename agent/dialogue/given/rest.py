"""What is left of a request once a part of it has become a condition; nothing where the rest only asks for something.

Knows the words around a wish.
"""

from __future__ import annotations

from retrieval.language.packs import pack_of
from retrieval.language.phrases import content_words
from retrieval.language.words import Mask, fold

__all__ = ["without"]


def without(text: str, start: int, end: int, language: str) -> str:
    """The request without a stretch of it; "" where what is left names nothing."""
    rest = (text[:start].rstrip() + " " + text[end:].lstrip()).strip(" ?？.,，!！")
    grammar = pack_of(language).turns
    bare = grammar.wishes.sub(" ", fold(rest)).strip()
    said = grammar.empty.sub(" ", bare).strip()
    return rest if said and content_words(said, Mask(len(said))) else ""

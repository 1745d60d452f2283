"""How Medley speaks Chinese."""

from __future__ import annotations

from retrieval.language.chinese.notes import NOTES
from retrieval.language.chinese.page import PAGE
from retrieval.language.chinese.reasons import REASONS
from retrieval.language.chinese.talk import TALK
from retrieval.language.voice import Voice

__all__ = ["CHINESE_VOICE"]


def _label(name: str) -> str:
    """A name in Latin letters stands apart from the characters before it."""
    return f" {name}" if name.isascii() else name


CHINESE_VOICE = Voice(
    ordinal=lambda n: f"第{n}",
    comma="、",
    last="和",
    either="或",
    clauses="，",
    finally_="，",
    stop="。",
    glue="",
    words=REASONS | NOTES | TALK | {f"page.{name}": words for name, words in PAGE.items()},
    label=_label,
)

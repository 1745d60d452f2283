"""How Medley speaks English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.language.english.notes import NOTES
from retrieval.language.english.page import PAGE
from retrieval.language.english.reasons import REASONS
from retrieval.language.english.talk import TALK
from retrieval.language.text import fold, has_han, key, singular
from retrieval.language.voice import Voice

__all__ = ["ENGLISH_VOICE"]


def _agree(label: str) -> Mapping[str, str]:
    """Verbs and articles as a label in the singular or plural takes them."""
    last = re.split(r" (?:to|for|of|in|with|per) ", label)[0].rsplit(" ", 1)[-1]  # "toxic to pets" is one
    many = last != singular(last)
    return {
        "be": "are" if many else "is",
        "have": "have" if many else "has",
        "s": "" if many else "s",
        "es": "" if many else "es",
        "a": "" if many else "an " if label[:1] and label[:1] in "aeiou" else "a ",
    }


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _many(words: str) -> bool:
    return not has_han(words) and singular(fold(words)) != fold(words)


ENGLISH_VOICE = Voice(
    comma=", ",
    last=" and ",
    either=" or ",
    clauses=", ",
    finally_=" and ",
    stop=".",
    glue=" ",
    words=REASONS | NOTES | TALK | {f"page.{name}": words for name, words in PAGE.items()},
    agree=_agree,
    ordinal=_ordinal,
    capital=_capital,
    label=key,
    many=_many,
)

"""Stretches of a sentence that stand in the item's own text, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.plain_words import is_plain
from retrieval.language.words import Span, has_han, latin_words, singular

__all__ = ["runs_in"]


def _whole_number(run: str, rest: str, texts: Sequence[str]) -> bool:
    """Whether the number at the end of a run is the same whole number in a text."""
    return not re.match(r"[.,:]?\d", rest) and any(re.search(re.escape(run) + r"(?![.,:]?\d)", text) for text in texts)


def runs_in(folded: str, evidence: ItemEvidence) -> list[Span]:
    """Return the longest runs that the item's text has word for word, with at least two words that claim something."""
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    found: list[Span] = []
    i = 0
    while i < len(words):
        size = 1
        while i + size < len(words) and evidence.has_run([w for _, w in words[i : i + size + 1]]):
            size += 1
        if size > 1 and sum(not is_plain(w) for _, w in words[i : i + size]) > 1:
            found.append(Span(words[i][0].start, words[i + size - 1][0].end))
            i += size - 1
        i += 1
    texts = [text for text in evidence.texts if has_han(text)]
    at = 0
    while at < len(folded):
        size = 0
        if has_han(folded[at]):
            while (
                at + size < len(folded)
                and folded[at + size].isalnum()
                and any(folded[at : at + size + 1] in text for text in texts)
            ):
                size += 1
        whole = size
        while (
            whole
            and folded[at + whole - 1].isdigit()
            and not _whole_number(folded[at : at + whole], folded[at + whole :], texts)
        ):
            whole -= 1  # "价格42" is no part of "价格420元"
        if whole > 3:
            found.append(Span(at, at + whole))
        at += max(size, 1)
    return sorted(found)

"""Known phrases in a sentence: values and titles, the longest at each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.grounding.annotations import Mention
from agent.grounding.item_evidence import ItemEvidence
from agent.grounding.phrasebook import Entry, is_number, phrasebook
from agent.grounding.plain_words import PLAIN_ZH, is_plain
from retrieval.language.sentences import is_cue
from retrieval.language.tables import either
from retrieval.language.words import Span, has_han, key, latin_words, singular

__all__ = ["mentions_in"]

_GENERAL = either("mentions.general")
"""General words of Chinese: a value that is a part of one (低, 其他) is none there."""

_QUOTED = re.compile(r"[\"“「『《][^\"”」』》]+[\"”」』》]")


def mentions_in(folded: str, evidence: ItemEvidence) -> list[Mention]:
    """Known phrases, the longest at each place; the item's own and those pointed at win over equal values."""
    books = (evidence.own, phrasebook(evidence.schema))
    words = latin_words(folded)
    singulars = [singular(word) for _, word in words]
    found: list[Mention] = []
    i = 0
    while i < len(words):
        hits = [hit for book in books if (hit := book.latin(singulars, i))]
        best = max((size for _, size in hits), default=0)
        if best:
            entry = _joined([e for e, size in hits if size == best])
            span = Span(words[i][0].start, words[i + best - 1][0].end)
            quoted = _QUOTED.fullmatch(folded[max(span.start - 1, 0) : span.end + 1]) is not None
            if is_number(span.of(folded)) and not quoted:
                i += 1
                continue
            if not re.search(r"[.!?;,]\s", folded[span.start : span.end]) or re.search(r"[.!?;,]\s", entry.phrase):
                title = quoted and bool(entry.owner)
                found.append(Mention(span, entry, not title and _weak(singulars[i : i + best])))
                i += best
                continue
        i += 1
    at = 0
    while at < len(folded):
        hits = (
            [hit for book in books if (hit := book.han(folded, at))]
            if has_han(folded[at]) or folded[at].isalnum()
            else []
        )
        best = max((size for _, size in hits), default=0)
        if best:
            entry = _joined([e for e, size in hits if size == best])
            found.append(Mention(Span(at, at + best), entry, folded[at : at + best] in PLAIN_ZH))
        at += best or 1
    found.sort(key=lambda m: (m.span.start - m.span.end, m.span.start))
    kept: list[Mention] = []
    for mention in found:
        if not any(mention.span.overlaps(other.span) for other in kept):
            kept.append(mention)
    labels = [
        Span(*m.span())
        for name in evidence.schema.fields
        if " " in key(name)
        for m in re.finditer(rf"(?<![a-z]){re.escape(key(name))}s?(?![a-z])", folded)
    ]
    kept = [
        m
        for m in kept
        if not any(label.start <= m.span.start and m.span.end <= label.end and label != m.span for label in labels)
    ]
    names = {key(name) for name in evidence.schema.fields}
    kept = [
        m for m in kept if key(m.entry.phrase) not in names or m.entry.owner
    ]  # "language: English", where it is a genre
    general = [Span(*m.span()) for m in _GENERAL.finditer(folded)]
    kept = [m for m in kept if not any(c.start <= m.span.start and m.span.end <= c.end for c in general)]
    return sorted((m for m in kept if not is_cue(m.span.of(folded))), key=lambda m: m.span)


def _weak(words: Sequence[str]) -> bool:
    """Whether a phrase is made of words that claim nothing, and not of numbers alone ("10:00-21:30")."""
    return any(is_plain(word) for word in words) and all(is_plain(word) or word.isdigit() for word in words)


def _joined(entries: Sequence[Entry]) -> Entry:
    fields = frozenset(name for entry in entries for name in entry.fields)
    owner = next((entry.owner for entry in entries if entry.owner), "")
    return replace(entries[0], fields=fields, owner=owner)

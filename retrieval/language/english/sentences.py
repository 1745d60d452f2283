"""How English sentences about an item deny something of it."""

from __future__ import annotations

from retrieval.language.grammar import SentenceNegation
from retrieval.language.lazy import compiled

__all__ = ["ENGLISH_SENTENCE"]

ENGLISH_SENTENCE = SentenceNegation(
    harmless=compiled(r"(?!)"),
    cue=compiled(
        r"\b(?:not|no|never|without|neither|nor|lacks?|lacking|cannot|none of|devoid of|free of|nothing|anything but|far from|instead of|rather than|other than|except(?: for)?|hardly|barely|scarcely|fail(?:s|ed)? to|apart from)\b|\b[a-z]+n't\b|\bnon(?=-)"
    ),
    end=compiled(
        r"[,.;:!?()]|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bbecause\b|\band (?:it|its|is|has|with|the|this|you|costs?|was)\b|\bwhile\b"
    ),
    free=compiled(r"\b([a-z]+)-free\b"),
)

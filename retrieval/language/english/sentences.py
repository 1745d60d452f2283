"""How English sentences about an item deny something of it."""

from __future__ import annotations

import re

from retrieval.language.grammar import SentenceNegation

__all__ = ["ENGLISH_SENTENCE"]

ENGLISH_SENTENCE = SentenceNegation(
    harmless=re.compile(r"(?!)"),
    cue=re.compile(
        r"\b(?:not|no|never|without|neither|nor|lacks?|lacking|cannot|none of|devoid of|free of|nothing|anything but|far from|instead of|rather than|other than|except(?: for)?|hardly|barely|scarcely|fail(?:s|ed)? to|apart from)\b|\b[a-z]+n't\b|\bnon(?=-)"
    ),
    end=re.compile(
        r"[,.;:!?()]|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bbecause\b|\band (?:it|its|is|has|with|the|this|you|costs?|was)\b|\bwhile\b"
    ),
    free=re.compile(r"\b([a-z]+)-free\b"),
)

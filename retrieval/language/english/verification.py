"""How English texts deny a word, for those who verify answers: written apart from what reads requests and items."""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS = {
    "verification.denied": r"(?:\bno|\bnot|\bnon|\bwithout|\bfree (?:of|from)|\bnever|\bzero|n't)[\w\s,/-]{0,24}$",
    "verification.denied_after": r"^s?(?:[- ]free\b|less\b|-less\b)",
}  # fmt: skip

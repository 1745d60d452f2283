"""How Chinese texts deny a word, for those who verify answers: written apart from what reads requests and items."""

from __future__ import annotations

__all__ = ["PATTERNS"]

PATTERNS = {
    "verification.denied": r"(?:不|无|没有?|未|零|非|怕|控|戒|忌|勿)[\w\s,/-]{0,24}$",
    "verification.denied_after": r"^(?:含量|度)?(?:为|是|[:：])?(?:零|0(?![\d.]))|^过敏[^，。；]{0,10}(?:放心|安心|适合|适用)",
}  # fmt: skip

"""The English patterns and words by which a search is judged, by the stage and the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "grown_ups.only_adults": r"\b18\s?\+|\badults? only\b|\bover[- ]18s?\b|\bnc-17\b|\brated r\b|\bx-rated\b|\bcigarettes?\b|\btobacco\b",
    "grown_ups.child": r"\b(?:kids?|child|children|toddlers?|bab(?:y|ies)|infants?|(?:my|our|his|her|their) (?:little )?(?:son|daughter|niece|nephew|grandson|granddaughter|boy|girl))\b(?!-free)",
    "why_not.asked": r"^\s*(?:(?:but\s+|and\s+)?why\s+(?:not|isn't|wasn't|is not|didn't you (?:pick|show|recommend))\s+(?P<en>.+?)(?:\s+(?:there|shown|included|recommended))?)\s*[?？!！。.]*\s*$",
    "absence.or": r"\s*(?:,|/|\bor\b|\band\b|、)\s*(?:an? |the |some )?",
}  # fmt: skip

WORDS = {
    "thing.who": frozenset("grandmother grandma granny grandfather grandpa grandparent mother mum mom father dad parent husband wife boyfriend girlfriend partner son daughter kid child brother sister niece nephew aunt uncle cousin friend colleague coworker boss teacher neighbour neighbor family buyer critic customer everybody everyone guest listener people person reader user viewer visitor".split()),
}  # fmt: skip

"""The English patterns and words of the stage evaluation, by the thing that they are for."""

from __future__ import annotations

__all__ = ["PATTERNS", "WORDS"]

PATTERNS = {
    "truth_judge.as_asked": r"\bas you (?:asked|wanted|said)|you asked for it",
    "truth_judge.admits": r"\b(?:but )?you asked for .+, and (?:its|it|no)\b",
    "truth_judge.absent": r"not in (?:the|this) catalogue|nothing (?:here )?(?:is )?(?:like|called|named)|no (?:such )?items? (?:is|are|has|have|here|like)|there (?:is|are) no\b|(?:isn't|aren't) (?:any|here)|doesn't have any",
    "truth_judge.nothing_fits": r"\bnothing\b|\bnone\b|\bno\b .*(?:here|found)",
    "truth_judge.no_field": r"no field|no data|couldn't be|can't be",
}  # fmt: skip

WORDS: dict[str, frozenset[str]] = {
}  # fmt: skip

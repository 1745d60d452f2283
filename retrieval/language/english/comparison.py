"""How English compares amounts: what stands before and behind them, and which way it bounds."""

from __future__ import annotations

from retrieval.language.grammar import Bound

__all__ = ["BOUNDS"]

BOUNDS = (
    Bound(r"(?:no|not|nothing|never) (?:more|greater|higher|longer|larger|bigger|older|later|over|above|costlier|farther|further|wider|taller|heavier|pricier)(?: than)?", "max"),
    Bound(r"(?:no|not|nothing|never) (?:less|fewer|lower|under|below|smaller|shorter)(?: than)?", "min"),
    Bound(r"cheaper than|less expensive than", "max", True, "price"),
    Bound(r"(?:pricier|dearer|costlier|more expensive) than", "min", True, "price"),
    Bound(r"shorter than|quicker than|faster than", "max", True, "duration"),
    Bound(r"longer than", "min", True, "duration"),
    Bound(r"narrower than", "max", True, "width"),
    Bound(r"wider than", "min", True, "width"),
    Bound(r"taller than", "min", True, "height"),
    Bound(r"(?:brighter|stronger|more powerful) than", "min", True, "power"),
    Bound(r"(?:quieter|less noisy) than", "max", True, "noise"),
    Bound(r"(?:louder|noisier) than", "min", True, "noise"),
    Bound(r"lighter than", "max", True, "weight"),
    Bound(r"heavier than", "min", True, "weight"),
    Bound(r"thinner than", "max", True, "depth"),
    Bound(r"(?:deeper|thicker) than", "min", True, "depth"),
    Bound(r"(?:newer|later|more recent) than|\bafter", "min", True, "year"),
    Bound(r"(?:older|earlier) than|(?<!best )\bbefore|prior to", "max", True, "year"),
    Bound(r"\bsince", "min", False, "year"),
    Bound(r"\buntil|\btill", "max", False, "year"),
    Bound(r"\bunder|\bbelow|(?:less|fewer|lower|smaller|nearer|closer) than|\bbeneath|<(?!=)", "max", True),
    Bound(r"at most|up to|\bwithin|\bmax(?:imum)?(?: of)?|<=|≤|no later than|budget(?: is| of)?:?|\bi (?:only )?have|\bi've (?:only )?got|\b(?:can|could|to|will) (?:only )?(?:spend|spare|pay|afford)", "max"),
    Bound(r"\bover|\babove|(?:more|greater|higher|larger|bigger|better|farther|further) than|>(?!=)|\bexceeding|\bbeyond", "min", True),
    Bound(r"at least|\bmin(?:imum)?(?: of)?|>=|≥|\bstarting (?:at|from)|\bfrom(?= ?\S+ ?(?:up|onwards?|and up)\b)", "min"),
    Bound(r"\s?(?:or|and) (?:less|lighter|nearer|closer|under|below|lower|fewer|cheaper|shorter|earlier|before|older)\b|\s?(?:at most|max(?:imum)?|tops)\b", "max", behind=True),
    Bound(r"\s?(?:or|and) (?:more|heavier|wider|taller|farther|over|above|higher|better|up|upwards?|longer|later|after|newer|onwards?)\b|\s?\+|\s?plus\b|\s?at least\b|\s?onwards?\b|\s?up\b", "min", behind=True),
)  # fmt: skip
"""The first that fits counts."""

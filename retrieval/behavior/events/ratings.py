"""Ratings as logs write them: numbers, shares (80%, 4/5), stars; and the scale of a file, where its ratings prove it.

Knows cells; nothing of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from retrieval.behavior.events.event import STARS
from retrieval.catalog.columns.figures import read_figure

__all__ = ["read_rating", "scale_of"]

_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:/|out of|of)\s?(\d+(?:[.,]\d+)?)")


def read_rating(cell: Any) -> float | None:
    """Return a number, or None for an empty cell; a rating that is written as a share (80%, 4/5) or in stars is one of five. Raises ValueError."""
    text = str(cell).strip()
    if not text:
        return None
    if share := _SHARE.fullmatch(text):
        return float(share[1].replace(",", ".")) * STARS / 100
    if part := _OF.fullmatch(text):
        return float(part[1].replace(",", ".")) * STARS / float(part[2].replace(",", "."))
    if set(text) <= set("★☆½*") and text[0] in "★*½":
        return text.count("★") + text.count("*") + text.count("½") / 2
    found = read_figure(text) if text[:3].casefold() not in ("nan", "inf") else None
    if found is None:
        raise ValueError(text)
    return float(found)


def scale_of(values: Iterable[Any], said: float) -> float:
    """Return the highest rating of the file's scale: as `said`, else the usual one (10, 100) that ratings beyond 5 prove: two, and a twentieth of all, at least."""
    if said != STARS:
        return said
    figures = [found for value in values if (found := read_figure(str(value).strip())) is not None and found >= 0]
    beyond = sum(figure > STARS for figure in figures)
    if beyond < 2 or beyond * 20 < len(figures):
        return said
    return next((scale for scale in (10.0, 100.0) if max(figures) <= scale), said)

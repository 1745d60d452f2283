"""Words and marks that a column writes around each of its figures, and that say nothing of one cell: "48 lessons", "18+", "#412", "14.5% vol".

Knows one column's cells; what amounts are is `measures`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from retrieval.catalog.columns.measures import read_measure
from retrieval.language.chinese.columns import HAN

__all__ = ["trimmed"]

_SHARE = 0.8
_AFTER = re.compile(
    rf"(?:\s+[^\W\d_][^\d|;,]{{0,24}}|[{HAN}]{{1,5}}|\s*\([^\d()]{{1,24}}\)|\s*\+|\s*[*★⭐]+|\s*/\s*[^\W\d_]+)$"
)
_BEFORE = re.compile(r"^(?:#|№|n[ro°º]\.?\s)\s*(?=\d)", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})s$")


def _bare(cell: str) -> tuple[str, str]:
    """The cell without what stands around its amount, and that; the cell and "" where it is an amount, or has none."""
    if read_measure(cell):
        return cell, ""
    text = _BEFORE.sub("", cell.strip())
    if text != cell and read_measure(text):
        return text, "#"
    for start in range(1, len(text)):
        match = _AFTER.match(text, start)
        if match and read_measure(text[:start]):
            return text[:start], _PLURAL.sub("", match[0].strip().casefold().rstrip("."))
    return cell, ""


def trimmed(cells: Mapping[int, str]) -> tuple[dict[int, str], str]:
    """The cells without what most of them write around their amounts, and that; "" where they write nothing, or each another thing.

    >>> trimmed({1: "48 lessons", 2: "12 lessons", 3: "1 lesson"})
    ({1: '48', 2: '12', 3: '1'}, 'lesson')
    >>> trimmed({1: "12 Elm St", 2: "7 Oak Ave"})[1]
    ''
    """
    bare = {cell: _bare(cell) for cell in dict.fromkeys(cells.values())}
    counts = Counter(around for _, around in bare.values() if around)
    if not counts:
        return dict(cells), ""
    usual, count = counts.most_common(1)[0]
    if count < _SHARE * sum(counts.values()) or count < 2:
        return dict(cells), ""
    return {row: bare[cell][0] if bare[cell][1] == usual else cell for row, cell in cells.items()}, usual

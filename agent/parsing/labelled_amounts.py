"""Amounts with the name of their field inside them: "at least SPF 40", "over level 5", SPF30以上.

Between the comparison and the number such a name would part them. Knows the fields that measure; which one is bound is decided
in `field_resolution.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from agent.parsing.lexicon import Vocabulary
from retrieval.language.amounts import Quantity, find_quantities
from retrieval.language.number import Number
from retrieval.language.periods import Period
from retrieval.language.words import Mask, has_han

__all__ = ["quantities_of"]


@lru_cache(maxsize=32)
def _before_numbers(vocabulary: Vocabulary) -> re.Pattern[str] | None:
    """The names of fields that measure, right before a number."""
    labels = sorted(
        {v.label for v in vocabulary.fields.values() if v.measures and len(v.label) > 1}, key=len, reverse=True
    )
    names = "|".join(re.escape(label) if has_han(label) else rf"(?<![a-z]){re.escape(label)}" for label in labels)
    return re.compile(rf"(?:{names})(?: of| is)?\s*(?=\d)") if names else None


def quantities_of(
    folded: str,
    mask: Mask,
    text: str,
    day: date,
    vocabulary: Vocabulary,
    *,
    periods: Sequence[Period],
    numbers: Sequence[Number],
) -> list[Quantity]:
    """Return the amounts of a request; where a field's name parts a number from its comparison, the amount without the name.

    periods, numbers: those of the text, which are at the same places without the name.
    """
    found = find_quantities(folded, mask, text, day, periods=periods, numbers=numbers)
    pattern = _before_numbers(vocabulary)
    names = list(pattern.finditer(folded)) if pattern else []
    if not names:
        return found
    blanked = folded
    for match in names:
        blanked = blanked[: match.start()] + " " * (match.end() - match.start()) + blanked[match.end() :]
    whole = [q for q in find_quantities(blanked, mask, text, day, periods=periods, numbers=numbers) if q.compared]
    better = {
        q: one
        for q in found
        if not q.compared and q.unit is None
        for one in whole
        if one.span.overlaps(q.span) and any(m.end() == q.span.start for m in names)
    }
    return sorted((better.get(q, q) for q in found), key=lambda q: q.span)

"""What a thing is or isn't, as people say it of fields of yes and no: a word, its opposite, and no of either.

A language pack lists sayings; those of one name tell of one property, in whatever language field and request are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.lazy import compiled
from retrieval.language.text import Span

__all__ = ["Saying", "Told", "told_of"]


@dataclass(frozen=True, slots=True)
class Saying:
    """How one language speaks of a property: patterns, case folded.

    field: what a field of it is called. holds: words that say so. fails: words that say the opposite.
    strict: where it is refused, what isn't known to be without it is left out, too.
    """

    name: str
    field: str
    holds: str
    fails: str
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Where a text says that a thing has a property (`holds`), or hasn't. strict: as its saying is."""

    span: Span
    holds: bool
    strict: bool = False


@lru_cache(maxsize=512)
def _patterns(label: str, sayings: Sequence[Saying]) -> tuple[re.Pattern[str], re.Pattern[str], bool] | None:
    """What says that a field of yes and no holds, what that it doesn't, and whether it is strict."""
    names = {one.name for one in sayings if re.search(one.field, label)}
    fitting = [one for one in sayings if one.name in names]
    holds, fails = [one.holds for one in fitting], [one.fails for one in fitting]
    if re.fullmatch(r"[a-z]{4,}", label):  # one adjective: its own forms, "unheated", "non-slip"
        holds.append(re.escape(label))
        fails.append(rf"(?:un|non-?|in|im|ir|dis){re.escape(label)}")
    if not holds:
        return None
    bound = r"(?<![a-z])(?:{})(?![a-z])"
    strict = any(one.strict for one in fitting)
    return compiled(bound.format("|".join(holds))), compiled(bound.format("|".join(fails))), strict


def told_of(label: str, folded: str, sayings: Sequence[Saying]) -> list[Told]:
    """Return what a folded text says of a property, by the name of its field; of two that overlap, the longer.

    >>> from retrieval.language.english.properties import ENGLISH_PROPERTIES
    >>> [(t.span.of("not unsigned"), t.holds) for t in told_of("signed", "not unsigned", ENGLISH_PROPERTIES)]
    [('unsigned', False)]
    """
    patterns = _patterns(label, tuple(sayings))
    if patterns is None:
        return []
    *both, strict = patterns
    found = [
        Told(Span(*m.span()), holds, strict)
        for pattern, holds in zip(both, (True, False), strict=True)
        for m in pattern.finditer(folded)
    ]
    found.sort(key=lambda t: (t.span.start - t.span.end, t.span.start))
    kept: list[Told] = []
    for told in found:
        if not any(told.span.overlaps(other.span) for other in kept):
            kept.append(told)
    return sorted(kept, key=lambda t: t.span.start)

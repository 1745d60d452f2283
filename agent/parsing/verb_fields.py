"""The field that a word beside an amount speaks of: "acquired after 2000", "I rated 4 or more", "4,000 mAh", 高于150厘米.

A day or year behind a word that a field of days has in its name belongs to that field. Knows the names of fields; amounts are
read elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agent.parsing.field_resolution import FieldResolution
from agent.parsing.lexicon import FieldView, Vocabulary
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import name_parts
from retrieval.language.tables import either
from retrieval.language.words import Span, latin_words

__all__ = ["verb_choice"]

_OWN = either("own.rated")
_OWN_FIELD = either("own.field")
_COMMON = either("own.common")
"""Words that follow any number."""
_HIGH = either("own.high")
_BETWEEN = 3
"""Words between the verb and the amount ("read some time in 2024")."""


def _rated(q: Quantity, folded: str, vocabulary: Vocabulary) -> FieldResolution | None:
    """The person's own rating, where the request says that it is theirs."""
    said = _OWN.search(folded)
    if said is None or q.span.start < said.start() or (q.unit is not None and q.unit.dimension != "rating"):
        return None
    own = [
        view
        for view in vocabulary.fields.values()
        if view.measures and any(c.name == "rating" for c in view.concepts)
        and _OWN_FIELD.search(" ".join(sorted(name_parts(view.name))))
    ]  # fmt: skip
    return FieldResolution(own[0], Span(*said.span())) if len(own) == 1 else None


@lru_cache(maxsize=64)
def _words(folded: str) -> tuple[tuple[Span, str], ...]:
    return tuple(latin_words(folded))


def _by_its_name(q: Quantity, folded: str, vocabulary: Vocabulary) -> FieldResolution | None:
    """The field whose name has the word behind a bare number in it: "4,000 mAh" where one is called `battery_mah`."""
    after = next(((span, word) for span, word in _words(folded) if span.start >= q.span.end), None)
    if (
        q.unit is not None
        or after is None
        or folded[q.span.end : after[0].start].strip()
        or _COMMON.fullmatch(after[1])
    ):
        return None
    named = [view for view in vocabulary.fields.values() if view.measures and after[1] in name_parts(view.name)]
    return FieldResolution(named[0], after[0]) if len(named) == 1 else None


def _tall(q: Quantity, folded: str, vocabulary: Vocabulary) -> FieldResolution | None:
    """The height, where a length is compared by a word that says "high" of lengths and "more" of all else (高于)."""
    if q.unit is None or q.unit.dimension != "length" or not _HIGH.search(q.span.of(folded)):
        return None
    named = [v for v in vocabulary.fields.values() if v.measures and any(c.name == "height" for c in v.concepts)]
    return FieldResolution(named[0], q.span) if len(named) == 1 else None


def _dated(view: FieldView) -> bool:
    return view.dated or (view.measures and bool(view.dimensions & {"year", "date"}))


def verb_choice(q: Quantity, folded: str, vocabulary: Vocabulary) -> FieldResolution | None:
    """The field of an amount by the word before it; None where no one field is named so."""
    for way in (_rated, _by_its_name, _tall):
        if (found := way(q, folded, vocabulary)) is not None:
            return found
    if q.unit is not None and q.unit.dimension not in ("year", "date"):
        return None
    if not isinstance(q.low if q.low is not None else q.high, str | int | float):
        return None
    if q.unit is None and not _is_time(q):
        return None
    words = [(span, word) for span, word in latin_words(folded) if span.end <= q.span.start]
    for span, word in reversed(words[-_BETWEEN:]):
        if re.search(r"[,.;!?]", folded[span.end : q.span.start]):
            return None
        if len(word) < 4:
            continue
        named = [view for view in vocabulary.fields.values() if word in name_parts(view.name) and _dated(view)]
        if len(named) > 1:  # "read": the date of it goes before others
            named = [view for view in named if view.dated]
        if len(named) == 1:
            return FieldResolution(named[0], span)
    return None


def _is_time(q: Quantity) -> bool:
    """Whether an amount is a day, or a number that is written as years are."""
    bounds = [bound for bound in (q.low, q.high) if bound is not None]
    return all(isinstance(b, str) or 1000 <= b <= 2100 for b in bounds) and bool(bounds)

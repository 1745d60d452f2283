"""Which field an amount or an adjective of order speaks of: by name, by unit, by what the other conditions leave.

Knows the catalogue's numbers and dates; what becomes of the choice is decided in `constraints.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.reading.amounts import in_unit_of
from agent.reading.concepts import CONCEPTS, Concept
from agent.reading.quantities import Quantity
from agent.reading.text import Span, clause_around, has_han, key, latin_words, singular
from agent.reading.vocabulary import FieldView, Vocabulary

__all__ = ["Choice", "FieldMention", "choose_field", "choose_for_concept", "field_mentions", "mentions_for"]

Given = Mapping[str, Iterable[str]]
"""Closed fields with the values that the request asks for: they tell which other fields can matter."""

_TIE, _ENOUGH = 0.3, 1.5
"""Scores so near are a tie; a name, a unit or a comparison that fits is enough, even where no item reaches the bound."""
_YEARS = (1500, 2100)


@dataclass(frozen=True, slots=True)
class FieldMention:
    """Words that name fields; `exact`: they are the field's own name, not only its concept."""

    span: Span
    fields: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A field, and the words that named it, if any did."""

    view: FieldView
    mention: Span | None


def field_mentions(folded: str, vocabulary: Vocabulary) -> list[FieldMention]:
    """Where a request names fields that measure: by their own names, or by a word of their concept."""
    views = [view for view in vocabulary.fields.values() if view.measures]
    found: list[FieldMention] = []
    words = [(span, singular(word)) for span, word in latin_words(folded)]
    for view in views:
        length = view.label.count(" ") + 1
        for i in range(len(words) - length + 1):
            if " ".join(word for _, word in words[i : i + length]) == view.label:
                found.append(FieldMention(Span(words[i][0].start, words[i + length - 1][0].end), (view.name,), True))
        if has_han(view.label):
            found += [
                FieldMention(Span(*m.span()), (view.name,), True) for m in re.finditer(re.escape(view.label), folded)
            ]
    by_concept: dict[Concept, list[str]] = {}
    for view in views:
        for concept in view.concepts:
            by_concept.setdefault(concept, []).append(view.name)
    for concept, names in by_concept.items():
        if concept.mention is not None:
            found += [FieldMention(Span(*m.span()), tuple(names), False) for m in concept.mention.finditer(folded)]
    places = [Span(*m.span()) for m in _PLACE.finditer(folded)]
    found = [mention for mention in found if not any(mention.span.overlaps(place) for place in places)]
    return sorted(found, key=lambda mention: mention.span)


_PLACE = re.compile(r"\b(?:the|that|this|your) second\b")
"""The second of several, and no unit of time."""


def _nearness(mention: Span, quantity: Span, clause: Span) -> float | None:
    """How near a mention stands to an amount: 1 beside it, less farther away, behind it, or in the clause before."""
    if not (clause.start <= mention.start and mention.end <= clause.end):
        return -0.5 if 0 <= clause.start - mention.end <= 10 else None
    gap = quantity.start - mention.end if mention.end <= quantity.start + 1 else mention.start - quantity.end + 3
    return 1.0 - min(max(gap, 0), 30) / 40


def _name_score(
    view: FieldView, mentions: list[FieldMention], quantity: Span, clause: Span, folded: str
) -> tuple[float, Span | None]:
    best, where = 0.0, None
    for mention in mentions:
        near = _nearness(mention.span, quantity, clause) if view.name in mention.fields else None
        if near is None:
            continue
        shared = set(key(mention.span.of(folded)).split()) & set(view.label.split())
        score = (2.5 if mention.exact else 1.6 + 0.4 * bool(shared)) + near
        if score > best:
            best, where = score, mention.span
    return best, where


def _plausible(view: FieldView, given: Quantity) -> bool:
    bounds, q = view.bounds(), in_unit_of(view, given)
    if q is None:
        return False
    points = [float(p) for p in (q.low, q.high) if isinstance(p, int | float)]
    if bounds is None or not points:
        return bounds is None
    return any(bounds[0] <= point <= bounds[1] for point in points) or (
        len(points) == 2 and points[0] <= bounds[0] <= bounds[1] <= points[1]
    )


def _fit_score(view: FieldView, q: Quantity) -> float | None:
    """How well unit, comparison and size fit the field; None where the unit is of another dimension."""
    score = 0.0
    dimensions = view.dimensions
    if q.unit is not None and dimensions:
        if q.unit.dimension not in dimensions:
            return None
        score += 2.0
    names = {concept.name for concept in view.concepts}
    if q.hint in names:
        score += 2.0
    number = q.low if isinstance(q.low, int | float) else q.high
    if q.unit is None and isinstance(number, int | float) and _YEARS[0] < number < _YEARS[1] and "year" in names:
        score += 2.0
    return score + (0.3 if _plausible(view, q) else -0.5)


_OR = re.compile(r"\s*(?:\bor\b|或者?|、|/|,)\s*")


def mentions_for(
    q: Quantity, others: Iterable[Quantity], mentions: list[FieldMention], folded: str
) -> list[FieldMention]:
    """The mentions that are not nearer to another amount than to `q` ("under 30 gold with level at least 2").

    Alternatives share theirs ("level 1 or 2").
    """

    def gap(mention: FieldMention, span: Span) -> int:
        return (
            span.start - mention.span.end if mention.span.end <= span.start + 1 else mention.span.start - span.end + 3
        )

    rest = [
        other.span
        for other in others
        if other.span != q.span and not _OR.fullmatch(folded[other.span.end : q.span.start])
    ]
    return [m for m in mentions if all(abs(gap(m, q.span)) <= abs(gap(m, span)) for span in rest)]


_OF = re.compile(r"\s*(?:(?:is|are|be|of|in|must be|should be|to be)\s+)?[是为在要]?")


def _of_another(view: FieldView, amount: Span, folded: str) -> bool:
    """Whether the words beside an amount name a measure that the field isn't ("price under 10" where none has a price)."""
    for concept in CONCEPTS:
        if (
            concept.mention is None
            or concept in view.concepts
            or not (concept.less or concept.more or concept.dimensions)
        ):
            continue
        for match in concept.mention.finditer(folded):
            before = match.end() <= amount.start and _OF.fullmatch(folded, match.end(), amount.start)
            after = match.start() >= amount.end and _OF.fullmatch(folded, amount.end, match.start())
            if before or after:
                return True
    return False


def choose_field(
    q: Quantity, folded: str, vocabulary: Vocabulary, mentions: list[FieldMention], given: Given
) -> Choice | None:
    """The field that `q` bounds, or None where nothing in the request or the catalogue settles it."""
    clause = clause_around(folded, q.span)
    views = [v for v in vocabulary.fields.values() if v.measures and vocabulary.applies(v.name, given)]
    scored: list[tuple[float, FieldView, Span | None]] = []
    for view in views:
        fit = _fit_score(view, q)
        named, where = _name_score(view, mentions, q.span, clause, folded)
        if fit is not None:
            scored.append((fit + named, view, where))
    scored.sort(key=lambda row: -row[0])
    strong = [row for row in scored if row[0] >= _ENOUGH]
    if not strong:
        alone = [row for row in scored if _plausible(row[1], q) and not (q.unit and row[1].dimensions == frozenset())]
        prices = [row for row in alone if any(concept.name == "price" for concept in row[1].concepts)]
        likely = alone if len(alone) == 1 else prices  # a bare "under 20" is money wherever things have a price
        settled = q.compared and q.unit is None and len(likely) == 1
        return Choice(likely[0][1], None) if settled and not _of_another(likely[0][1], q.span, folded) else None
    tied = [row for row in strong if row[0] > strong[0][0] - _TIE]
    if len(tied) == 1:
        return Choice(tied[0][1], tied[0][2])
    return _break_tie(tied, folded, q.span, clause, vocabulary)


def _break_tie(
    tied: list[tuple[float, FieldView, Span | None]], folded: str, span: Span, clause: Span, vocabulary: Vocabulary
) -> Choice | None:
    """Of fields that fit alike, the one whose name is nearest in meaning to the words beside the amount."""
    named = next((where for _, _, where in tied if where is not None), None)
    phrase = named.of(folded) if named else re.sub(r"[\s是为在约]+$", "", folded[clause.start : span.start])[-6:]
    ranked = vocabulary.nearest_fields(phrase, [view.name for _, view, _ in tied]) if phrase.strip() else []
    if len(ranked) > 1 and ranked[0][0] >= 0.4 and ranked[0][0] - ranked[1][0] >= 0.05:
        return Choice(vocabulary.fields[ranked[0][1]], named)
    return None


def choose_for_concept(
    concept: Concept, phrase: str, vocabulary: Vocabulary, given: Given, shown: frozenset[str] = frozenset()
) -> FieldView | None:
    """The field of numbers or dates that a concept ("cheap": price) speaks of; None where there is none, or no telling.

    Of several, those that the items `shown` before have go first.
    """
    views = [
        v
        for v in vocabulary.fields.values()
        if v.measures and concept in v.concepts and vocabulary.applies(v.name, given)
    ]
    views = [view for view in views if view.name in shown] or views
    if len(views) <= 1:
        return views[0] if views else None
    named = [view for view in views if view.label in key(phrase)] or [
        view for view in views if view.name in concept.parts
    ]
    if len(named) == 1:
        return named[0]
    ranked = vocabulary.nearest_fields(phrase, [view.name for view in views])
    return vocabulary.fields[ranked[0][1]] if ranked and ranked[0][0] - ranked[1][0] >= 0.05 else None

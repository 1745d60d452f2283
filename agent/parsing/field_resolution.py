"""Which field an amount or an adjective of order speaks of: by name, by unit, by what the other conditions leave.

Knows the catalogue's numbers and dates; what becomes of the choice is decided in `measured.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agent.parsing.fitting import PER, PER_HEAD, counts_other, fit_score, per_score, plausible, sense_score
from agent.parsing.lexicon import FieldView, Vocabulary
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import CONCEPTS, Concept
from retrieval.language.tables import either, fragment
from retrieval.language.units import unit_named
from retrieval.language.words import Span, clause_around, has_han, key, latin_words, singular

__all__ = ["FieldMention", "FieldResolution", "choose_field", "choose_for_concept", "field_mentions", "mentions_for"]

Given = Mapping[str, Iterable[str]]
"""Closed fields with the values that the request asks for: they tell which other fields can matter."""

_TIE, _ENOUGH = 0.3, 1.5
"""Scores so near are a tie; a name, a unit or a comparison that fits is enough, even where no item reaches the bound."""


@dataclass(frozen=True, slots=True)
class FieldMention:
    """Words that name fields; `exact`: they are the field's own name, not only its concept."""

    span: Span
    fields: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class FieldResolution:
    """A field, the words that named it, if any did, and why it may be another ("field", "unit"; empty where it is certain)."""

    view: FieldView
    mention: Span | None
    guess: str = ""


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
        if not has_han(view.label):  # SPF30
            joined = re.finditer(rf"(?<![^\W\d_]){re.escape(view.label)}(?=\d)", folded, re.ASCII)
            found += [FieldMention(Span(*m.span()), (view.name,), True) for m in joined]
        else:
            found += [
                FieldMention(Span(*m.span()), (view.name,), True) for m in re.finditer(re.escape(view.label), folded)
            ]
        bare = " ".join(part for part in view.label.split() if unit_named(part) is None)
        if bare and bare != view.label:  # "shipping" of shipping_usd
            found += [
                FieldMention(Span(*m.span()), (view.name,), True)
                for m in re.finditer(rf"\b{re.escape(bare)}\b", folded)
            ]
        if (
            view.dated and (short := re.sub(r" (?:at|on|date|time|day)$", "", view.label)) != view.label
        ):  # "added" of added_at
            found += [FieldMention(span, (view.name,), True) for span, _ in latin_words(folded) if span.of(folded) == short]  # fmt: skip
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


_PLACE = either("field_resolution.place")
"""Words that name no field beside an amount: the second of several is no unit of time, "in stock under 12" no number of pieces."""


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


_OR = either("field_resolution.or")


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


_OF = re.compile(rf"\s*(?:{fragment('field_resolution.of')}){{0,2}}")
_BESIDE = re.compile(rf"(?:\s|{fragment('field_resolution.beside')})+$")


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


def _left(
    q: Quantity, scored: list[tuple[float, FieldView, Span | None]], folded: str, vocabulary: Vocabulary
) -> FieldResolution | None:
    """The field that is left where nothing names one: a bare "under 20" is money wherever things have a price."""
    rates = vocabulary.rates
    alone = [row for row in scored if plausible(row[1], q, rates) and not (q.unit and row[1].dimensions == frozenset())]
    prices = [row for row in alone if any(concept.name == "price" for concept in row[1].concepts)]
    plain = [row for row in prices if "per" not in row[1].label.split()]
    likely = plain if len(plain) == 1 else alone if len(alone) == 1 else prices
    if not q.compared or q.unit is not None or not likely:
        return None
    best = likely[0] if len(likely) == 1 else max(likely, key=lambda row: (row[1].field.count, -len(row[1].label)))
    if _of_another(best[1], q.span, folded):
        return None
    return FieldResolution(best[1], None, "" if len(likely) == 1 and prices else "field")


def choose_field(
    q: Quantity, folded: str, vocabulary: Vocabulary, mentions: list[FieldMention], given: Given
) -> FieldResolution | None:
    """The field that `q` bounds, or None where nothing in the request or the catalogue settles it."""
    clause = clause_around(folded, q.span)
    views = [v for v in vocabulary.fields.values() if v.measures and vocabulary.applies(v.name, given)]
    mentions = [
        m for m in mentions if not (q.unit and q.unit.dimension in ("date", "year") and m.span.overlaps(q.span))
    ]
    counted = counts_other(q, folded, vocabulary)
    scored: list[tuple[float, FieldView, Span | None]] = []
    for view in views:
        fit = fit_score(view, q, vocabulary, counted)
        named, where = _name_score(view, mentions, q.span, clause, folded)
        if fit is not None:
            per = per_score(view, q, folded)
            score = fit + named + per + sense_score(view, folded[clause.start : clause.end])
            scored.append((score, view, where or (q.span if per > 0 else None)))
    scored.sort(key=lambda row: -row[0])
    strong = [row for row in scored if row[0] >= _ENOUGH]
    if not strong:
        return None if counted else _left(q, scored, folded, vocabulary)
    tied = [row for row in strong if row[0] > strong[0][0] - _TIE]
    if len(tied) == 1:
        return FieldResolution(tied[0][1], tied[0][2], _doubt(tied[0][1], q, folded, tied[0][2] is not None))
    return _break_tie(tied, folded, q, clause, vocabulary)


_OF_YEAR = either("field_resolution.of_year")
_YEAR_OF = either("field_resolution.year_of")


def _doubt(view: FieldView, q: Quantity, folded: str, named: bool) -> str:
    """Why an amount may be no bound of the field after all; empty where it is certain.

    A bare number like a year is one of a title as well ("1917", "Blade Runner 2049"), but for "in 1917" or "1917 films".
    """
    if _unit_unknown(view, q):
        return "unit"
    bare = q.kind == "exact" and q.unit is None and not named and "year" in view.dimensions
    if bare and not _OF_YEAR.search(folded[: q.span.start]) and not _YEAR_OF.match(folded, q.span.end):
        return "field"
    return ""


def _unit_unknown(view: FieldView, q: Quantity) -> bool:
    """Whether nothing says that the field is in this unit: "over 100 million yuan" of a revenue in no currency, most often dollars."""
    if q.unit is None or q.unit.dimension in ("date", "year", "age"):
        return False
    if q.unit.dimension == "money" and view.unit is None and "price" not in {c.name for c in view.concepts}:
        return q.unit.name not in ("usd", "money")
    return not view.dimensions and not plausible(view, q, {})


def _break_tie(
    tied: list[tuple[float, FieldView, Span | None]], folded: str, q: Quantity, clause: Span, vocabulary: Vocabulary
) -> FieldResolution:
    """Of fields that fit alike, the one whose name is nearest in meaning to the words beside the amount, else the better filled.

    A year goes to a field of years, a day to one of days, where both are filled.
    """
    named = next((where for _, _, where in tied if where is not None), None)
    phrase = named.of(folded) if named else _BESIDE.sub("", folded[clause.start : q.span.start])[-6:]
    ranked = vocabulary.nearest_fields(phrase, [view.name for _, view, _ in tied]) if phrase.strip() else []
    if len(ranked) > 1 and ranked[0][0] >= 0.4 and ranked[0][0] - ranked[1][0] >= 0.05:
        return FieldResolution(vocabulary.fields[ranked[0][1]], named, "" if named else "field")
    views = [view for _, view, _ in tied]
    most = max(view.field.count for view in views)
    filled = [view for view in views if view.field.count >= 0.4 * most]
    timed = q.hint == "year" or any(view.dated for view in views)
    if timed:
        daily = q.unit is not None and q.unit.dimension == "date"
        filled = [view for view in filled if view.dated == daily] or filled
    best = min(filled, key=lambda view: (-view.field.count, len(view.label), view.name))
    others = [view.field.count for view in views if view is not best]
    together = not any(
        best.name not in has and any(v.name in has for v in views) for has in vocabulary.together.values()
    )
    if doubt := _doubt(best, q, folded, named is not None):
        return FieldResolution(best, named, doubt)
    clear = (timed and together) or 2 * max(others) <= best.field.count
    return FieldResolution(best, named, "" if clear else "field")


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
    plain = [view for view in views if "per" not in view.label.split() and not PER_HEAD.search(view.name)]
    views = plain if plain and not PER.search(phrase) and not PER_HEAD.search(phrase) else views
    named = [view for view in views if view.label in key(phrase)] or [
        view for view in views if view.name in concept.parts
    ]
    if len(named) == 1:
        return named[0]
    ranked = vocabulary.nearest_fields(phrase, [view.name for view in views])
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] >= 0.05:
        return vocabulary.fields[ranked[0][1]]
    return min(views, key=lambda view: (-view.field.count, not view.dated, len(view.label), view.name))

"""How well an amount fits a field: by its unit, its size, its comparison, and by words that say of which sort it is.

Knows one amount and one field at a time; which field it is of several is decided in `fields.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from agent.parsing.amount_constraints import in_unit_of
from agent.parsing.lexicon import FieldView, Vocabulary
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import name_parts
from retrieval.language.phrases import STOP
from retrieval.language.tables import either, meanings, word_set
from retrieval.language.words import key

__all__ = ["PER", "PER_HEAD", "counts_other", "fit_score", "per_score", "plausible", "sense_score"]

_YEARS = (1500, 2100)
NEAR = 30
"""So many years beyond the first and the last of a catalogue are still asked for as a matter of course."""


def plausible(view: FieldView, given: Quantity, rates: Mapping[str, float]) -> bool:
    """Whether a bound lies within the range of the field's values, in the field's unit."""
    bounds, q = view.bounds(), in_unit_of(view, given, rates)
    if q is None:
        return False
    if view.dated or view.ages:
        return True
    points = [float(p) for p in (q.low, q.high) if isinstance(p, int | float)]
    if bounds is None or not points:
        return bounds is None
    if all(map(_yearly, (*points, *bounds))):
        return any(bounds[0] - NEAR <= point <= bounds[1] + NEAR for point in points)
    return any(bounds[0] <= point <= bounds[1] for point in points) or (
        len(points) == 2 and points[0] <= bounds[0] <= bounds[1] <= points[1]
    )


def _yearly(number: float | str | None) -> bool:
    return isinstance(number, int | float) and _YEARS[0] < number < _YEARS[1]


def _number(q: Quantity) -> float | str | None:
    return q.low if q.low is not None else q.high


def _time_score(view: FieldView, q: Quantity, counted: bool) -> float | None:
    """How well a day, a year or a bare number fits a field of days or years; None where it is of another sort."""
    number, dimension = _number(q), q.unit.dimension if q.unit else ""
    years = any(concept.name == "year" for concept in view.concepts)
    if dimension == "date":
        return 2.0 + (0.0 if view.dated or years else -0.5)
    if dimension not in ("", "year"):
        return None
    counted = counted and q.compared and q.hint != "year" and not dimension  # "over 2000 reviews"
    if not _yearly(number) or counted:
        bounds = view.bounds()  # a bare number is a year only where the field has such
        near = not counted and not view.dated and bounds is not None and isinstance(number, int | float) and bounds[0] - 200 <= number <= bounds[1] + 200  # fmt: skip
        return (2.0 if dimension else 0.0) if near else None
    return 2.0


def _unit_score(view: FieldView, q: Quantity, vocabulary: Vocabulary) -> float | None:
    """How well the unit fits the field; None where it is of another dimension."""
    dimensions = view.dimensions
    if q.unit is None:
        return 0.0 if not view.ages else None
    if q.unit.dimension in ("date", "year") and not dimensions & {"date", "year"}:
        return None
    if q.unit.dimension == "age":
        return 2.0 if "age" in dimensions else None
    if dimensions:
        also = q.unit.also != "" and q.unit.also in dimensions
        if q.unit.dimension not in dimensions:
            return 1.5 if also else None
        same = q.unit.dimension == "money" and view.unit is not None and view.unit.name == q.unit.name
        return 3.0 if same else 2.0
    if any(q.unit.dimension in other.dimensions for other in vocabulary.fields.values() if other.measures):
        return None
    return None if {concept.name for concept in view.concepts} & _COUNTS else 0.0


_COUNTS = frozenset(("stock", "servings", "popularity", "extent"))
"""Concepts that count things, and are in no unit."""


def fit_score(view: FieldView, q: Quantity, vocabulary: Vocabulary, counted: bool) -> float | None:
    """How well unit, comparison and size fit the field; None where the unit or the size is of another sort."""
    names = {concept.name for concept in view.concepts}
    score = _unit_score(view, q, vocabulary)
    if score is not None and (view.dated or ("year" in names and view.unit is None)):
        score = _time_score(view, q, counted)
    if score is None:
        return None
    if q.hint in names:
        score += 2.0
    elif q.hint == "year" and view.dated:
        score += 1.5
    return score + (0.3 if plausible(view, q, vocabulary.rates) else -0.5)


PER = either("fitting.per")
_BEFORE_PER = either("fitting.before_per")
_SAME_PER = meanings("fitting.same_per")
PER_HEAD = either("fitting.per_head")


def per_score(view: FieldView, q: Quantity, folded: str) -> float:
    """Whether a field is of a price per something, and the amount too ("4 euros a kilo"): 2, or -1 where only the field is."""
    after, before = PER.match(folded, q.span.end), _BEFORE_PER.search(folded[: q.span.start])
    said = (after and (after["of"] or after["each"] or after["of2"])) or (before and (before["of"] or before["of2"]))
    said = _SAME_PER.get(said or "", said or "")
    words = view.label.split()
    of = " ".join(words[words.index("per") + 1 :]) if "per" in words else ""
    if not of and PER_HEAD.search(view.name):
        of = "person"
    if not of:
        return 0.0
    return 2.0 if said and said in of.split() else -1.0


_NOUN = either("fitting.noun")


def counts_other(q: Quantity, folded: str, vocabulary: Vocabulary) -> bool:
    """Whether a bare number counts the things named behind it, which are none of the catalogue's ("3-5 words")."""
    noun = _NOUN.match(folded, q.span.end) if q.unit is None else None
    if noun is None:
        return False
    word = noun[1]
    return word is None or not (word in STOP or key(word) in vocabulary.values or word in vocabulary.title_words)


_SENSES = tuple(
    (either(f"senses.{sense}"), word_set(f"senses.{sense}"))
    for sense in ("released", "published", "made", "ticket", "room")
)
"""Of several fields of one sort, which one these words speak of."""


def sense_score(view: FieldView, said: str) -> float:
    """1 where words of the clause say that of several fields of one sort this one is meant ("tickets", "released"), else 0."""
    parts = name_parts(view.name)
    return 1.0 if any(parts & meant and words.search(said) for words, meant in _SENSES) else 0.0

"""How a checked constraint becomes a condition: its filters, and how much it weighs where conditions must go.

Knows fields; no request.
"""

from __future__ import annotations

from datetime import date

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import Vocabulary
from agent.planning.plan import Condition, Source
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Scalar
from retrieval.errors import QueryError

__all__ = ["EXCLUDED", "SETTING", "VALUE", "answer_of", "condition_of", "filters_of", "weight_of"]

SETTING, _KIND, _NEGATED, EXCLUDED, VALUE, _RANGE, _WEAK = 100, 50, 40, 35, 30, 20, 15
"""Weights of conditions: what kind of thing it is goes last, a preference ("ideally", 最好) first."""


def _scalar(value: object, kind: str) -> Scalar:
    if kind == "number":
        return float(value)  # type: ignore[arg-type]
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "boolean":
        return str(value).casefold() == "true"
    return str(value)


def filters_of(constraint: Constraint, vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """The filters that a checked constraint means. Raises QueryError for a value of the wrong type."""
    view = vocabulary.fields.get(constraint.field)
    kind = view.field.kind if view else "text"
    name, negate = constraint.field, constraint.negate
    try:
        if constraint.op == "exists":
            return (Filter(name, "exists", None, negate),)
        if constraint.op == "range":
            bounds = tuple(None if b is None else _scalar(b, kind) for b in (constraint.low, constraint.high))
            return (Filter(name, "range", bounds, negate, constraint.open_low, constraint.open_high),)
        if constraint.op == "contains":
            return tuple(Filter(name, "contains", str(value), negate) for value in constraint.values)
        values = tuple(_scalar(value, kind) for value in constraint.values)
    except (TypeError, ValueError) as error:
        came = constraint.values or (constraint.low, constraint.high)
        raise QueryError(f"expected a {kind} for the field '{name}'; got {came}") from error
    return (Filter(name, "eq", values[0], negate),) if len(values) == 1 else (Filter(name, "in", values, negate),)


def weight_of(constraint: Constraint, vocabulary: Vocabulary) -> int:
    view = vocabulary.fields.get(constraint.field)
    if constraint.weak:
        return _WEAK
    if constraint.negate:
        return _NEGATED
    if constraint.op == "range":
        return _RANGE
    complete = (
        view is not None and view.closed and not view.field.many and view.field.count >= 0.9 * vocabulary.schema.size
    )
    return _KIND if complete else VALUE


def condition_of(constraint: Constraint, vocabulary: Vocabulary) -> Condition | None:
    """A reading of the rules as a condition, whatever becomes of it; None where its value is of another type."""
    try:
        filters = filters_of(constraint, vocabulary)
    except QueryError:
        return None
    return Condition(filters, Source("span", constraint.span), weight_of(constraint, vocabulary), constraint.guess)


def answer_of(constraint: Constraint, vocabulary: Vocabulary) -> Condition:
    """Return the condition of an answer to what was asked back. Raises QueryError for a value of the wrong type."""
    source = Source("answer", constraint.span, field=constraint.field)
    return Condition(filters_of(constraint, vocabulary), source, weight_of(constraint, vocabulary), constraint.guess)

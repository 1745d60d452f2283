"""Conditions as a tool takes them: a field and values or bounds, made filters of the catalogue, or refused with what there is."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from agent.parsing import Vocabulary
from agent.parsing.intent import Constraint
from agent.planning.conditions import filters_of
from agent.planning.nearest import repair
from retrieval.catalog.filters import Filter
from retrieval.errors import QueryError

__all__ = ["Where", "filters_where"]

NAMED = 12
"""Fields or values that a refusal names."""


class Where(BaseModel):
    """One condition on a field."""

    field: str
    values: list[str | float] = Field(default=[], description="any of these; empty where bounds say it")
    low: float | str | None = Field(default=None, description="at least; a number or an ISO date")
    high: float | str | None = Field(default=None, description="at most")
    negate: bool = False

    def constraint(self, vocabulary: Vocabulary) -> Constraint:
        """Return the same as a constraint."""
        view = vocabulary.fields.get(self.field)
        if self.low is not None or self.high is not None:
            return Constraint(field=self.field, op="range", low=self.low, high=self.high, negate=self.negate)
        if not self.values:
            return Constraint(field=self.field, op="exists", negate=self.negate)
        text = view is not None and view.field.kind == "text"
        return Constraint(field=self.field, op="contains" if text else "in", values=tuple(self.values), negate=self.negate)  # fmt: skip


def _unknown(where: Where, vocabulary: Vocabulary) -> QueryError:
    named, _ = repair(Constraint(field=where.field, op="exists"), vocabulary)
    view = vocabulary.fields.get(named.field) if named is not None else None
    if view is None:
        known = ", ".join(list(vocabulary.fields)[:NAMED])
        return QueryError(f"expected a field of the catalogue ({known}); got '{where.field}'")
    known = ", ".join(view.field.frequent(NAMED)) or f"{view.field.minimum} to {view.field.maximum}"
    return QueryError(f"expected values that '{view.name}' has (such as {known}); got {where.values}")


def filters_where(conditions: Sequence[Where], vocabulary: Vocabulary) -> tuple[Filter, ...]:
    """Return the filters of all conditions. Fields and values that are nearly right are mended.

    Raises QueryError for a field or a value that the catalogue hasn't.
    """
    found: list[Filter] = []
    for one in conditions:
        mended, notes = repair(one.constraint(vocabulary), vocabulary)
        if mended is None or any(note.kind == "absent" for note in notes):
            raise _unknown(one, vocabulary)
        found += filters_of(mended, vocabulary)
    return tuple(dict.fromkeys(found))

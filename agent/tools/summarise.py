"""Counts, extremes, averages and distributions, as a tool. The figures are those that conversations have, too."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agent.search.compact import cut
from agent.search.summary import summarise
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool
from agent.tools.where import Where, filters_where
from retrieval.errors import QueryError

__all__ = ["summarise_field"]

FREQUENT, VALUE = 10, 40
"""Values that are told, and characters of each."""


class SummariseField(BaseModel):
    """Counts the items that satisfy conditions; of a field also minimum, maximum, mean, median, most frequent values, histogram."""

    field: str = Field(default="", description="the field to summarise; empty: only count")
    where: list[Where] = Field(default=[], description="conditions; empty: the whole catalogue")


@register_tool("summarise_field")
def summarise_field(asked: SummariseField, look: Look) -> Seen:
    """Computes over all items that satisfy the conditions. Raises QueryError for unknown fields and values."""
    filters = filters_where(asked.where, look.vocabulary)
    told = {"where": list(map(str, filters))} if filters else {}
    if not asked.field:
        return Seen({"count": look.count(filters), **told})
    if asked.field not in look.retriever.schema:
        known = ", ".join(look.retriever.schema.fields)
        raise QueryError(f"expected a field of the catalogue ({known}); got '{asked.field}'")
    body = summarise(look.items(filters), asked.field, frequent=FREQUENT).to_dict()
    if "frequent" in body:
        body["frequent"] = {cut(value, VALUE): count for value, count in body["frequent"].items()}
    return Seen(body | told)

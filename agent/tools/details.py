"""What the catalogue says of items, as a tool."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agent.search.compact import item_body
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool

__all__ = ["item_details"]

ITEMS = 8
MORE = 5
"""How many times the tokens of a hit the details of an item may cost."""


class ItemDetails(BaseModel):
    """Tells all that the catalogue says of items: every field, and their text."""

    ids: list[str] = Field(min_length=1, max_length=ITEMS, description="ids of items")
    fields: list[str] = Field(default=[], description="fields that matter; they come first")


@register_tool("item_details")
def item_details(asked: ItemDetails, look: Look) -> Seen:
    """Looks items up. Raises QueryError for an unknown id."""
    items = [look.item(id) for id in asked.ids]
    budget = look.settings.hit_tokens * MORE
    return Seen({"items": [item_body(i, look.language, budget, asked.fields) for i in items]}, tuple(items))

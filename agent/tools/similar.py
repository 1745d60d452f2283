"""Items that are like others, as a tool: a search like every other, so that what the person said holds in it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agent.parsing.intent import Intent
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool

__all__ = ["similar_items"]

LIKED = 5
"""Items to be like."""


class SimilarItems(BaseModel):
    """Finds items that are like given ones; the conditions of the request hold. Its hits can be picked."""

    ids: list[str] = Field(min_length=1, max_length=LIKED, description="ids of the items to be like")
    wish: str = Field(default="", description="what matters besides, in words")


@register_tool("similar_items", searches=True)
def similar_items(asked: SimilarItems, look: Look) -> Seen:
    """Searches for what is like the items. Raises QueryError for an unknown id."""
    ids = tuple(look.item(id).id for id in asked.ids)
    return Seen(searched=look.search(Intent(wish=asked.wish), like=ids))

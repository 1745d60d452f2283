"""The pictures of items, as a tool: a chat model that sees is shown them small, after its calls are answered."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agent.models.pictures import Block
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool
from retrieval.errors import MediaError

__all__ = ["see_pictures"]

ITEMS = 6


class SeePictures(BaseModel):
    """Shows you the pictures of items, where you can see and may. What you then say of them goes into `seen` of a pick."""

    ids: list[str] = Field(min_length=1, max_length=ITEMS, description="ids of hits")


@register_tool("see_pictures")
def see_pictures(asked: SeePictures, look: Look) -> Seen:
    """Looks pictures up. `sees` is false where the model can't see, or may not. Raises QueryError for an unknown id."""
    items = [look.item(id) for id in asked.ids]
    if look.sight is None:
        return Seen({"sees": False}, tuple(items))
    found: dict[str, Block] = {}
    for item in items:
        try:
            found[item.id] = look.sight.thumbnail(item)
        except MediaError:
            continue
    without = [item.id for item in items if item.id not in found]
    body = {"pictures": list(found)} | ({"without": without} if without else {})
    return Seen(body, tuple(items), pictures=found)

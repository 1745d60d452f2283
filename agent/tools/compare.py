"""Items side by side, as a tool: what differs first. The comparison itself is the one that conversations have, too."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from agent.search.compact import cut, told_values
from agent.search.details import fields_of
from agent.search.summary import Line, compare
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool
from retrieval.catalog.items import Item
from retrieval.errors import QueryError

__all__ = ["compare_items"]

ITEMS, FIELDS = 6, 16
ELEMENTS, VALUE = 3, 40
"""Values of a list, and characters of a value."""


class CompareItems(BaseModel):
    """Sets items side by side, field by field: what differs first, then what is the same."""

    ids: list[str] = Field(min_length=2, max_length=ITEMS, description="ids of two items or more")
    fields: list[str] = Field(default=[], description="fields to compare; all unless given")


def _told(line: Line, items: Sequence[Item]) -> list[str]:
    return [told_values(item, line.field, elements=ELEMENTS, limit=VALUE) for item in items]


@register_tool("compare_items")
def compare_items(asked: CompareItems, look: Look) -> Seen:
    """Compares items. Raises QueryError for an unknown id or field."""
    items = [look.item(id) for id in asked.ids]
    unknown = [name for name in asked.fields if name not in look.retriever.schema]
    if unknown:
        raise QueryError(f"expected fields of the catalogue; got {', '.join(map(repr, unknown))}")
    names = asked.fields or list(dict.fromkeys(name for item in items for name in fields_of(item)))
    table = compare(items, None if not asked.fields else names)
    own = set(names)
    differs = [line for line in table.differences if line.field in own][:FIELDS]
    same = [line for line in table.common if line.field in own][: FIELDS - len(differs)]
    body = {
        "ids": [item.id for item in items],
        "titles": [cut(item.title_in(look.language), 80) for item in items],
        "differs": {line.field: _told(line, items) for line in differs},
        "same": {line.field: _told(line, items)[0] for line in same},
    }
    return Seen(body, tuple(items))

"""What the person did before, as a tool: only where whoever runs the store shares behaviour, and only events that were consented to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field

from agent.search.compact import cut
from agent.tools.base import Look, Seen
from agent.tools.registry import register_tool
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import event_kinds
from retrieval.catalog.items import Item

__all__ = ["person_history"]

MOST = 10


class PersonHistory(BaseModel):
    """Tells what the person did before with items of the catalogue (liked, bought, rated, …), where they agreed to that."""

    kinds: list[str] = Field(default=[], description="kinds of deeds, such as like, buy, rate; all unless given")


def _told(event: BehaviorEvent, item: Item, language: str) -> dict[str, Any]:
    body: dict[str, Any] = {"did": event.kind, "id": item.id, "title": cut(item.title_in(language), 80)}
    body["day"] = datetime.fromtimestamp(event.at, UTC).date().isoformat()
    return body | ({"value": event.value} if event.value is not None else {})


@register_tool("person_history")
def person_history(asked: PersonHistory, look: Look) -> Seen:
    """Return the latest deeds of whoever asks; `shared` is false where nothing may be told."""
    personal = look.turn.personal
    if personal is None or not look.settings.share_behaviour or len(personal.people) != 1:
        return Seen({"shared": False})
    known = [kind.name for kind in event_kinds() if kind.item]
    kinds: Sequence[str] = [name for name in asked.kinds if name in known] or known
    agreed = [event for event in personal.did(kinds) if event.consent and event.item is not None]
    pairs = [(e, item) for e in agreed if e.item and (item := look.retriever.store.item(e.item)) is not None and look.tells(item)][:MOST]  # fmt: skip
    return Seen({"shared": True, "deeds": [_told(e, i, look.language) for e, i in pairs]}, tuple(i for _, i in pairs))

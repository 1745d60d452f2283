"""Answers and items as HTTP tells them: addresses instead of paths. Knows the answer's types and the door's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.results.answer import Answer, Found, Pick, item_texts
from agent.serving.http.guard import Door
from retrieval.catalog.items import Item

__all__ = ["answer_body", "found_body", "item_body", "pick_body"]


def _media(item: Item, door: Door) -> dict[str, Any]:
    return {
        "url": door.address(item.id),
        "images": [door.address(item.id, f"/picture/{n}") for n in range(len(item.images))],
        "audio": door.address(item.id, "/sound") if item.audio else None,
    }


def item_body(item: Item, door: Door) -> dict[str, Any]:
    """An item with all that it says."""
    return item_texts(item) | _media(item, door)


def pick_body(pick: Pick, language: str, door: Door) -> dict[str, Any]:
    """A pick, in the reader's language."""
    return pick.to_dict(language) | _media(pick.item, door)


def found_body(found: Found) -> dict[str, Any]:
    """What was found before anything is picked."""
    return found.to_dict()


def answer_body(answer: Answer, door: Door, *, trace: bool = False) -> Mapping[str, Any]:
    """A whole answer."""
    items = [pick_body(pick, answer.language, door) for pick in answer.picks]
    return answer.to_dict(trace=trace) | {"items": items}

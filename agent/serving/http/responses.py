"""Answers and items as HTTP tells them: addresses instead of paths. Knows the answer's types and the guard's keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent.results.answer import Answer, Found, Pick, item_texts
from agent.serving.http.guard import TokenGuard
from retrieval.catalog.items import Item

__all__ = ["answer_body", "found_body", "item_body", "pick_body"]


def _media(item: Item, guard: TokenGuard) -> dict[str, Any]:
    return {
        "url": guard.address(item.id),
        "images": [guard.address(item.id, f"/picture/{n}") for n in range(len(item.images))],
        "audio": guard.address(item.id, "/sound") if item.audio else None,
    }


def item_body(item: Item, guard: TokenGuard) -> dict[str, Any]:
    """An item with all that it says."""
    return item_texts(item) | _media(item, guard)


def pick_body(pick: Pick, language: str, guard: TokenGuard) -> dict[str, Any]:
    """A pick, in the reader's language."""
    return pick.to_dict(language) | _media(pick.item, guard)


def found_body(found: Found) -> dict[str, Any]:
    """What was found before anything is picked."""
    return found.to_dict()


def answer_body(answer: Answer, guard: TokenGuard, *, trace: bool = False) -> Mapping[str, Any]:
    """A whole answer."""
    items = [pick_body(pick, answer.language, guard) for pick in answer.picks]
    return answer.to_dict(trace=trace) | {"items": items}

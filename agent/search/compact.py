"""Items and values for a chat model in few words: on one line, cut, and counted in tokens before they are told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from agent.search.details import fields_of, values_of
from agent.search.token_count import beginning, token_count
from retrieval.catalog.items import Item

__all__ = ["HIT_TOKENS", "cut", "item_body", "tokens_of", "told_values"]

HIT_TOKENS = 60
"""Tokens of a hit unless the settings say otherwise."""

TITLE, VALUE, ELEMENTS, SHORT = 80, 40, 4, 12
"""Characters of a title and of a value, elements of a list, and characters that are too few to tell of a text."""


def cut(text: str, limit: int) -> str:
    """A text on one line, at most `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def tokens_of(body: Mapping[str, Any]) -> int:
    """The tokens of data as JSON, about."""
    return token_count(json.dumps(body, ensure_ascii=False, default=str))


def told_values(item: Item, name: str, *, elements: int = ELEMENTS, limit: int = VALUE) -> str:
    """What an item has in a field, in one string; "" for nothing."""
    own = values_of(item, name)
    return ", ".join(cut(value, limit) for value in own[:elements]) + ("…" if len(own) > elements else "")


def item_body(
    item: Item, language: str, budget: int, first: Sequence[str] = (), beside: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """An item in at most `budget` tokens, about: id and title, what is told `beside`, its fields, those of `first` before others,
    and as much of its text as there is room for. The same item is told in the same way each time."""
    body: dict[str, Any] = {"id": item.id, "title": cut(item.title_in(language), TITLE), **(beside or {})}
    spent = tokens_of(body)
    for name in dict.fromkeys((*(n for n in first if n in item.attributes), *fields_of(item))):
        told = told_values(item, name)
        cost = _beside(name, told) if told else 0
        if told and spent + cost <= budget:
            body[name], spent = told, spent + cost
    text, room = " ".join(item.description_in(language).split()), budget - spent - _beside("about", "")
    while (part := _fitting(text, room)) and tokens_of({**body, "about": part}) > budget:
        room -= 2
    return body | ({"about": part} if part else {})


def _fitting(text: str, room: int) -> str:
    """As much of a text as costs at most `room` tokens, about; "" where that says nothing."""
    if beginning(text, room) == text:
        return text
    part = beginning(text, room - 1).rstrip()
    return f"{part}…" if len(part) > SHORT else ""


def _beside(name: str, told: str) -> int:
    """The tokens that a field costs beside others, about."""
    return token_count(json.dumps({name: told}, ensure_ascii=False)[1:-1] + ",")

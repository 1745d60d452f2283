"""The kind of an event as somebody outside names it: one that is registered, told in schemas as a choice."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from retrieval.behavior.events.kinds import event_kinds, kind_of

__all__ = ["DeedKind", "EventKindName"]


def _any(name: str) -> str:
    if kind_of(name) is None:
        raise ValueError(f"expected one of {', '.join(repr(kind.name) for kind in event_kinds())}")
    return name


def _of_an_item(name: str) -> str:
    kind = kind_of(name)
    if kind is None or not kind.item:
        raise ValueError(f"expected one of {', '.join(repr(kind.name) for kind in event_kinds() if kind.item)}")
    return name


def _tell_all(schema: dict[str, Any]) -> None:
    schema["enum"] = [kind.name for kind in event_kinds()]


def _tell_items(schema: dict[str, Any]) -> None:
    schema["enum"] = [kind.name for kind in event_kinds() if kind.item]


EventKindName = Annotated[str, AfterValidator(_any), Field(json_schema_extra=_tell_all)]
"""Any kind. Its schema lists those that are registered when it is made."""
DeedKind = Annotated[str, AfterValidator(_of_an_item), Field(json_schema_extra=_tell_items)]
"""A kind that is about an item."""

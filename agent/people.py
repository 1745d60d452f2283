"""Who asks and what they did, as the Python API takes it."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from agent.recommender import Recommender
from retrieval.errors import QueryError

__all__ = ["record", "who"]


def who(call: Callable[..., Any], **given: Any) -> dict[str, Any]:
    """Of `given`, what was given and what `call` takes."""
    takes = signature(call).parameters
    return {name: value for name, value in given.items() if value is not None and name in takes}


def record(medley: Recommender, kind: str, item: str | None, **given: Any) -> None:
    """Records one event. Raises QueryError where this version keeps none, and what recording raises."""
    keep = getattr(medley, "record", None)
    if keep is None:
        raise QueryError("this version of Medley records no behaviour")
    keep(kind, item, **{name: value for name, value in given.items() if value is not None})

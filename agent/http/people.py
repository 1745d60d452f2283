"""Who asks and what they did, as the Python API takes it."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from agent.http.problems import Refused
from agent.recommender import Recommender

__all__ = ["record", "who"]


def who(call: Callable[..., Any], **given: Any) -> dict[str, Any]:
    """Of `given`, what was given and what `call` takes."""
    takes = signature(call).parameters
    return {name: value for name, value in given.items() if value is not None and name in takes}


def record(medley: Recommender, kind: str, item: str | None, **given: Any) -> None:
    """Records one event. Raises Refused where this version keeps none, and what recording raises."""
    keep = getattr(medley, "record", None)
    if keep is None:
        raise Refused(501, "this version of Medley records no behaviour", "no_behaviour")
    keep(kind, item, **{name: value for name, value in given.items() if value is not None})

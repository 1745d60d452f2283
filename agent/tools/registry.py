"""The tools that a chat model is offered, always all of them in the same order; a stranger's is registered as the built-in ones are.

Knows tools by name; not what they do.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel

from agent.models.strict_schema import strict_schema
from agent.tools.base import ANSWER_TOOL, Look, Seen, Tool
from retrieval.errors import ConfigError

__all__ = ["register_tool", "registered_tools", "unregister_tool"]

Run = TypeVar("Run", bound=Callable[[Any, Look], Seen | Mapping[str, Any]])

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]{0,63}")
_TOOLS: dict[str, Tool] = {}


def _takes(run: Callable[..., Any]) -> type[BaseModel]:
    """The class of a tool's arguments: the annotation of its first parameter."""
    parameters = list(inspect.signature(run).parameters)
    kind = get_type_hints(run).get(parameters[0]) if parameters else None
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        raise ConfigError(f"expected a tool whose first parameter is annotated with a pydantic model; got {kind!r}")
    return kind


def register_tool(name: str, *, told: str = "", searches: bool = False) -> Callable[[Run], Run]:
    """Makes a function a tool of every chat model, as a decorator; a tool of the same name is replaced.

    The function takes its arguments, an instance of the pydantic model that its first parameter is annotated with, and a `Look`;
    it returns JSON-able data, or a `Seen`, and changes nothing. told: what the model is told of it, the docstring of the arguments
    unless given. A QueryError that it raises is told to the model.

    Raises ConfigError for a name that no model can call, or arguments that can't be held to a schema.
    """
    if not _NAME.fullmatch(name) or name == ANSWER_TOOL:
        raise ConfigError(f"expected a name of letters, digits and underscores, and not '{ANSWER_TOOL}'; got '{name}'")

    def registered(run: Run) -> Run:
        takes = _takes(run)
        words = told or inspect.getdoc(takes) or ""
        if not words or (takes.__doc__ is None and not told):
            raise ConfigError(f"expected words that tell what '{name}' does: a docstring of its arguments, or told=")
        strict_schema(takes.model_json_schema())
        _TOOLS[name] = Tool(name, " ".join(words.split()), takes, run, searches)
        return run

    return registered


def unregister_tool(name: str) -> None:
    """Takes a tool away; nothing where there is none of that name."""
    _TOOLS.pop(name, None)


def registered_tools() -> tuple[Tool, ...]:
    """Return all tools, in the order in which they were registered: the built-in ones first."""
    return tuple(_TOOLS.values())

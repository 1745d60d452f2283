"""JSON schemas in the form that servers hold a model to: every property required, none beside them, no keyword that is refused.

The subset is that of OpenAI's structured outputs; other servers understand it, too. Knows JSON schemas; nothing of tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from retrieval.errors import ConfigError

__all__ = ["strict_schema", "strict_tool", "without_nulls"]

_KEPT = frozenset(
    {"type", "description", "enum", "anyOf", "items", "properties", "required", "additionalProperties"}
    | {"minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"}
)
_LENGTHS = frozenset({"minLength", "maxLength"})
"""Bounds of texts: grammars of llama.cpp keep them, OpenAI refuses them."""
_PLAIN: tuple[Any, ...] = ("", [], {}, False)
"""Defaults that a model can write itself, so that it needs no null to leave something out."""


def _resolved(node: Any, definitions: Mapping[str, Any], at: tuple[str, ...]) -> Any:
    """The node that a reference stands for, with what is said beside it."""
    if not isinstance(node, Mapping) or "$ref" not in node:
        return node
    name = str(node["$ref"]).rsplit("/", 1)[-1]
    if name in at or name not in definitions:
        raise ConfigError(f"expected a schema whose references end; got '{node['$ref']}' in {' > '.join(at) or 'it'}")
    return {**definitions[name], **{key: value for key, value in node.items() if key != "$ref"}}


def _nullable(node: dict[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    options = node.get("anyOf")
    if isinstance(options, list):
        return node if {"type": "null"} in options else {**node, "anyOf": [*options, {"type": "null"}]}
    if isinstance(node.get("type"), list):
        return {**node, "type": list(dict.fromkeys((*node["type"], "null")))}
    told = {key: value for key, value in node.items() if key == "description"}
    return {"anyOf": [{key: value for key, value in node.items() if key != "description"}, {"type": "null"}], **told}


def _leaves_out(node: Mapping[str, Any]) -> bool:
    """Whether an optional property can be left out by a value of its own."""
    default = node.get("default", ...)
    return any(default == plain and type(default) is type(plain) for plain in _PLAIN)


class _Strict:
    def __init__(self, definitions: Mapping[str, Any], lengths: bool) -> None:
        self._definitions, self._kept = definitions, _KEPT | (_LENGTHS if lengths else frozenset())

    def node(self, given: Any, at: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return one schema as it is sent, with all that are in it."""
        here = (*at, str(given["$ref"]).rsplit("/", 1)[-1]) if isinstance(given, Mapping) and "$ref" in given else at
        node = _resolved(given, self._definitions, at)
        if not isinstance(node, Mapping):
            raise ConfigError(f"expected a schema that is an object; got {node!r}")
        if len(node.get("allOf", ())) == 1:
            return self.node({**node["allOf"][0], **{k: v for k, v in node.items() if k != "allOf"}}, here)
        options = node.get("anyOf", node.get("oneOf"))
        body = {key: value for key, value in node.items() if key in self._kept}
        if "const" in node:
            body["enum"] = [node["const"]]
        if options is not None:
            body["anyOf"] = [self.node(one, here) for one in options]
        if node.get("type") == "array":
            body["items"] = self._items(node, here)
        if node.get("type") == "object" or "properties" in node:
            body |= self._object(node, here)
        if not {"type", "enum", "anyOf"} & set(body):
            raise ConfigError(f"expected a type for each value of a tool's arguments; got {dict(node)!r}")
        return body

    def _items(self, node: Mapping[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
        if isinstance(prefix := node.get("prefixItems"), list) and prefix:
            found = [self.node(one, at) for one in prefix]
            distinct = [one for n, one in enumerate(found) if one not in found[:n]]
            return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        return self.node(node.get("items", {}), at)

    def _object(self, node: Mapping[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
        if isinstance(node.get("additionalProperties"), Mapping) or node.get("additionalProperties") is True:
            raise ConfigError("expected arguments with named properties; a mapping with any names can't be held to")
        required = set(node.get("required", ()))
        held = {}
        for name, part in node.get("properties", {}).items():
            one = self.node(part, at)
            held[name] = one if name in required or _leaves_out(part) or _is_null(one) else _nullable(one)
        return {"type": "object", "properties": held, "required": list(held), "additionalProperties": False}


def _is_null(node: Mapping[str, Any]) -> bool:
    """Whether null is among the values already."""
    kinds = node.get("type")
    return {"type": "null"} in node.get("anyOf", ()) or (isinstance(kinds, list) and "null" in kinds)


def strict_schema(schema: Mapping[str, Any], *, lengths: bool = False) -> dict[str, Any]:
    """`schema`, an object's, in the strict form. What may be left out may be null where no empty value says so.

    lengths: whether bounds of texts stay. Raises ConfigError for what can't be said so: open mappings, values of any type,
    references without end.
    """
    definitions = {**schema.get("$defs", {}), **schema.get("definitions", {})}
    return _Strict(definitions, lengths).node({k: v for k, v in schema.items() if k not in ("$defs", "definitions")})


def strict_tool(tool: BaseTool, *, held: bool = False, lengths: bool = False) -> dict[str, Any]:
    """Return a tool as chat models are told of it, its arguments in the strict form. held: whether its server is to hold calls to it. lengths: as for `strict_schema`.

    Raises ConfigError as `strict_schema` does.
    """
    told = convert_to_openai_tool(tool)
    function = {**told["function"], "parameters": strict_schema(told["function"]["parameters"], lengths=lengths)}
    return {**told, "function": function | ({"strict": True} if held else {})}


def without_nulls(arguments: Any) -> Any:
    """Arguments without what is null in them: it was left out."""
    if isinstance(arguments, Mapping):
        return {name: without_nulls(value) for name, value in arguments.items() if value is not None}
    if isinstance(arguments, list):
        return [without_nulls(value) for value in arguments if value is not None]
    return arguments

"""What OpenAI's structured outputs refuse in a JSON schema, written from its documentation; shares nothing with what makes schemas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ALLOWED = {
    "type", "description", "enum", "const", "anyOf", "items", "properties", "required", "additionalProperties", "$defs", "$ref",
    "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern", "title",
}  # fmt: skip
TYPES = {"string", "number", "integer", "boolean", "object", "array", "null"}
DEPTH, PROPERTIES, CHARACTERS, ENUM = 10, 5_000, 120_000, 1_000


def faults(schema: Any) -> list[str]:
    """What is refused, each with its path; empty where nothing is."""
    found = list(_faults(schema, "$", 1))
    if not isinstance(schema, dict) or schema.get("type") != "object" or "anyOf" in schema:
        found.append("$: the root is no plain object")
    counted = [0, 0]
    _count(schema, counted)
    return found + (["too large"] if counted[0] > PROPERTIES or counted[1] > CHARACTERS else [])


def _count(node: Any, counted: list[int]) -> None:
    if isinstance(node, dict):
        counted[0] += len(node.get("properties", {}))
        counted[1] += sum(len(name) for name in node.get("properties", {}))
        counted[1] += sum(len(str(value)) for value in node.get("enum", []))
        for part in node.values():
            _count(part, counted)
    elif isinstance(node, list):
        for part in node:
            _count(part, counted)


def _faults(node: Any, at: str, depth: int) -> Iterator[str]:
    if not isinstance(node, dict):
        yield f"{at}: no schema"
        return
    for key in set(node) - ALLOWED:
        yield f"{at}: '{key}' is not permitted"
    if "$ref" in node and len(node) > 1:
        yield f"{at}: nothing may stand beside a $ref"
    if not {"type", "enum", "const", "anyOf", "$ref"} & set(node):
        yield f"{at}: no type"
    kinds = node.get("type", [])
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind not in TYPES:
            yield f"{at}: the type '{kind}'"
    if len(node.get("enum", [])) > ENUM:
        yield f"{at}: too many values"
    if kinds == "object" or "properties" in node:
        yield from _object(node, at, depth)
    if kinds == "array":
        yield from _faults(node.get("items"), f"{at}[]", depth)
    for n, option in enumerate(node.get("anyOf", [])):
        yield from _faults(option, f"{at}|{n}", depth)
    for name, definition in node.get("$defs", {}).items():
        yield from _faults(definition, f"{at}#{name}", depth)


def _object(node: dict[str, Any], at: str, depth: int) -> Iterator[str]:
    if depth > DEPTH:
        yield f"{at}: too deep"
    if node.get("additionalProperties") is not False:
        yield f"{at}: additionalProperties must be false"
    if set(node.get("required", [])) != set(node.get("properties", {})):
        yield f"{at}: every property must be required"
    for name, part in node.get("properties", {}).items():
        yield from _faults(part, f"{at}.{name}", depth + 1)

"""The dialect for small models: short prompts, few and bounded arguments, one search, and the hits' order kept.

A model of some hundred million to a few thousand million parameters fills a small JSON schema well and a large one
badly; so it names conditions in five operators and items by number. Knows nothing of how the model is called.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Described

from agent.explanation.fact_sheet import FactSheet, items_of
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.loop.tools import Choice, Dialect, Search, answered, field_line
from agent.parsing.intent import Constraint, Intent
from agent.search.turn import Searched
from prompts import load_prompt
from retrieval.catalog.schema import Schema
from retrieval.language.packs import pack_of

__all__ = ["Brief", "BriefAnswer", "BriefCondition", "BriefIntent"]

FIELDS, ATTRIBUTES = 16, 6
"""Fields that the prompt names, and attributes of a hit."""
MOST = 10
"""Hits that are explained."""
CUT = 120
"""Characters of a description that a small model is shown."""


class _Bounded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _cut(most: int) -> BeforeValidator:
    """Cuts a text or a list at `most`: not every server keeps bounds that its schema names."""
    return BeforeValidator(lambda given: given[:most] if isinstance(given, str | list | tuple) else given)


Short = Annotated[str, _cut(40), Described(max_length=40)]


class BriefCondition(_Bounded):
    """What must hold, said simply."""

    words: Annotated[str, _cut(60)] = Described(max_length=60)
    field: str
    op: Literal["is", "is not", "at most", "at least", "contains"]
    value: Short

    def constraint(self, schema: Schema) -> Constraint:
        """Return the same as a Constraint; numbers where the field has some."""
        field = schema.fields.get(self.field)
        value = _number(self.value) if field is not None and field.kind == "number" else self.value
        negate = self.op == "is not"
        if self.op in ("at most", "at least"):
            low, high = (None, value) if self.op == "at most" else (value, None)
            return Constraint(field=self.field, op="range", low=low, high=high, span=self.words)
        op: Literal["contains", "eq"] = "contains" if self.op == "contains" else "eq"
        return Constraint(field=self.field, op=op, values=(value,), negate=negate, span=self.words)


class BriefIntent(_Bounded):
    """A request, read by a small model."""

    wish: Annotated[str, _cut(80)] = Described(default="", max_length=80)
    conditions: Annotated[tuple[BriefCondition, ...], _cut(4)] = Described(default=(), max_length=4)
    without: Annotated[tuple[Short, ...], _cut(3)] = Described(default=(), max_length=3)

    def intent(self, schema: Schema) -> Intent:
        """Return the same as an Intent."""
        constraints = tuple(c.constraint(schema) for c in self.conditions)
        return Intent(wish=self.wish, constraints=constraints, excluded=self.without)


class BriefChoice(_Bounded):
    """A hit by its number, and the reason for it."""

    n: int
    reason: Annotated[str, _cut(160)] = Described(max_length=160)


class BriefAnswer(_Bounded):
    """Reasons for hits."""

    picks: Annotated[tuple[BriefChoice, ...], _cut(MOST)] = Described(max_length=MOST)


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _plain_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema with every property required, references resolved and nothing else allowed: servers differ."""
    whole = model.model_json_schema()
    definitions = whole.pop("$defs", {})

    def plain(node: Any) -> Any:
        if isinstance(node, list):
            return [plain(part) for part in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return plain(definitions[node["$ref"].rsplit("/", 1)[-1]])
        body = {key: plain(value) for key, value in node.items() if key not in ("default", "title", "description")}
        if node.get("type") == "object":
            body |= {"required": list(node["properties"]), "additionalProperties": False}
        return body

    resolved: dict[str, Any] = plain(whole)
    return resolved


def _line(sheet: FactSheet, language: str) -> str:
    """The facts of one hit in one line: its title, some attributes, and the beginning of its description."""
    item = sheet.item
    values = [
        f"{name}: {', '.join(map(str, items_of(value)[:3]))}"
        for name, value in list(item.attributes.items())[:ATTRIBUTES]
    ]
    parts = [item.title_in(language)[:80], *(value[:60] for value in values), item.description_in(language)[:CUT]]
    return "; ".join(" ".join(part.split()) for part in parts if part)


class Brief(Dialect):
    """Short prompts and bounded JSON; what the rules read is kept, and so are their words for what to look for."""

    wording = False
    talks = False

    def __init__(self, schema: Schema, count: int, *, reorders: bool = False) -> None:
        """Takes the most common fields for the model to name, and `count` hits for it to explain, ten at most. reorders:
        whether its order of them counts."""
        self.reorders = reorders
        self._schema, self._count = schema, min(count, MOST)
        self._fields = sorted(schema.fields.values(), key=lambda f: -f.count)[:FIELDS]

    @staticmethod
    def reading_schema(fields: Sequence[str]) -> dict[str, Any]:
        """Return the JSON schema of a BriefIntent whose conditions are on these fields; without any, there are none."""
        schema = copy.deepcopy(_plain_schema(BriefIntent))
        conditions = schema["properties"]["conditions"]
        if fields:
            conditions["items"]["properties"]["field"]["enum"] = list(fields)
        else:
            conditions["maxItems"] = 0
        return schema

    def search_tool(self, search: Search) -> BaseTool:
        """Return the arguments are a BriefIntent whose fields are the catalogue's."""

        def call(**arguments: Any) -> str:
            return search(self.intent(arguments))

        schema = self.reading_schema([f.name for f in self._fields])
        return StructuredTool.from_function(call, name=SEARCH_TOOL, description="A search.", args_schema=schema)

    def answer_tool(self) -> BaseTool:
        """Return the arguments are a BriefAnswer."""
        schema = copy.deepcopy(_plain_schema(BriefAnswer))
        schema["properties"]["picks"]["maxItems"] = self._count
        return StructuredTool.from_function(
            answered,
            name=ANSWER_TOOL,
            description="Reasons.",
            args_schema=schema,
            return_direct=True,
        )

    def offered(self, searches: int, rounds: int) -> tuple[str, ...]:
        """Make one search, then the answer."""
        return (ANSWER_TOOL,) if searches else (SEARCH_TOOL,)

    def asked(self, messages: Sequence[BaseMessage], searches: Sequence[Searched]) -> tuple[str, list[BaseMessage]]:
        """Return the last request alone, or the hits that were found for it."""
        request = next((m.text for m in reversed(messages) if isinstance(m, HumanMessage)), "")
        if not searches:
            fields = "\n".join(field_line(f, 5) for f in self._fields) or "(none)"
            return load_prompt("read_brief").render(fields=fields), [HumanMessage(request)]
        language = searches[-1].plan.language
        lines = [f"{n}. {_line(sheet, language)}" for n, sheet in enumerate(searches[-1].facts[: self._count], start=1)]
        system = load_prompt("explain_brief").render(language=pack_of(language).name, request=request)
        return system, [HumanMessage("\n".join(lines))]

    def prompt(self, searches: int) -> str:
        """Return one model for reading, one for explaining."""
        return load_prompt("explain_brief" if searches else "read_brief").id

    def intent(self, arguments: Mapping[str, Any]) -> Intent:
        """Return a BriefIntent, as an Intent."""
        return BriefIntent.model_validate(arguments).intent(self._schema)

    def choices(self, arguments: Mapping[str, Any], searches: Sequence[Searched]) -> list[Choice]:
        """Numbers of hits, as their ids; numbers that there aren't are left out."""
        ids = [hit.id for hit in searches[-1].hits] if searches else []
        picks = BriefAnswer.model_validate(arguments).picks
        return [Choice(id=ids[pick.n - 1], reason=pick.reason) for pick in picks if 0 < pick.n <= len(ids)]

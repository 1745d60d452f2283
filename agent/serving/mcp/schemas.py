"""What the tools take, made from the catalogue as it is now: every field with its kind, its range or its values.

An assistant that reads these knows what can be asked. Values are a catalogue's text: shortened, without control
characters, and never more than an enumeration.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from agent.personalization.feedback import DeedKind
from retrieval.catalog.filters import Filter, operators
from retrieval.catalog.operators.base import Argument
from retrieval.catalog.schema import Field as CatalogField
from retrieval.catalog.schema import Schema

__all__ = ["Feedback", "ItemId", "conditions", "filter_fields", "inlined", "recommend_model", "search_model"]

FIELDS = 40
"""Most fields that the tools can filter by: those that most items have."""
VALUES = 60
"""Most values that are enumerated; a field with more takes any text, and names the most frequent."""
LENGTH = 80
"""Characters of a value, or of a field's name, that are told."""
MOST_VALUES = 200
"""Most values that one condition names."""
MOST = 25
"""Most items of one answer."""

STRICT = ConfigDict(extra="forbid", populate_by_name=False)

Ids = Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=50)]


def clean(text: str) -> str:
    """A catalogue's text as it is told to an assistant: one line, no control characters, not long."""
    plain = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in ("Cc", "Cf", "Co"))
    return plain[:LENGTH]


class ItemId(BaseModel):
    """The item that is meant."""

    model_config = STRICT
    id: str = Field(max_length=500, description="id of the item, as other tools tell it")


class Feedback(BaseModel):
    """What somebody did with an item."""

    model_config = STRICT
    item: str = Field(max_length=500, description="id of the item")
    kind: DeedKind
    user: str | None = Field(default=None, max_length=500, description="who; without one, `session` is needed")
    session: str | None = Field(default=None, max_length=500, description="a visit of somebody who gives no name")
    value: float | None = Field(default=None, description="seconds for play, stars for rate")


def filter_fields(schema: Schema) -> dict[str, CatalogField]:
    """The fields that the tools filter by, by name."""
    fit = [f for f in schema.fields.values() if f.count and f.name == clean(f.name)]
    return {f.name: f for f in sorted(fit, key=lambda f: (-f.count, f.name))[:FIELDS]}


def _values(f: CatalogField) -> Any:
    """The type of one value of a category: an enumeration where there are few."""
    if 0 < len(f.values) <= VALUES and all(value == clean(value) for value in f.values):
        return Literal[tuple(f.values)]
    return Annotated[str, Field(max_length=500)]


def _told(f: CatalogField) -> str:
    """What a field's condition says of itself: the kind of its values, and which there are."""
    listed = "a list; " if f.many else ""
    if f.kind == "boolean":
        return listed + "true or false"
    if f.kind == "text":
        return listed + "free text"
    if f.kind in ("number", "date"):
        return f"{listed}{f.kind} from {f.minimum} to {f.maximum}"
    return f"{listed}{len(f.values)} values, such as {', '.join(clean(value) for value in f.frequent(12))}"


def _type(argument: Argument, f: CatalogField) -> Any:
    """The type of an operator's argument on a field."""
    if argument.kind == "values":
        return Annotated[list[_values(f)], Field(max_length=MOST_VALUES)]  # type: ignore[misc]
    if argument.kind == "bound":
        return date if f.kind == "date" else float
    return bool if argument.kind == "flag" else Annotated[str, Field(max_length=500)]


def _condition(f: CatalogField) -> Any:
    """The type of a condition on a field: what every operator takes for it; yes or no itself where it is that."""
    if f.kind == "boolean":
        return bool
    taken = {name: argument for operator in operators() for name, argument in operator.arguments(f).items()}
    made = {n: (_type(a, f) | None, Field(default=None, description=a.told)) for n, a in taken.items()}
    return create_model("Condition", __config__=STRICT, **made)  # type: ignore[call-overload]


def _filters(schema: Schema) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for n, f in enumerate(filter_fields(schema).values()):
        fields[f"f{n}"] = (_condition(f) | None, Field(default=None, alias=f.name, description=_told(f)))
    return create_model("Filters", __config__=STRICT, **fields)


def _asked(schema: Schema, name: str, text: str, **more: Any) -> type[BaseModel]:
    """A tool's input: words, filters, how many, and what else it takes."""
    count = Annotated[int, Field(ge=1, le=MOST)]
    fields: dict[str, Any] = {
        "text": (Annotated[str, Field(max_length=2_000)], Field(default="", description=text)),
        "filters": (_filters(schema) | None, Field(default=None, description="conditions that every item satisfies")),
        "limit": (count, Field(default=5, description="how many items")),
        "pictures": (bool, Field(default=False, description="whether to show the items' pictures")),
        "user": (str | None, Field(default=None, max_length=500, description="whose taste counts")),
        **more,
    }
    return create_model(name, __config__=STRICT, **fields)


def search_model(schema: Schema) -> type[BaseModel]:
    """What `search_items` takes."""
    like: Any = (Ids, Field(default=[], description="ids of items to be like"))
    dislike: Any = (Ids, Field(default=[], description="ids of items to be unlike"))
    return _asked(schema, "Search", "words to look for, as they are", like=like, dislike=dislike)


def recommend_model(schema: Schema) -> type[BaseModel]:
    """What `recommend` takes."""
    exclude: Any = (
        Ids,
        Field(default=[], description="ids of items that are not to be recommended, such as those shown"),
    )
    return _asked(schema, "Recommend", "the request in the person's own words, English or Chinese", exclude=exclude)


def _one(name: str, f: CatalogField, given: Any) -> Iterator[Filter]:
    if isinstance(given, bool):
        yield Filter(name, "eq", given)
        return
    said = given.model_dump(exclude_none=True)
    for operator in operators():
        yield from operator.conditions(name, said, f)


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema without references: what `$defs` holds stands where it is used. Some assistants can't follow them."""
    kept = schema.get("$defs", {})

    def at(node: Any) -> Any:
        if isinstance(node, list):
            return [at(each) for each in node]
        if not isinstance(node, dict):
            return node
        if isinstance(name := node.get("$ref"), str) and name.startswith("#/$defs/"):
            beside = {key: at(value) for key, value in node.items() if key != "$ref"}
            return at(kept[name.removeprefix("#/$defs/")]) | beside
        return {key: at(value) for key, value in node.items()}

    found: dict[str, Any] = at({key: value for key, value in schema.items() if key != "$defs"})
    return found


def conditions(filters: BaseModel | None, schema: Schema) -> Sequence[Filter]:
    """The conditions that an assistant named by the catalogue's fields."""
    fields = filter_fields(schema)
    by_alias = {} if filters is None else {type(filters).model_fields[n].alias: v for n, v in filters}
    given = {str(name): value for name, value in by_alias.items() if value is not None}
    return [f for name, value in given.items() for f in _one(name, fields[name], value)]

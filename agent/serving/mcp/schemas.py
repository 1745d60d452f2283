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

from retrieval.catalog.filters import Filter
from retrieval.catalog.schema import Field as CatalogField
from retrieval.catalog.schema import Schema

__all__ = ["Feedback", "ItemId", "conditions", "filter_fields", "recommend_model", "search_model"]

FIELDS = 40
"""Most fields that the tools can filter by: those that most items have."""
VALUES = 60
"""Most values that are enumerated; a field with more takes any text, and names the most frequent."""
LENGTH = 80
"""Characters of a value, or of a field's name, that are told."""
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
    kind: Literal["view", "play", "like", "dislike", "rate", "cart", "buy", "skip", "hide"]
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


def _condition(f: CatalogField) -> tuple[Any, str]:
    """The type of a condition on a field, and what it says of itself."""
    listed = "a list; " if f.many else ""
    if f.kind == "boolean":
        return bool, listed + "true or false"
    if f.kind == "text":
        return _model("Contains", contains=(str, "words that it has")), listed + "free text"
    if f.kind in ("number", "date"):
        of: Any = float if f.kind == "number" else date
        bounds = {"at_least": (of, "lower bound"), "at_most": (of, "upper bound")}
        return _model("Range", **bounds), f"{listed}{f.kind} from {f.minimum} to {f.maximum}"
    one: Any = list[_values(f)]  # type: ignore[misc]
    frequent = ", ".join(clean(value) for value in f.frequent(12))
    told = f"{listed}{len(f.values)} values, such as {frequent}"
    return _model("Choice", any_of=(one, "one of these"), none_of=(one, "none of these")), told


def _model(name: str, **fields: tuple[Any, str]) -> type[BaseModel]:
    made = {field: (kind | None, Field(default=None, description=told)) for field, (kind, told) in fields.items()}
    return create_model(name, __config__=STRICT, **made)  # type: ignore[call-overload, no-any-return]


def _filters(schema: Schema) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for n, f in enumerate(filter_fields(schema).values()):
        kind, told = _condition(f)
        fields[f"f{n}"] = (kind | None, Field(default=None, alias=f.name, description=told))
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
    if "contains" in said:
        yield Filter(name, "contains", said["contains"])
    if "at_least" in said or "at_most" in said:
        yield Filter(name, "range", (said.get("at_least"), said.get("at_most")))
    if said.get("any_of"):
        yield Filter(name, "in", tuple(said["any_of"]))
    if said.get("none_of"):
        yield Filter(name, "in", tuple(said["none_of"]), negate=True)


def conditions(filters: BaseModel | None, schema: Schema) -> Sequence[Filter]:
    """The conditions that an assistant named by the catalogue's fields."""
    fields = filter_fields(schema)
    by_alias = {} if filters is None else {type(filters).model_fields[n].alias: v for n, v in filters}
    given = {str(name): value for name, value in by_alias.items() if value is not None}
    return [f for name, value in given.items() for f in _one(name, fields[name], value)]

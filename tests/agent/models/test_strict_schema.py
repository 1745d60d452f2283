"""Schemas that servers hold a model to: OpenAI's subset, checked by a reader of its own."""

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from agent.loop.tools import Choices
from agent.models.strict_schema import strict_schema, without_nulls
from agent.parsing.intent import Intent
from retrieval.errors import ConfigError
from tests.strict_schemas import faults


class Part(BaseModel):
    """A part."""

    name: str = Field(max_length=8, description="of the part")
    weight: float = Field(default=1.0, ge=0)


class Whole(BaseModel):
    """All sorts of types."""

    kind: Literal["a", "b"] = "a"
    parts: list[Part] = []
    best: Part | None = None
    span: tuple[float, float] | None = None
    title: str = Field(default="", examples=["x"], min_length=1)
    unit: str = "kg"
    sure: bool = True


@pytest.mark.parametrize("model", [Whole, Intent, Choices])
def test_only_what_is_permitted_is_left(model: type[BaseModel]) -> None:
    assert faults(model.model_json_schema()), "the checker must see what pydantic writes"
    assert faults(strict_schema(model.model_json_schema())) == []


def test_what_may_be_left_out_can_be_left_out() -> None:
    held = strict_schema(Whole.model_json_schema())["properties"]
    assert {"type": "null"} in held["unit"]["anyOf"]
    assert {"type": "null"} in held["sure"]["anyOf"]
    assert held["title"]["type"] == "string"  # "" says it
    assert held["best"]["anyOf"].count({"type": "null"}) == 1
    given = {"kind": None, "parts": [], "best": None, "span": None, "title": "x", "unit": None, "sure": None}
    assert Whole.model_validate(without_nulls(given)) == Whole(title="x")


def test_lengths_stay_where_a_server_keeps_them() -> None:
    bounded = strict_schema(Whole.model_json_schema(), lengths=True)
    assert bounded["properties"]["parts"]["items"]["properties"]["name"]["maxLength"] == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "object", "properties": {"any": {}}},
        {"type": "object", "properties": {"open": {"type": "object", "additionalProperties": {"type": "string"}}}},
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}},
    ],
    ids=["anything", "open names", "no end"],
)
def test_what_cannot_be_held_to_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="expected"):
        strict_schema(wrong)

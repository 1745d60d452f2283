"""A kind of attribute that somebody else registers is read in conditions and written in reasons, with nothing else changed."""

import pytest

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.reasons import explain, wording
from retrieval.catalog.attribute_kinds import AttributeKind, register_attribute_kind, unregister_attribute_kind
from retrieval.catalog.filters import Filter, matches, parse_filter
from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.schema import Field, infer_schema
from retrieval.errors import ConfigError, QueryError


class Minutes(AttributeKind):
    """Minutes that are read and written as hours."""

    name, expected = "minutes", "minutes, or hours like 1:30"

    def knows(self, field: str, told: Field | None = None) -> bool:
        return field.endswith("_min")

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        hours, colon, minutes = text.partition(":")
        return float(hours) * 60 + float(minutes) if colon else float(text)

    def written(self, field: str, value: Scalar) -> str | None:
        return f"{int(value) // 60}:{int(value) % 60:02}" if isinstance(value, int | float) else None


@pytest.fixture
def _minutes():
    register_attribute_kind(Minutes())
    yield
    unregister_attribute_kind("minutes")


FILM = Item("a", "A film", attributes={"length_min": 95, "released_at": 1556668800, "colour": True})
OTHER = Item("b", "Another", attributes={"length_min": 130, "released_at": 1673740800, "colour": False})
SCHEMA = infer_schema([FILM, OTHER])


@pytest.mark.usefixtures("_minutes")
def test_a_strangers_kind_is_read_and_written() -> None:
    f = parse_filter("length_min<=1:40", SCHEMA)
    assert f == Filter("length_min", "range", (None, 100.0))
    assert [matches(item, f) for item in (FILM, OTHER)] == [True, False]
    assert str(f) == "length_min ≤ 1:40"
    assert "length min is 1:35, at most 1:40" in explain(FactSheet(FILM, conditions=(f,)), "en").text
    assert "1:40" in wording(f, "zh")
    assert parse_filter("length_min=1:30..2:30", SCHEMA).value == (90.0, 150.0)
    with pytest.raises(
        QueryError, match=r"expected minutes, or hours like 1:30 for the field 'length_min'; got 'long'"
    ):
        parse_filter("length_min<long", SCHEMA)


def test_without_it_fields_are_what_their_values_are() -> None:
    assert str(parse_filter("length_min<=100", SCHEMA)) == "length_min ≤ 100"
    assert str(parse_filter("released_at>2019-05-01", SCHEMA)) == "released_at > 2019-05-01"
    assert parse_filter("released_at>1556668800", SCHEMA).value == (1556668800.0, None)
    assert parse_filter("colour=no", SCHEMA).value is False
    with pytest.raises(QueryError, match="expected yes or no"):
        parse_filter("colour=perhaps", SCHEMA)
    with pytest.raises(ConfigError, match="isn't free"):
        register_attribute_kind(type("Again", (Minutes,), {"name": "moment"})())

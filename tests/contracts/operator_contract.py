"""What every operator must do. A test class inherits `OperatorContract` and gives conditions with the items that they find.

class TestMine(OperatorContract):
    operator = Mine()
    found = {Filter("title", "mine", "x"): {"a", "b"}}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.reasons import explain, shortfall, wording
from agent.serving.mcp.schemas import conditions, search_model
from retrieval.catalog.filters import Filter, matches, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.operators.base import Operator, operator_of
from retrieval.catalog.schema import infer_schema
from retrieval.store.store import Store

__all__ = ["CATALOGUE", "OperatorContract"]

CATALOGUE = (
    Item("frog", "Green frog", "It eats no newts.", translations={"zh": {"title": "青蛙"}}, attributes={
        "kind": "pond", "price": 4.5, "tags": ("loud", "small"), "added": date(2024, 5, 1), "new": True}),
    Item("fox", "The red fox", "With nuts.", attributes={
        "kind": "wood", "price": 12, "tags": ("quiet",), "added": date(2020, 1, 1), "new": False}),
    Item("bee", "A bee", attributes={"kind": "Meadow", "price": 12.5, "story": "A long text of honey. " * 5}),
    Item("stone", "Stone"),
)  # fmt: skip
SCHEMA = infer_schema(CATALOGUE)


class OperatorContract:
    """Inherited, never collected by itself.

    found: conditions of the operator, none negated, with the ids of the items of which each holds. lines: how some are
    written. tools: what a tool may be given, with the same conditions.
    """

    operator: ClassVar[Operator]
    found: ClassVar[Mapping[Filter, set[str]]]
    lines: ClassVar[Mapping[str, Filter]] = {}
    tools: ClassVar[Mapping[tuple[str, str, str | float | tuple[str, ...]], Filter]] = {}

    @pytest.fixture(scope="class")
    @classmethod
    def store(cls, tmp_path_factory: pytest.TempPathFactory) -> Store:
        """The catalogue, stored."""
        folder: Path = tmp_path_factory.mktemp("operator")
        store = Store(folder, create=True)
        with store.transaction():
            for item in CATALOGUE:
                store.put(item, item.id, {}, [], "catalogue")
        return store

    def test_is_known_by_its_name(self) -> None:
        assert operator_of(self.operator.name) is self.operator or type(operator_of(self.operator.name)) is type(
            self.operator
        )

    def test_holds_of_the_items_that_it_should_and_of_no_other_when_turned_round(self) -> None:
        for f, ids in self.found.items():
            assert {item.id for item in CATALOGUE if matches(item, f)} == ids, f
            turned = Filter(f.field, f.op, f.value, True, f.open_low, f.open_high)
            assert {item.id for item in CATALOGUE if matches(item, turned)} == {i.id for i in CATALOGUE} - ids, turned

    def test_the_store_finds_the_same(self, store: Store) -> None:
        ids = store.ids()
        for f, wanted in self.found.items():
            assert {ids[row - 1] for row in store.select([f])} == wanted, f
            turned = Filter(f.field, f.op, f.value, True, f.open_low, f.open_high)
            assert {ids[row - 1] for row in store.select([turned])} == set(ids) - wanted, turned

    def test_is_read_from_a_line(self) -> None:
        assert {line: parse_filter(line, SCHEMA) for line in self.lines} == self.lines
        for sign in self.operator.signs:
            assert any(sign in line for line in self.lines), f"a line with {sign}"

    def test_is_written_in_one_line_that_names_the_field(self) -> None:
        for f in self.found:
            written = str(f)
            assert "\n" not in written
            assert ("text" if f.field == "*" else f.field) in written
            assert str(Filter(f.field, f.op, f.value, True, f.open_low, f.open_high)) == f"not ({written})"

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_is_said_in_a_reason_and_where_it_is_not_so(self, language: str) -> None:
        for f, ids in self.found.items():
            for item in CATALOGUE:
                holds = item.id in ids
                said = (
                    explain(FactSheet(item, conditions=(f,)), language).text if holds else shortfall(item, f, language)
                )
                assert said, f
                assert "{" not in said
            assert wording(f, language)

    def test_is_taken_by_a_tool(self) -> None:
        for (field, name, value), f in self.tools.items():
            given = {"filters": {field: {name: list(value) if isinstance(value, tuple) else value}}}
            asked = search_model(SCHEMA).model_validate(given)
            assert list(conditions(asked.filters, SCHEMA)) == [f]  # type: ignore[attr-defined]
        taken = {name for field in SCHEMA.fields.values() for name in self.operator.arguments(field)}
        assert taken == {name for _, name, _ in self.tools}

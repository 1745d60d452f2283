"""Each operator that Medley brings keeps the contract of operators, and the registry refuses what would be ambiguous."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import pytest

from retrieval.catalog.filters import ANY_TEXT, Filter, check_filter
from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import Operator, operator_of, register_operator
from retrieval.catalog.operators.containing import Contains
from retrieval.catalog.operators.equality import Equals, OneOf
from retrieval.catalog.operators.existing import Exists
from retrieval.catalog.operators.having import Has
from retrieval.catalog.operators.ranges import Range
from retrieval.errors import ConfigError, QueryError
from tests.contracts.operator_contract import OperatorContract


class TestEquals(OperatorContract):
    operator = Equals()
    found: ClassVar = {
        Filter("kind", "eq", "POND"): {"frog"}, Filter("tags", "eq", "quiet"): {"fox"}, Filter("price", "eq", 12): {"fox"},
        Filter("title", "eq", "青蛙"): {"frog"}, Filter("new", "eq", False): {"fox"},
    }  # fmt: skip
    lines: ClassVar = {
        "kind=pond": Filter("kind", "eq", "pond"), "kind!=pond": Filter("kind", "eq", "pond", negate=True),
        "kind=pond,wood": Filter("kind", "in", ("pond", "wood")), "price = 1..5": Filter("price", "range", (1.0, 5.0)),
    }  # fmt: skip


class TestOneOf(OperatorContract):
    operator = OneOf()
    found: ClassVar = {
        Filter("kind", "in", ("pond", "meadow")): {"frog", "bee"},
        Filter("price", "in", (12, "4.5")): {"fox", "frog"},
    }
    tools: ClassVar = {
        ("kind", "any_of", ("pond", "wood")): Filter("kind", "in", ("pond", "wood")),
        ("kind", "none_of", ("pond",)): Filter("kind", "in", ("pond",), negate=True),
    }

    def test_thousands_of_values_are_found_and_more_are_refused(self, store) -> None:
        many = tuple(f"v{n}" for n in range(3_000))
        assert list(store.select([Filter("kind", "in", (*many, "pond"))])) == [1]
        assert list(store.select([Filter("price", "in", (*map(float, range(100, 2_000)), 12.5))])) == [3]
        with pytest.raises(QueryError, match="at most 5,000 values of 'kind'; got 6,000"):
            store.select([Filter("kind", "in", many + many)])


class TestRange(OperatorContract):
    operator = Range()
    found: ClassVar = {
        Filter("price", "range", (4.5, 12)): {"frog", "fox"},
        Filter("price", "range", (4.5, None), open_low=True): {"fox", "bee"},
        Filter("added", "range", (None, date(2020, 1, 1))): {"fox"},
        Filter("new", "range", (0, 5)): set(),
    }
    lines: ClassVar = {
        "price>5": Filter("price", "range", (5.0, None), open_low=True), "price>=5": Filter("price", "range", (5.0, None)),
        "price<5": Filter("price", "range", (None, 5.0), open_high=True), "price<=5": Filter("price", "range", (None, 5.0)),
    }  # fmt: skip
    tools: ClassVar = {
        ("price", "at_least", 5.0): Filter("price", "range", (5.0, None)),
        ("price", "at_most", 5.0): Filter("price", "range", (None, 5.0)),
    }

    def test_bounds_are_checked(self) -> None:
        with pytest.raises(QueryError, match="one or two numbers"):
            check_filter(Filter("price", "range", ("cheap", None)))


class TestContains(OperatorContract):
    operator = Contains()
    found: ClassVar = {
        Filter("title", "contains", "fox"): {"fox"}, Filter("title", "contains", "蛙"): {"frog"},
        Filter(ANY_TEXT, "contains", "newts"): set(), Filter(ANY_TEXT, "contains", "wood"): {"fox"},
        Filter("story", "contains", "honey"): {"bee"},
    }  # fmt: skip
    lines: ClassVar = {
        "title~fox": Filter("title", "contains", "fox"),
        "*!~fox": Filter("*", "contains", "fox", negate=True),
    }
    tools: ClassVar = {("story", "contains", "honey"): Filter("story", "contains", "honey")}


class TestHas(OperatorContract):
    operator = Has()
    found: ClassVar = {Filter(ANY_TEXT, "has", "nuts"): {"fox"}, Filter(ANY_TEXT, "has", "milk"): set()}


class TestExists(OperatorContract):
    operator = Exists()
    found: ClassVar = {Filter("price", "exists"): {"frog", "fox", "bee"}, Filter("story", "exists"): {"bee"}}


class _Named(Operator):
    name = "mine"

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return False


def test_names_and_signs_are_taken_once() -> None:
    class Twice(_Named):
        name = "eq"

    class Sign(_Named):
        signs = ("~",)

    class Letters(_Named):
        signs = ("like",)

    for wrong in (Twice(), Sign(), Letters()):
        with pytest.raises(ConfigError, match="expected"):
            register_operator(wrong)
    with pytest.raises(QueryError, match="expected an operator of"):
        operator_of("mine")
    with pytest.raises(QueryError, match="got 'sounds'"):
        check_filter(Filter("title", "sounds", "x"))

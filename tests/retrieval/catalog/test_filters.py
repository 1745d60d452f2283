"""Filters: what each operator means, and that SQLite answers exactly as the definition does."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog.filters import ANY_TEXT, Filter, matches, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema
from retrieval.errors import QueryError
from retrieval.store.store import Store

FROG = Item(
    "a",
    title="A green frog, no warts",
    description="Eats no newts. Fed with cheese and nut-free crumbs.",
    translations={"zh": {"title": "青蛙"}},
    attributes={"category": "Animals", "price": 4.5, "tags": ("pond", "loud"), "added": date(2024, 5, 1), "new": True},
)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Filter("category", "eq", "animals"), True),
        (Filter("category", "eq", "plants"), False),
        (Filter("tags", "eq", "LOUD"), True),
        (Filter("tags", "in", ("quiet", "pond")), True),
        (Filter("price", "range", (None, 4.5)), True),
        (Filter("price", "range", (None, 4.5), open_high=True), False),
        (Filter("price", "range", (4, 5)), True),
        (Filter("added", "range", (date(2024, 1, 1), None)), True),
        (Filter("added", "range", (date(2024, 5, 1), None), open_low=True), False),
        (Filter("new", "eq", True), True),
        (Filter("title", "contains", "frog"), True),
        (Filter("title", "contains", "fro"), False),
        (Filter("title", "contains", "蛙"), True),
        (Filter(ANY_TEXT, "contains", "pond"), True),
        (Filter(ANY_TEXT, "contains", "newts"), False),
        (Filter(ANY_TEXT, "contains", "newts", negate=True), True),
        (Filter("title", "contains", "warts"), False),
        (Filter(ANY_TEXT, "has", "milk"), True),
        (Filter(ANY_TEXT, "has", "nuts"), False),
        (Filter("colour", "exists"), False),
        (Filter("colour", "eq", "red", negate=True), True),
        (Filter("colour", "eq", "red"), False),
        (Filter("tags", "eq", "pond", negate=True), False),
    ],
)
def test_each_operator(condition: Filter, holds: bool) -> None:
    assert matches(FROG, condition) is holds


def test_conditions_are_written_as_people_write_them() -> None:
    assert str(Filter("level", "eq", 2.0)) == "level = 2"
    assert str(Filter("price", "range", (None, 4.5), negate=True, open_high=True)) == "not (price < 4.5)"


def test_a_range_without_bounds_is_refused() -> None:
    with pytest.raises(QueryError, match="one or two numbers"):
        matches(FROG, Filter("price", "range", (None, None)))
    with pytest.raises(QueryError, match="one or two numbers"):
        matches(FROG, Filter("price", "range", ("cheap", None)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("price<5", Filter("price", "range", (None, 5.0), open_high=True)),
        ("price >= 5", Filter("price", "range", (5.0, None))),
        ("price=1..5", Filter("price", "range", (1.0, 5.0))),
        ("category=animals", Filter("category", "eq", "animals")),
        ("category!=animals", Filter("category", "eq", "animals", negate=True)),
        ("tags=pond,loud", Filter("tags", "in", ("pond", "loud"))),
        ("title~frog", Filter("title", "contains", "frog")),
        ("title!~frog", Filter("title", "contains", "frog", negate=True)),
        ("added>2024-01-31", Filter("added", "range", (date(2024, 1, 31), None), open_low=True)),
        ("new=yes", Filter("new", "eq", True)),
    ],
)
def test_conditions_are_read(line: str, expected: Filter) -> None:
    assert parse_filter(line, infer_schema([FROG])) == expected


@pytest.mark.parametrize("line", ["colour=red", "price", "price<cheap", "added>yesterday", "<5"])
def test_conditions_that_are_refused(line: str) -> None:
    with pytest.raises(QueryError, match="expected"):
        parse_filter(line, infer_schema([FROG]))


scalars = st.one_of(
    st.sampled_from(
        [
            "red",
            "Red",
            "a red fox",
            "狐狸",
            "5",
            "true",
            "no red, nuts",
            "nut-free",
            "不含坚果",
            "may contain nuts",
            "Vegan",
        ]
    ),
    st.integers(-3, 6),
    st.floats(-3, 6, allow_nan=False),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2020, 1, 9)),
)
values = st.one_of(scalars, st.lists(scalars, min_size=1, max_size=3).map(tuple))
fields = st.sampled_from(["f", "g", "h", "allergens", "contains_nuts", "free_from", "diet"])
items = st.lists(
    st.tuples(
        st.sampled_from(["", "red", "A red fox. Fast", "狐狸", "Not red", "Nut-free. With almonds", "无糖", "Milk"]),
        st.dictionaries(fields, values, max_size=3),
    ),
    min_size=1,
    max_size=6,
)
bounds = st.one_of(
    st.tuples(st.floats(-3, 6, allow_nan=False), st.none()),
    st.tuples(st.none(), st.integers(-3, 6)),
    st.tuples(st.integers(-3, 1), st.integers(0, 6)),
    st.tuples(st.dates(date(2020, 1, 1), date(2020, 1, 9)), st.none()),
)
places = st.one_of(fields, st.just("title"))
conditions = st.one_of(
    st.builds(Filter, places, st.just("eq"), scalars, st.booleans()),
    st.builds(Filter, places, st.just("in"), st.lists(scalars, max_size=3).map(tuple), st.booleans()),
    st.builds(Filter, fields, st.just("range"), bounds, st.booleans(), st.booleans(), st.booleans()),
    st.builds(
        Filter,
        st.one_of(places, st.just(ANY_TEXT)),
        st.just("contains"),
        st.sampled_from(["red", "re", "狐", "", "nuts", "nut", "坚果", "糖"]),
        st.booleans(),
    ),
    st.builds(
        Filter, st.just(ANY_TEXT), st.just("has"), st.sampled_from(["nuts", "milk", "糖", "坚果", "red"]), st.booleans()
    ),
    st.builds(Filter, places, st.just("exists"), st.none(), st.booleans()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items, st.lists(conditions, max_size=3))
def test_sqlite_selects_what_the_definition_says(tmp_path_factory, rows, filters) -> None:
    catalogue = [Item(f"i{n}", title=title, attributes=attributes) for n, (title, attributes) in enumerate(rows)]
    store = Store(tmp_path_factory.mktemp("store"), create=True)
    with store.transaction():
        for item in catalogue:
            store.put(item, item.id, {}, [], "catalogue")
    found = store.select(filters)
    expected = [n + 1 for n, item in enumerate(catalogue) if all(matches(item, f) for f in filters)]
    store.close()
    assert np.array_equal(found, expected)

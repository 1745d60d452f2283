"""Moments that are kept as numbers, and days that are written with a time."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.catalog.cells import dated
from retrieval.catalog.columns.evidence import typed
from retrieval.catalog.filters import Filter, parse_filter
from retrieval.catalog.items import Item
from retrieval.catalog.moments import clock_of, day_of, moment
from retrieval.catalog.schema import infer_schema


@pytest.mark.parametrize(
    ("name", "low", "high", "ticks"),
    [
        ("released_at", 1556668800, 1673740800, 1.0),
        ("createdAt", 1556668800, 1673740800, 1.0),
        ("上架时间", 1556668800, 1673740800, 1.0),
        ("timestamp", 1556668800000, 1673740800000, 1000.0),
        ("added", 0, 1673740800, 1.0),
        ("added", 5, 1673740800, 0.0),
        ("price", 1556668800, 1673740800, 0.0),
        ("released_at", 1990, 2020, 0.0),
        ("released_at", None, None, 0.0),
    ],
)
def test_a_field_of_moments_is_known_by_name_and_range(name: str, low: object, high: object, ticks: float) -> None:
    assert clock_of(name, low, high) == ticks


def test_a_day_is_its_first_moment() -> None:
    for ticks in (1.0, 1000.0):
        assert day_of("added_at", moment(date(2021, 12, 24), ticks)) == date(2021, 12, 24)
    assert day_of("stock", 1640304000) is None
    assert day_of("added_at", True) is None


def test_conditions_on_moments_are_written_and_parsed_as_days() -> None:
    schema = infer_schema(
        [Item("1", "A", attributes={"added_at": 1556668800}), Item("2", "B", attributes={"added_at": 1640304000})]
    )
    condition = parse_filter("added_at>=2020-01-01", schema)
    assert condition == Filter("added_at", "range", (moment(date(2020, 1, 1), 1.0), None))
    assert str(condition) == "added_at ≥ 2020-01-01"
    assert parse_filter("added_at>=1577836800", schema) == condition


def test_dates_with_a_time_and_a_zone_are_dates() -> None:
    cells = {0: "2019-05-01T08:00:00Z", 1: "2021-12-24T08:00:00+01:00", 2: "2023-01-15"}
    days = {0: date(2019, 5, 1), 1: date(2021, 12, 24), 2: date(2023, 1, 15)}
    assert dated(cells) == days
    assert typed("day", cells).values == days
    assert dated({**cells, 3: "soon"}) == {**cells, 3: "soon"}

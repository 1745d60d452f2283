"""The operators of hours and places: what is open, what is shut, and what lies near."""

from typing import ClassVar

import pytest

from retrieval.catalog.filters import Filter, check_filter, matches
from retrieval.catalog.items import Item
from retrieval.catalog.operators.near import Near
from retrieval.catalog.operators.open_at import OpenAt, ShutAt
from retrieval.catalog.places import Place, coordinates, distance, position_of
from retrieval.errors import QueryError
from tests.contracts.operator_contract import OperatorContract


class TestOpenAt(OperatorContract):
    operator = OpenAt()
    found: ClassVar = {Filter("kind", "open", "Sunday"): set()}
    lines: ClassVar = {"kind@=Sunday 18:00": Filter("kind", "open", "Sunday 18:00")}


class TestShutAt(OperatorContract):
    operator = ShutAt()
    found: ClassVar = {Filter("kind", "shut", "Sunday"): set()}
    lines: ClassVar = {"kind@!Sunday": Filter("kind", "shut", "Sunday")}


class TestNear(OperatorContract):
    operator = Near()
    found: ClassVar = {Filter("kind", "near", "2 km of Here (1.5, 2.5)"): set()}
    lines: ClassVar = {"kind@~2 km of (1.5, 2.5)": Filter("kind", "near", "2 km of (1.5, 2.5)")}


TOWN = (
    Item("a", "Mill", attributes={"opening_hours": "Mo-Fr 08:00-18:00", "lat": 48.2082, "lon": 16.3738}),
    Item("b", "Barn", attributes={"opening_hours": ("Sa 10:00-14:00", "Su 10:00-12:00"), "lat": 48.21, "lon": 16.40}),
    Item("c", "Dock", attributes={"opening_hours": "by appointment", "lat": 47.0, "lon": 15.4}),
    Item("d", "Shed"),
)


@pytest.mark.parametrize(
    ("f", "ids"),
    [
        (Filter("opening_hours", "open", "Sunday"), "b"),
        (Filter("opening_hours", "open", "Monday 17:59"), "a"),
        (Filter("opening_hours", "open", "Monday 18:00"), ""),
        (Filter("opening_hours", "shut", "Sunday"), "a"),
        (Filter("lat", "near", "2 km of Mill (48.2082, 16.3738)"), "ab"),
        (Filter("lat", "near", "1 km of Mill (48.2082, 16.3738)"), "a"),
        (Filter("lat", "near", "500 km of (47, 15)"), "abc"),
    ],
)
def test_they_hold_of_what_is_open_and_near(f: Filter, ids: str) -> None:
    assert "".join(item.id for item in TOWN if matches(item, f)) == ids


@pytest.mark.parametrize(("op", "value"), [("open", "someday"), ("near", "2 km of home"), ("near", "(1, 2)")])
def test_a_value_that_says_no_time_or_place_is_refused(op: str, value: str) -> None:
    with pytest.raises(QueryError, match="expected a d"):
        check_filter(Filter("lat" if op == "near" else "opening_hours", op, value))


def test_coordinates_stand_in_two_fields_or_in_one() -> None:
    assert coordinates("POINT(16.4 48.2)") == coordinates("48.2, 16.4") == Place(48.2, 16.4)
    assert coordinates("91, 10") is None
    assert position_of(Item("x", "X", attributes={"location": "48.2, 16.4"})) == Place(48.2, 16.4, "X")
    assert position_of(Item("x", "X", attributes={"location": "Vienna"})) is None
    assert round(distance(Place(48.2082, 16.3738), Place(47.0707, 15.4395))) == 145

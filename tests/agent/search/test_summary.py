"""A field over items, and items side by side: figures worked out by hand."""

from datetime import date

import pytest

from agent.search.summary import Bin, compare, summarise
from retrieval.catalog.items import Item

TENTS = [
    Item("a", "Ant", attributes={"price": 30.0, "tags": ("red", "small"), "made": date(2020, 5, 1)}),
    Item("b", "Bee", attributes={"price": 50.0, "tags": ("red",), "made": date(2019, 1, 2)}),
    Item("c", "Cow", attributes={"price": 100.0, "tags": ("blue",)}),
    Item("d", "Doe", attributes={"price": 60.0}),
    Item("e", "Eel"),
]


def test_numbers_are_measured_over_those_that_have_them():
    found = summarise(TENTS, "price")
    assert (found.count, found.known, found.minimum, found.maximum) == (5, 4, 30, 100)
    assert (found.mean, found.median) == (60, 55)


def test_a_histogram_has_round_bounds_and_holds_every_item_once():
    assert summarise(TENTS, "price").bins == (Bin(20, 40, 1), Bin(40, 60, 1), Bin(60, 80, 1), Bin(80, 100, 1))
    same = [Item("a", "A", attributes={"n": 2.0}), Item("b", "B", attributes={"n": 2.0})]
    assert summarise(same, "n").bins == ()


def test_values_are_counted_once_an_item_the_most_frequent_first():
    twice = [*TENTS, Item("f", "Fox", attributes={"tags": ("blue", "blue", "red")})]
    assert summarise(twice, "tags").frequent == (("red", 3), ("blue", 2), ("small", 1))
    assert summarise(twice, "tags", frequent=1).frequent == (("red", 3),)


def test_truth_values_are_words_and_no_numbers():
    items = [Item("a", "A", attributes={"fits": True}), Item("b", "B", attributes={"fits": False})]
    found = summarise(items, "fits")
    assert found.mean is None
    assert dict(found.frequent) == {"true": 1, "false": 1}


def test_dates_have_a_first_and_a_last():
    found = summarise(TENTS, "made")
    assert (found.minimum, found.maximum, found.mean) == (date(2019, 1, 2), date(2020, 5, 1), None)


@pytest.mark.parametrize("items", [[], TENTS])
def test_a_field_that_nothing_has_is_known_of_none(items):
    found = summarise(items, "smell")
    assert (found.count, found.known, found.to_dict()) == (len(items), 0, {"field": "smell", "count": len(items), "known": 0})  # fmt: skip


def test_figures_are_json():
    assert summarise(TENTS, "made").to_dict()["minimum"] == "2019-01-02"
    assert summarise(TENTS, "price").to_dict()["mean"] == 60


def test_differences_come_first_and_numbers_before_words():
    one = Item("x", "X", attributes={"kind": "tent", "colour": "red", "price": 10.0, "weight": 2.0})
    two = Item("y", "Y", attributes={"kind": "Tent", "colour": "blue", "price": 20.0})
    found = compare([one, two])
    assert [line.field for line in found.lines] == ["price", "colour", "weight", "kind"]
    assert [line.field for line in found.common] == ["kind"]
    assert found.to_dict() == {
        "ids": ["x", "y"],
        "differs": {"price": [[10.0], [20.0]], "colour": [["red"], ["blue"]], "weight": [[2.0], []]},
        "same": {"kind": ["tent"]},
    }


def test_fields_that_are_named_keep_their_order_and_what_no_item_has_is_left_out():
    one = Item("x", "X", attributes={"colour": "red", "price": 10.0})
    two = Item("y", "Y", attributes={"colour": "blue", "price": 20.0})
    assert [line.field for line in compare([one, two], ["colour", "smell", "price"]).lines] == ["colour", "price"]


def test_lists_in_another_order_are_the_same():
    one = Item("x", "X", attributes={"tags": ("a", "b")})
    two = Item("y", "Y", attributes={"tags": ("B", "A")})
    assert compare([one, two]).lines[0].same

"""What people care about: by what fields mean, and by how alike the things are that each of them liked."""

import pytest

from agent.parsing import Vocabulary
from agent.planning.cares import care_of, cares_shown
from retrieval.catalog.items import Item

ITEMS = [
    Item(f"i{n}", f"Thing {n}", attributes={"genres": (("war", "crime")[n % 2],), "colour": ("red", "blue", "green", "grey")[n % 4], "price": n, "director": f"D{n % 5}"})
    for n in range(40)
]  # fmt: skip
VIEWS = Vocabulary.of(ITEMS).fields


def test_kinds_and_prices_before_what_is_unknown_before_names() -> None:
    order = sorted(VIEWS, key=lambda name: (-care_of(VIEWS[name]), name))
    assert order == ["genres", "price", "colour", "director"]


def test_what_each_person_likes_alike_is_cared_about() -> None:
    wars = [item for item in ITEMS if item.attributes["genres"] == ("war",)]
    crimes = [item for item in ITEMS if item.attributes["genres"] == ("crime",)]
    shown = cares_shown([wars[:8], crimes[:8], ITEMS[:2]], ITEMS)
    assert shown["genres"] == pytest.approx(1.0)  # each person likes one genre alone; by chance it is one in two
    assert 0 < shown["colour"] < 0.5  # two colours of four go with each genre
    assert care_of(VIEWS["colour"], {"colour": 1.0}) == 2 * care_of(VIEWS["colour"])
    assert cares_shown([ITEMS[:2]], ITEMS) == {}

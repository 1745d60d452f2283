"""The second of an order: read, and shown alone."""

from pathlib import Path

import pytest

from agent.parsing import Vocabulary, read_request
from retrieval.catalog.items import Item
from tests.stores import opened

SHOP = Vocabulary.of(
    [Item(f"s{n}", f"Shelf {n}", attributes={"price": 10.0 * n, "height_cm": 200 - n}) for n in range(5)]
)


@pytest.mark.parametrize(
    ("text", "field", "descending", "place"),
    [
        ("the second cheapest shelf", "price", False, 2),
        ("second cheapest", "price", False, 2),
        ("the 3rd most expensive shelf", "price", True, 3),
        ("the third tallest shelf", "height_cm", True, 3),
        ("第二便宜的架子", "price", False, 2),
        ("第三贵的", "price", True, 3),
        ("第二高的架子", "height_cm", True, 2),
        ("the cheapest shelf", "price", False, 1),
    ],
)
def test_an_ordinal_before_a_word_of_order_is_a_place(text: str, field: str, descending: bool, place: int) -> None:
    intent = read_request(text, SHOP)
    assert intent.sort is not None
    assert (intent.sort.field, intent.sort.descending, intent.sort.place) == (field, descending, place)
    assert not intent.sort.vague
    assert not intent.references


def test_it_is_the_only_one_shown(tmp_path: Path) -> None:
    rows = "id,title,price\n" + "".join(f"s{n},Shelf number {n},{10 * n}\n" for n in range(1, 5))
    with opened(tmp_path, rows) as medley:
        assert [p.item.id for p in medley.recommend("the second cheapest shelf").picks] == ["s2"]
        assert [p.item.id for p in medley.recommend("第三便宜的").picks] == ["s3"]

"""Requests for things with sizes: memory and mass, short names, words for several measures, asides of English."""

from __future__ import annotations

import pytest

from agent.parsing import Vocabulary, read_request
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema

LAPTOPS = [
    Item(str(i), f"Laptop {i}", attributes={"brand": brand, "ram_gb": ram, "storage_gb": disk, "weight_kg": kilos, "internet": yes})
    for i, (brand, ram, disk, kilos, yes) in enumerate([
        ("Dell", 8, 256, 0.9, "yes"), ("Apple", 16, 512, 1.3, "no"), ("Asus", 32, 1024, 2.4, "yes"), ("Dell", 16, 2048, 2.8, "no"),
    ])
]  # fmt: skip
BOOKS = [
    Item(str(i), f"Book {i}", attributes={"genre": genre, "pages": pages, "format": form})
    for i, (genre, pages, form) in enumerate(
        [("science fiction", 310, "e-book"), ("fantasy", 700, "paperback"), ("history", 95, "e-book")]
    )
]
TOYS = [
    Item(str(i), f"Toy {i}", attributes={"colour": colour, "price": price, "seconds": seconds})
    for i, (colour, price, seconds) in enumerate([("red", 5, 3), ("blue", 15, 12), ("green", 30, 25)])
]
COMPUTERS = [
    Item(str(i), f"电脑{i}", attributes={"品牌": brand, "内存": ram, "重量": kilos})
    for i, (brand, ram, kilos) in enumerate([("联想", 8, 0.9), ("小米", 16, 1.3), ("惠普", 32, 2.8), ("戴尔", 16, 2.1)])
]


def _read(text: str, items: list[Item]) -> tuple[set[str], str]:
    """The conditions of a request, and the field that it is to be ordered by."""
    intent = read_request(text, Vocabulary.of(items, infer_schema(items)))
    said = {
        f"{'not ' if c.negate else ''}{c.field} " + ("|".join(map(str, c.values)) if c.values else f"{c.low}..{c.high}")
        for c in intent.constraints
    }
    return said, intent.sort.field if intent.sort else ""


@pytest.mark.parametrize(
    ("text", "said", "order"),
    [
        ("16 gig ram and 1TB disk", {"ram_gb 16.0", "storage_gb 1024.0"}, ""),
        ("at least 32G of memory", {"ram_gb 32.0..None"}, ""),
        ("at most 1300 g", {"weight_kg None..1.3"}, ""),
        ("the lightest Dell with wifi", {"brand Dell", "internet yes"}, "weight_kg"),
        ("an Apple without wi-fi", {"brand Apple", "not internet yes"}, ""),
        ("what's the phone number of a Dell laptop", {"brand Dell"}, ""),
        ("a Dell, and tell me the address", {"brand Dell"}, ""),
        ("a Dell, money is no object", {"brand Dell"}, ""),
    ],
)
def test_laptops(text: str, said: set[str], order: str) -> None:
    assert _read(text, LAPTOPS) == (said, order)
    assert not read_request(text, Vocabulary.of(LAPTOPS, infer_schema(LAPTOPS))).excluded


@pytest.mark.parametrize(
    ("text", "said", "order"),
    [
        ("sci-fi or fantasy", {"genre science fiction|fantasy"}, ""),
        ("the longest ebook", {"format e-book"}, "pages"),
        ("a book under 300 pages", {"pages None..300.0"}, ""),
        ("something under 300", {"pages None..300.0"}, ""),
        ("fantasy, price under 300", {"genre fantasy"}, ""),
        ("评分至少300的fantasy", {"genre fantasy"}, ""),
    ],
)
def test_books(text: str, said: set[str], order: str) -> None:
    assert _read(text, BOOKS) == (said, order)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a toy under 20", {"price None..20.0"}),
        ("20以下的", {"price None..20.0"}),
        ("like the second, but under 20", {"price None..20.0"}),
        ("under 20 seconds", {"seconds None..20.0"}),
    ],
)
def test_a_bare_bound_is_of_the_price_where_things_have_one(text: str, said: set[str]) -> None:
    assert _read(text, TOYS)[0] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("16G内存的", {"内存 16.0"}),
        ("内存至少32G", {"内存 32.0..None"}),
        ("2斤以下的", {"重量 None..1.0"}),
        ("重量不超过1.5公斤", {"重量 None..1.5"}),
        ("除了联想和惠普都行", {"not 品牌 联想", "not 品牌 惠普"}),
    ],
)
def test_chinese_computers(text: str, said: set[str]) -> None:
    assert _read(text, COMPUTERS)[0] == said

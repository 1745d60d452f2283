"""What is in stock, sold out, reduced, unread: read by columns that hold states. And the fields that verbs and "my" speak of."""

from datetime import date

import pytest

from agent.parsing import Vocabulary, read_request
from retrieval.catalog.items import Item

SHOP = Vocabulary.of([
    Item("a", "Linen shirt", attributes={"availability": "in_stock", "price": 39, "sale_price": 29, "stock": 4}),
    Item("b", "Silk shirt", attributes={"availability": "out of stock", "price": 59, "stock": 0}),
    Item("c", "Wool shirt", attributes={"availability": "preorder", "price": 49, "stock": 0}),
])  # fmt: skip
COUNTED = Vocabulary.of([Item(f"n{n}", f"Mug {n}", attributes={"stock": n, "discount": n}) for n in range(4)])
SHELF = Vocabulary.of([
    Item("a", "Rye", attributes={"shelf": "read", "My Rating": 5, "Average Rating": 3.9, "Date Read": date(2024, 8, 8), "Year Published": 2019}),
    Item("b", "Oats", attributes={"shelf": "to-read", "Average Rating": 4.1, "Year Published": 2024, "DateAcquired": date(2001, 1, 1)}),
    Item("c", "Spelt", attributes={"shelf": "currently-reading", "Average Rating": 4.4, "Year Published": 2020}),
])  # fmt: skip


def read(text: str, vocabulary: Vocabulary) -> set[str]:
    """The conditions of a request as `field op values`, refused ones with "!", guesses with "?"."""
    return {
        f"{'!' if c.negate else ''}{c.field}{'?' if c.guess else ''} "
        + (", ".join(map(str, c.values)) if c.op in ("eq", "in") else f"{c.op} {c.low} {c.high}".replace(" None", " -"))
        for c in read_request(text, vocabulary).constraints
    }


@pytest.mark.parametrize(
    ("text", "vocabulary", "conditions"),
    [
        ("shirts in stock", SHOP, {"availability in_stock"}),
        ("available shirts", SHOP, {"availability in_stock"}),
        ("有货的衬衫", SHOP, {"availability in_stock"}),
        ("what is sold out", SHOP, {"availability out of stock"}),
        ("shirts that aren't sold out", SHOP, {"!availability out of stock"}),
        ("不要缺货的", SHOP, {"!availability out of stock"}),
        ("coming soon", SHOP, {"availability preorder"}),
        ("shirts on sale", SHOP, {"sale_price exists - -"}),
        ("打折的衬衫", SHOP, {"sale_price exists - -"}),
        ("mugs in stock", COUNTED, {"stock range 0.0 -"}),
        ("sold out mugs", COUNTED, {"stock range - 0.0"}),
        ("有货的杯子", COUNTED, {"stock range 0.0 -"}),
        ("mugs that are not sold out", COUNTED, {"!stock range - 0.0"}),
        ("discounted mugs", COUNTED, {"discount range 0.0 -"}),
        ("unread books", SHELF, {"shelf to-read"}),
        ("books that I haven't read yet", SHELF, {"shelf to-read"}),
        ("没读过的书", SHELF, {"shelf to-read"}),
        ("what am I currently reading", SHELF, {"shelf currently-reading"}),
        ("我在读的书", SHELF, {"shelf currently-reading"}),
        ("books I have read", SHELF, {"shelf read"}),
        ("books I rated 4 or more", SHELF, {"My Rating range 4.0 -"}),
        ("rated 4 or more", SHELF, {"Average Rating range 4.0 -"}),
        ("acquired before 2003", SHELF, {"DateAcquired range - 2003-01-01"}),
        ("books published in 2024", SHELF, {"Year Published 2024.0"}),
    ],
)  # fmt: skip
def test_states_are_read_by_the_column_that_has_them(text: str, vocabulary: Vocabulary, conditions: set[str]) -> None:
    assert read(text, vocabulary) == conditions


def test_the_day_of_reading_is_that_of_read_in() -> None:
    assert "Date Read range 2024-01-01 2024-12-31" in read("books read in 2024", SHELF)


def test_without_such_a_column_the_persons_own_past_is_asked() -> None:
    assert read("films I haven't seen", COUNTED) == set()


@pytest.mark.parametrize("text", ["German books", "books in German", "德语书"])
def test_codes_of_languages_are_known_by_their_names(text: str) -> None:
    books = Vocabulary.of([Item("a", "Rye", attributes={"language": "deu"}), Item("b", "Oats", attributes={"language": "eng"})])  # fmt: skip
    assert read(text, books) == {"language deu"}

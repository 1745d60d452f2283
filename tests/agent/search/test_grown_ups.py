"""Where something for a child is asked for, what is for grown-ups comes last and is named."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from agent import Recommender
from agent.parsing import Vocabulary
from agent.parsing.parse import parse
from agent.search.grown_ups import restricted
from agent.verification import verify
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

DRINKS = [
    {
        "id": "stout",
        "title": "Dark stout beer",
        "category": "drinks",
        "description": "A roasted drink with 6% alcohol.",
    },
    {"id": "pale", "title": "Alcohol-free beer", "category": "drinks", "description": "A drink without alcohol."},
    {"id": "wine", "title": "Dry red wine", "category": "drinks", "description": "A drink of Rioja grapes."},
    {"id": "juice", "title": "Apple juice", "category": "drinks", "description": "Pressed from apples."},
    {"id": "oat", "title": "Oat drink", "category": "drinks", "description": "Foams well."},
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("drinks")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in DRINKS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


@pytest.mark.parametrize("text", ["a drink for my five-year-old", "drinks for a toddler", "给五岁孩子的饮料"])
def test_what_has_alcohol_comes_last_and_is_named(medley: Recommender, text: str) -> None:
    answer = medley.recommend(text, k=5)
    ids, reasons = [pick.id for pick in answer.picks], {pick.id: pick.reason for pick in answer.picks}
    assert set(ids[:2]) == {"juice", "oat"}
    assert ids[2] == "pale"
    for id in ("stout", "wine"):
        assert "not for children" in reasons[id] or "不适合孩子" in reasons[id]
        assert "as you asked" not in reasons[id].lower()
        assert "您要求" not in reasons[id]
    assert "not for children" not in reasons["pale"]
    assert not verify(answer)


def test_nobody_is_told_of_it_who_speaks_of_no_child(medley: Recommender) -> None:
    assert not [pick for pick in medley.recommend("a drink", k=5).picks if "children" in pick.reason]


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("a film for kids", True), ("my niece is 9, which course suits her?", True), ("适合小孩的酒店", True),
        ("no kids around, please", False), ("a coat for my 30-year-old son", False), ("a 12-year-old whisky", False), ("a film", False),
    ],
)  # fmt: skip
def test_who_is_a_child(text: str, child: bool) -> None:
    assert parse(text, Vocabulary.of(())).for_child is child


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (Item("a", "Night Shift", attributes={"age_rating": "R"}), ("age_rating", "R")),
        (Item("a", "Otters", attributes={"age_rating": "PG"}), None),
        (Item("a", "Card game", "For players of 18+ years."), ("*", "18+")),
        (Item("a", "Gin fizz", "Made with gin."), ("*", "gin")),
        (Item("a", "Virgin mule", "Contains no alcohol."), None),
    ],
)
def test_what_is_for_grown_ups(item: Item, shown: tuple[str, str] | None) -> None:
    assert restricted(item, edible=True) == shown

"""What all that is shown shares is said once, before the cards; each card says what only it has."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from agent import Recommender
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

ROWS = [
    {"id": "a", "title": "Blue sofa", "kind": "furniture", "colour": "blue", "price": 120},
    {"id": "b", "title": "Red sofa", "kind": "furniture", "colour": "red", "price": 200},
    {"id": "c", "title": "Oak shelf", "kind": "furniture", "colour": "brown", "price": 90},
    {"id": "d", "title": "Steel pot", "kind": "kitchenware", "colour": "grey", "price": 40},
    {"id": "e", "title": "Iron pan", "kind": "kitchenware", "colour": "black", "price": 35},
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("once")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


def test_no_card_repeats_what_is_said_of_all(medley: Recommender) -> None:
    answer = medley.recommend("furniture", k=3)
    assert len(answer.picks) == 3
    assert "furniture" in answer.message
    assert not any("furniture" in pick.reason for pick in answer.picks)
    assert len({pick.reason for pick in answer.picks}) == 3


def test_a_bound_is_said_on_each_card_with_its_own_figure(medley: Recommender) -> None:
    answer = medley.recommend("furniture under 150", k=3)
    assert {pick.id: str(int(pick.item.attributes["price"])) in pick.reason for pick in answer.picks} == {
        "a": True,
        "c": True,
    }


def test_a_card_alone_says_what_it_fits(medley: Recommender) -> None:
    assert "furniture" in medley.recommend("furniture", k=1).picks[0].reason


def test_why_tells_all_of_it(medley: Recommender) -> None:
    medley.chat("furniture")
    assert "furniture" in medley.chat("why the first?").message
    medley.forget()


def test_words_that_no_value_has_in_it_are_told_beside_the_value(medley: Recommender) -> None:
    reason = medley.recommend("家具", k=1).picks[0].reason
    assert "“家具”" in reason

"""Nothing is called as asked of which some of the request is open: words that it hasn't, refusals that it doesn't speak of."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from agent import Recommender
from agent.results.answer import Answer
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.stance import stance

ROWS = [
    {"id": "oil", "title": "Oil portraits", "kind": "course", "description": "Turpentine-free studio.", "topic": "painting", "rating": 4.0},
    {"id": "water", "title": "Quick watercolour", "kind": "course", "description": "Landscapes in one sitting.", "topic": "painting", "rating": 4.9},
    {"id": "inn", "title": "云帆酒店", "kind": "hotel", "description": "紧邻会展中心,适合出差。", "topic": "stay", "rating": 4.1},
    {"id": "spa", "title": "金顶酒店", "kind": "hotel", "description": "顶楼有豪华套房。", "topic": "stay", "rating": 4.2},
    {"id": "burger", "title": "Chickpea burger", "kind": "recipe", "description": "Chickpeas and beans in a bun.", "topic": "food", "rating": 4.3},
    {"id": "jelly", "title": "Vegan gelatin", "kind": "recipe", "description": "Vegan, made from cornstarch.", "topic": "food", "rating": 4.4},
    {"id": "miso", "title": "Miso soup", "kind": "recipe", "description": "Tofu and scallions.", "topic": "food", "rating": 4.5},
    {"id": "ball", "title": "Onigiri", "kind": "recipe", "description": "Rice wrapped in seaweed.", "topic": "food", "rating": 4.5},
    {"id": "pho", "title": "Quick pho", "kind": "recipe", "description": "Noodles with sliced beef.", "topic": "food", "rating": 4.6},
]  # fmt: skip


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


def _as_asked(answer: Answer) -> set[str]:
    marks = ("as you asked", "您要求", "您的要求", "您所要")
    return {pick.id for pick in answer.picks if any(mark in pick.reason.lower() for mark in marks)}


def test_a_refusal_that_only_one_item_speaks_of(medley: Recommender) -> None:
    answer = medley.recommend("painting course without turpentine", k=5)
    assert [pick.id for pick in answer.picks][:2] == ["oil", "water"]
    assert "water" not in _as_asked(answer)


@pytest.mark.parametrize(("text", "said"), [("豪华酒店", {"spa"}), ("出差住的酒店", {"inn"})])
def test_chinese_words_that_no_condition_decides(medley: Recommender, text: str, said: set[str]) -> None:
    answer = medley.recommend(text, k=5)
    assert {pick.id for pick in answer.picks} >= {"inn", "spa"}
    assert _as_asked(answer) <= said


def test_what_is_free_of_something_but_another_thing_comes_later(medley: Recommender) -> None:
    assert medley.recommend("a vegan burger", k=3).picks[0].id == "burger"


def test_carbohydrates_are_more_than_their_name(medley: Recommender) -> None:
    shown = {pick.id for pick in medley.recommend("a dish with no carbs", k=9).picks}
    assert "miso" in shown
    assert not {"ball", "pho"} & shown


def test_who_has_run_out_of_meat_has_no_beef(medley: Recommender) -> None:
    assert "pho" not in {pick.id for pick in medley.recommend("I want to make pho but I ran out of meat", k=9).picks}


def test_those_who_judge_are_no_thing_that_is_asked_for(medley: Recommender) -> None:
    answer = medley.recommend("which course do guests rate best?", k=1)
    assert [pick.id for pick in answer.picks] == ["water"]
    assert "guests" not in answer.picks[0].reason


def test_a_degree_denies_the_next_word_alone() -> None:
    assert stance("not very spicy japanese curry", "japanese") == "has"
    assert stance("not very spicy japanese curry", "spicy") == "free"

"""What somebody must not have: left out where an item has it, named where nothing is said, and never called safe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from agent.planning.plan import FIRM
from agent.results.answer import Answer
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

SNACKS = [
    {"id": "bar", "title": "Oat bar", "category": "snacks", "allergens": "nuts, milk"},
    {"id": "crisp", "title": "Rye crisp", "category": "snacks", "allergens": "gluten"},
    {"id": "almond", "title": "Almond bites", "category": "snacks", "description": "Roasted almonds."},
    {"id": "rice", "title": "Rice cake", "category": "snacks", "description": "Puffed rice."},
    {"id": "free", "title": "Seed cracker", "category": "snacks", "description": "Contains no nuts."},
    {"id": "trace", "title": "Ginger snap", "category": "snacks", "description": "May contain traces of nuts."},
    {"id": "bite", "title": "Cocoa bite", "category": "snacks", "diet": ["vegan", "lactose-free"]},
    {"id": "pale", "title": "Alcohol-free beer", "category": "drinks", "description": "A beer without the buzz."},
    {"id": "stout", "title": "Dark stout", "category": "drinks", "description": "A beer with 6% alcohol."},
    {"id": "hot", "title": "Hot puffs", "category": "snacks", "description": "Very spicy puffs."},
    {"id": "mild", "title": "Mild puffs", "category": "snacks", "description": "Puffs that are non-spicy."},
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder: Path = tmp_path_factory.mktemp("snacks")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in SNACKS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


def _reasons(answer: Answer) -> dict[str, str]:
    return {pick.item.id: pick.reason for pick in answer.picks}


@pytest.mark.parametrize("text", ["snacks without nuts", "nut-free snacks", "I'm allergic to nuts, a snack please", "不含坚果的零食"])  # fmt: skip
def test_what_has_nuts_or_traces_of_them_is_left_out(medley: Recommender, text: str) -> None:
    shown = _reasons(medley.recommend(text, k=10))
    assert shown
    assert not {"bar", "almond", "trace"} & set(shown)


def test_what_says_to_be_free_comes_first_and_what_says_nothing_is_named(medley: Recommender) -> None:
    answer = medley.recommend("nut-free snacks", k=10)
    shown = _reasons(answer)
    assert {pick.item.id for pick in answer.picks[:2]} == {"crisp", "free"}
    assert "nothing is said of nut" in shown["rice"].casefold()
    assert "nut" not in shown["rice"].casefold().split("nothing is said")[0]
    assert "free of nut" in shown["free"]
    assert "allergens do not include nut" in shown["crisp"]
    assert all("doesn't mention" not in reason for reason in shown.values())


def test_the_same_is_said_in_chinese(medley: Recommender) -> None:
    shown = _reasons(medley.recommend("不含坚果的零食", k=10))
    assert "未说明含不含坚果" in shown["rice"]


def test_what_must_not_be_there_is_never_given_up(medley: Recommender) -> None:
    answer = medley.recommend("Almond bites without nuts", k=10)
    assert "almond" not in _reasons(answer)
    assert FIRM > 100


def test_labels_that_deny_a_thing_are_not_taken_for_it(medley: Recommender) -> None:
    answer = medley.recommend("I'm lactose intolerant, a snack please", k=10)
    assert answer.picks[0].item.id in ("bite", "crisp")
    assert {"bite"} <= set(_reasons(answer))
    assert "bar" not in _reasons(answer)


def test_refusing_a_word_keeps_what_says_to_be_without_it(medley: Recommender) -> None:
    shown = _reasons(medley.recommend("puffs, but not spicy", k=10))
    assert "mild" in shown
    assert "hot" not in shown


def test_asking_for_a_thing_is_not_met_by_what_is_free_of_it(medley: Recommender) -> None:
    answer = medley.recommend("beer with alcohol", k=10)
    assert answer.picks[0].item.id == "stout"
    assert "alcohol" not in _reasons(answer).get("pale", "").casefold().replace("alcohol-free", "")


def test_ways_of_eating_refuse_what_they_leave_out(medley: Recommender) -> None:
    shown = _reasons(medley.recommend("I don't drink. Which beer is there?", k=10))
    assert "pale" in shown
    assert "stout" not in shown


def test_two_negations_ask_for_the_thing(medley: Recommender) -> None:
    plan = medley.recommend("snacks, but not without nuts").plan
    assert plan is not None
    assert not any(f.negate for f in plan.filters)


def test_where_only_the_nearest_is_shown_it_is_still_named_as_unknown(medley: Recommender) -> None:
    for pick in medley.recommend("a hat without nuts", k=10).picks:
        assert "as you asked" not in pick.reason or "free of nuts" in pick.reason or "allergens do not" in pick.reason
        assert pick.item.id != "rice" or "Nothing is said of nuts" in pick.reason


def test_the_label_of_a_way_of_eating_decides_where_a_field_has_it(medley: Recommender) -> None:
    for text in ("I'm vegan, which snack?", "纯素的零食"):
        assert set(_reasons(medley.recommend(text, k=10))) == {"bite"}


PLACES = [
    {"id": "grill", "title": "Old Oak Grill", "kind": "restaurant", "dishes": ["beef steak", "green salad", "beer"]},
    {"id": "leaf", "title": "Green Leaf, vegetarian kitchen", "kind": "restaurant", "dishes": ["mock chicken satay", "noodles"]},
    {"id": "quay", "title": "The Quay", "kind": "restaurant", "dishes": ["prawns", "chips"]},
    {"id": "sesame", "title": "Corner House", "kind": "restaurant", "dishes": ["walnut cake", "ham rolls"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder: Path = tmp_path_factory.mktemp("places")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in PLACES), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


@pytest.mark.parametrize("text", ["somewhere to eat for a vegetarian", "我吃素，找家餐厅"])
def test_of_places_with_a_menu_a_way_of_eating_orders_and_hides_none(places: Recommender, text: str) -> None:
    answer = places.recommend(text, k=4)
    assert answer.picks[0].item.id == "leaf"
    assert len(answer) == 4
    assert answer.plan is not None
    assert not any(c.filters[0].negate for c in answer.plan.conditions)


def test_a_vegetarian_by_what_always_holds_is_led_by_it_too(places: Recommender) -> None:
    places.chat("I'm vegetarian", session="veg")
    answer = places.chat("a restaurant", session="veg", k=4)
    assert answer.picks[0].item.id == "leaf"
    assert len(answer) == 4


@pytest.mark.parametrize(("text", "hidden"), [("I'm allergic to nuts, a restaurant please", "sesame"), ("halal restaurants", "sesame"), ("no meat please, a restaurant", "grill")])  # fmt: skip
def test_what_harms_or_is_refused_itself_hides_places_that_serve_it(
    places: Recommender, text: str, hidden: str
) -> None:
    assert hidden not in {pick.item.id for pick in places.recommend(text, k=4).picks}

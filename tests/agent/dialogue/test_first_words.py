"""What people say in their first minutes: the second one's price, cheaper than that, the cheapest of a sort, compare them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

ROWS = (
    ("Acoustic guitar", "music", 89, "warm", 3.4), ("Red drum", "music", 24.5, "lively", 2.2), ("Upright piano", "music", 480, "calm", 4),
    ("Silver flute", "music", 120, "calm", 3), ("Soft noise for sleeping", "household", 2.5, "calm", 4),
    ("Notebook for travellers", "household", 6.9, "calm", 2.8), ("Gift card", "household", 10, "festive", 2.4), ("Brown dog", "animals", 7, "friendly", 2.6),
)  # fmt: skip
"""Title, category, price, mood, seconds."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    rows = [
        {"id": f"i{n}", "title": title, "category": category, "price": price, "mood": mood, "seconds": seconds}
        for n, (title, category, price, mood, seconds) in enumerate(ROWS)
    ]
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    return folder / "store"


@pytest.fixture
def medley(store: Path) -> Iterator[Recommender]:
    with Recommender(store) as opened:
        yield opened


def test_the_second_one_is_of_the_list_and_no_answer_to_the_question(medley: Recommender) -> None:
    shown = medley.chat("something calm")
    assert shown.question
    answer = medley.chat("the second one, how much is it?")
    assert [pick.id for pick in answer.picks] == [shown.picks[1].id]
    assert f"{shown.picks[1].item.attributes['price']:g}" in answer.message


def test_cheaper_is_cheaper_than_what_was_spoken_of(medley: Recommender) -> None:
    medley.chat("something calm")
    medley.chat("how much is the silver flute?")
    cheaper = medley.chat("anything cheaper?")
    assert {pick.item.title for pick in cheaper.picks} == {"Soft noise for sleeping", "Notebook for travellers"}
    assert "price < 120" in cheaper.understood


def test_that_nothing_is_cheaper_is_said_once(medley: Recommender) -> None:
    medley.chat("something calm")
    medley.chat("how much is the soft noise for sleeping?")
    answer = medley.chat("anything cheaper?")
    assert answer.message.startswith("Nothing that fits has price under 2.5; “Soft noise for sleeping” comes nearest")


@pytest.mark.parametrize(
    ("words", "title", "price"),
    [("the cheapest instrument", "Red drum", "24.5"), ("the most expensive instrument", "Upright piano", "480"), ("最便宜的乐器", "Red drum", "24.5")],
)  # fmt: skip
def test_an_order_is_of_all_that_are_of_the_sort(medley: Recommender, words: str, title: str, price: str) -> None:
    answer = medley.chat(words)
    assert [pick.item.title for pick in answer.picks] == [title]
    assert title in answer.message
    assert price in answer.message


def test_the_two_that_were_shown_one_by_one_are_compared(medley: Recommender) -> None:
    medley.chat("the cheapest instrument")
    medley.chat("and the most expensive?")
    answer = medley.chat("compare them")
    assert {pick.item.title for pick in answer.picks} == {"Red drum", "Upright piano"}
    assert "price: " in answer.message


@pytest.mark.parametrize("words", ["why did you recommend the first one?", "is the second one loud?", "第二个多少钱？"])
def test_nothing_is_pointed_at_before_anything_was_shown(medley: Recommender, words: str) -> None:
    answer = medley.chat(words)
    assert not answer.picks
    assert answer.message in (
        "I haven't shown you anything yet. What are you looking for?",
        "还没有给您推荐过内容。您想找什么？",
    )


def test_a_number_alone_takes_the_place_of_the_bound(medley: Recommender) -> None:
    medley.chat("something calm under 3")
    answer = medley.chat("ok what about 7?")
    assert {pick.item.title for pick in answer.picks} == {"Soft noise for sleeping", "Notebook for travellers"}
    assert "price < 7" in answer.understood


def test_the_calmest_are_those_whose_mood_is_calm(medley: Recommender) -> None:
    assert {pick.item.attributes["mood"] for pick in medley.chat("the calmest instrument").picks} == {"calm"}


def test_another_kind_of_thing_is_another_topic(medley: Recommender) -> None:
    medley.chat("do you have guitars?")
    animals = medley.chat("a friendly animal")
    assert [pick.item.title for pick in animals.picks] == ["Brown dog"]
    assert "guitar" not in animals.picks[0].reason


def test_values_of_some_are_listed_as_people_ask_for_them(medley: Recommender) -> None:
    answer = medley.chat("what moods does music come in?")
    assert not answer.picks
    assert "calm (2)" in answer.message


def test_nothing_is_compared_before_anything_was_shown(medley: Recommender) -> None:
    answer = medley.chat("compare them")
    assert (answer.picks, answer.message) == ((), "Which ones shall I compare? Name two, or ask for a list first.")


def test_only_words_that_point_are_asked_back(medley: Recommender) -> None:
    assert medley.chat("compare these two").message.startswith("Which ones")
    assert "比较" not in medley.chat("评分4.5以上，价格50以内，哪家更便宜").message


def test_a_request_that_only_holds_a_pointing_word_is_no_comparison_of_what_is_shown(medley: Recommender) -> None:
    medley.chat("animals", session="pointing")
    answer = medley.chat("评分4.5以上，价格50以内，哪家更便宜", session="pointing")
    assert "对比" not in answer.message


def test_a_present_is_no_word_that_a_text_must_have(medley: Recommender) -> None:
    assert all("present" not in pick.reason for pick in medley.chat("a present for somebody calm").picks)


def test_shoes_are_named_as_absent_though_the_plural_stands_for_a_place(medley: Recommender) -> None:
    assert medley.chat("blue shoes").absent == ("shoes",)

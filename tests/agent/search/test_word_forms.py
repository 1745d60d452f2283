"""A word finds its other number everywhere alike: as written words, in conditions by words, in reasons, in refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.search.retriever import Query

PAIRS = [
    ("dress", "dresses"), ("watch", "watches"), ("dish", "dishes"), ("box", "boxes"), ("glass", "glasses"), ("knife", "knives"),
    ("child", "children"), ("bus", "buses"),
]  # fmt: skip
ROWS = [
    row
    for one, many in PAIRS
    for row in (
        {"id": f"{one}-1", "title": f"Blue {one}", "description": "Made by hand."},
        {"id": f"{one}-2", "title": f"Green {many}", "description": "Made by hand."},
    )
] + [
    {"id": "pale", "title": "Pale beer", "description": "An alcohol-free beer."},
    {"id": "stout", "title": "Dark beer", "description": "A beer with 6% alcohol."},
    {"id": "jam", "title": "Sugar-free jam", "description": "Sweetened with stevia."},
    {"id": "jelly", "title": "Apple jelly", "description": "With cane sugar."},
    {"id": "bread", "title": "Gluten-free bread", "description": "Of rice flour."},
    {"id": "loaf", "title": "Wheat bread", "description": "It has gluten."},
    {"id": "nosweet", "title": "无糖酸奶", "description": "清爽的酸奶。"},
    {"id": "sweet", "title": "草莓酸奶", "description": "加了糖的酸奶。"},
    {"id": "soft", "title": "麦芽饮料", "description": "不含酒精的饮料。"},
    {"id": "strong", "title": "梅子饮料", "description": "酒精度十度的饮料。"},
    {"id": "shed", "title": "Lake cabin", "description": "A cabin that has no wifi."},
    {"id": "hut", "title": "Forest cabin", "description": "A cabin with wifi."},
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder: Path = tmp_path_factory.mktemp("forms")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_written_words_find_either_number(medley: Recommender, one: str, many: str) -> None:
    for word in (one, many):
        hits = medley.retriever.search(Query(text=word, k=30)).hits
        assert {f"{one}-1", f"{one}-2"} <= {hit.id for hit in hits if hit.blocks.get("lexical", 0.0) > 0}


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_conditions_by_words_find_either_number(medley: Recommender, one: str, many: str) -> None:
    for word in (one, many):
        f = Filter("title", "contains", word)
        found = {hit.id for hit in medley.retriever.search(Query(filters=(f,), k=30)).hits}
        assert found == {f"{one}-1", f"{one}-2"} == {i.id for i in medley.retriever.store.items() if matches(i, f)}


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_reasons_name_the_word_in_either_number(medley: Recommender, one: str, many: str) -> None:
    for word in (one, many):
        reasons = {pick.item.id: pick.reason for pick in medley.recommend(f"blue or green {word}", k=4).picks}
        for item in (f"{one}-1", f"{one}-2"):
            praised, _, lacking = reasons[item].casefold().partition("but its text")
            assert f"“{word}”" in praised
            assert word not in lacking


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_refusals_leave_out_either_number(medley: Recommender, one: str, many: str) -> None:
    for word in (one, many):
        picked = {pick.item.id for pick in medley.recommend(f"something made by hand, but no {word}", k=30).picks}
        assert picked
        assert not {f"{one}-1", f"{one}-2"} & picked


@pytest.mark.parametrize(
    ("text", "there", "free", "word"),
    [
        ("beer with alcohol", "stout", "pale", "alcohol"),
        ("jelly or jam with sugar", "jelly", "jam", "sugar"),
        ("bread with gluten", "loaf", "bread", "gluten"),
        ("有糖的酸奶", "sweet", "nosweet", "糖"),
        ("含酒精的饮料", "strong", "soft", "酒精"),
    ],
)
def test_what_is_free_of_a_thing_is_not_praised_for_its_word(
    medley: Recommender, text: str, there: str, free: str, word: str
) -> None:
    answer = medley.recommend(text, k=30)
    ids = [pick.item.id for pick in answer.picks]
    assert there in ids
    reason = next((pick.reason for pick in answer.picks if pick.item.id == free), "").casefold()
    assert f"“{word}”" not in reason or "doesn't" in reason or "没有" in reason


@pytest.mark.parametrize(
    ("text", "shown", "gone"),
    [("a cabin that lacks wifi", "shed", "hut"), ("a cabin, it lacks wifi", "shed", "hut")],
)
def test_to_lack_is_a_refusal(medley: Recommender, text: str, shown: str, gone: str) -> None:
    picked = {pick.item.id for pick in medley.recommend(text, k=30).picks}
    assert shown in picked
    assert gone not in picked


@pytest.mark.parametrize("text", ["jelly with hardly any sugar", "jelly or jam, hardly any sugar please"])
def test_hardly_any_is_said_of_what_there_should_be_little_of(medley: Recommender, text: str) -> None:
    plan = medley.recommend(text, k=5).plan
    assert plan is not None
    assert "sugar" in (*plan.less, *plan.excluded)

"""A third language from end to end: read by its pack, answered in its sentences, with nothing of it outside its folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

SWEETS = [
    {"id": "yokan", "title": "栗ようかん", "description": "砂糖と栗のお菓子です。", "price_jpy": 1800},
    {"id": "agar", "title": "果物の寒天", "description": "砂糖不使用のお菓子です。", "price_jpy": 900},
    {"id": "box", "title": "菓子の詰め合わせ", "description": "砂糖を使ったお菓子です。", "price_jpy": 5200},
    {"id": "cake", "title": "抹茶ケーキ", "description": "卵と砂糖のお菓子です。", "price_jpy": 2600},
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder: Path = tmp_path_factory.mktemp("sweets")
    (folder / "items.jsonl").write_text("".join(json.dumps(row) + "\n" for row in SWEETS), "utf-8")
    index_catalog(read_catalog(folder / "items.jsonl"), folder / "store", encoder_set("fake"))
    with Recommender(folder / "store", model="offline") as opened:
        yield opened


def test_a_price_bounds_and_the_answer_is_in_japanese(medley: Recommender) -> None:
    answer = medley.recommend("3000円以下のお菓子をください", k=4)
    assert {pick.item.id for pick in answer.picks} == {"yokan", "agar", "cake"}
    assert answer.language == "ja"
    for pick in answer.picks:
        assert "価格は" in pick.reason
        assert "3000以下" in pick.reason
        assert pick.reason.endswith("。")


def test_what_is_refused_is_left_out(medley: Recommender) -> None:
    picked = {pick.item.id for pick in medley.recommend("砂糖なしのお菓子", k=4).picks}
    assert picked == {"agar"}


def test_strictly_less_leaves_the_bound_itself_out(medley: Recommender) -> None:
    picked = {pick.item.id for pick in medley.recommend("1800円未満のお菓子", k=4).picks}
    assert picked == {"agar"}

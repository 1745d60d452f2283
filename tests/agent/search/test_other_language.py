"""Requests in another language than the items' texts: what can't be ruled out there is said, and what only counts is nothing missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent import Recommender, Settings
from retrieval.catalog.items import Item
from retrieval.catalog.reader import Catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

ITEMS = [
    Item(
        id="a", title="Barrel Cactus", description="Covered in long spines.", attributes={"kind": "cactus", "price": 9}
    ),
    Item(id="b", title="Christmas Cactus", description="Soft flat stems.", attributes={"kind": "cactus", "price": 7}),
    Item(id="c", title="Maidenhair Fern", description="Lacy leaves.", attributes={"kind": "fern", "price": 12}),
]


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("store")
    index_catalog(Catalog(tuple(ITEMS), (), folder / "plants.jsonl"), folder, encoder_set("fake"))
    with Recommender(folder, settings=Settings()) as recommender:
        yield recommender


def test_a_word_that_no_text_could_have_is_not_said_to_be_missing(medley: Recommender) -> None:
    answer = medley.recommend("不要带刺的", fill=True)
    assert any("刺" in note and "另一种语言" in note for note in answer.notes)
    assert answer.picks
    assert not any("刺" in pick.reason for pick in answer.picks)


def test_in_the_language_of_the_texts_it_is_said(medley: Recommender) -> None:
    answer = medley.recommend("something without spines")
    assert "a" not in [pick.item.id for pick in answer.picks]
    told = [answer.message, *(pick.reason for pick in answer.picks)]
    assert any("no “spines”" in said or "doesn't mention “spines”" in said for said in told), told


@pytest.mark.parametrize(
    "text", ["最贵的一款", "最便宜的那一株", "We've got a cactus. Another cactus?", "a fern for October"]
)
def test_words_that_count_point_or_date_are_nothing_that_is_missing(medley: Recommender, text: str) -> None:
    assert medley.recommend(text).absent == ()


HOTELS = [
    Item(id="a", title="紫藤酒店", description="小孩有游乐场。", attributes={"类别": "酒店", "价格": 760}),
    Item(id="b", title="云帆酒店", description="适合出差。", attributes={"类别": "酒店", "价格": 460}),
    Item(id="c", title="红苹果", description="一袋红苹果。", attributes={"类别": "水果", "价格": 9}),
    Item(id="d", title="苹果汁", description="混浊的苹果汁。", attributes={"类别": "水果", "价格": 6}),
]


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("chinese")
    index_catalog(Catalog(tuple(HOTELS), (), folder / "hotels.jsonl"), folder, encoder_set("fake"))
    with Recommender(folder, settings=Settings()) as recommender:
        yield recommender


@pytest.mark.parametrize(
    ("text", "word", "without"), [("适合小孩的酒店", "小孩", "b"), ("一袋红苹果，水果", "红", "d")]
)
def test_a_card_says_of_its_own_item_which_word_its_text_lacks(
    chinese: Recommender, text: str, word: str, without: str
) -> None:
    reasons = {pick.item.id: pick.reason for pick in chinese.recommend(text).picks}
    assert f"没有提到“{word}”" in reasons[without]
    assert not any("没有提到" in reason for id, reason in reasons.items() if id in ("a", "c"))
    assert "提到“适合”" not in " ".join(reasons.values())


COURSES = [
    Item(id="oil", title="Oil Portraits", description="Turpentine-free studio.", attributes={"kind": "course", "topic": "painting", "speaker": "Joris Vale"}),
    Item(id="water", title="Watercolour", description="For the impatient.", attributes={"kind": "course", "topic": "painting", "speaker": "Simon Rice"}),
    Item(id="grain", title="The Politics of Rice", description="One grain.", attributes={"kind": "talk", "topic": "history", "speaker": "Ann Ode"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    folder = tmp_path_factory.mktemp("courses")
    more = [
        Item(id=f"m{n}", title=f"Title {n}", attributes={"kind": "talk", "topic": "history", "speaker": f"Person {n}"})
        for n in "abcdefgh"
    ]
    index_catalog(Catalog((*COURSES, *more), (), folder / "courses.jsonl"), folder, encoder_set("fake"))
    with Recommender(folder, settings=Settings()) as recommender:
        yield recommender


@pytest.mark.parametrize("text", ["painting classes without turpentine", "不用松节油的绘画课"])
def test_what_says_nothing_of_what_is_refused_comes_after_what_says_to_be_free_of_it_and_says_so(
    courses: Recommender, text: str
) -> None:
    answer = courses.recommend(text)
    assert [pick.item.id for pick in answer.picks] == ["oil", "water"]
    assert "turpentine" in answer.picks[1].reason or "松节油" in answer.picks[1].reason
    assert "no “turpentine”" not in answer.message


def test_a_common_word_in_a_name_is_no_mention_of_it(courses: Recommender) -> None:
    picks = courses.recommend("talk about rice").picks
    assert not any("is Simon Rice" in pick.reason for pick in picks)
    assert any("rice" in pick.reason.casefold() for pick in picks)

"""What is best or most popular: by a field that knows it, by what people did, else the answer says that nothing tells."""

import json

import pytest

from agent import Recommender, Settings
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.parsing.intent import Sort
from agent.search.ranking import LEANS, towards
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.search.retriever import Hit
from tests.agent.recommender.test_recommender import Scripted, _calls

NAMES = [
    "Trail Tent",
    "Dome Tent",
    "Tunnel Tent",
    "Gas Lamp",
    "Wool Hat",
    "Tin Cup",
    "Rain Coat",
    "Rope",
    "Axe",
    "Stove",
]
TOLD = {"Gas Lamp": "A lamp for every tent.", "Tin Cup": "Light, for any tent."}


def _rows(**fields: list[float]) -> list[dict]:
    return [
        {"id": f"p{n}", "title": name, "description": TOLD.get(name, "Good outdoors."), "price": 100.0 - 9 * n}
        | {field: values[n] for field, values in fields.items() if n < len(values)}
        for n, name in enumerate(NAMES)
    ]


@pytest.fixture
def opened(tmp_path):
    opened_ones = []

    def make(rows: list[dict]) -> Recommender:
        path = tmp_path / "shop.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        index_catalog(read_catalog(path), tmp_path / "store", encoder_set("fake"))
        opened_ones.append(Recommender(tmp_path / "store", settings=Settings(), encoders=encoder_set("fake")))
        return opened_ones[-1]

    yield make
    for one in opened_ones:
        one.close()


RATED = [4.1, 4.9, 3.0, 5.0, 4.0, 4.8, 4.7, 4.6, 4.5, 4.4]
SOLD = [70, 20, 900, 5_000, 10, 3_000, 40, 30, 20, 10]


@pytest.mark.parametrize(
    "said", ["the best rated tent", "top-rated tent", "best-reviewed tent", "评分最高的tent", "口碑最好的tent"]
)
def test_ratings_order_only_the_thing_that_is_asked_for(opened, said: str) -> None:
    answer = opened(_rows(rating=RATED, sales=SOLD)).recommend(said, k=5)
    assert [pick.id for pick in answer.picks[:3]] == ["p1", "p0", "p2"]


@pytest.mark.parametrize(
    "said",
    ["the most popular tent", "best-selling tent", "bestseller tent", "最受欢迎的tent", "最畅销的tent", "最火的tent"],
)
def test_sales_tell_what_is_popular(opened, said: str) -> None:
    answer = opened(_rows(rating=RATED, sales=SOLD)).recommend(said, k=5)
    assert [pick.id for pick in answer.picks[:3]] == ["p2", "p0", "p1"]
    assert answer.notes == ()


def test_the_cheapest_of_a_thing_is_one_of_that_thing(opened) -> None:
    medley = opened(_rows(rating=RATED))
    assert medley.recommend("cheapest tent").picks[0].id == "p2"
    assert medley.recommend("最便宜的tent").picks[0].id == "p2"


def test_where_no_field_counts_popularity_what_people_did_does_else_ratings_else_nothing(opened, tmp_path) -> None:
    medley = opened(_rows())
    answer = medley.recommend("the most popular tent")
    assert any("nothing here tells" in note for note in answer.notes)
    assert not (tmp_path / "store" / "events.sqlite").exists()
    for user in ("ann", "bob", "eve"):
        medley.record("like", "p1", user=user)
    medley.record("like", "p2", user="ann")
    answer = medley.recommend("the most popular tent")
    assert [pick.id for pick in answer.picks[:2]] == ["p1", "p2"]
    assert any("what people did here" in note for note in answer.notes)


def test_ratings_stand_in_for_popularity_and_the_answer_says_so(opened) -> None:
    answer = opened(_rows(rating=RATED)).recommend("the most popular tent")
    assert answer.picks[0].id == "p1"
    assert any("goes by rating" in note for note in answer.notes)


def test_a_chat_model_may_know_better_than_ratings_what_is_popular(opened) -> None:
    medley = opened(_rows(rating=RATED))
    picks = [{"id": "p2", "reason": ""}, {"id": "p1", "reason": ""}]
    replies = [_calls(SEARCH_TOOL, wish="tent"), _calls(ANSWER_TOOL, picks=picks)]
    for said, first in (("the most popular tent", "p2"), ("the best rated tent", "p1")):
        with Recommender(
            medley.retriever.store.folder, model=Scripted(replies=replies), encoders=encoder_set("fake")
        ) as model:
            assert model.recommend(said).picks[0].id == first


def test_a_vague_word_leans_and_a_superlative_orders(opened) -> None:
    medley = opened(_rows(rating=RATED))
    leaning = medley.recommend("a highly rated tent", k=10)
    assert leaning.plan.sort.vague
    ordered = medley.recommend("the highest rated tent", k=10)
    assert not ordered.plan.sort.vague
    plain = [pick.id for pick in medley.recommend("a tent", k=10)]
    cheap = [pick.id for pick in medley.recommend("a cheap tent", k=10)]
    assert plain.index("p3") < plain.index("p5")  # the better match first
    assert cheap.index("p5") < cheap.index("p3")  # the cheaper one, which matches a little less


def test_scores_lean_to_an_end_of_a_field_by_a_part_of_their_spread() -> None:
    hits = [Hit(Item(id, attributes=fields), score, {}, {}) for id, score, fields in (("a", 1.0, {"price": 9}), ("b", 0.9, {"price": 1}), ("c", 0.0, {}))]  # fmt: skip
    assert towards(hits, Sort(field="price")) == pytest.approx([1 - LEANS / 2, 0.9 + LEANS / 2, 0])
    assert towards(hits, Sort(field="price", descending=True)) == pytest.approx([1 + LEANS / 2, 0.9 - LEANS / 2, 0])

"""Why an item is not among the picks: each reason on a small catalogue where it is known beforehand; striking, undoing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from agent.search.why_not import asked_about
from retrieval.errors import QueryError
from tests.catalogues import indexed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed(tmp_path_factory.mktemp("why"))[1]


@pytest.fixture
def medley(store: Path) -> Iterator[Recommender]:
    with Recommender(store) as opened:
        yield opened


def test_an_unmet_condition_is_named_with_the_items_own_value(medley: Recommender) -> None:
    medley.chat("violin under 20")
    why = medley.why_not("violin 35")  # its price is 52.5
    assert why.reason == "unmet"
    assert [str(f) for f in why.unmet] == ["price < 20"]
    assert "price under 20" in why.text
    assert "52.5" in why.text
    assert "低于20" in medley.why_not("violin 35", language="zh").text


def test_several_unmet_conditions_are_all_named(medley: Recommender) -> None:
    medley.chat("music under 20")
    why = medley.why_not("i024")  # green frog 24: an animal, 36
    assert sorted(f.field for f in why.unmet) == ["category", "price"]
    assert "animals" in why.text


def test_an_item_that_satisfies_everything_has_its_place_told(medley: Recommender) -> None:
    answer = medley.chat("violin, category animals", k=3)
    ids, scores = medley.retriever.rank(_query(medley))
    far = ids[-1]
    why = medley.why_not(far)
    assert (why.reason, why.rank, why.of) == ("rank", len(ids), len(ids))
    assert f"{len(ids)}" in why.text
    last = max((pick.id for pick in answer.picks), key=ids.index)
    assert why.last is not None
    assert why.last.id == last
    assert sum(why.gap.values()) == pytest.approx(float(scores[ids.index(last)] - scores[-1]), abs=1e-5)


def _query(medley: Recommender):  # type: ignore[no-untyped-def]
    from agent.search.ordering import query_of

    memory = medley._conversations.of("default")
    return query_of(memory.searched.plan, memory.turn, 40)


def test_what_was_shown_is_said_to_be_there(medley: Recommender) -> None:
    answer = medley.chat("violin")
    why = medley.why_not(answer.picks[1].id)
    assert (why.reason, why.rank) == ("shown", 2)


def test_what_was_pointed_at_is_left_out_on_purpose(medley: Recommender) -> None:
    first = medley.chat("violin").picks[0]
    medley.chat("more like the first")
    assert medley.why_not(first.id).reason == "left_out"


def test_an_order_is_told(medley: Recommender) -> None:
    answer = medley.chat("the cheapest music", k=2)
    assert [pick.item.attributes["price"] for pick in answer.picks] == [4.5, 16.5]
    why = medley.why_not("violin 19")
    assert (why.reason, why.order, why.rank) == ("order", "price", 3)
    assert "3rd of 5" in why.text


def test_what_is_not_there_is_unknown(medley: Recommender) -> None:
    medley.chat("violin")
    why = medley.why_not("the submarine")
    assert (why.reason, why.item) == ("unknown", None)
    assert "the submarine" in why.text


def test_an_item_is_found_by_part_of_its_title_in_either_language(medley: Recommender) -> None:
    medley.chat("animals under 1")
    for named in ("the owl 39", "白猫头鹰39", "i039", "“white owl 39”"):
        found = medley.why_not(named).item
        assert found is not None
        assert found.id == "i039"


def test_before_any_request_it_says_so(medley: Recommender) -> None:
    with pytest.raises(QueryError, match="expected a request"):
        medley.why_not("violin 3", session="fresh")


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("why not the red drum?", "the red drum"),
        ("But why isn't Alien there?", "Alien"),
        ("Why didn't you show the piano", "the piano"),
        ("为什么不是小提琴？", "小提琴"),
        ("那为何没有红色小鼓", "红色小鼓"),
        ("why are violins expensive", None),
        ("something that is not red", None),
    ],
)
def test_questions_are_told_from_requests(said: str, item: str | None) -> None:
    assert asked_about(said) == item


def test_a_struck_condition_holds_no_more_and_stays_struck(medley: Recommender) -> None:
    asked = medley.chat("violin under 20")
    assert asked.understood == ("price < 20",)
    medley.undo()
    again = medley.chat("violin under 20", without=asked.understood)
    assert again.understood == ()
    assert again.matching == 40
    assert any(float(p.item.attributes["price"]) >= 20 for p in again.picks)  # type: ignore[arg-type]
    follow = medley.chat("cheaper")
    assert "price < 20" not in follow.understood


def test_striking_a_refused_word_no_longer_steers_away_from_it(medley: Recommender) -> None:
    asked = medley.recommend("an animal, not a frog")
    assert asked.plan is not None
    assert asked.plan.excluded == ("frog",)
    again = medley.recommend("an animal, not a frog", without=[u for u in asked.understood if "frog" in u])
    assert again.plan is not None
    assert again.plan.excluded == ()
    assert not any("frog" in u for u in again.understood)


def test_undo_takes_back_one_turn(medley: Recommender) -> None:
    medley.chat("violin under 20")
    second = medley.chat("and under 5")
    medley.undo()
    assert medley.chat("and under 5").to_dict()["items"] == second.to_dict()["items"]

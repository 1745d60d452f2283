"""The check of reasons by rows: what is so passes in every form of words, and lies of every kind are caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agent.explanation.clauses
from agent import Recommender, Settings
from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.verification import verify, verify_reason
from agent.verification.conditions import holds
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.search.retriever import Hit
from tests.agent.statements import CONTEXTS, context
from tests.catalogues import indexed

ITEM = Item(
    "x",
    "Trail, and Tent",
    "A light tent; no nuts.",
    attributes={
        "price": 12.0, "genres": ("Drama", "Comedy, Dark", "Sci-Fi"), "year": 1987, "released_at": 1556668800.0,
        "made": date(2019, 4, 1), "allergens": "nuts, milk", "cook_time": 30.0, "brand": "L. Frank, and Sons",
    },
)  # fmt: skip
SAID = [
    Filter("price", "range", (None, 20), open_high=True), Filter("price", "range", (30, 40), negate=True),
    Filter("genres", "eq", "drama"), Filter("genres", "in", ("Drama", "Sci-Fi")), Filter("genres", "eq", "Horror", negate=True),
    Filter("*", "contains", "tent"), Filter("*", "contains", "dog", negate=True), Filter("*", "contains", "nuts", negate=True),
    Filter("brand", "eq", "L. Frank, and Sons"), Filter("rating", "exists", negate=True), Filter("cook_time", "range", (30, 30)),
    Filter("made", "range", (date(2019, 1, 1), date(2019, 10, 31))), Filter("year", "range", (1980, None)),
    Filter("title", "contains", "Trail"),
]  # fmt: skip
LIES = [
    "Its price is 13, under 20, as you asked.", "Its price is 12, over 20, as you asked.", "Its price is 12, between 20 and 30, as you asked.",
    "Its released at is 1556668800, after 2020, as you asked.", "Its made is 2019-04-01, after 2019-05-01, as you asked.",
    "As you asked, its genres include Horror.", "As you asked, its genres include Drama and Horror.", "Its genres do not include Drama, as you asked.",
    "Its allergens are not nuts and its text doesn't mention “milk”.", "Its text has “dog”, as you asked.", "Its text doesn't mention “tent”, as you asked.",
    "It has a rating, as you asked.", "It has no price, as you asked.", "Its rating is 5.", "But you asked for price under 5, and its price is 14.",
    "Its title has your word “dog”.", "Its description speaks of “dog”.", "Its brand has “Miller”.", "This is “Foo”.",
    "Its picture is close to the one you gave.", "Its sound is close to what you describe.", "It shares Horror with “X”.", "It has the same price as “X”: 13.",
    "正如您所要的，它的价格是13，低于20。", "它的价格是12，高于20。", "符合您的要求：价格是12，不低于20。", "它的类别不包括Drama。", "它的类别包括Horror。", "文字中有“狗”。", "文字中没有“tent”。",
    "标题里有您说的“狗”。", "这是“狗”。", "它和“X”都有Horror。", "它没有价格。", "它的图片与您的描述相似。",
]  # fmt: skip


def _sheet(*filters: Filter, item: Item = ITEM):
    return fact_sheet(Hit(item, 0.0, {}, {}), filters=filters)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("first", SAID, ids=str)
def test_what_is_so_passes_in_every_form_of_words(first: Filter, language: str) -> None:
    for others in ((), SAID[:1], SAID[2:3] + SAID[8:9]):
        sheet = _sheet(first, *others)
        reason = explain(sheet, language).text
        assert verify_reason(ITEM, reason, said=sheet.conditions, broken=sheet.broken) == ()


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_caught(lie: str) -> None:
    assert verify_reason(ITEM, lie)


@pytest.mark.parametrize(
    "f",
    [
        Filter("allergens", "eq", "nuts", negate=True), Filter("released_at", "range", (2020, None), open_low=True),
        Filter("*", "contains", "milk", negate=True), Filter("genres", "eq", "Horror"), Filter("year", "range", (None, 1980)),
        Filter("rating", "range", (1, 5)), Filter("rating", "exists"), Filter("made", "range", (2020, None)),
    ],
    ids=str,
)  # fmt: skip
def test_a_said_condition_is_recomputed(f: Filter) -> None:
    assert not holds(ITEM, f)
    assert verify_reason(ITEM, "It is so.", said=[f])
    assert not verify_reason(ITEM, "It is not so.", broken=[f])


@given(st.floats(-9999, 9999).map(lambda x: round(x, 2)), st.floats(-9999, 9999).map(lambda x: round(x, 2)))
def test_any_number_with_its_bound_is_so_or_is_caught(own: float, bound: float) -> None:
    item = Item("x", "X", attributes={"price": own})
    f = Filter("price", "range", (None, bound))
    sheet = _sheet(f, item=item)
    reason = explain(sheet).text
    assert not verify_reason(item, reason, said=sheet.conditions, broken=sheet.broken)


@pytest.mark.parametrize("key", list(CONTEXTS))
def test_the_reasons_of_every_made_up_hit_are_borne_out(key: str) -> None:
    sheet, _, _ = context(key)
    for language in ("en", "zh"):
        found = verify_reason(sheet.item, explain(sheet, language).text, said=sheet.conditions, broken=sheet.broken)
        assert found == ()


def test_a_lie_planted_in_the_explanation_is_caught_in_an_answer(tmp_path, monkeypatch) -> None:
    _, store, _ = indexed(tmp_path)
    lying = agent.explanation.clauses.own_values
    monkeypatch.setattr(
        agent.explanation.clauses, "own_values", lambda sheet, name, language: lying(sheet, name, language) + "9"
    )
    with (
        Recommender(store, settings=Settings(), encoders=encoder_set("fake")) as medley,
        pytest.raises(AssertionError, match="disagrees with its row"),
    ):
        medley.recommend("animals with a price under 20")
    with Recommender(store, settings=Settings(verify=True), encoders=encoder_set("fake")) as medley:
        answer = medley.recommend("animals with a price under 20")
    assert answer.picks
    assert verify(answer) == ()
    assert all(pick.reason == f"This is “{pick.item.title}”." for pick in answer.picks)


def test_a_condition_that_is_wrongly_held_to_be_satisfied_is_caught_in_an_answer(tmp_path, monkeypatch) -> None:
    _, store, _ = indexed(tmp_path)
    monkeypatch.setattr("agent.explanation.fact_sheet.matches", lambda item, f: not f.negate)
    with (
        Recommender(store, settings=Settings(), encoders=encoder_set("fake")) as medley,
        pytest.raises(AssertionError, match="does not satisfy"),
    ):
        medley.recommend("an animal under 0.5 euros, not a frog")


def test_it_knows_nothing_of_how_requests_are_read_or_reasons_written() -> None:
    import ast
    from pathlib import Path

    import agent.verification

    for path in Path(agent.verification.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        own = [
            name
            for name in names
            if name.startswith(("agent", "prompts")) and not name.startswith("agent.verification")
        ]
        assert set(own) <= {"agent.results.answer", "agent.explanation.fact_sheet"}  # their types


TOLD = Item(
    "x", "Milk tea", attributes={"category": "drinks", "diet": ("vegan",), "allergens": ("milk",), "audience": "kids"}
)
OPEN = [
    "它的allergens包括milk，可能就是您说的“酸奶”。但它的文字里没有提到“啤酒”。", "Its category is drinks, which may be what “juice” means.", "Whether it is “for a child” can't be told from this catalogue.",
    "是否“给孩子”，目录中无从得知。", "As you asked, its category is not fruit and its diet includes vegan.", "它的适合人群是kids。", "But it is not for children: its text has “tea”.",
]  # fmt: skip
OPEN_LIES = [
    "它的allergens包括nuts，可能就是您说的“酸奶”。", "Its category is fruit, which may be what “juice” means.", "Whether it is “milk” can't be told from this catalogue.", "是否“milk”，目录中无从得知。",
    "但它的文字里没有提到“milk”。", "But its text doesn't mention “tea”.", "它的适合人群是adults。", "As you asked, its category is not drinks and its diet includes vegan.", "But it is not for children: its text has “gin”.",
]  # fmt: skip


@pytest.mark.parametrize("reason", OPEN)
def test_what_is_told_of_open_wishes_is_borne_out(reason):
    assert not verify_reason(TOLD, reason)


@pytest.mark.parametrize("reason", OPEN_LIES)
def test_lies_of_open_wishes_are_caught(reason):
    assert verify_reason(TOLD, reason)

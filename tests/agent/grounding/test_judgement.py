"""What a model may say in its own words: judgement passes and is marked, what a row would decide must be borne out."""

from functools import partial

import pytest

from agent.explanation.fact_sheet import FactSheet, fact_sheet
from agent.grounding.judgement import judged
from agent.grounding.message import Message, message_shown
from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema
from retrieval.search.retriever import Hit

INN = Item(
    "inn", "Harbour Inn", "A small house by the old harbour.",
    attributes={"kind": "hotel", "price": 80.0, "year": 1990.0, "facilities": ("sauna", "wifi"), "owner": "Ada Lund"},
)  # fmt: skip
TOWER = Item(
    "tower", "Glass Tower", "Forty floors of light.",
    attributes={"kind": "hotel", "price": 200.0, "year": 2015.0, "facilities": ("pool",), "owner": "Bo Ek"},
)  # fmt: skip
SCHEMA = infer_schema([INN, TOWER])
HITS = [Hit(item, 1.0, {"text": 1.0}, {"text": 1.0}) for item in (INN, TOWER)]
SHEET = fact_sheet(HITS[0], request="somewhere quiet to sleep", beside=HITS)
say = partial(judged, sheet=SHEET, schema=SCHEMA, others=[TOWER])


@pytest.mark.parametrize(
    "text",
    [
        "A creaky old place that lulls you to sleep.", "Quieter than Glass Tower, and friendlier too.",
        "Think of it as two weekends in one.", "一个让人安心睡觉的老房子。", "Twenty-four sea captains dreamt here.",
        "最能让人安心睡觉的老房子。",
    ],
)  # fmt: skip
def test_judgement_passes_and_is_marked(text: str) -> None:
    shown = say(text)
    assert shown.text == text
    assert shown.judged == (text,)


@pytest.mark.parametrize(
    "text", ["Its price is 3 dollars.", "It weighs 3 kg.", "It is 3 years old.", "价格是3元。", "It costs $3."]
)
def test_the_number_of_a_title_is_no_amount_of_anything(text: str) -> None:
    lamp = Item("l3", "Walnut Lamp 3")
    sheet = fact_sheet(Hit(lamp, 1.0, {"text": 1.0}, {"text": 1.0}), request="a lamp", beside=())
    assert judged(text, sheet, schema=infer_schema([lamp])).text == ""
    liar = Item("l3", "Walnut Lamp", "Its price is 3 dollars. It costs $3, 价格是3元, weighs 3 kg, is 3 years old.")
    sheet = fact_sheet(Hit(liar, 1.0, {"text": 1.0}, {"text": 1.0}), request="a lamp", beside=())
    if "3 kg" not in text and "years" not in text:
        assert judged(text, sheet, schema=infer_schema([liar])).text == "", "a text says what anybody wrote into it"
    assert judged("A lamp of 3 arms.", sheet, schema=infer_schema([lamp])).text


@pytest.mark.parametrize(
    "text", ["It costs 80 and has a sauna.", "Older than Glass Tower.", "Its price is 80.", "It is from 1990."]
)
def test_facts_that_are_borne_out_pass_unmarked(text: str) -> None:
    assert say(text) == say(text, freedom="facts")
    assert say(text).text == text
    assert say(text).judged == ()


@pytest.mark.parametrize(
    "text",
    [
        "It costs 60.", "It has a pool.", "Newer than Glass Tower.", "30 years older than Glass Tower.", "Owned by Bo Ek.",
        "The cheapest hotel in town.", "Dogs are welcome.", "Breakfast is included.", "Open until midnight.",
        "You stayed here last year.", "It has 12 rooms.", "It is highly rated.", "有室外游泳池。", "可以带狗。",
        "Visit www.inn.example for more.", "It has forty rooms.", "最便宜的酒店。", "Bo Ek's old house by the sea.",
    ],
)  # fmt: skip
def test_what_the_row_does_not_bear_out_is_cut(text: str) -> None:
    assert say(text).text == ""


def test_25_years_apart_is_so() -> None:
    assert say("25 years older than Glass Tower.").text == "25 years older than Glass Tower."


def test_a_false_clause_is_cut_and_the_rest_stays() -> None:
    shown = say("A creaky old place that lulls you to sleep; it costs 60.")
    assert shown.text == "A creaky old place that lulls you to sleep."
    assert shown.judged == (shown.text,)


def test_a_clause_of_what_it_has_is_held_against_the_row_by_itself() -> None:
    assert say("Sleep lulls you nightly, and it has a sauna.").text
    assert "pool" not in say("Sleep lulls you nightly, and it has a pool.").text


HUT = Item("hut", "Cliff Hut", "Its glass withstood a 9.8 foot drop.", attributes={"kind": "hotel", "price": 20.0})
OF_HUT = fact_sheet(Hit(HUT, 1.0, {"text": 1.0}, {"text": 1.0}), request="somewhere quiet to sleep")


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Bo Ek's dream of solitude.", True), ("Owned by Bo Ek.", False), ("Its owner is Bo Ek.", False),
        ("Withstood a drop of nearly ten feet.", True), ("Withstood a drop of nearly twelve feet.", False),
    ],
)  # fmt: skip
def test_whose_work_it_is_passes_as_knowledge_where_no_row_decides(text: str, passes: bool) -> None:
    shown = judged(text, OF_HUT, schema=infer_schema([INN, TOWER, HUT]), others=[TOWER])
    assert bool(shown.text) == passes


def test_how_free_a_model_is_can_be_set() -> None:
    text = "It costs 80. A creaky old place that lulls you to sleep."
    assert say(text, freedom="facts").text == say(text, freedom="strict").text == "It costs 80."
    mixed = "It has a sauna, and it lulls whoever snores."
    assert say(mixed, freedom="facts").text == "It has a sauna."
    assert say(mixed, freedom="strict").text == ""


def _message(text: str, *, pointed: bool = False, figures: tuple[float, ...] = (2.0, 140.0)) -> str:
    sheets = [FactSheet(INN), FactSheet(TOWER)]
    about = Message("a hotel under 300", SCHEMA, sheets[:1] if pointed else (), sheets, lambda: figures)
    return message_shown(text, about).text


@pytest.mark.parametrize(
    "text",
    [
        "You're welcome!", "What are you in the mood for?", "We have 2 hotels.", "They cost 140 on average.",
        "Harbour Inn costs 80; Glass Tower costs 200.", "The catalogue doesn't say which have parking.", "不客气！",
    ],
)  # fmt: skip
def test_a_message_passes_where_nothing_in_it_is_false(text: str) -> None:
    assert _message(text) == text


@pytest.mark.parametrize(
    "text", ["We have 17 hotels.", "Harbour Inn has a pool.", "You bought it last year.", "See www.shop.example."]
)
def test_a_false_sentence_of_a_message_is_cut(text: str) -> None:
    assert _message(text) == ""
    assert _message(f"Hello! {text}") == "Hello!"


def test_a_message_on_an_item_that_is_pointed_at_is_held_against_that() -> None:
    assert _message("Yes: it has wifi.", pointed=True) == "Yes: it has wifi."
    assert _message("Yes: it has a pool.", pointed=True) == ""

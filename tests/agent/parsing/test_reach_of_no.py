"""How far a refusal reaches, what only looks like one, and comparisons that are conditions: in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from agent.parsing import Vocabulary, read_request
from agent.parsing.parse import parse
from agent.planning.compiler import compile_intent
from agent.planning.plan import Plan
from retrieval.catalog.items import Item, Value
from retrieval.language.clock import on_day
from retrieval.language.foreign import foreign_forms
from retrieval.language.negation import find_denials
from retrieval.language.text import Mask


def _items(rows: Sequence[tuple[str, dict[str, Value]]]) -> list[Item]:
    return [Item(f"i{n}", title, attributes=row) for n, (title, row) in enumerate(rows)]


GEAR = _items(
    [
        ("Winter bag", {"kind": "sleeping bags", "material": "down", "weight_kg": 1.2, "width_cm": 80, "price": 20, "colour": "red"}),
        ("Summer bag", {"kind": "sleeping bags", "material": "cotton", "weight_kg": 0.8, "width_cm": 60, "price": 0, "colour": "blue"}),
        ("Wooden horse", {"kind": "toys", "material": "wood", "weight_kg": 2.5, "width_cm": 120, "price": 9, "colour": "pink"}),
        ("Trail boots", {"kind": "boots", "material": "leather", "weight_kg": 1.4, "width_cm": 31, "price": 90, "colour": "black"}),
        ("Pocket phone", {"kind": "phones", "material": "plastic", "weight_kg": 0.2, "width_cm": 7, "price": 150, "colour": "red"}),
    ]
)  # fmt: skip
STAYS = _items(
    [
        ("澄湖大酒店", {"类别": "酒店", "可带宠物": "否", "设施": ("无烟房", "停车场"), "开业年份": 1998}),
        ("渔火民宿", {"类别": "民宿", "可带宠物": "是", "设施": ("无烟区",), "开业年份": 2022}),
        ("柳岸民宿", {"类别": "民宿", "可带宠物": "否", "设施": ("停车场",), "开业年份": 2015}),
    ]
)
ROOMS = _items([("Inn", {"kind": "hotel", "pets_allowed": "yes"}), ("Lodge", {"kind": "hotel", "pets_allowed": "no"})])
FOOD = _items(
    [
        ("Milk bar", {"category": "chocolate", "flavour": "milk", "diet": ("vegetarian",), "ingredients": ("eggs", "sugar")}),
        ("Dark bar", {"category": "chocolate", "flavour": "mint", "diet": ("vegan",), "ingredients": ("鸡蛋", "番茄")}),
        ("Cola", {"category": "drinks", "flavour": "cola", "diet": ("vegan",), "ingredients": ("water",)}),
    ]
)  # fmt: skip
TALKS = _items(
    [
        ("On bees", {"kind": "talk", "topic": "nature", "price_gbp": 0, "added": date(2020, 1, 5)}),
        ("Loaves", {"kind": "course", "topic": "baking", "price_gbp": 40, "added": date(2021, 3, 5)}),
        ("Oils", {"kind": "course", "topic": "painting", "price_gbp": 60, "added": date(2022, 7, 1)}),
    ]
)
FILMS = _items(
    [
        ("Paris by Rain", {"director": "Claire Dumont", "cast": ("Juliette Moreau",), "country": "France", "revenue": 340, "year": 1990}),
        ("Laughing Gas", {"director": "Bob Tranter", "cast": ("Meg Farrow",), "country": "USA", "revenue": 8_800_000, "year": 2000}),
        ("The Typist", {"director": "Emil Roth", "cast": ("Greta Falk",), "country": "Germany", "revenue": 90_000, "year": 2010}),
    ]
)  # fmt: skip


def _plan(items: list[Item], text: str) -> Plan:
    vocabulary = Vocabulary.of(items)
    with on_day(date(2026, 11, 30)):
        return compile_intent(read_request(text, vocabulary), parse(text, vocabulary))


def _said(items: list[Item], text: str) -> set[str]:
    return {str(f) for c in _plan(items, text).conditions for f in c.filters[:1]}


@pytest.mark.parametrize(
    ("items", "text", "wanted"),
    [
        (GEAR, "sleeping bag, hold the down", "not (material = down)"),
        (GEAR, "boots, and not without leather", "material = leather"),
        (GEAR, "any toy bar the wooden one", "kind = toys"),
        (GEAR, "any toy bar the wooden one", "not (material = wood)"),
        (GEAR, "睡袋,除了红的", "not (colour = red)"),
        (GEAR, "don't show me boots", "not (kind = boots)"),
        (GEAR, "比100厘米宽的玩具", "width_cm > 100"),
        (GEAR, "比两公斤轻的", "weight_kg < 2"),
        (GEAR, "wider than 1 metre", "width_cm > 100"),
        (STAYS, "不能带宠物的民宿", "not (可带宠物 = 是)"),
        (STAYS, "禁止宠物的民宿", "not (可带宠物 = 是)"),
        (STAYS, "a guesthouse where pets are not allowed", "not (可带宠物 = 是)"),
        (STAYS, "a hotel that allows pets", "可带宠物 = 是"),
        (ROOMS, "不能带宠物的酒店", "not (pets_allowed = yes)"),
        (STAYS, "non-smoking guesthouse", "设施 one of 无烟区, 无烟房"),
        (STAYS, "无烟的民宿", "设施 one of 无烟区, 无烟房"),
        (FOOD, "don't show me chocolate that isn't vegan", "diet = vegan"),
        (FOOD, "巧克力,白巧克力和薄荷味都不要", "not (text contains 白巧克力)"),
        (FOOD, "chocolate, but no white chocolate", "not (text contains white chocolate)"),
        (FOOD, "there are only eggs in my fridge", "ingredients one of eggs, 鸡蛋"),
        (TALKS, "讲座,不免费的不听", "price_gbp ≤ 0"),
        (TALKS, "no talks that aren't free", "price_gbp ≤ 0"),
        (TALKS, "a course on painting or baking", "topic one of painting, baking"),
        (FILMS, "movies from the US", "country = USA"),
        (FILMS, "票房过万的电影", "revenue > 10000"),
        (FILMS, "票房过百万的电影", "revenue > 1000000"),
    ],
)  # fmt: skip
def test_what_is_refused_and_what_is_asked_for(items: list[Item], text: str, wanted: str) -> None:
    assert wanted in _said(items, text)


@pytest.mark.parametrize(
    ("items", "text", "never"),
    [
        (GEAR, "睡袋,除了红的", "pink"),
        (FOOD, "巧克力,白巧克力和薄荷味都不要", "not (category"),
        (FOOD, "chocolate, but no white chocolate", "not (category"),
        (FOOD, "don't show me chocolate that isn't vegan", "not ("),
        (GEAR, "没插座的时候给手机充电", "not ("),
        (GEAR, "没插座的时候给手机充电", "kind = phones"),
        (GEAR, "a charger for when there's no socket", "not ("),
        (TALKS, "今天心情不好,想听讲座", "added"),
        (TALKS, "I feel low today, a talk please", "added"),
    ],
)  # fmt: skip
def test_what_a_request_does_not_say(items: list[Item], text: str, never: str) -> None:
    plan = _plan(items, text)
    told = [str(f) for c in (*plan.conditions, *plan.preferences) for f in c.filters]
    assert not [one for one in told if never in one]


def test_a_day_beside_a_date_field_still_bounds_it() -> None:
    plan = _plan(TALKS, "a talk added today")
    assert any("added" in str(f) for c in (*plan.conditions, *plan.preferences) for f in c.filters)


def test_each_lack_of_a_list_is_a_refusal_of_its_own() -> None:
    text = "没电视没信号的地方"
    assert [d.scope.of(text) for d in find_denials(text, Mask(len(text)))] == ["电视", "信号"]


@pytest.mark.parametrize("text", ["Meg Farrow or Claire Dumont", "with Meg Farrow or directed by Claire Dumont"])
def test_alternatives_in_two_fields_are_not_both_required(text: str) -> None:
    plan = _plan(FILMS, text)
    assert not plan.conditions
    assert {str(f) for c in plan.preferences for f in c.filters} == {"cast = Meg Farrow", "director = Claire Dumont"}
    assert not [note for note in plan.notes if note.kind == "guess"]


@pytest.mark.parametrize("text", ["who directed Paris by Rain?", "Paris by Rain cast", "how long is Paris by Rain", "Paris by Rain怎么样"])  # fmt: skip
def test_a_question_about_a_title_asks_for_that_item(text: str) -> None:
    assert _plan(FILMS, text).wanted == ("i0",)


def test_an_article_is_kept_where_it_is_of_the_title() -> None:
    assert _plan(FILMS, "who stars in The Typist?").wanted == ("i2",)


@pytest.mark.parametrize("text", ["开得最久的酒店", "开业最久的", "the longest-running hotel", "历史最悠久的酒店"])
def test_what_has_been_there_longest_is_the_oldest(text: str) -> None:
    sort = _plan(STAYS, text).sort
    assert sort is not None
    assert (sort.field, sort.descending, sort.vague) == ("开业年份", False, False)


def test_words_of_two_words_have_names_in_the_other_language() -> None:
    assert foreign_forms("白巧克力") == ("white chocolate",)

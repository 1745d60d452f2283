"""Which field an amount bounds, in which unit, how certainly; and what is said where it bounds none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from agent.explanation.fact_sheet import fact_sheet
from agent.explanation.reasons import explain
from agent.parsing import Vocabulary, read_request
from agent.parsing.analysis import analyse
from agent.parsing.parse import parse
from agent.planning.compiler import compile_intent
from retrieval.catalog.items import Item, Value
from retrieval.catalog.schema import infer_schema
from retrieval.language.clock import on_day
from retrieval.search.query import Hit

DAY = date(2026, 11, 30)


def _items(rows: list[dict[str, Value]]) -> list[Item]:
    return [Item(str(i), f"Thing {i}", attributes=row) for i, row in enumerate(rows)]


FILMS = _items(
    [
        {"year": 1993, "released": date(1993, 6, 11), "runtime": 127, "rating": 7.7, "revenue": 1_033_928_303, "genre": "horror"},
        {"year": 2010, "released": date(2010, 7, 16), "runtime": 148, "rating": 8.2, "revenue": 825_532_764, "genre": "comedy"},
        {"year": 2019, "released": date(2020, 1, 5), "runtime": 162, "rating": 6.1, "revenue": 900_000, "genre": "drama"},
        {"year": 2024, "released": date(2024, 2, 1), "runtime": 1, "rating": 7.0, "revenue": 5_000_000, "genre": "comedy"},
    ]
)  # fmt: skip
REPORTS = _items([{"released_at": 1556668800}, {"released_at": 1640304000}, {"released_at": 1673740800}])
SHOP = _items(
    [
        {"price_eur": 2.5, "price_per_kg": 10.0, "stock": 12, "weight_g": 250, "width_cm": 20, "height_cm": 5, "reviews": 2500},
        {"price_eur": 12.0, "price_per_kg": 6.0, "stock": 0, "weight_g": 2000, "width_cm": 90, "height_cm": 180, "reviews": 10},
        {"price_eur": 40.0, "price_per_kg": 4.0, "stock": 3, "weight_g": 10000, "width_cm": 120, "height_cm": 75, "reviews": 1200},
    ]
)  # fmt: skip
TOYS = _items([{"min_age": 3, "price": 10}, {"min_age": 6, "price": 20}, {"min_age": 12, "price": 30}])
GAMES = _items([{"ages": "3-6", "price": 10}, {"ages": "7-12", "price": 20}, {"ages": "12+", "price": 30}])
TALKS = _items(
    [{"audience": "children", "hours": 1}, {"audience": "adults", "hours": 2}, {"audience": "everyone", "hours": 8}]
)
MEALS = _items(
    [{"price": 30, "cost_per_person": 15}, {"price": 80, "cost_per_person": 20}, {"price": 90, "cost_per_person": 45}]
)
DISHES = _items([{"难度": 1, "热量": 300}, {"难度": 3, "热量": 500}, {"难度": 5, "热量": 900}])


def read(text: str, items: list[Item], rates: Mapping[str, float] | None = None) -> set[str]:
    """The constraints of a request as `field low..high`, an open end with `<`, a guess with its reason behind `?`."""
    vocabulary = Vocabulary.of(items, infer_schema(items), rates=rates)
    with on_day(DAY):
        constraints = read_request(text, vocabulary).constraints
    said = set()
    for c in constraints:
        low, high = ("" if b is None else f"{b:.12g}" if isinstance(b, float) else b for b in (c.low, c.high))
        body = "|".join(map(str, c.values)) or f"{low}{'<' * c.open_low}..{'<' * c.open_high}{high}"
        said.add(f"{'not ' * c.negate}{c.field} {body}{f' ?{c.guess}' if c.guess else ''}")
    return said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("longer than two and a half hours", {"runtime 150<.."}),
        ("不到两个半小时的", {"runtime ..<150"}),
        ("revenue of 1M to 20M", {"revenue 1000000..20000000"}),
        ("revenue over 1.2 billion", {"revenue 1200000000<.."}),
        ("rating above 300", {"rating 300<.. ?range"}),
        ("revenue above 100 million yuan", {"revenue 100000000<.. ?unit"}),
        ("films from the 90s", {"year 1990..1999"}),
        ("films from 1993", {"year 1993.0"}),
        ("after 1990 but before 2001", {"year 1990<..", "year ..<2001"}),
        ("released after 2020", {"released 2020-12-31<.."}),
        ("produced in the year 2019", {"year 2019.0"}),
        ("2020年上映的", {"released 2020-01-01..2020-12-31"}),
        ("制作年份是2019年的", {"year 2019.0"}),
        ("between 2019-03-01 and 2020-10-31", {"released 2019-03-01..2020-10-31"}),
        ("from the last three years", {"released 2023-11-30..2026-11-30"}),
        ("after 06/01/2021", {"released 2021-06-01<.. ?ambiguous"}),
        ("after 01.06.2021", {"released 2021-06-01<.."}),
        ("a title in 3-5 words", set()),
        ("Blade Runner 2049", {"year 2049.0 ?field"}),
        ("1999 films", {"year 1999.0"}),
        ("a comedy of 2010 or 2024", {"genre comedy", "year 2010.0|2024.0"}),
        ("a comedy for my five-year-old", {"genre comedy"}),
        ("above 7 but below 8 in rating", {"rating 7<..", "rating ..<8"}),
    ],
)
def test_films(text: str, said: set[str]) -> None:
    assert read(text, FILMS) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in stock under 12 euros", {"stock 0<..", "price_eur ..<12"}),
        ("有货而且不到12欧元", {"stock 0<..", "price_eur ..<12"}),
        ("under 4 euros a kilo", {"price_per_kg ..<4"}),
        ("每公斤不到4欧元的", {"price_per_kg ..<4"}),
        ("under 5 pounds in weight", {"weight_g ..<2267.96"}),
        ("over a metre wide", {"width_cm 100<.."}),
        ("wider than 100 cm", {"width_cm 100<.."}),
        ("taller than one and a half metres", {"height_cm 150<.."}),
        ("more than 2000 reviews", {"reviews 2000<.."}),
        ("maybe 25 euros", {"price_eur 20..30 ?vague"}),
        ("under 5 euros, two people", {"price_eur ..<5"}),
    ],
)
def test_a_shop(text: str, said: set[str]) -> None:
    assert read(text, SHOP) == said


@pytest.mark.parametrize(("text", "span"), [("lamps under 120 yuan", "under 120 yuan"), ("120元以内的灯", "120元以内")])
def test_another_currency_converts_only_by_given_rates(text: str, span: str) -> None:
    assert read(text, SHOP) == set()
    (bound,) = read(text, SHOP, {"EUR": 1, "CNY": 8})
    assert bound.replace("<", "") == "price_eur ..15"
    vocabulary = Vocabulary.of(SHOP, infer_schema(SHOP))
    plan = compile_intent(read_request(text, vocabulary), parse(text, vocabulary))
    (note,) = plan.notes
    assert (note.kind, note.said) == ("currency", span)
    assert ("欧元" if "元" in text else "euros") in note.text(plan.language)


def test_a_plain_price_takes_any_currency() -> None:
    assert read("under 25 dollars", TOYS) == read("under 25 euros", TOYS) == {"price ..<25"}


def test_of_price_and_cost_a_person_the_words_decide() -> None:
    assert read("under 40 euros per person", MEALS) == {"cost_per_person ..<40"}
    assert read("under 40 euros", MEALS) == {"price ..<40"}


@pytest.mark.parametrize(
    ("text", "items", "said"),
    [
        ("a toy for my five-year-old", TOYS, {"min_age ..5"}),
        ("kids aged 3 to 5", TOYS, {"min_age ..3"}),
        ("适合五岁孩子的", TOYS, {"min_age ..5"}),
        ("for a 6 year old", GAMES, {"ages 3-6"}),
        ("a game for my five-year-old under 15", GAMES, {"ages 3-6", "price ..<15"}),
        ("a talk for my six-year-old", TALKS, {"audience children|everyone ?field"}),
    ],
)
def test_ages(text: str, items: list[Item], said: set[str]) -> None:
    assert read(text, items) == said


def test_moments_since_1970_compare_and_show_as_days() -> None:
    vocabulary = Vocabulary.of(REPORTS, infer_schema(REPORTS))
    text = "released after 2020"
    intent = read_request(text, vocabulary)
    plan = compile_intent(intent, parse(text, vocabulary))
    (filter_,) = plan.filters
    assert str(filter_) == "released_at ≥ 2021-01-01"
    sheets = [
        fact_sheet(Hit(item, 1.0, {"text": 1.0}, {"text": 1.0}), request=text, filters=plan.filters) for item in REPORTS
    ]
    assert [bool(sheet.conditions) for sheet in sheets] == [False, True, True]
    assert "2021-12-24" in explain(sheets[1]).text
    assert "1640304000" not in explain(sheets[1]).text
    assert "2019-05-01" in explain(sheets[0]).text
    sort = read_request("the newest report", vocabulary).sort
    assert sort is not None
    assert (sort.field, sort.descending) == ("released_at", True)


def test_a_superlative_with_a_count_is_an_order_and_no_bound() -> None:
    vocabulary = Vocabulary.of(DISHES, infer_schema(DISHES))
    for text, field, count in (("难度最低的三道甜品", "难度", 3), ("热量最低的两道菜", "热量", 2)):
        intent = read_request(text, vocabulary)
        assert intent.sort is not None
        assert (intent.constraints, intent.count, intent.sort.field, intent.sort.descending) == (
            (),
            count,
            field,
            False,
        )
    intent = read_request("the three cheapest tents", Vocabulary.of(SHOP, infer_schema(SHOP)))
    assert intent.sort is not None
    assert (intent.constraints, intent.count, intent.sort.field) == ((), 3, "price_eur")


def test_of_two_fields_that_order_there_is_always_one() -> None:
    for text in ("the oldest film", "the newest film", "最新的电影"):
        assert read_request(text, Vocabulary.of(FILMS, infer_schema(FILMS))).sort is not None


def test_an_answer_can_tell_the_day_that_its_dates_count_from() -> None:
    vocabulary = Vocabulary.of(FILMS, infer_schema(FILMS))
    with on_day(DAY):
        assert analyse("films of the last two years", vocabulary).day == DAY
        assert analyse("films of the 90s", vocabulary).day is None
    with on_day(date(2010, 1, 1)):
        assert analyse("films of the last two years", vocabulary).found[0].constraint.low == "2008-01-01"


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("a comedy for my five-year-old niece", ("for my five-year-old niece",)),
        ("给五岁孩子看的", ("给五岁孩子",)),
        ("my niece is 9", ()),
    ],
)
def test_an_age_that_no_field_tells_is_a_wish(text: str, soft: tuple[str, ...]) -> None:
    assert read_request(text, Vocabulary.of(FILMS, infer_schema(FILMS))).soft == soft


def test_a_price_is_in_the_currency_that_stands_beside_it() -> None:
    shop = _items([{"price": 20, "price_currency": "EUR"}, {"price": 90, "price_currency": "EUR"}])
    vocabulary = Vocabulary.of(shop, infer_schema(shop))
    assert [c.field for c in read_request("under 50 euros", vocabulary).constraints] == ["price"]
    dollars = read_request("under $50", vocabulary)
    assert (dollars.constraints, dollars.soft) == ((), ("under $50",))
    assert read_request("the cheapest", vocabulary).sort is not None


def test_amounts_in_several_currencies_compare_within_one() -> None:
    shop = _items([{"price": 20, "price_currency": "USD"}, {"price": 30, "price_currency": "EUR"}])
    constraints = read_request("under 40 euros", Vocabulary.of(shop, infer_schema(shop))).constraints
    assert [(c.field, c.high, c.values) for c in constraints] == [("price", 40, ()), ("price_currency", None, ("EUR",))]


def test_a_unit_that_stands_beside_a_field_is_the_fields() -> None:
    things = _items([{"weight": 0.5, "weight_unit": "kg"}, {"weight": 8, "weight_unit": "kg"}])
    constraint = read_request("heavier than 600 g", Vocabulary.of(things, infer_schema(things))).constraints[0]
    assert (constraint.field, constraint.low) == ("weight", 0.6)

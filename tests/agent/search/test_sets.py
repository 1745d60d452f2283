"""Sets: what is read of the whole and of its parts, the exact choice under totals, and the answer, in both languages."""

import itertools
import json
import random
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.parsing import Vocabulary
from agent.parsing.parse import parse
from agent.planning.sets import SetSlot, Total, best_set, set_of
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

COURSES = ("Starter", "Main course", "Dessert", "Soup")
DISHES = [
    Item(f"d{n}", f"Dish {n}", "A dish.", attributes={"course": COURSES[n % 4], "price": float(4 + n % 9), "minutes": 10 + n, "style": ("mild", "hot")[n % 3 == 0]})
    for n in range(40)
]  # fmt: skip
FILMS = [
    Item(f"f{n}", f"Film {n}", "A film.", attributes={"genres": (("Comedy", "Drama"), ("Horror",), ("Drama",), ("Comedy", "Horror"))[n % 4], "runtime": 80 + 3 * n, "rating": 5 + n % 5})
    for n in range(40)
]  # fmt: skip
KINDS = ("荤菜", "素菜", "汤羹", "主食")
MENU = [
    Item(f"z{n}", f"菜{n}", "一道菜。", attributes={"类别": KINDS[n % 4], "价格": float(14 + n % 9), "时长": 100 + n})
    for n in range(40)
]  # fmt: skip


def _asked(text, items):
    found = set_of(parse(text, Vocabulary.of(items)))
    return None if found is None else ([part.words for part in found.parts], [(t.field, t.low, t.high) for t in found.totals])  # fmt: skip


@pytest.mark.parametrize(
    ("items", "text", "parts", "totals"),
    [
        (DISHES, "a meal of a starter, a main and a dessert under 30", ["starter", "main", "dessert"], [("price", None, 30)]),
        (DISHES, "a starter, a main course and a dessert, price at most 25 in total", ["starter", "main course", "dessert"], [("price", None, 25)]),
        (DISHES, "two starters and a dessert, at most 20 altogether", ["starters", "starters", "dessert"], [("price", None, 20)]),
        (DISHES, "three dishes under 60 minutes in total", ["", "", ""], [("minutes", None, 60)]),
        (DISHES, "a starter and a dessert under 8 each", ["starter", "dessert"], []),
        (FILMS, "three films under five hours in total", ["", "", ""], [("runtime", None, 300)]),
        (FILMS, "a comedy and a horror film, under 4 hours in total", ["comedy", "horror film"], [("runtime", None, 240)]),
        (MENU, "一荤一素一汤", ["荤", "素", "汤"], []),
        (MENU, "一荤一素一汤，五十元以内", ["荤", "素", "汤"], [("价格", None, 50)]),
        (MENU, "一个荤菜一个素菜一个汤，总共不超过50元", ["荤菜", "素菜", "汤"], [("价格", None, 50)]),
        (MENU, "两荤一素，一共60元以内", ["荤", "荤", "素"], [("价格", None, 60)]),
        (MENU, "三道菜总共不超过60元", ["", "", ""], [("价格", None, 60)]),
    ],
)  # fmt: skip
def test_parts_and_totals_are_read(items, text, parts, totals) -> None:
    assert _asked(text, items) == (parts, totals)


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (DISHES, "a soup under 10"), (DISHES, "three soups under 10"), (DISHES, "a hot soup and a good one"), (FILMS, "a comedy with a horror twist"),
        (FILMS, "a horror film or a comedy"), (FILMS, "three comedies under 100 minutes"), (MENU, "一个素菜"), (MENU, "推荐一道荤菜，不超过20元"), (MENU, "三道荤菜"),
    ],
)  # fmt: skip
def test_what_is_no_set(items, text) -> None:
    assert _asked(text, items) is None


def test_people_get_one_each_and_one_for_all() -> None:
    found = set_of(parse("one for each of us: my sister likes horror, I like comedy", Vocabulary.of(FILMS)))
    assert found is not None
    assert found.parts == (SetSlot("horror", "my sister"), SetSlot("comedy", "I"), SetSlot("horror comedy"))
    assert found.both
    found = set_of(parse("一人一个：她喜欢荤菜，我喜欢素菜", Vocabulary.of(MENU)))
    assert found is not None
    assert [(part.who, part.words) for part in found.parts] == [("她", "荤菜"), ("我", "素菜"), ("", "荤菜 素菜")]


def _brute(pools, totals):
    best = None
    for combination in itertools.product(*pools):
        items = [item for item, _ in combination]
        if len({item.id for item in items}) < len(items):
            continue
        sums = [sum(item.attributes[t.field] for item in items) for t in totals]
        if all(t.kept(s) for t, s in zip(totals, sums, strict=True)):
            score = sum(score for _, score in combination)
            best = score if best is None else max(best, score)
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_choice_is_exact(seed) -> None:
    chance = random.Random(seed)
    pools = [[(item, chance.random()) for item in chance.sample(DISHES, 7)] for _ in range(3)]
    if seed % 3 == 0:
        pools = [pools[0]] * 3
    totals = [Total("price", chance.choice([None, 15.0]), 24.0), Total("minutes", None, 90.0)]
    chosen, score = best_set(pools, totals), _brute(pools, totals)
    assert chosen is not None
    assert chosen.kept == (score is not None)
    assert len({item.id for item in chosen.items}) == 3
    if score is not None:
        own = [{item.id: s for item, s in pool}[one.id] for pool, one in zip(pools, chosen.items, strict=True)]
        assert sum(own) == pytest.approx(score)
        assert all(t.kept(s) for t, s in zip(totals, chosen.sums, strict=True))


def test_where_nothing_keeps_the_total_the_nearest_is_chosen() -> None:
    pools = [[(item, 1.0) for item in DISHES[:9]]] * 2
    chosen = best_set(pools, [Total("price", None, 3.0)])
    assert chosen is not None
    assert (chosen.kept, chosen.sums) == (False, (9.0,))
    assert best_set([[], pools[0]], []) is None


def _store(folder: Path, items):
    rows = [{"id": i.id, "title": i.title, "description": i.description} | dict(i.attributes) for i in items]
    (folder / "catalog.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", encoder_set("fake"))
    return Recommender(folder / "store", settings=Settings())


def test_a_meal_is_answered_with_its_total(tmp_path) -> None:
    with _store(tmp_path, DISHES) as medley:
        answer = medley.recommend("a starter, a main course and a dessert, price at most 25 in total")
        assert [pick.item.attributes["course"] for pick in answer] == ["Starter", "Main course", "Dessert"]
        total = sum(pick.item.attributes["price"] for pick in answer)
        assert total <= 25
        assert f"Together: price {total:g}" in answer.notes
        near = medley.recommend("a starter, a main course and a dessert, price at most 5 in total")
        assert any(note.startswith("No such set keeps the total; the nearest comes to price") for note in near.notes)


def test_films_for_an_evening_and_for_two(tmp_path) -> None:
    with _store(tmp_path, FILMS) as medley:
        answer = medley.chat("three films under five hours in total")
        assert len({pick.id for pick in answer}) == 3
        assert sum(pick.item.attributes["runtime"] for pick in answer) <= 300
        both = medley.chat("one for each of us: she likes horror, I like comedy")
        first, second, third = (pick.item.attributes["genres"] for pick in both)
        assert ("Horror" in first, "Comedy" in second) == (True, True)
        assert set(third) == {"Comedy", "Horror"}
        assert "for all" in both.notes[0]


def test_a_chinese_meal(tmp_path) -> None:
    with _store(tmp_path, MENU) as medley:
        answer = medley.recommend("一荤一素一汤，总共50元以内")
        assert [pick.item.attributes["类别"] for pick in answer] == ["荤菜", "素菜", "汤羹"]
        total = sum(pick.item.attributes["价格"] for pick in answer)
        assert total <= 50
        assert answer.notes[-1] == f"合计：价格{total:g}"

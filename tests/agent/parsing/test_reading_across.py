"""Requests in one language over a catalogue in the other, and columns that answer in unusual ways: each kind that strangers' tables
found wanting."""

from __future__ import annotations

import time

import pytest

from agent.parsing import Vocabulary, read_request
from retrieval.catalog.items import Item

ROWS = [
    ("Old Cellar", "red", "France", True, 2015, ("sulfites",), 30, False),
    ("New Press", "white", "Germany", False, 2019, ("gelatine",), 15, False),
    ("Hill Brut", "sparkling", "Italy", True, 2021, (), 50, True),
]
WINES = Vocabulary.of(
    [
        Item(
            id=f"w{n}",
            title=title,
            attributes={
                "wine": title, "colour": colour, "country": country, "organic": organic, "vintage": year,
                "free_from": free, "spf": spf, "flowers": flowers, "genre": ("simulation", "racing")[n % 2],
            },
        )
        for n, (title, colour, country, organic, year, free, spf, flowers) in enumerate(ROWS)
    ]
)  # fmt: skip


def read(text: str) -> set[str]:
    """Return the conditions of a request: `field=value`, refused ones with "!", bounds as `field>=bound`."""
    found = set()
    for c in read_request(text, WINES).constraints:
        no = "!" if c.negate else ""
        bounds = (">=", c.low) if c.low is not None else ("<=", c.high)
        found |= {f"{no}{c.field}={v}" for v in c.values} if c.values else {f"{no}{c.field}{bounds[0]}{bounds[1]:g}"}
    return found


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("法国红酒", {"country=France", "colour=red"}),
        ("白葡萄酒", {"colour=white"}),
        ("有机的酒", {"organic=true"}),
        ("模拟类", {"genre=simulation"}),
        ("赛车类", {"genre=racing"}),
        ("不要红的德国酒", {"!colour=red", "country=Germany"}),
        ("at least SPF 40", {"spf>=40"}),
        ("SPF40以上", {"spf>=40"}),
        ("ones that don't flower", {"!flowers=true"}),
        ("flowering ones", {"flowers=true"}),
        ("anything without sulfites", {"free_from=sulfites"}),
        ("free of gelatine", {"free_from=gelatine"}),
        ("with sulfites", set()),
    ],
)
def test_what_is_meant_is_read(text: str, conditions: set[str]) -> None:
    assert read(text) == conditions


def test_a_superlative_goes_before_an_adjective_of_the_same_field() -> None:
    sort = read_request("the oldest vintage", WINES).sort
    assert sort is not None
    assert (sort.field, sort.descending, sort.vague) == ("vintage", False, False)


STAYS = Vocabulary.of(
    [
        Item(id=f"s{n}", title=f"客栈{n}", attributes={"城市": city, "类型": kind, "可带宠物": pets})
        for n, (city, kind, pets) in enumerate(
            [("大理", "酒店", "是"), ("丽江", "民宿", "否"), ("西双版纳", "酒店", "否"), ("大理", "民宿", "是")]
        )
    ]
)
GAMES = Vocabulary.of(
    [
        Item(
            id=f"g{n}",
            title=title,
            attributes={"type": kind, "publisher": maker, "min_players": least, "max_players": most, "platforms": on},
        )
        for n, (title, kind, maker, least, most, on) in enumerate(
            [
                ("Sheep Trade", "board game", "Kosmos", 3, 4, ()),
                ("Plumber Race", "video game", "Nintendo", 1, 4, ("Switch",)),
                ("Village of Fear", "video game", "Capcom", 1, 1, ("Switch", "PS5")),
                ("Quick Deck", "card game", "Amigo", 2, 6, ()),
            ]
        )
    ]
)


def conditions(text: str, vocabulary: Vocabulary) -> set[str]:
    """Return the conditions that filter as `field=value` or `field<=bound`, refused ones with "!", guesses with "?"."""
    found = set()
    for c in read_request(text, vocabulary).constraints:
        sign = "?" if c.guess else "!" if c.negate else ""
        bound = f"<={c.high:g}" if c.high is not None else f">={c.low:g}" if c.low is not None else ""
        found |= {f"{sign}{c.field}={v}" for v in c.values} or {f"{sign}{c.field}{bound}"}
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a place in Dali", {"城市=大理"}),
        ("hotels outside Lijiang", {"类型=酒店", "!城市=丽江"}),
        ("Xishuangbanna", {"城市=西双版纳"}),
        ("a place where dogs are welcome", {"可带宠物=是"}),
        ("能带狗的", {"可带宠物=是"}),
    ],
)
def test_places_and_pets_of_a_chinese_catalogue_are_read_in_english(text: str, expected: set[str]) -> None:
    assert conditions(text, STAYS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("games for four players", {"min_players<=4", "max_players>=4"}),
        ("六个人玩的", {"min_players<=6", "max_players>=6"}),
        ("卡牌游戏", {"type=card game"}),
        ("电子游戏", {"type=video game"}),
        ("任天堂的", {"publisher=Nintendo"}),
        ("不是任天堂出的Switch游戏", {"!publisher=Nintendo", "platforms=Switch"}),
        ("卡普空的", {"?publisher=Capcom"}),
    ],
)
def test_names_numbers_of_people_and_words_of_two_are_read_in_chinese(text: str, expected: set[str]) -> None:
    assert conditions(text, GAMES) == expected


@pytest.mark.parametrize("text", ["1 " * 1000, "Dali 大理 " * 250, "1-2-" * 500], ids=["numbers", "places", "ranges"])
def test_a_long_request_of_nothing_but_numbers_or_names_is_read_in_a_bounded_time(text: str) -> None:
    read_request("大理", STAYS)
    started = time.process_time()
    read_request(text, STAYS)
    assert time.process_time() - started < 3.0


SHOP = Vocabulary.of(
    [
        Item(id=f"s{n}", title=f"Thing {n}", attributes={"category": ("bars", "books", "tea")[n % 3], "kind": ("bar", "book", "tea")[n % 3]})
        for n in range(9)
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values"), [("适合小孩的酒店", set()), ("有什么书", {"books", "book"}), ("酒吧", {"bars", "bar"})]
)
def test_a_word_means_what_people_mean_by_it_today(text: str, values: set[str]) -> None:
    """酒店 is a hotel: that a dictionary also has "pub" for it, and a pub is a bar, makes no snack bars of it."""
    assert {v for c in read_request(text, SHOP).constraints for v in c.values} <= values
    assert bool(values) == bool(read_request(text, SHOP).constraints)


TOWN = Vocabulary.of(
    [Item(id=f"t{n}", title=f"店{n}", attributes={"区域": ("北山区", "港口区", "老城区")[n % 3], "价格": n}) for n in range(9)]
)  # fmt: skip


@pytest.mark.parametrize("text", ["in Beishan", "somewhere in the hills of Beishan"])
def test_a_place_is_found_by_its_name_in_latin_letters_without_what_ends_it(text: str) -> None:
    assert {v for c in read_request(text, TOWN).constraints for v in c.values} == {"北山区"}


PLACES = Vocabulary.of(
    [
        Item(id=f"p{n}", title=f"Place {n}", attributes={"kind": kind, "price": n})
        for n, kind in enumerate(["hotel", "guest house", "seafood restaurant", "café", "museum", "cinema"] * 3)
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("somewhere to stay near the station", {"hotel", "guest house"}),
        ("a cheap place where we can sleep", {"hotel", "guest house"}),
        ("住的地方", {"hotel", "guest house"}),
        ("somewhere nice for dinner", {"seafood restaurant", "café"}),
        ("哪里吃饭比较好", {"seafood restaurant", "café"}),
        ("can you recommend a place to have coffee?", {"café"}),
        ("值得参观的地方", {"museum"}),
        ("a place in the sun", set()),
    ],
)
def test_places_are_asked_for_by_what_they_are_for(text: str, kinds: set[str]) -> None:
    """Always as a guess: another kind of place may do as well."""
    read = [c for c in read_request(text, PLACES).constraints if c.field == "kind"]
    assert {v for c in read for v in c.values} == kinds
    assert all(c.guess for c in read)

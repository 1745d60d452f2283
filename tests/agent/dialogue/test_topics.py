"""How requests of a conversation stand to each other: another topic, an addition, a replacement, and what is refused for good."""

import json
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.parsing.discourse_markers import opening_of
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

THINGS = [
    ("dog", "Brown dog", "棕色小狗", "animals", ["brown"], 7, "cute", True),
    ("duck", "Yellow duck", "黄色鸭子", "animals", ["yellow"], 3, "cute", True),
    ("owl", "Blue owl", "蓝色猫头鹰", "animals", ["blue"], 14, "calm", True),
    ("fish", "Blue fish", "蓝色的鱼", "animals", ["blue", "yellow"], 5, "calm", False),
    ("cow", "White cow", "白色奶牛", "animals", ["white"], 30, "calm", True),
    ("rain", "Grey rain", "灰色的雨", "weather", ["grey"], 6, "sad", True),
    ("sun", "Yellow sun", "黄色的太阳", "weather", ["yellow"], 4, "happy", False),
    ("car", "Red car", "红色汽车", "vehicles", ["red"], 18, "lively", True),
    ("boat", "Blue boat", "蓝色帆船", "vehicles", ["blue"], 40, "calm", False),
    ("train", "Red train", "红色火车", "vehicles", ["red", "yellow"], 34, "lively", True),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("topics")
    from tests.media_files import sound

    rows = []
    for id, title, zh, category, colour, price, mood, sounds in THINGS:
        row = {"id": id, "title": title, "title_zh": zh, "category": category, "colour": colour, "mood": mood}
        row["price"] = price
        if sounds:
            row["audio"] = sound(folder / f"{id}.wav", seconds=0.2).name
        rows.append(json.dumps(row, ensure_ascii=False))
    (folder / "catalog.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", encoder_set("fake"))
    return folder / "store"


@pytest.fixture
def medley(store):
    with Recommender(store, settings=Settings(count=10)) as recommender:
        yield recommender


def _talk(medley, *texts):
    for text in texts:
        answer = medley.chat(text)
    return answer, {pick.id for pick in answer.picks}


@pytest.mark.parametrize(
    "text",
    [
        "something else entirely: a car", "forget that, show me a car", "Let's change the subject. A car", "change of topic: cars",
        "never mind, a car", "OK, now for something completely different", "Forget about the hotels, show me cars",
        "换个话题，来点音乐", "问个别的，来辆汽车", "算了，给我看看汽车", "不说这个了，有什么好吃的", "重新来，我要汽车",
    ],
)  # fmt: skip
def test_words_of_another_topic(text: str) -> None:
    assert opening_of(text).other


@pytest.mark.parametrize(
    "text",
    ["also blue", "And under 30", "but cheaper", "with a sound", "it should be blue", "而且要会叫的", "并且要蓝色的", "带声音的", "还要便宜"],
)  # fmt: skip
def test_words_of_an_addition(text: str) -> None:
    assert opening_of(text).adds


@pytest.mark.parametrize(
    "text", ["a blue car", "forgetful people", "In the mood for love", "给我一个动物", "换一个", "drop dead gorgeous"]
)
def test_words_of_neither(text: str) -> None:
    assert opening_of(text).spans == ()


@pytest.mark.parametrize(
    "change",
    [
        "something else entirely: a vehicle",
        "something else: a vehicle",
        "forget that, vehicles please",
        "a vehicle",
        "换个话题，vehicles",
    ],
)
def test_conditions_end_with_their_topic(medley, change) -> None:
    answer, ids = _talk(medley, "animals with a price under 10", change)
    assert ids == {"car", "boat", "train"}
    assert not any("price" in condition for condition in answer.understood)


def test_another_topic_leaves_no_wishes_of_before(medley) -> None:
    _talk(medley, "a calm blue animal", "something else entirely: vehicles")
    plan = medley.chat("with a sound").plan
    assert plan is not None
    assert "calm" not in " ".join(plan.said)
    assert {one.value for one in plan.named} == {"vehicles"}


@pytest.mark.parametrize(
    ("first", "more", "left"),
    [
        ("animals with a price under 20", "also with a sound", {"dog", "duck", "owl"}),
        ("animals with a price under 20", "而且要会叫的", {"dog", "duck", "owl"}),
        ("animals", "blue", {"owl", "fish"}),
        ("blue animals", "and yellow", {"fish"}),
        ("给我一个animals", "并且要calm", {"owl", "fish", "cow"}),
        ("calm things", "in blue", {"owl", "fish", "boat"}),
    ],
)
def test_an_addition_keeps_what_holds(medley, first, more, left) -> None:
    assert _talk(medley, first, more)[1] == left


def test_a_value_takes_the_place_of_another_unless_it_is_added(medley) -> None:
    answer, ids = _talk(medley, "blue animals", "yellow instead")
    assert ids == {"duck", "fish"}
    assert "blue" not in answer.plan.wish
    assert _talk(medley, "not yellow")[1] == {"dog", "owl", "cow"}


@pytest.mark.parametrize(
    "turns",
    [
        ("animals, but no dogs", "with a sound", "cheaper", "vehicles", "something else entirely: animals"),
        ("animals，不要dog", "会叫的", "换个话题，vehicles", "animals"),
    ],
)
def test_what_was_refused_stays_refused_whatever_the_topic(medley, turns) -> None:
    answer, ids = _talk(medley, *turns)
    assert ids == {"duck", "owl", "fish", "cow"}
    assert any("dog" in condition for condition in answer.understood)


def test_an_item_that_was_refused_stays_away(medley) -> None:
    first = medley.chat("animals")
    refused = first.picks[0].id
    for text in ("not the first one", "vehicles", "forget that, show me animals", "another one", "animals"):
        assert refused not in {pick.id for pick in medley.chat(text)}


def test_a_mood_that_was_refused_stays_refused_until_it_is_asked_for(medley) -> None:
    assert "rain" not in _talk(medley, "nothing sad", "weather")[1]
    assert _talk(medley, "show me something sad")[1] == {"rain"}
    assert _talk(medley, "weather")[1] == {"rain", "sun"}


def test_what_an_earlier_turn_refused_is_given_up_last(medley) -> None:
    answer, ids = _talk(medley, "nothing blue", "vehicles with a price over 35")
    assert "boat" not in ids
    assert ids
    assert "blue" not in answer.notes[0]


def test_a_history_is_read_in_the_same_way(medley) -> None:
    history = [{"role": "user", "text": text} for text in ("animals, but no dogs", "vehicles")]
    ids = {pick.id for pick in medley.recommend("forget that, show me animals", history=history)}
    assert ids == {"duck", "owl", "fish", "cow"}
    assert {p.id for p in medley.recommend("also blue", history=[{"role": "user", "text": "animals"}])} == {
        "owl",
        "fish",
    }


# -- titles ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Do you have Brown dog?", "brown dog", "show me the Brown dog please", "有没有《棕色小狗》", "我想要棕色小狗"]
)  # fmt: skip
def test_a_title_that_is_asked_for_is_answered_by_the_item_itself(medley, text) -> None:
    answer = medley.chat(text)
    assert answer.picks[0].id == "dog"
    assert answer.plan.wanted == ("dog",)


@pytest.mark.parametrize("text", ["something like Brown dog", "像《棕色小狗》那样的"])
def test_a_title_that_is_pointed_at_is_not_answered_by_itself(medley, text) -> None:
    assert "dog" not in [pick.id for pick in medley.chat(text)]


def test_asking_for_what_was_refused_brings_it_back(medley) -> None:
    medley.chat("animals")
    medley.chat("not “Brown dog”")
    assert "dog" not in [pick.id for pick in medley.chat("animals")]
    assert medley.chat("Brown dog").picks[0].id == "dog"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Do you have Purple Dinosaur?", "No item is called “Purple Dinosaur”"),
        ("show me “purple dinosaur”", "“purple dinosaur” is not in the catalogue"),
        ("有没有《紫色恐龙》", "目录中没有“紫色恐龙”"),
    ],
)
def test_a_title_that_isnt_there_is_said_to_be_absent(medley, text, note) -> None:
    assert note in medley.chat(text).notes


@pytest.mark.parametrize("text", ["Show Me Calm Things", "a calm thing", "Blue animals", "animals"])
def test_what_is_no_title_is_not_said_to_be_absent(medley, text) -> None:
    assert medley.chat(text).notes == ()


MEANINGS = {"cars": "vehicles", "汽车": "vehicles", "交通工具": "vehicles"}


@pytest.fixture
def knowing(medley, monkeypatch):
    """A catalogue whose words reach values by their meaning: a car is near to vehicles."""
    exact = medley.vocabulary.embed

    def embed(texts):
        return exact([MEANINGS.get(text, text) for text in texts])

    monkeypatch.setattr(medley.vocabulary, "embed", embed)
    monkeypatch.setattr(medley.vocabulary, "_vectors", {})
    return medley


@pytest.mark.parametrize(
    "turns",
    [("vehicles", "no cars"), ("vehicles, but no cars",), ("交通工具", "不要汽车"), ("给我一个交通工具，不要汽车",)],
)
def test_a_refusal_by_meaning_alone_does_not_gainsay_what_is_asked_for(knowing, turns) -> None:
    assert _talk(knowing, *turns)[1] == {"boat", "train"}


@pytest.mark.parametrize("turns", [("vehicles", "no vehicles"), ("交通工具", "不要交通工具"), ("weather", "no cars")])
def test_a_refusal_of_the_value_itself_or_of_another_counts(knowing, turns) -> None:
    assert not _talk(knowing, *turns)[1] & {"car", "boat", "train"}


@pytest.mark.parametrize(
    "text",
    [
        "Not those. Also yellow, please.", "None of those. And yellow.", "Not those. It should also be yellow.", "None of them, but also yellow",
        "都不是，还要yellow", "不要这些，而且要yellow", "都不是。另外要yellow",
    ],
)  # fmt: skip
def test_refusing_what_was_shown_and_adding_in_one_breath_keeps_the_rest(medley, text) -> None:
    shown = {pick.id for pick in medley.chat("blue animals", k=1)}
    answer = medley.chat(text)
    assert answer.plan is not None
    assert set(answer.plan.disliked) == shown
    assert answer.plan.liked == ()
    assert {"colour = yellow", "colour = blue", "category = animals"} <= set(answer.understood)
    assert answer.plan.wish == "blue animals yellow"


def test_things_like_them_are_not_refused(medley) -> None:
    medley.chat("blue animals", k=1)
    assert medley.chat("something like them").plan.disliked == ()


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        (("yellow animals", "what about vehicles?"), {"category = vehicles", "colour = yellow"}),
        (("yellow的animals", "那vehicles呢"), {"category = vehicles", "colour = yellow"}),
        (("animals under 20", "what about under 6?"), {"category = animals", "price < 6"}),
        (("animals under 20", "under 6"), {"category = animals", "price < 6"}),
        (("价格20以下的animals", "那6以下的呢"), {"category = animals", "price ≤ 6"}),
    ],
)
def test_what_about_something_else_keeps_the_rest(medley, turns, understood) -> None:
    assert set(_talk(medley, *turns)[0].understood) == understood

"""Going back by words: what says so, what is answered then, in a session, in a history held elsewhere, and over HTTP's form of it."""

from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.dialogue.undo import is_undo, taken_back, undo_of
from agent.loop.memory import BACK
from agent.planning.context import HistoryEntry
from tests.films import films_store
from tests.media_files import picture


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return films_store(tmp_path_factory.mktemp("undo"))


@pytest.fixture
def medley(store):
    with Recommender(store, settings=Settings()) as recommender:
        yield recommender


BACKWARDS = [
    "undo", "Undo that!", "go back", "Go back please.", "take that back", "never mind the last one", "Never mind",
    "forget that", "oops, go back one step", "let's go back to the previous results", "go back to what we had before",
    "撤销", "退回上一步", "算了回到刚才", "算了，回到刚才的结果", "撤回刚才的", "上一步", "返回", "还是刚才的吧", "当我没说", "不对，撤销",
]  # fmt: skip
ONWARDS = [
    "Back to the Future", "go back in time", "a film about going back home", "forget that, show me jazz", "never mind the price",
    "cancel culture documentaries", "返回地球的电影", "回到未来", "回到唐朝", "上一个世纪的老歌", "算了，换个话题，来点音乐", "cheaper", "",
]  # fmt: skip


@pytest.mark.parametrize("text", BACKWARDS)
def test_words_that_take_back(text) -> None:
    assert is_undo(text)


@pytest.mark.parametrize("text", ONWARDS)
def test_words_that_take_nothing_back(text) -> None:
    assert undo_of(text) is None


def test_what_follows_is_asked_instead() -> None:
    assert undo_of("go back, but cheaper") == "cheaper"
    assert undo_of("退回去，要便宜点的") == "要便宜点的"


def _said(*texts: str) -> list[HistoryEntry]:
    return [HistoryEntry("user" if n % 2 == 0 else "assistant", text) for n, text in enumerate(texts)]


def test_a_history_loses_what_was_taken_back() -> None:
    three = _said("jazz", "Here.", "cheaper", "Here.", "newer", "Here.")
    text, left, gone = taken_back("undo", three)
    assert (text, [one.text for one in left], gone) == ("cheaper", ["jazz", "Here."], "newer")
    twice = [*three, *_said("undo", "Here again.")]
    assert taken_back("undo", twice) == ("jazz", (), "cheaper")
    assert taken_back("red", twice)[1] == (*three[:4], HistoryEntry("assistant", "Here again."))
    assert taken_back("undo, blue", three) == ("blue", tuple(three[:4]), "newer")
    assert taken_back("undo", three[:2]) == ("", (), "jazz")


def _ids(answer) -> list[str]:
    return [pick.id for pick in answer.picks]


def test_going_back_answers_the_earlier_request_again_and_says_so(medley) -> None:
    first = medley.chat("films by Mia Lund", k=3)
    second = medley.chat("films by Ida Holm", k=3)
    back = medley.chat("undo", k=1)
    assert _ids(back) == _ids(first)
    assert back.understood == first.understood
    assert "Ida Holm" in back.notes[0]
    assert "again" in back.notes[0]
    assert _ids(medley.chat("films by Ida Holm", k=3)) == _ids(second)


def test_undo_twice_goes_back_two_turns_and_then_to_the_start(medley) -> None:
    first = medley.chat("films by Mia Lund")
    for director in ("Ida Holm", "Rui Costa"):
        medley.chat(f"films by {director}")
    assert sorted(_ids(medley.chat("go back"))) == ["fern", "gale"]
    assert _ids(medley.chat("undo")) == _ids(first)
    start = medley.chat("undo")
    assert (len(start), start.question) == (0, "What are you looking for?")
    again = medley.chat("undo")
    assert "nothing to go back to" in again.notes[0]


def test_chinese_is_answered_in_chinese(medley) -> None:
    medley.chat("Mia Lund 导演的电影")
    medley.chat("Ida Holm 导演的电影")
    back = medley.chat("退回上一步")
    assert set(_ids(back)) == {"reef", "lamp"}
    assert back.notes[0].startswith("已撤回")
    assert medley.chat("撤销").question == "您想找什么？"


def test_a_request_after_the_words_goes_on_from_the_turn_before(medley) -> None:
    medley.chat("like Silent Reef", k=1)
    medley.chat("films by Ida Holm")
    other = medley.chat("go back and show me another one", k=1)
    assert "director = Ida Holm" not in other.understood
    assert other.notes[0] == "Took back “films by Ida Holm”"


def test_a_history_held_elsewhere_is_gone_back_in(medley) -> None:
    first = medley.recommend("films by Mia Lund")
    history = [
        {"role": "user", "text": "films by Mia Lund"},
        {"role": "assistant", "text": "Two.", "items": _ids(first)},
        {"role": "user", "text": "films by Ida Holm"},
        {"role": "assistant", "text": "Two.", "items": ["fern", "gale"]},
    ]
    for answer in (medley.recommend("undo", history=history), medley.chat("undo", history=history)):
        assert _ids(answer) == _ids(first)
        assert "Ida Holm" in answer.notes[0]
    assert medley.recommend("undo", history=history[:2]).question


def test_the_chain_is_bounded(medley) -> None:
    for n in range(BACK + 3):
        medley.chat(f"film {n}", k=1)
    memory, depth = medley._conversations.of("default"), 0
    while memory.before is not None:
        memory, depth = memory.before, depth + 1
    assert depth == BACK
    answers = [medley.chat("undo", k=1) for _ in range(BACK + 1)]
    assert [len(answer) for answer in answers] == [1] * (BACK - 1) + [0, 0]
    assert "no longer kept" in answers[-2].notes[1]


def test_a_picture_is_kept_for_one_step_back(medley, tmp_path) -> None:
    medley.chat("film", image=picture(tmp_path / "a.png"), k=1)
    medley.chat("another one", k=1)
    assert medley.asked() is not None
    assert medley.chat("undo", k=1).request == "film"
    assert medley.asked().image is not None
    medley.chat("another one", k=1)
    medley.chat("another one", k=1)
    assert medley.chat("undo", k=1).request == "another one"
    assert "no longer kept" in medley.chat("undo", k=1).notes[1]


def test_undoing_is_no_search_of_a_person(medley) -> None:
    medley.chat("films by Mia Lund", user="ann")
    medley.chat("films by Ida Holm", user="ann")
    before = len(list(medley._behaviour.log.events()))
    medley.chat("undo", user="ann")
    assert len(list(medley._behaviour.log.events())) == before

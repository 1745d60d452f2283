"""Kinds of turn where a chat model is down or says nothing: the rules answer them, and one state of the conversation serves both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender, Settings
from tests.agent.dialogue.kinds.shop import films_store
from tests.openai_server import OpenAIServer, Reply

DOWN = Reply(status=500, content="out of order")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return films_store(tmp_path_factory.mktemp("films"))


def _open(store: Path, server: OpenAIServer) -> Recommender:
    return Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url, retries=0))


@pytest.fixture(params=[DOWN, Reply(content="")], ids=["down", "says nothing"])
def silent(request, store) -> Iterator[Recommender]:
    with OpenAIServer([request.param]) as server, _open(store, server) as medley:
        yield medley


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        ((), "hi", "What are you looking for?"),
        ((), "how many horror films are there?", "2"),
        ((), "who directed Moonless?", "Lea Roth"),
        ((), "Moonless or Glass Orchard, which is longer?", "121"),
        ((), "你好", "想找点什么"),
        ((), "有多少部电影", "8"),
    ],
)
def test_a_kind_of_turn_is_answered_by_the_rules_where_the_model_has_nothing(
    silent, before, text: str, said: str
) -> None:
    silent.forget()
    for turn in before:
        silent.chat(turn)
    answer = silent.chat(text)
    assert said in answer.message
    assert any("answered offline" in note for note in answer.notes)


def test_what_was_shown_by_a_model_is_spoken_of_by_the_rules(store) -> None:
    searches = Reply(calls=[("search_catalogue", {"wish": "a horror film"})])
    with OpenAIServer([searches, Reply(content="Two horror films."), DOWN]) as server, _open(store, server) as medley:
        first = medley.chat("a horror film").picks[0].item
        answer = medley.chat("who directed the first?")
        assert str(first.attributes["director"]) in answer.message
        assert [pick.item.id for pick in answer.picks] == [first.id]


def test_standing_facts_hold_for_what_a_model_searches(store) -> None:
    searches = Reply(calls=[("search_catalogue", {"wish": "a drama"})])
    with OpenAIServer([searches, Reply(content="Here are some.")]) as server, _open(store, server) as medley:
        assert "Noted" in medley.chat("never show me horror").message
        assert not server.requests
        picks = medley.chat("a drama", k=8).picks
        assert picks
        assert not any("Horror" in pick.item.attributes["genres"] for pick in picks)

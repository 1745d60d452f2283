"""A model's message comes sentence by sentence, each checked before it is shown, and is told once by every renderer."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from agent import Answer, Found, Pick, Recommender, Settings
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.results.marks import grown
from agent.results.terminal import print_stream
from tests.catalogues import indexed
from tests.openai_server import OpenAIServer, Reply

SENTENCES = ["I looked for calm things with strings.", "They are lovely in the evening.", "Take your time with them."]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("message"))[1]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def medley(store, server) -> Iterator[Recommender]:
    chosen = Settings(base_url=server.base_url, retries=0)
    with Recommender(store, model="openai:x", settings=chosen) as opened:
        opened.vocabulary  # noqa: B018 (made at the first use)
        yield opened


def _answers(message: str, picks: Any = (), **more: Any) -> Any:
    def play(body: dict[str, Any]) -> Reply:
        if not any(m["role"] == "tool" for m in body["messages"]):
            return Reply(calls=[(SEARCH_TOOL, {"wish": "violin"})])
        return Reply(calls=[(ANSWER_TOOL, {"message": message, "picks": list(picks)})], **more)

    return play


def test_sentences_come_as_they_are_written(medley, server) -> None:
    server.play(_answers(" ".join(SENTENCES), [{"id": "i003"}], pause=0.1))
    came = [(time.monotonic(), event) for event in medley.stream("something nice")]
    told = [(at, event.message) for at, event in came if isinstance(event, Found) and event.message]
    assert [message for _, message in told] == [" ".join(SENTENCES[:n]) for n in (1, 2, 3)]
    assert told[1][0] - told[0][0] > 0.1
    assert [type(event) for _, event in came[-2:]] == [Pick, Answer]
    assert came[-1][1].message == " ".join(SENTENCES)


def test_words_alone_come_so_too(medley, server) -> None:
    server.play(Reply(calls=[(ANSWER_TOOL, {"message": " ".join(SENTENCES), "picks": []})], pause=0.02))
    events = list(medley.stream("how are you?"))
    assert [e.message for e in events if isinstance(e, Found)] == [" ".join(SENTENCES[:n]) for n in (1, 2)]
    assert events[-1].message == " ".join(SENTENCES)
    assert len(server.requests) == 1


def test_nothing_false_is_ever_streamed(medley, server) -> None:
    server.play(_answers(f"{SENTENCES[0]} We have 83 of them. {SENTENCES[1]} {SENTENCES[2]}", pause=0.02))
    events = list(medley.stream("something nice"))
    assert all("83" not in event.message for event in events if isinstance(event, Found | Answer))
    assert events[-1].message == " ".join(SENTENCES)


def test_what_was_shown_stays_when_the_connection_ends(medley, server) -> None:
    server.play(_answers(" ".join(SENTENCES), drop=9, pause=0.02))
    events = list(medley.stream("something nice"))
    assert any("explained offline" in note for note in events[-1].notes)
    assert events[-1].message == SENTENCES[0]


def test_a_terminal_prints_each_sentence_once(medley, server, capsys) -> None:
    server.play(_answers(" ".join(SENTENCES), [{"id": "i003"}], pause=0.01))
    print_stream(medley.stream("something nice"))
    printed = " ".join(capsys.readouterr().out.split())
    assert all(printed.count(sentence) == 1 for sentence in SENTENCES)
    assert printed.index(SENTENCES[2]) < printed.index("1. ")


def test_what_grew_is_what_is_new() -> None:
    assert grown("One. Two.", "One.") == "Two."
    assert grown("One.", "One.") == ""
    assert grown("Another.", "One.") == "Another."
    assert grown("One.", "") == "One."

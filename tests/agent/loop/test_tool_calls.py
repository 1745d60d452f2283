"""A model calls tools over HTTP: strangers' ones too, several at once in their order, within bounds, and what they tell bears words out."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from pydantic import BaseModel

from agent import Recommender, Settings
from agent.loop import engine as engine_module
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.tools import Look, register_tool, registered_tools, unregister_tool
from retrieval.errors import QueryError
from tests.catalogues import indexed
from tests.openai_server import OpenAIServer, Reply, Step


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("calls"))[1]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def ask(store, server):
    """Asks with a scripted server."""
    opened: list[Recommender] = []

    def asked(text: str, *script: Step, **settings: Any) -> Any:
        server.play(*script)
        opened.append(Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url, **settings)))
        return opened[-1].recommend(text)

    yield asked
    for medley in opened:
        medley.close()


def _results(body: dict[str, Any]) -> list[Any]:
    return [json.loads(m["content"]) for m in body["messages"] if m["role"] == "tool" and m["content"][:1] == "{"]


def _says(message: str, **more: Any) -> Reply:
    return Reply(calls=[(ANSWER_TOOL, {"message": message, **more})])


class Stock(BaseModel):
    """Tells how many of an item are in stock."""

    id: str


@pytest.fixture
def stock() -> Iterator[None]:
    @register_tool("stock")
    def in_stock(asked: Stock, look: Look) -> dict[str, object]:
        return {"title": look.item(asked.id).title, "in_stock": 17}

    yield
    unregister_tool("stock")


def test_a_strangers_tool_is_called_by_a_model_and_bears_its_words_out(ask, server, stock) -> None:
    call = Reply(calls=[("stock", {"id": "i003"})])
    answer = ask("how many of the violin are left?", call, _says("There are 17 left."))
    assert (answer.message, answer.picks, answer.notes) == ("There are 17 left.", (), ())
    assert _results(server.requests[1].body) == [{"title": "violin 3", "in_stock": 17}]
    offered = [*(tool.name for tool in registered_tools()), ANSWER_TOOL]
    assert [request.tools for request in server.requests] == [offered] * 2
    assert offered[0] == SEARCH_TOOL
    assert "stock" in offered
    told = answer.to_dict(trace=True)["trace"]["lookups"]
    assert [(one["tool"], one["answer"]["in_stock"]) for one in told] == [("stock", 17)]


def test_what_no_tool_told_is_not_said(ask, server, stock) -> None:
    call = Reply(calls=[("stock", {"id": "i003"})])
    answer = ask("how many of the violin are left?", call, _says("There are 83 left. Nice wood."))
    assert "83" not in answer.message


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("summarise_field", {"field": "price", "where": [{"field": "category", "values": ["music"]}]}), "We have 5 of them, at 28.5 on average."),
        (("summarise_field", {"where": [{"field": "category", "values": ["vehicles"]}]}), "There are 5."),
        (("compare_items", {"ids": ["i003", "i011"]}), "The price of violin 3 is 4.5. The price of violin 11 is 16.5."),
        (("item_details", {"ids": ["i019"]}), "The price of violin 19 is 28.5."),
    ],
    ids=["average", "count", "comparison", "details"],
)  # fmt: skip
def test_figures_that_tools_tell_reach_the_person(ask, server, call, said) -> None:
    answer = ask("what can you tell me?", Reply(calls=[call]), _says(said))
    assert answer.message == said
    assert answer.model == "openai:x"
    assert len(server.requests) == 2


def test_what_is_false_of_an_item_that_was_looked_up_is_cut(ask) -> None:
    call = Reply(calls=[("item_details", {"ids": ["i019"]})])
    assert "99" not in ask("what about it?", call, _says("The price of violin 19 is 99.")).message


def test_similar_items_can_be_picked_and_what_was_said_holds_in_them(ask, server) -> None:
    def answering(body: dict[str, Any]) -> Reply:
        hits = _results(body)[-1]["hits"]
        return Reply(calls=[(ANSWER_TOOL, {"picks": [{"id": hit["id"]} for hit in hits[:3]]})])

    answer = ask("animals with a price under 20", Reply(calls=[("similar_items", {"ids": ["i000"]})]), answering)
    assert len(answer) == 3
    assert "i000" not in {pick.id for pick in answer.picks}
    assert all(p.item.attributes["price"] < 20 and p.item.attributes["category"] == "animals" for p in answer.picks)


def test_several_calls_of_one_reply_run_together_and_are_told_in_their_order(ask, server, monkeypatch) -> None:
    searching = engine_module.run_request
    together, seen = threading.Barrier(3, timeout=20), []

    def slowly(intent: Any, *given: Any, **named: Any) -> Any:
        together.wait()  # passes only where three searches are under way at once
        time.sleep({"violin": 0.3, "fox": 0.15}.get(intent.wish.split()[-1], 0.0))
        return searching(intent, *given, **named)

    def answering(body: dict[str, Any]) -> Reply:
        seen.extend([hit["id"] for hit in result["hits"]] for result in _results(body))
        return _says("These.", picks=[{"id": _results(body)[0]["hits"][0]["id"]}])

    monkeypatch.setattr(engine_module, "run_request", slowly)
    wishes = ["violin", "fox", "owl"]
    answer = ask("something nice", Reply(calls=[(SEARCH_TOOL, {"wish": wish}) for wish in wishes]), answering, rounds=3)
    assert [s["intent"]["wish"] for s in answer.trace["searches"]] == wishes
    assert seen == [[hit["id"] for hit in s["hits"]] for s in answer.trace["searches"]]
    assert seen[0] != seen[1]


def test_searches_and_lookups_are_bounded_also_within_one_reply(ask, server) -> None:
    def answering(body: dict[str, Any]) -> Reply:
        return _says("Done.")

    counts = ("summarise_field", {})
    many = Reply(calls=[*[(SEARCH_TOOL, {"wish": "owl"})] * 4, *[counts] * 4])
    answer = ask("something nice", many, answering, rounds=2, lookups=3)
    results = _results(server.requests[1].body)
    assert ["No more searches" in json.dumps(result) for result in results] == [False, False, True, True, *[False] * 4]
    assert ["error" in result for result in results[4:]] == [False, False, False, True]
    assert len(answer.trace["searches"]) == 2
    assert len(answer.trace["lookups"]) == 3


def test_a_model_that_calls_tools_without_end_is_stopped(ask, server) -> None:
    answer = ask("something nice", Reply(calls=[("summarise_field", {})]), lookups=3)
    assert len(server.requests) == 3 + 2  # the answer that it was due, and the repair
    assert answer.model == "offline"
    assert any("can't be called again" in note for note in answer.notes)


def test_what_a_tool_cannot_do_is_told_to_the_model(ask, server) -> None:
    wrong = Reply(calls=[("item_details", {"ids": ["nobody"]}), ("summarise_field", {"field": "colour"})])
    ask("what about it?", wrong, _says("I don't know."))
    errors = [result["error"] for result in _results(server.requests[1].body)]
    assert "nobody" in errors[0]
    assert "colour" in errors[1]


def test_a_tool_that_fails_costs_its_own_answer_alone(ask, server) -> None:
    @register_tool("broken")
    def broken(asked: Stock, look: Look) -> dict[str, object]:
        raise ZeroDivisionError

    try:
        answer = ask("what about it?", Reply(calls=[("broken", {"id": "i003"})]), _says("I can't tell."))
    finally:
        unregister_tool("broken")
    assert _results(server.requests[1].body) == [{"error": "broken failed"}]
    assert (answer.model, answer.message) == ("openai:x", "I can't tell.")


def test_wrong_arguments_of_a_tool_are_repaired_once(ask, server) -> None:
    wrong = Reply(calls=[("compare_items", {"ids": 7})])
    answer = ask("compare them", wrong, Reply(calls=[("compare_items", {"ids": ["i003", "i004"]})]), _says("They differ."))  # fmt: skip
    assert "don't fit" in server.requests[1].last
    assert answer.message == "They differ."


def test_what_a_search_raises_is_no_fault_of_the_model(ask, monkeypatch) -> None:
    def failing(*given: Any, **named: Any) -> Any:
        raise QueryError("expected something else")

    monkeypatch.setattr(engine_module, "run_request", failing)
    with pytest.raises(QueryError, match="something else"):
        ask("something nice", Reply(calls=[(SEARCH_TOOL, {"wish": "owl"}), ("similar_items", {"ids": ["i000"]})]))


def test_a_conversation_is_told_briefly(store, server) -> None:
    with Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url)) as medley:
        medley.chat("animals with a price under 20")
        medley.chat("cheaper")
    hits = _results(server.requests[-2].body)[0]["hits"]
    assert len(hits) == 5
    assert all("attributes" not in hit and "reason" not in hit for hit in hits)


class Whole(BaseChatModel):
    """A client that streams whole calls without numbers, as Ollama's does."""

    replies: list[list[tuple[str, str]]]
    at: int = 0

    @property
    def _llm_type(self) -> str:
        return "whole"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, messages: Any, *given: Any, **named: Any) -> Any:
        raise NotImplementedError

    def _stream(self, messages: Any, *given: Any, **named: Any) -> Iterator[ChatGenerationChunk]:
        calls = self.replies[self.at]
        self.at += 1
        for n, (name, args) in enumerate(calls):
            part = tool_call_chunk(name=name, args=args, id=f"call_{self.at}_{n}", index=None)
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[part]))


def test_calls_that_come_whole_and_without_numbers_are_told_apart(store) -> None:
    model = Whole(
        replies=[
            [("summarise_field", "{}"), (SEARCH_TOOL, '{"wish": "owl"}')],
            [(ANSWER_TOOL, '{"message": "There are 40 things.", "picks": []}')],
        ]
    )
    with Recommender(store, model=model) as medley:
        answer = medley.recommend("something nice")
    assert (answer.message, answer.notes) == ("There are 40 things.", ())
    assert len(answer.trace["searches"]) == len(answer.trace["lookups"]) == 1

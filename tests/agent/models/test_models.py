"""Chat models over real HTTP: the openai and LangChain clients against a server on loopback that obeys, errs and lies."""

import asyncio
import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from agent import Answer, Pick, Recommender, Settings
from agent.cli.chat import converse
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.models.providers import ChatModel, register_provider
from agent.results.answer import Found
from agent.tools import registered_tools
from prompts import load_prompt
from retrieval.errors import ConfigError
from tests.catalogues import indexed
from tests.openai_server import OpenAIServer, Reply, obliging

ROOT = Path(__file__).parents[3]
REQUEST = "animals with a price under 20"
TOOLS = [*(tool.name for tool in registered_tools()), ANSWER_TOOL]
SEARCH = Reply(calls=[(SEARCH_TOOL, {"wish": "animals"})])


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return indexed(tmp_path_factory.mktemp("models"))[1]


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def connect(store, server):
    """A recommender whose model is the server."""
    opened = []

    def make(model: str = "openai:x", **settings: object) -> Recommender:
        made = Recommender(store, model=model, settings=Settings(base_url=server.base_url, **settings))
        opened.append(made)
        return made

    yield make
    for made in opened:
        made.close()


def _valid(answer: Answer) -> bool:
    """Whether an answer to REQUEST is right, whoever was behind it."""
    return bool(answer.picks) and all(
        p.item.attributes["category"] == "animals" and p.item.attributes["price"] < 20 and p.reason
        for p in answer.picks
    )


@pytest.mark.parametrize("model", ["openai:x", "ollama:x"])
def test_a_model_reads_and_explains(connect, server, model) -> None:
    answer = connect(model).recommend(REQUEST)
    assert _valid(answer)
    assert answer.model == model
    assert not answer.notes
    assert len(server.requests) == 2
    assert all(r.path == "/v1/chat/completions" and r.body["temperature"] == 0 for r in server.requests)
    sent = json.dumps([r.body for r in server.requests])
    assert REQUEST in sent


def test_the_intent_is_a_forced_tool_call_and_what_is_behind_the_answer_is_recorded(connect, server) -> None:
    answer = connect().recommend(REQUEST)
    first, second = server.requests
    assert first.tools == second.tools == TOOLS  # the same, so that servers can cache it
    assert first.body["tool_choice"] == second.body["tool_choice"] == "required"
    body = answer.to_dict(trace=True)
    assert body["prompts"] == [load_prompt("recommend").id]
    assert body["model"] == "openai:x"
    assert body["settings"]["rounds"] == 2
    assert body["tokens"]["input"] == 200
    assert body["tokens"]["output"] > 0
    assert body["trace"]["model_calls"] == 2
    parts = [body["seconds"][stage] for stage in ("read", "search", "explain")]
    assert all(part > 0 for part in parts)
    assert max(parts) <= body["seconds"]["total"]


def test_offline_costs_no_tokens(store) -> None:
    with Recommender(store) as medley:
        answer = medley.recommend(REQUEST)
    assert answer.to_dict()["tokens"] == {"input": 0, "output": 0}
    assert set(answer.seconds) == {"read", "search", "explain", "total"}


def test_a_model_chooses_among_more_hits_than_are_shown(connect, server) -> None:
    def backwards(body):
        reply = obliging(body)
        name, arguments = reply.calls[0]
        return Reply(calls=[(name, {"picks": arguments["picks"][::-1]} if name == ANSWER_TOOL else arguments)])

    server.play(backwards)
    medley = connect(rerank=8)
    answer = medley.recommend(REQUEST, k=3)
    told = json.loads(server.requests[1].last)["hits"]
    assert len(told) == 8
    assert [p.id for p in answer.picks] == [hit["id"] for hit in told[::-1][:3]]
    assert [p.position for p in answer.picks] == [1, 2, 3]


def test_picks_come_only_from_hits_and_lies_are_replaced(connect, server) -> None:
    def lying(body):
        reply = obliging(body, reason="It won the Grand Prix of 1987 and costs 99 dollars.")
        name, arguments = reply.calls[0]
        if name == ANSWER_TOOL:
            arguments = {"picks": [{"id": "invented", "reason": "The best."}, *arguments["picks"]]}
        return Reply(calls=[(name, arguments)])

    server.play(lying)
    answer = connect().recommend(REQUEST)
    assert _valid(answer)
    assert len(answer) == 5
    assert not any("99" in p.reason or "Prix" in p.reason for p in answer.picks)
    assert all("Prix" in check["said"] for check in answer.trace["checks"])


def test_what_the_model_misses_or_invents_changes_no_condition(connect, server) -> None:
    invented = {"field": "category", "op": "eq", "values": ["vehicles"], "span": "animals"}
    server.play(partial(obliging, wish="", constraints=[invented]))
    answer = connect().recommend(REQUEST)
    assert _valid(answer)
    assert set(answer.understood) == {"category = animals", "price < 20"}


@pytest.mark.parametrize("echo", [REQUEST, "green frog"])
def test_a_reason_that_says_nothing_is_replaced(connect, server, echo) -> None:
    server.play(partial(obliging, reason=echo))
    assert not any(p.reason == echo for p in connect().recommend(REQUEST).picks)


def test_what_the_model_words_is_not_taken_for_said(connect, server) -> None:
    server.play(partial(obliging, wish="a frog of the Grand Prix", reason="It fits the Grand Prix that you asked for."))
    answer = connect().recommend(REQUEST)
    assert not any("Prix" in p.reason for p in answer.picks)


@pytest.mark.parametrize(
    "bad",
    [
        Reply(content="I recommend a nice unicorn."),
        Reply(calls=[("delete_everything", {"id": "i001"})]),
        Reply(calls=[(SEARCH_TOOL, '{"wish": "anim')]),
        Reply(calls=[(SEARCH_TOOL, {"wish": 7, "invented": True})]),
        Reply(calls=[(ANSWER_TOOL, {"picks": []})]),
    ],
    ids=["text", "unknown tool", "broken JSON", "wrong arguments", "too early"],
)
def test_malformed_output_gets_one_repair_and_then_the_offline_reader(connect, server, bad) -> None:
    medley = connect()
    server.play(bad, obliging)
    mended = medley.recommend(REQUEST)
    assert mended.model == "openai:x"
    assert load_prompt("repair").id in mended.prompts
    assert len(server.requests) == 3
    assert "could not be used" in server.requests[1].last
    server.play(bad)
    answer = medley.recommend(REQUEST)
    assert len(server.requests) == 2
    assert answer.model == "offline"
    assert any("answered offline" in note for note in answer.notes)
    assert _valid(answer)
    assert "unicorn" not in str(answer.picks)


def test_a_malformed_answer_costs_only_the_models_reasons(connect, server) -> None:
    server.play(SEARCH, Reply(calls=[(ANSWER_TOOL, '{"picks": [{"id"')]))
    answer = connect().recommend(REQUEST)
    assert len(server.requests) == 3
    assert answer.model == "openai:x"
    assert any("explained offline" in note for note in answer.notes)
    assert _valid(answer)


@pytest.mark.parametrize("status", [500, 429])
def test_errors_are_tried_again_and_then_answered_offline(connect, server, status) -> None:
    server.play(Reply(status=status, headers={"Retry-After": "0.05"}))
    answer = connect(retries=2).recommend(REQUEST)
    assert len(server.requests) == 3
    assert answer.model == "offline"
    assert any(str(status) in note and "answered offline" in note for note in answer.notes)
    assert _valid(answer)


def test_after_a_429_it_waits_as_long_as_it_is_told(connect, server) -> None:
    server.play(Reply(status=429, headers={"Retry-After": "1"}), obliging)
    answer = connect().recommend(REQUEST)
    assert answer.model == "openai:x"
    assert 1.0 <= server.requests[1].at - server.requests[0].at < 3


def test_a_key_that_a_server_repeats_is_not_shown(connect, server) -> None:
    server.play(Reply(status=401, content="wrong key: sk-secret-1"))
    answer = connect(api_key="sk-secret-1").recommend(REQUEST)
    assert server.requests[0].headers["authorization"] == "Bearer sk-secret-1"
    assert any("wrong key" in note for note in answer.notes)
    assert "sk-secret-1" not in json.dumps(answer.to_dict(trace=True))
    assert _valid(answer)


@pytest.mark.parametrize("slow", [Reply(wait=20), Reply(content="word " * 500, pause=0.2)], ids=["silent", "dripping"])
def test_a_slow_model_is_left_within_its_limit(connect, server, slow) -> None:
    medley = connect(timeout=0.5)
    medley.vocabulary  # noqa: B018 (made at the first use)
    server.play(slow)
    started = time.monotonic()
    answer = medley.recommend(REQUEST)
    assert time.monotonic() - started < 4
    assert answer.model == "offline"
    assert any("longer than 0.5 s" in note for note in answer.notes)
    assert server.hung_up.wait(30)
    assert _valid(answer)


def test_explaining_has_a_budget_of_its_own(connect, server) -> None:
    server.play(SEARCH, Reply(wait=20))
    answer = connect(explain_seconds=0.3).recommend(REQUEST)
    assert answer.model == "openai:x"
    assert any("longer than 0.3 s to explain" in note for note in answer.notes)
    assert answer.seconds["explain"] < 4
    assert _valid(answer)
    server.play(obliging)
    assert _valid(connect(explain_seconds=0).recommend(REQUEST))
    assert len(server.requests) == 1


def test_a_connection_that_ends_in_the_middle(connect, server) -> None:
    server.play(Reply(calls=[(SEARCH_TOOL, {"wish": "animals " * 9})], drop=3))
    answer = connect(retries=0).recommend(REQUEST)
    assert answer.model == "offline"
    assert _valid(answer)


def test_picks_that_were_shown_stay_when_the_connection_ends(connect, server) -> None:
    def dropping(body):
        reply = obliging(body)
        return reply if reply.calls[0][0] == SEARCH_TOOL else Reply(calls=reply.calls, drop=20)

    server.play(dropping)
    events = list(connect(retries=0).stream(REQUEST))
    picks = [event for event in events if isinstance(event, Pick)]
    assert picks == list(events[-1].picks)
    assert len(picks) == 5
    assert any("explained offline" in note for note in events[-1].notes)


@pytest.mark.parametrize("rounds", [1, 3])
def test_it_searches_as_often_as_it_may(connect, server, rounds) -> None:
    server.play(SEARCH)
    answer = connect(rounds=rounds).recommend(REQUEST)
    trace = answer.to_dict(trace=True)["trace"]
    assert len(trace["searches"]) == rounds
    assert len(server.requests) == rounds + 2  # the answer that it was due, and the repair
    assert _valid(answer)


def test_the_last_search_counts(connect, server) -> None:
    again = Reply(calls=[(SEARCH_TOOL, {"wish": "white owl"})])
    server.play(SEARCH, again, obliging)
    events = list(connect().stream("something with feathers"))
    found = [event for event in events if isinstance(event, Found)]
    assert len(found) == 2
    assert "owl" in events[-1].picks[0].item.title
    assert {p.id for p in events[-1].picks} <= {item.id for item in found[1].candidates}


def test_a_conversation_is_sent_as_it_was_executed_and_shown(connect, server) -> None:
    medley = connect()
    first = medley.chat(REQUEST)
    server.play(partial(obliging, keep=True))
    second = medley.chat("cheaper than the third")
    limit = first.picks[2].item.attributes["price"]
    assert all(p.item.attributes["price"] < limit and p.item.attributes["category"] == "animals" for p in second.picks)
    roles = [m["role"] for m in server.requests[0].body["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "tool", "user"]


# -- streams ----------------------------------------------------------------------------------------------------------


def _slowly(body, pause: float = 0.15):
    reply = obliging(body)
    return reply if reply.calls[0][0] == SEARCH_TOOL else Reply(calls=reply.calls, pause=pause)


def test_a_stream_tells_what_happens_when_it_happens(connect, server) -> None:
    server.play(partial(_slowly, pause=0.02))
    came = [(time.monotonic(), event) for event in connect().stream(REQUEST)]
    kinds = [type(event) for _, event in came]
    assert kinds == [Found, *[Pick] * 5, Answer]
    assert came[0][1].understood == came[-1][1].understood
    assert [event for _, event in came[1:-1]] == list(came[-1][1].picks)
    assert came[1][0] - came[0][0] > 0.02  # the first pick waits for its words, not for all of them:
    assert came[5][0] - came[1][0] > 0.1
    json.dumps([event.to_dict() for _, event in came])


def test_closing_a_stream_closes_the_connection_and_the_recommender_goes_on(connect, server) -> None:
    medley = connect()
    server.play(_slowly)
    stream = medley.stream(REQUEST)
    assert isinstance(next(stream), Found)
    assert server.wait_for(2)
    stream.close()
    assert server.hung_up.wait(30)
    server.play(obliging)
    answer = medley.chat(REQUEST)
    assert _valid(answer)
    assert len(server.requests[0].body["messages"]) == 2  # the turn that was broken off isn't remembered


def test_asynchronous_callers_get_the_same(connect, server) -> None:
    medley = connect()

    async def all_three() -> tuple[Answer, Answer, list[object]]:
        one, two = await asyncio.gather(medley.arecommend(REQUEST), medley.achat(REQUEST, session="a"))
        return one, two, [event async for event in medley.astream(REQUEST, session="b")]

    one, two, events = asyncio.run(all_three())
    assert [p.id for p in one.picks] == [p.id for p in two.picks] == [p.id for p in events[-1].picks]
    assert isinstance(events[0], Found)
    assert _valid(one)


@pytest.mark.parametrize("call", ["arecommend", "achat"])
def test_cancelling_a_task_stops_the_model(connect, server, call) -> None:
    medley = connect()
    server.play(Reply(wait=30))

    async def cancelled() -> None:
        task = asyncio.create_task(getattr(medley, call)(REQUEST))
        while not server.requests:
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert server.hung_up.wait(30)
    server.play(obliging)
    assert _valid(medley.chat(REQUEST))


def test_leaving_an_asynchronous_stream_stops_the_model(connect, server) -> None:
    medley = connect()
    server.play(_slowly)

    async def left() -> None:
        before = len(server.requests)
        stream = medley.astream(REQUEST)
        assert isinstance(await anext(stream), Found)
        assert server.wait_for(before + 2)
        await stream.aclose()

    for _ in range(3):  # a server notices it only as it writes, and now and then the connection is already given back
        asyncio.run(left())
        if server.hung_up.wait(15):
            return
    pytest.fail("the server was never hung up on")


# -- replies that are more than picks ----------------------------------------------------------------------------------


def test_words_alone_are_an_answer_where_nothing_is_surely_looked_for(connect, server) -> None:
    medley = connect()
    first = medley.chat(REQUEST)
    server.play(Reply(content="You're welcome!"))
    answer = medley.chat("thanks!")
    assert (answer.message, answer.picks, answer.notes) == ("You're welcome!", (), ())
    assert len(server.requests) == 1
    server.play(partial(obliging, keep=True))
    after = medley.chat("cheaper than the third")  # the talk between changes nothing of what was shown
    limit = first.picks[2].item.attributes["price"]
    assert after.picks
    assert all(p.item.attributes["price"] < limit for p in after.picks)


def test_an_answer_may_come_without_a_search_and_ask(connect, server) -> None:
    server.play(Reply(calls=[(ANSWER_TOOL, {"message": "Hello!", "question": "What are you in the mood for?"})]))
    answer = connect().recommend("hello")
    assert (answer.message, answer.question, answer.picks) == ("Hello!", "What are you in the mood for?", ())


def test_what_fits_nothing_is_not_filled_up(connect, server) -> None:
    def none_fits(body):
        reply = obliging(body)
        return reply if reply.calls[0][0] == SEARCH_TOOL else Reply(calls=[(ANSWER_TOOL, {"message": "None fits."})])

    server.play(none_fits)
    answer = connect().recommend(REQUEST)
    assert (answer.message, answer.picks) == ("None fits.", ())


def test_fewer_picks_stay_fewer(connect, server) -> None:
    def two(body):
        name, arguments = obliging(body).calls[0]
        return Reply(calls=[(name, {"picks": arguments["picks"][:2]} if name == ANSWER_TOOL else arguments)])

    server.play(two)
    assert len(connect().recommend(REQUEST)) == 2


def test_picks_come_from_every_search(connect, server) -> None:
    found: list[list[str]] = []

    def searching(body):
        results = [json.loads(m["content"]) for m in body["messages"] if m["role"] == "tool"]
        if len(results) < 2:
            return Reply(calls=[(SEARCH_TOOL, {"wish": ("white owl", "fire engine")[len(results)]})])
        found[:] = [[hit["id"] for hit in body["hits"]] for body in results]
        early = next(id for id in found[0] if id not in found[1][:3])
        return Reply(calls=[(ANSWER_TOOL, {"picks": [{"id": early}, {"id": found[1][0]}]})])

    server.play(searching)
    answer = connect(rerank=8).recommend("something nice")
    assert [p.id for p in answer.picks] == [next(id for id in found[0] if id not in found[1][:3]), found[1][0]]


def test_words_that_name_hits_pick_them(connect, server) -> None:
    def prose(body):
        results = [m for m in body["messages"] if m["role"] == "tool"]
        if not results:
            return SEARCH
        title = json.loads(results[-1]["content"])["hits"][1]["title"]
        return Reply(content=f"I would take the {title}.")

    server.play(prose)
    answer = connect().recommend(REQUEST)
    assert len(answer) == 1
    assert answer.picks[0].item.title in answer.message


@pytest.mark.parametrize("model", ["openai:x", "ollama:x"])
def test_how_a_model_is_asked_does_not_depend_on_its_provider(connect, server, model) -> None:
    def backwards(body):
        name, arguments = obliging(body).calls[0]
        return Reply(calls=[(name, {"picks": arguments["picks"][::-1]} if name == ANSWER_TOOL else arguments)])

    server.play(backwards)
    answer = connect(model).recommend(REQUEST, k=3)
    told = json.loads(server.requests[1].last)["hits"]
    assert [p.id for p in answer.picks] == [hit["id"] for hit in told[::-1][:3]]


def test_what_a_model_infers_comes_first_and_hides_nothing(connect, server) -> None:
    inferred = {"field": "category", "op": "eq", "values": ["vehicles"], "span": "goes fast"}
    server.play(partial(obliging, constraints=[inferred]))
    answer = connect().recommend("something that goes fast")
    assert [p.item.attributes["category"] for p in answer.picks] == ["vehicles"] * 5
    assert answer.understood == ()
    assert answer.matching == len(connect("offline").retriever.store)
    told = next(c for c in answer.to_dict()["conditions"] if c["text"] == "category = vehicles")
    assert (told["origin"], told["certainty"], told["status"], told["span"]) == (
        "inferred",
        "guess",
        "orders",
        "goes fast",
    )
    assert any("goes fast" in note and "category = vehicles" in note for note in answer.notes)


def test_a_model_that_lies_in_every_reply_hides_nothing_that_was_asked_for(connect, server) -> None:
    lies = [
        {"field": "category", "op": "eq", "values": ["vehicles"], "span": "animals"},
        {"field": "price", "op": "range", "low": 900, "span": "under 20"},
        {"field": "category", "op": "eq", "values": ["animals"], "negate": True},
        {"field": "price", "op": "range", "high": -5},
        {"field": "tags", "op": "contains", "values": ["spaceship"]},
    ]
    said = "It costs 999 dollars. It won the Grand Prix. You bought it last year."
    server.play(partial(obliging, wish="spaceship", constraints=lies, excluded=["animals"], keep=True, reason=said))
    answer = connect().recommend(REQUEST)
    assert _valid(answer)
    assert answer.matching == connect("offline").recommend(REQUEST).matching
    assert not any(word in p.reason for p in answer.picks for word in ("999", "bought"))


# -- names and protocols ----------------------------------------------------------------------------------------------


def test_small_models_are_asked_briefly_by_json(connect, server) -> None:
    medley = connect("ollama:x", protocol="json")
    condition = {"words": "price under 20", "field": "price", "op": "at most", "value": "20"}
    read = {"wish": "Grand Prix", "conditions": [condition], "without": ["dogs"]}
    reasons = {"picks": [{"n": 2, "reason": "It is one of the animals."}, {"n": 99, "reason": "x"}]}
    server.play(Reply(content=json.dumps(read)), Reply(content=json.dumps(reasons)))
    answer = medley.recommend(REQUEST)
    assert _valid(answer)
    assert not any("dogs" in condition for condition in answer.understood)
    assert answer.prompts == (load_prompt("read_brief").id, load_prompt("explain_brief").id)
    first, second = server.requests
    assert not first.tools
    schema = first.body["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["conditions"]["items"]["properties"]["field"]["enum"] == ["category", "price", "tags"]
    assert len(json.dumps(first.body["messages"])) < 1200
    assert [m["role"] for m in second.body["messages"]] == ["system", "user"]


def test_json_that_ends_in_the_middle_is_repaired_once(connect, server) -> None:
    server.play(Reply(content='{"wish": "anim'))
    answer = connect("ollama:x", protocol="json").recommend(REQUEST)
    assert len(server.requests) == 2
    assert answer.model == "offline"
    assert _valid(answer)


def test_the_protocol_is_a_setting(connect, server) -> None:
    assert connect("openai:x", protocol="json").recommend(REQUEST).model == "openai:x"
    assert "response_format" in server.requests[0].body
    server.play(obliging)
    connect("ollama:x", protocol="tools").recommend(REQUEST)
    assert server.requests[0].tools == TOOLS


def test_the_command_line_speaks_to_a_server(store, server) -> None:
    command = [sys.executable, "-m", "agent.cli.main", "recommend", REQUEST, "--store", str(store), "--json", "--trace"]
    options = ["--model", "openai:x", "--base-url", server.base_url]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    body = json.loads(done.stdout)
    assert (body["model"], body["tokens"]["input"], len(body["items"])) == ("openai:x", 200, 5)
    assert [request.tools for request in server.requests] == [TOOLS] * 2


def test_the_terminal_prints_as_it_comes(connect, server, monkeypatch, capsys) -> None:
    medley = connect()
    lines = iter([REQUEST, "/quit"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    server.play(SEARCH, Reply(status=400))
    converse(medley)
    printed = " ".join(capsys.readouterr().out.split())
    assert (
        printed.index("price < 20") < printed.index("1. ") < printed.index("5. ") < printed.index("explained offline")
    )


def test_langchain_objects_and_strangers_providers(store, server) -> None:
    from langchain_openai import ChatOpenAI

    client = ChatOpenAI(model="y", base_url=server.base_url, api_key="k")
    with Recommender(store, model=client) as medley:
        answer = medley.recommend(REQUEST)
    assert answer.model == "ChatOpenAI:y"
    assert _valid(answer)
    register_provider("mine", lambda name, settings: ChatModel(f"mine:{name}", client))
    with Recommender(store, model="mine:z") as medley:
        assert medley.recommend(REQUEST).model == "mine:z"


def test_a_request_without_words_is_not_sent(connect, server) -> None:
    assert connect().recommend("  ").question
    assert not server.requests


def test_openai_needs_a_key_or_a_server(store, monkeypatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ConfigError, match="needs a key"):
        Recommender(store, model="openai:x")

"""The scripted server against the real `openai` client: what other tests stand on."""

import json

import openai
import pytest

from tests.openai_server import OpenAIServer, Reply

TOOL = {
    "type": "function",
    "function": {"name": "search_catalogue", "parameters": {"type": "object", "properties": {}}},
}
ASK = [{"role": "user", "content": "a frog"}]


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def client(server):
    with openai.OpenAI(base_url=server.base_url, api_key="k", max_retries=0) as made:
        yield made


def test_plain_and_streamed_answers_with_usage(server, client) -> None:
    server.play(Reply(content="forty-two frogs, all of them green"))
    plain = client.chat.completions.create(model="x", messages=ASK)
    assert plain.choices[0].message.content == "forty-two frogs, all of them green"
    chunks = list(
        client.chat.completions.create(model="x", messages=ASK, stream=True, stream_options={"include_usage": True})
    )
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == plain.choices[0].message.content
    assert chunks[-1].usage == plain.usage
    assert plain.usage.completion_tokens == 3
    assert [model.id for model in client.models.list()] == ["x"]


def test_tool_calls_and_json_schema(server, client) -> None:
    reply = client.chat.completions.create(model="x", messages=ASK, tools=[TOOL])
    call = reply.choices[0].message.tool_calls[0].function
    assert (call.name, json.loads(call.arguments)) == ("search_catalogue", {"wish": "a frog"})
    schema = {"type": "object", "properties": {"n": {"type": "integer"}, "kind": {"enum": ["a", "b"]}}}
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": schema}}
    filled = client.chat.completions.create(model="x", messages=ASK, response_format=form)
    assert json.loads(filled.choices[0].message.content) == {"n": 1, "kind": "a"}
    assert server.requests[0].tools == ["search_catalogue"]
    assert server.requests[0].headers["authorization"] == "Bearer k"


def test_errors_slowness_and_a_connection_that_ends(server, client) -> None:
    server.play(Reply(status=500), Reply(status=429), Reply(wait=5), Reply(content="a" * 99, drop=2))
    with pytest.raises(openai.InternalServerError):
        client.chat.completions.create(model="x", messages=ASK)
    with pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="x", messages=ASK)
    with pytest.raises(openai.APITimeoutError):
        client.chat.completions.create(model="x", messages=ASK, timeout=0.2)
    assert server.hung_up.wait(2)
    with pytest.raises(openai.APIError):
        list(client.chat.completions.create(model="x", messages=ASK, stream=True))


def test_a_client_that_leaves_a_stream_is_noticed(server, client) -> None:
    server.play(Reply(content="a" * 999, pause=0.1))
    with client.chat.completions.create(model="x", messages=ASK, stream=True) as stream:
        next(iter(stream))
    assert server.hung_up.wait(2)

"""Which model is made by which name, and that how it is asked follows from what it can do or from a setting, not from who provides it."""

import json
import sys
from types import ModuleType
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import ConfigDict, Field

from agent import Recommender, Settings
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from agent.models.providers import chat_model
from retrieval.errors import ConfigError, MissingPackageError
from tests.catalogues import indexed
from tests.openai_server import OpenAIServer, Reply, obliging
from tests.strict_schemas import faults

REQUEST = "animals with a price under 20"


def _offline() -> BaseChatModel:
    raise AssertionError("nobody asked for the offline model")


def _made(name: str | BaseChatModel, **settings: Any) -> Any:
    return chat_model(name, Settings(**settings), _offline)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("providers"))[1]


class Fake(BaseChatModel):
    """A provider's client, which takes no time-outs and says what it was asked."""

    model_config = ConfigDict(extra="forbid")
    model: str
    temperature: float | None = None
    base_url: str | None = None
    asked: list[Any] = Field(default_factory=list)
    replies: list[str] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        self.asked.append(messages)
        text = self.replies[min(len(self.asked), len(self.replies)) - 1]
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])


def test_any_provider_of_langchain_is_known_and_a_missing_package_is_named() -> None:
    for name, package in (("cohere:x", "langchain-cohere"), ("google_vertexai:gemini-x", "langchain-google-vertexai")):
        with pytest.raises(MissingPackageError, match=f"pip install {package}") as caught:
            _made(name)
        assert isinstance(caught.value, ImportError)
        assert name in str(caught.value)


def test_an_unknown_name_is_told_what_is_known() -> None:
    for wrong in ("nobody:x", "openai:", "gpt-4o"):
        with pytest.raises(ConfigError, match=r"expected a model named offline.*anthropic.*mistralai"):
            _made(wrong)


def test_a_providers_client_is_made_without_what_it_refuses(monkeypatch) -> None:
    class Strict(Fake):
        def __init__(self, **given: Any) -> None:
            if "timeout" in given:
                raise TypeError("unexpected keyword argument 'timeout'")
            super().__init__(**given)

    module = ModuleType("langchain_perplexity")
    module.ChatPerplexity = Strict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langchain_perplexity", module)
    found = _made("perplexity:sonar", base_url="http://127.0.0.1:1")
    assert (found.name, found.model.model, found.model.temperature) == ("perplexity:sonar", "sonar", 0.0)
    assert (found.protocol, found.brief, found.local) == ("tools", False, True)


def test_a_client_that_cannot_be_made_tells_no_key(monkeypatch) -> None:
    class Broken(Fake):
        def __init__(self, **given: Any) -> None:
            raise ValueError(f"this key is wrong: {given.get('api_key')}")

    module = ModuleType("langchain_baseten")
    module.ChatBaseten = Broken  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langchain_baseten", module)
    with pytest.raises(ConfigError, match="can't be used: this key is wrong: …"):
        _made("baseten:x", api_key="sk-secret")


def test_openais_key_goes_to_openai_alone(monkeypatch) -> None:
    given: list[dict[str, Any]] = []

    class Keyed(Fake):
        def __init__(self, **named: Any) -> None:
            given.append(named)
            super().__init__(**{k: v for k, v in named.items() if k in ("model", "temperature")})

    module = ModuleType("langchain_upstage")
    module.ChatUpstage = Keyed  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "langchain_upstage", module)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    _made("upstage:solar")
    assert all("api_key" not in one for one in given)
    assert _made("openai:gpt-4o").model.openai_api_key.get_secret_value() == "sk-of-openai"
    _made("upstage:solar", api_key="sk-own")
    assert given[-1]["api_key"] == "sk-own"


@pytest.mark.parametrize("name", ["o3", "o4-mini", "gpt-5-mini", "o3-2025-04-16"])
def test_models_that_reason_are_asked_without_a_temperature(name: str) -> None:
    assert _made(f"openai:{name}", api_key="k").model.temperature is None
    assert _made("openai:gpt-4.1", api_key="k").model.temperature == 0
    assert _made("openai:x", api_key="k", temperature="none").model.temperature is None
    assert _made(f"openai:{name}", api_key="k", temperature=1).model.temperature == 1


def test_how_it_is_asked_follows_its_profile_or_a_setting() -> None:
    def of(**profile: Any) -> Any:
        return _made(Fake(model="m", profile=profile))

    assert (of().protocol, of().brief, of().strict) == ("tools", False, False)
    assert of(tool_calling=True, structured_output=True).strict
    assert of(tool_calling=False).protocol == "json"
    assert not of(tool_calling=False).brief
    assert of(max_input_tokens=4_096).brief
    assert _made(Fake(model="m"), dialect="brief").brief
    assert _made(Fake(model="m"), protocol="json").brief
    assert not _made(Fake(model="m"), protocol="json", dialect="full").brief
    assert not _made(Fake(model="m", profile={"structured_output": True}), strict=False).strict


@pytest.mark.parametrize(
    "settings",
    [{}, {"strict": True}, {"dialect": "brief"}, {"protocol": "json"}, {"protocol": "json", "dialect": "full"}],
    ids=str,
)
def test_every_schema_that_is_sent_is_one_that_openai_takes(store, settings) -> None:
    with OpenAIServer() as server, Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url, **settings)) as medley:  # fmt: skip
        server.play(obliging if "protocol" not in settings else Reply(content="{}"))
        medley.recommend(REQUEST)
        bodies = [request.body for request in server.requests]
    schemas = [tool["function"]["parameters"] for body in bodies for tool in body.get("tools", [])]
    schemas += [body["response_format"]["json_schema"]["schema"] for body in bodies if "response_format" in body]
    assert schemas
    assert [fault for schema in schemas for fault in faults(schema)] == []
    strict = [tool["function"].get("strict", False) for body in bodies for tool in body.get("tools", [])]
    assert set(strict) <= {settings.get("strict", False)}


def test_nulls_of_a_strict_call_are_what_was_left_out(store) -> None:
    def strictly(body: dict[str, Any]) -> Reply:
        reply = obliging(body)
        name, given = reply.calls[0]
        tool = next(tool["function"] for tool in body["tools"] if tool["function"]["name"] == name)
        nulls = {key: None for key, one in tool["parameters"]["properties"].items() if {"type": "null"} in one.get("anyOf", ())}  # fmt: skip
        return Reply(calls=[(name, nulls | given)])

    with OpenAIServer([strictly]) as server, Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url)) as medley:  # fmt: skip
        answer = medley.recommend(REQUEST)
    assert answer.model == "openai:x"
    assert len(answer) == 5
    assert not answer.notes


def test_a_strong_model_without_tool_calls_has_its_say_by_json(store) -> None:
    def answering(body: dict[str, Any]) -> Reply:
        told = [m for m in body["messages"] if m["role"] == "user" and m["content"].startswith(SEARCH_TOOL)]
        if not told:
            calls = [{"name": SEARCH_TOOL, "arguments": {"wish": "animals"}}]
        else:
            hits = json.loads(told[-1]["content"].partition(": ")[2])["hits"]
            picks = [{"id": hit["id"], "reason": ""} for hit in hits[3:5]]
            calls = [{"name": ANSWER_TOOL, "arguments": {"picks": picks, "message": "These two."}}]
        return Reply(content=json.dumps({"calls": calls}))

    settings = {"protocol": "json", "dialect": "full"}
    with OpenAIServer([answering]) as server, Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url, **settings)) as medley:  # fmt: skip
        answer = medley.recommend(REQUEST)
        assert not any("tools" in request.body for request in server.requests)
        assert not any(m["role"] == "tool" for request in server.requests for m in request.body["messages"])
    assert answer.model == "openai:x"
    assert (len(answer), answer.message) == (2, "These two.")


def test_a_client_that_takes_no_schema_is_asked_by_words(store) -> None:
    search = {"calls": [{"name": SEARCH_TOOL, "arguments": {"wish": "animals"}}]}
    replies = [
        f"```json\n{json.dumps(search)}\n```",
        json.dumps({"calls": [{"name": ANSWER_TOOL, "arguments": {"message": "None of them.", "picks": []}}]}),
    ]
    model = Fake(model="m", replies=replies, profile={"tool_calling": False})
    with Recommender(store, model=model) as medley:
        answer = medley.recommend(REQUEST)
    assert (answer.message, answer.picks, answer.notes) == ("None of them.", (), ())
    assert "JSON schema" in model.asked[0][0].text

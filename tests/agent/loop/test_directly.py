"""The offline model answered directly: the same searches, choices, prompts and calls as through LangChain's graph."""

import asyncio
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from agent import Recommender, Settings
from agent.loop.offline import OfflineChatModel
from agent.loop.runner import run_loop
from agent.loop.tools import Choice
from agent.loop.usage import CallLimits, Ledger
from agent.parsing.intent import Intent
from agent.search.search import run_search
from agent.search.turn import Searched, Turn
from retrieval.encoder_sets import encoder_set
from tests.catalogues import indexed


class Wrapped(BaseChatModel):
    """The offline model as any other chat model."""

    inner: OfflineChatModel

    @property
    def _llm_type(self) -> str:
        return "wrapped"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        return self.bind(**kwargs)

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return self.inner._generate(messages)

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        return self.inner._stream(messages)


@pytest.fixture(scope="module")
def medley(tmp_path_factory):
    _, store, _ = indexed(tmp_path_factory.mktemp("directly"))
    with Recommender(store, settings=Settings(model="offline"), encoders=encoder_set("fake")) as opened:
        yield opened


def _ran(
    model: BaseChatModel, medley: Recommender, messages: list[BaseMessage], search: Callable[[Intent], Searched]
) -> tuple[list[Any], Ledger]:
    engine, ledger = medley._engine, Ledger()
    dialect = engine._dialect(engine.offline, Turn(str(messages[-1].content)))
    limits = CallLimits(math.inf, math.inf, medley.settings.rounds)

    async def parts() -> list[Any]:
        return [part async for part in run_loop(model, dialect, messages, search, limits, ledger)]

    return asyncio.run(parts()), ledger


REQUESTS = [
    "a red fox",
    "animals under 20, no birds",
    "给我一只青蛙",
    "cheapest music",
    "hello",
    "nothing like zzxxqq",
    " ",
]


@pytest.mark.parametrize("request_text", REQUESTS)
def test_directly_and_through_the_graph(medley: Recommender, request_text: str) -> None:
    def search(intent: Intent, **_: object) -> Searched:
        return run_search(intent, Turn(request_text.strip()), medley.retriever, medley.vocabulary, medley.settings)

    offline = medley._engine.offline.model
    assert isinstance(offline, OfflineChatModel)
    said = [HumanMessage("a green frog"), HumanMessage(request_text)]
    fast, ledger = _ran(offline, medley, list(said), search)
    slow, other = _ran(Wrapped(inner=offline), medley, list(said), search)
    assert (ledger.prompts, ledger.calls) == (other.prompts, other.calls)
    searched = [[part for part in parts if isinstance(part, Searched)] for parts in (fast, slow)]
    assert [s.intent for s in searched[0]] == [s.intent for s in searched[1]]
    assert [[h.id for h in s.hits] for s in searched[0]] == [[h.id for h in s.hits] for s in searched[1]]
    choices = [list(dict.fromkeys((p.id, p.reason) for p in parts if isinstance(p, Choice))) for parts in (fast, slow)]
    assert choices[0] == choices[1]


def test_what_a_search_raises_comes_through(medley: Recommender) -> None:
    def search(intent: Intent, **_: object) -> Searched:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _ran(medley._engine.offline.model, medley, [HumanMessage("a fox")], search)


def test_an_offline_turn_makes_no_graph(medley: Recommender, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("langchain.agents.create_agent", None)
    assert medley.recommend("a red fox").picks

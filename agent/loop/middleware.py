"""How a chat model's calls are conducted: which tools it is offered, how long it may take, and one repair.

A LangChain middleware around every call. What comes back is one valid call of an offered tool, or a ModelError. Knows
nothing of what the tools do.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolCall
from pydantic import ValidationError

from agent.loop.offline import SEARCH_TOOL
from agent.loop.tools import Dialect
from agent.loop.usage import Ledger, Limits
from agent.search.search import Searched
from prompts import load_prompt
from retrieval.errors import ModelError

__all__ = ["Conduct"]

EXCERPT = 200
"""Characters of a faulty reply that the model is shown again."""


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    at = ".".join(map(str, first["loc"]))
    return f"{first['msg']}{f' at {at}' if at else ''}"


class _Raw(AsyncCallbackHandler):
    """The arguments of streamed calls as they were written: LangChain completes JSON that ends in the middle."""

    def __init__(self) -> None:
        self.texts: dict[Any, str] = {}

    async def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """A new reply begins."""
        self.texts = {}

    async def on_llm_new_token(self, token: Any, *, chunk: Any = None, **_: Any) -> None:
        """A part of it came."""
        for part in getattr(getattr(chunk, "message", None), "tool_call_chunks", ()):
            self.texts[part["index"]] = self.texts.get(part["index"], "") + (part["args"] or "")

    def broken(self) -> list[str]:
        """The arguments that are no JSON."""
        return [text for text in self.texts.values() if text and not _is_json(text)]


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    return True


class Conduct(AgentMiddleware[Any, Any, Any]):
    """The middleware of one request. `searches` grows as the search tool is called."""

    def __init__(self, dialect: Dialect, limits: Limits, ledger: Ledger, searches: Sequence[Searched]) -> None:
        super().__init__()
        self._dialect, self._limits, self._ledger, self._searches = dialect, limits, ledger, searches
        self._left = {"read": limits.read, "explain": limits.explain}
        self._repaired = False
        self.raw = _Raw()
        """To be added to the callbacks of the run."""

    def _usable(self, message: AIMessage, offered: Sequence[str]) -> tuple[ToolCall | None, str]:
        """The first valid call of an offered tool, or what is wrong with the first that isn't."""
        broken = [*self.raw.broken(), *(str(c["args"]) for c in message.invalid_tool_calls)]
        if broken:
            return None, f"the arguments are not JSON: {broken[0][:EXCERPT]}"
        faults = []
        for call in message.tool_calls:
            if call["name"] not in offered:
                faults.append(f"'{call['name'][:40]}' can't be called now")
                continue
            try:
                if call["name"] == SEARCH_TOOL:
                    self._dialect.intent(call["args"])
                else:
                    self._dialect.choices(call["args"], self._searches)
                return call, ""
            except ValidationError as error:
                faults.append(f"the arguments of {call['name']} don't fit: {_fault(error)}")
        return None, faults[0] if faults else f"no tool was called, but this was written: {str(message.text)[:EXCERPT]}"

    async def _conducted(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        offered = self._dialect.offered(len(self._searches), self._limits.rounds)
        system, asked = self._dialect.asked(request.messages, self._searches)
        messages: list[Any] = asked
        self._ledger.used(self._dialect.prompt(len(self._searches)))
        tools = [tool for tool in request.tools if getattr(tool, "name", None) in offered]
        request = request.override(
            system_message=SystemMessage(system), messages=messages, tools=tools, tool_choice="any"
        )
        while True:
            response = await handler(request)
            message = response.result[0]
            if not isinstance(message, AIMessage):
                raise ModelError(f"expected a reply of the model; got a {type(message).__name__}")
            self._ledger.add(message)
            call, fault = self._usable(message, offered)
            if call is not None:
                return ModelResponse(result=[_only(call, message)])
            if self._repaired:
                raise ModelError(fault)
            self._repaired = True
            repair = load_prompt("repair")
            self._ledger.used(repair.id)
            told = HumanMessage(repair.render(fault=fault, tools=" or ".join(offered)))
            request = request.override(messages=[*request.messages, told])

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        """One turn of the model, with its repair, within what is left of the stage's seconds. Raises ModelError."""
        stage = "explain" if self._searches else "read"
        started = time.perf_counter()
        try:
            async with asyncio.timeout(max(self._left[stage], 0.0)) as limit:
                return await self._conducted(request, handler)
        except TimeoutError as error:
            if not limit.expired():
                raise
            allowed = self._limits.explain if self._searches else self._limits.read
            raise ModelError(f"it took longer than {allowed:g} s to {stage}") from error
        finally:
            took = time.perf_counter() - started
            self._left[stage] -= took
            self._ledger.seconds[stage] += took


def _only(call: ToolCall, message: AIMessage) -> AIMessage:
    """The reply with this call alone: what else it called or wrote is not carried on."""
    if len(message.tool_calls) == 1 and not message.invalid_tool_calls:
        return message
    return AIMessage(content="", tool_calls=[call], id=message.id)

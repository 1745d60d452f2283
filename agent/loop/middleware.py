"""How a chat model's calls are conducted: which tools it is offered, how long it may take, and one repair.

A LangChain middleware around every call. What comes back is one valid call of an offered tool, or a ModelError. Knows
nothing of what the tools do.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, ToolCallRequest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.types import Command
from pydantic import ValidationError

from agent.loop.toolbox import Toolbox
from agent.loop.tools import Dialect, call_of
from agent.loop.usage import CallLimits, Ledger
from agent.models.pictures import Block
from agent.models.strict_schema import strict_tool, without_nulls
from agent.search.turn import Searched
from agent.tools import ANSWER_TOOL, SEARCH_TOOL
from prompts import load_prompt
from retrieval.errors import ModelError

__all__ = ["Conduct", "Manner"]

EXCERPT = 200
"""Characters of a faulty reply that the model is shown again."""
NAMED = 4
"""Characters of a title from which words that name it pick the item."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model is told of tools. strict: its server is to hold calls to their schemas. demands: a call can be demanded of it.
    lengths: its server keeps the lengths of texts."""

    strict: bool = False
    demands: bool = True
    lengths: bool = False


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    at = ".".join(map(str, first["loc"]))
    return f"{first['msg']}{f' at {at}' if at else ''}"


class _Raw(AsyncCallbackHandler):
    """The arguments of streamed calls as they were written: LangChain completes JSON that ends in the middle."""

    def __init__(self) -> None:
        self.texts: dict[Any, str] = {}

    async def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Begin a new reply."""
        self.texts = {}

    async def on_llm_new_token(self, token: Any, *, chunk: Any = None, **_: Any) -> None:
        """Take a part of it."""
        for part in getattr(getattr(chunk, "message", None), "tool_call_chunks", ()):
            call = call_of(part)
            self.texts[call] = self.texts.get(call, "") + (part["args"] or "")

    def broken(self) -> list[str]:
        """Return the arguments that are no JSON."""
        return [text for text in self.texts.values() if text and not _is_json(text)]


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except ValueError:
        return False
    return True


class Conduct(AgentMiddleware[Any, Any, Any]):
    """The middleware of one request, which also runs its tools."""

    def __init__(
        self,
        dialect: Dialect,
        limits: CallLimits,
        ledger: Ledger,
        toolbox: Toolbox,
        *,
        plain: bool = False,
        manner: Manner = Manner(),
    ) -> None:
        """plain: whether the request may be answered in words alone."""
        super().__init__()
        self._manner = manner
        self._dialect, self._limits, self._ledger, self._toolbox = dialect, limits, ledger, toolbox
        self._searches: Sequence[Searched] = toolbox.searches
        self._plain = plain and dialect.talks
        self._left = {"read": limits.read, "explain": limits.explain}
        self._repaired = False
        self.raw = _Raw()
        """To be added to the callbacks of the run."""

    def _usable(self, message: AIMessage, offered: Sequence[str]) -> tuple[list[ToolCall], str]:
        """The valid calls of offered tools, or what is wrong with the first that isn't. The answer is called alone."""
        broken = [*self.raw.broken(), *(str(c["args"]) for c in message.invalid_tool_calls)]
        if broken:
            return [], f"the arguments are not JSON: {broken[0][:EXCERPT]}"
        valid: list[ToolCall] = []
        faults: list[str] = []
        for called in message.tool_calls:
            call = ToolCall(**{**called, "args": without_nulls(called["args"])})
            if fault := self._fault(call, offered):
                faults.append(fault)
            else:
                valid.append(call)
        answers = [call for call in valid if call["name"] == ANSWER_TOOL]
        if valid:
            return answers[:1] or valid, ""
        if faults:
            return [], faults[0]
        written = str(message.text).strip()
        worded = self._worded(written) if written else None
        if worded is not None:
            return [worded], ""
        return [], f"no tool was called, but this was written: {written[:EXCERPT]}"

    def _fault(self, call: ToolCall, offered: Sequence[str]) -> str:
        """What is wrong with a call, or nothing."""
        if call["name"] not in offered:
            return f"'{call['name'][:40]}' can't be called now"
        try:
            if call["name"] == ANSWER_TOOL:
                choices, talk = self._dialect.choices(call["args"], self._searches), self._dialect.talk(call["args"])
                if not self._searches and (choices or not (self._plain or self._looked)):
                    return f"{ANSWER_TOOL} was called before any search"
                if self._dialect.talks and not (choices or talk.message or talk.question):
                    return f"{ANSWER_TOOL} says nothing"
            elif self._toolbox.spent(call["name"]):
                return f"{call['name']} can't be called again: answer from what you have"
            elif call["name"] == SEARCH_TOOL:
                self._dialect.intent(call["args"])
            elif (tool := self._toolbox.tool(call["name"])) is not None:
                tool.takes.model_validate(call["args"])
        except ValidationError as error:
            return f"the arguments of {call['name']} don't fit: {_fault(error)}"
        return ""

    @property
    def _looked(self) -> bool:
        """Whether something was looked up that can be spoken of."""
        return self._dialect.talks and bool(self._toolbox.looked)

    def _worded(self, written: str) -> ToolCall | None:
        """Words without a call as an answer: with the hits that they name as picks; None where they can be none."""
        if not self._dialect.talks:
            return None
        hits = {hit.id: hit.item for searched in self._searches for hit in searched.hits}
        places = {id: written.find(item.title) for id, item in hits.items() if len(item.title) >= NAMED}
        named = sorted((id for id, at in places.items() if at >= 0), key=lambda id: places[id])
        if not named and not (self._plain or self._looked):
            return None
        picks = [{"id": id, "reason": ""} for id in named]
        return ToolCall(name=ANSWER_TOOL, args={"message": written, "picks": picks}, id="words", type="tool_call")

    async def _conducted(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        offered = self._dialect.offered(len(self._searches), self._limits.rounds)
        system, asked = self._dialect.asked(request.messages, self._searches)
        messages: list[Any] = _shown(asked)
        if len(messages) > len(asked):
            self._ledger.used(load_prompt("pictures_of_hits").id)
        self._ledger.used(self._dialect.prompt(len(self._searches)))
        fit = [tool for tool in request.tools if isinstance(tool, BaseTool) and tool.name in offered]
        tools: list[Any] = [strict_tool(tool, held=self._manner.strict, lengths=self._manner.lengths) for tool in fit]
        request = request.override(
            system_message=SystemMessage(system),
            messages=messages,
            tools=tools,
            tool_choice="any" if self._manner.demands else None,
        )
        while True:
            self._ledger.begin([SystemMessage(system), *request.messages], tools)
            response = await handler(request)
            message = response.result[0]
            if not isinstance(message, AIMessage):
                raise ModelError(f"expected a reply of the model; got a {type(message).__name__}")
            self._ledger.add(message)
            calls, fault = self._usable(message, offered)
            if calls:
                self._toolbox.accept(calls)
                return ModelResponse(result=[_only(calls, message)])
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
        """Run one turn of the model, with its repair, within what is left of the stage's seconds. Raises ModelError."""
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

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]
    ) -> ToolMessage | Command[Any]:
        """Make one call of a tool: the toolbox runs it with the others of the same reply."""
        if request.tool_call["name"] == ANSWER_TOOL:
            return await handler(request)
        return await self._toolbox.answer(request.tool_call)


def _shown(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages, with the pictures that tools found after their answers: not every server takes them inside."""
    found: list[BaseMessage] = []
    waiting: dict[str, Block] = {}
    for message in [*messages, None]:
        if waiting and not isinstance(message, ToolMessage):
            told = load_prompt("pictures_of_hits").render(ids=", ".join(waiting))
            found.append(HumanMessage([{"type": "text", "text": told}, *waiting.values()]))
            waiting = {}
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            waiting |= message.artifact
        found += [message] if message is not None else []
    return found


def _only(calls: Sequence[ToolCall], message: AIMessage) -> AIMessage:
    """The reply with these calls alone: what else it called or wrote is not carried on."""
    if list(message.tool_calls) == list(calls) and not message.invalid_tool_calls:
        return message
    return AIMessage(content="", tool_calls=list(calls), id=message.id)

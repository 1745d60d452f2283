"""A chat model that plays a script: what a very good model would call, pick and say, written down beforehand.

It knows the hits only from what the tool answers it, as any model does, and picks none that it wasn't told of. It speaks the
tools' protocol; over HTTP it is played by `scripted_server.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict

from agent.evaluation.data.oracle_cases import Picked, RawCatalogue, Script, good
from agent.loop.offline import ANSWER_TOOL, SEARCH_TOOL
from prompts import load_prompt

__all__ = ["Player", "Reply", "ScriptedChatModel"]

Message = Mapping[str, Any]
"""A message as the OpenAI protocol has it: role and content."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Words, or the call of a tool."""

    content: str = ""
    name: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _worded(template: str, row: Mapping[str, Any]) -> str:
    """A template with the values of a row in it."""

    def said(value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return f"{value:g}" if isinstance(value, float) else str(value)

    return template.format_map(_Blank({name: said(value) for name, value in row.items()}))


_REPAIR = load_prompt("repair").text.strip().split(":")[0]
"""How a demand for a better reply begins: it is no request of the person."""


def _asked(messages: Sequence[Message]) -> int:
    """Where the last request of the person stands."""
    users = [i for i, m in enumerate(messages) if m["role"] == "user" and not str(m["content"]).startswith(_REPAIR)]
    return users[-1] if users else -1


class Player:
    """Plays one script after the other. `turn` sets the next; replies are decided by the messages alone."""

    def __init__(self) -> None:
        self.turn(Script(), None)

    def turn(self, script: Script, catalogue: RawCatalogue | None) -> None:
        """Set what is played from now on. catalogue: the rows that picks are chosen by and reasons speak of."""
        self._script, self._catalogue, self._said = script, catalogue, 0

    def _matching(self, picked: Picked, told: Sequence[str]) -> list[str]:
        rows = self._catalogue.rows if self._catalogue is not None else {}
        if picked.id is not None:
            return [picked.id]
        if picked.title is not None:
            return [id for id in told if id in rows and rows[id].get("title") == picked.title][:1]
        return [id for id in told if id in rows and good(rows[id], picked.gold or ())][: picked.n]

    def _picks(self, told: Sequence[str]) -> list[dict[str, str]]:
        """The picks among the ids that it was told of, each once."""
        script, rows = self._script, self._catalogue.rows if self._catalogue is not None else {}
        wanted = script.pick
        if wanted is None:
            wanted = (Picked(gold=script.gold),) if script.gold is not None else ()
        found: dict[str, str] = {}
        for picked in wanted:
            for id in self._matching(picked, told):
                if id in told and id not in found:
                    reason = picked.reason if picked.reason is not None else script.reason
                    found[id] = _worded(reason, rows.get(id, {}))
        return [{"id": id, "reason": reason} for id, reason in found.items()]

    def reply(self, messages: Sequence[Message], offered: Sequence[str]) -> Reply:
        """Return what comes next: its words where it has some, else a search, else the answer."""
        script, start = self._script, _asked(messages)
        if script.say and self._said < script.insist:
            self._said += 1
            return Reply(script.say)
        results = [m for m in messages[start + 1 :] if m["role"] == "tool"]
        wish = {"wish": str(messages[start]["content"])}
        searches = script.search or (wish,)
        told = [str(hit["id"]) for m in results for hit in _hits(m)]
        picks = self._picks(list(dict.fromkeys(told)))
        more = len(picks) < script.enough and len(results) < len(searches)
        if results and ANSWER_TOOL in offered and not (more and SEARCH_TOOL in offered):
            message = {"message": script.text} if script.text else {}
            return Reply(name=ANSWER_TOOL, arguments={"picks": picks, **message})
        return Reply(name=SEARCH_TOOL, arguments=searches[min(len(results), len(searches) - 1)])


def _hits(message: Message) -> list[Any]:
    try:
        body = json.loads(str(message["content"]))
    except ValueError:
        return []
    found = body.get("hits", []) if isinstance(body, dict) else []
    return found if isinstance(found, list) else []


_ROLES: Mapping[type[BaseMessage], str] = {
    HumanMessage: "user",
    SystemMessage: "system",
    ToolMessage: "tool",
    AIMessage: "assistant",
}


class ScriptedChatModel(BaseChatModel):
    """The player as a LangChain chat model; streams its calls in one piece."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    player: Player

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Take any tools: the model calls the search and the answer."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], tool_choice=tool_choice, **kwargs)

    def _reply(self, messages: Sequence[BaseMessage], kwargs: Mapping[str, Any]) -> Reply:
        plain = [{"role": _ROLES.get(type(m), "user"), "content": m.text} for m in messages]
        return self.player.reply(plain, [tool["function"]["name"] for tool in kwargs.get("tools", ())])

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        reply = self._reply(messages, kwargs)
        calls = [tool_call(name=reply.name, args=dict(reply.arguments), id=f"c{len(messages)}")] if reply.name else []
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=reply.content, tool_calls=calls))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages, kwargs)
        text = json.dumps(dict(reply.arguments), ensure_ascii=False)
        calls = [tool_call_chunk(name=reply.name, args=text, id=f"c{len(messages)}", index=0)] if reply.name else []
        chunk = AIMessageChunk(content=reply.content, tool_call_chunks=calls, chunk_position="last")
        yield ChatGenerationChunk(message=chunk)

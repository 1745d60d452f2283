"""The offline chat model: a LangChain chat model that needs no key, no download and no network.

A thin adapter: it speaks the tool protocol, and leaves the work to plain functions. The last request is read by
`reading.read_request`; what the search tool answered is passed on with the reasons that came with it. It knows the
conversation only from its messages, as any other model does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, ValidationError

from agent.parsing.intent import Intent
from agent.tools import ANSWER_TOOL, SEARCH_TOOL
from retrieval.catalog.items import Item

__all__ = ["ANSWER_TOOL", "SEARCH_TOOL", "OfflineChatModel", "earlier_intents"]

Reader = Callable[[str, Sequence[Intent], Sequence[Item]], Intent]
"""Request, earlier intents and the items shown last → intent."""


def _parsed(message: ToolMessage) -> dict[str, Any]:
    try:
        body = json.loads(str(message.content))
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _shown(messages: Sequence[BaseMessage]) -> list[Item]:
    """The items of the last answer before the last request, as the search tool told them."""
    turns = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    before = messages[: turns[-1]] if turns else []
    for message in reversed(before):
        if isinstance(message, ToolMessage) and message.name == SEARCH_TOOL:
            return [_item(hit) for hit in _parsed(message).get("hits", [])]
    return []


def _item(hit: dict[str, Any]) -> Item:
    attributes = {k: tuple(v) if isinstance(v, list) else v for k, v in hit.get("attributes", {}).items()}
    return Item(id=str(hit.get("id", "")), title=str(hit.get("title", "")), attributes=attributes)


def earlier_intents(messages: Sequence[BaseMessage]) -> list[Intent]:
    """Return the intents of the turns before; what another model called in a wrong form is passed over."""
    found = []
    for message in messages:
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["name"] == SEARCH_TOOL:
                with suppress(ValidationError):
                    found.append(Intent.model_validate(call["args"]))
    return found


class OfflineChatModel(BaseChatModel):
    """Reads requests by rules and the catalogue's own vocabulary; deterministic, milliseconds a request."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    read: Reader

    @property
    def _llm_type(self) -> str:
        return "medley-offline"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Accepts any tools; it calls `search_catalogue` and `Answer` only."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], tool_choice=tool_choice, **kwargs)

    def call(self, messages: Sequence[BaseMessage]) -> tuple[str, dict[str, Any]]:
        """Return the tool that it calls next, and the arguments."""
        last = messages[-1]
        if isinstance(last, ToolMessage) and last.name == SEARCH_TOOL:
            hits = _parsed(last).get("hits", [])
            return ANSWER_TOOL, {"picks": [{"id": hit["id"], "reason": hit.get("reason", "")} for hit in hits]}
        request = next((m for m in reversed(messages) if isinstance(m, HumanMessage)), None)
        text = str(request.content) if request else ""
        intent = self.read(text, earlier_intents(messages), _shown(messages))
        return SEARCH_TOOL, intent.model_dump(mode="json", exclude_defaults=True)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        name, arguments = self.call(messages)
        message = AIMessage(content="", tool_calls=[tool_call(name=name, args=arguments, id=f"call_{len(messages)}")])
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        name, arguments = self.call(messages)
        text = json.dumps(arguments, ensure_ascii=False)
        chunk = tool_call_chunk(name=name, args=text, id=f"call_{len(messages)}", index=0)
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[chunk], chunk_position="last"))

"""Tool calls out of JSON: for models that call no tools, and for servers that hold output to a schema but don't enforce tool calls.

A chat model around another one: of the tools that are bound to it, it asks for a call as JSON, held to a schema by
`response_format` where its server does that, else by words, and hands it on as a tool call. Calls and results of before are told
to it as plain messages. Knows no intents.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    BaseMessageChunk,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.models.capabilities import Capabilities
from agent.models.strict_schema import strict_schema
from prompts import load_prompt

__all__ = ["StructuredChatModel", "structured"]

MOST_TOKENS = 1_000
"""Tokens of one reply of one call: a small model that repeats itself comes to an end."""
CALLS = 4
"""Calls in one reply."""

_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


def structured(model: BaseChatModel, able: Capabilities, *, bounded: bool = False) -> StructuredChatModel:
    """`model`, asked by JSON. bounded: whether its server keeps the lengths of texts."""
    from langchain_openai.chat_models.base import BaseChatOpenAI

    if not isinstance(model, BaseChatOpenAI):
        return StructuredChatModel(model=model, way="words")
    if "use_responses_api" in type(model).model_fields:
        model = model.model_copy(update={"use_responses_api": False})  # the other way takes no `response_format`
    way: Literal["schema", "words"] = "words" if able.schema is False else "schema"
    return StructuredChatModel(model=model, way=way, bounded=bounded, cut=way == "schema" and not able.reasons)


def _plain(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages as a model without tools can read them: what it called as its words, results as words to it."""
    found: list[BaseMessage] = []
    for message in messages:
        if isinstance(message, AIMessage) and message.tool_calls:
            calls = [{"name": call["name"], "arguments": call["args"]} for call in message.tool_calls]
            found.append(AIMessage(json.dumps({"calls": calls}, ensure_ascii=False)))
        elif isinstance(message, ToolMessage):
            found.append(HumanMessage(f"{message.name}: {message.text}"))
        else:
            found.append(message)
    return found


class StructuredChatModel(BaseChatModel):
    """Speaks the tool protocol for `model`.

    way: by `response_format` (an OpenAI-compatible client that takes `extra_body`), or by words in the prompt. bounded: whether
    the lengths of texts stay in the schema. cut: whether the tokens of a reply of one call are bounded.
    """

    model: BaseChatModel
    way: Literal["schema", "words"] = "schema"
    bounded: bool = False
    cut: bool = True

    @property
    def _llm_type(self) -> str:
        return "medley-structured"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Binds the tools; whatever `tool_choice` says, one or more of them are called."""
        return self.bind(tools=[convert_to_openai_tool(tool)["function"] for tool in tools])

    def _schema(self, tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The schema of a reply: the arguments of the only tool, else a list of calls of any of them."""
        held = [strict_schema(tool["parameters"], lengths=self.bounded) for tool in tools]
        if len(tools) == 1:
            return held[0]
        calls = [_object(name={"type": "string", "enum": [tool["name"]]}, arguments=one) for tool, one in zip(tools, held, strict=True)]  # fmt: skip
        return _object(calls={"type": "array", "items": {"anyOf": calls}, "minItems": 1, "maxItems": CALLS})

    def _asked(
        self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]
    ) -> tuple[list[BaseMessage], dict[str, Any]]:
        """The messages, and what is added to the request's body, past what the client checks."""
        schema = self._schema(tools)
        if self.way == "words":
            told = SystemMessage(load_prompt("as_json").render(schema=json.dumps(schema, ensure_ascii=False)))
            first, *rest = _plain(messages)
            if isinstance(first, SystemMessage):
                return [SystemMessage(f"{first.text}\n\n{told.text}"), *rest], {}
            return [told, first, *rest], {}
        name = tools[0]["name"] if len(tools) == 1 else "calls"
        body: dict[str, Any] = {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": name, "schema": schema, "strict": True},
            }
        }
        if self.cut and len(tools) == 1:
            body["max_tokens"] = MOST_TOKENS
        return _plain(messages), {"extra_body": body}

    def _chunk(self, chunk: BaseMessageChunk | AIMessage, tool: Mapping[str, Any], first: bool) -> AIMessageChunk:
        """A part of the arguments of the only tool."""
        part = tool_call_chunk(
            name=tool["name"] if first else None, args=str(chunk.text), id=f"json_{tool['name']}" if first else None, index=0,
        )  # fmt: skip
        return AIMessageChunk(
            content="", tool_call_chunks=[part], usage_metadata=getattr(chunk, "usage_metadata", None)
        )

    def _whole(self, chunks: Sequence[BaseMessageChunk | AIMessage], tools: Sequence[Mapping[str, Any]]) -> AIMessageChunk:  # fmt: skip
        """The calls of a whole reply, and what it cost."""
        usages = [usage for chunk in chunks if (usage := getattr(chunk, "usage_metadata", None))]
        text = _FENCE.sub("", "".join(str(chunk.text) for chunk in chunks))
        calls = _one(text, tools[0]) if len(tools) == 1 else _several(text)
        content = "" if calls else text
        return AIMessageChunk(
            content=content, tool_call_chunks=calls, usage_metadata=usages[-1] if usages else None, chunk_position="last"
        )  # fmt: skip

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = [chunk.message for chunk in self._stream(messages, stop, run_manager, **kwargs)]
        whole = sum(chunks[1:], start=chunks[0])
        body = whole.model_dump(include={"content", "tool_calls", "invalid_tool_calls", "usage_metadata"})
        return ChatResult(generations=[ChatGeneration(message=AIMessage(**body))])

    @property
    def _streams(self) -> bool:
        """Whether the parts of a reply can be handed on as they come: of one tool, held to a schema."""
        return self.way == "schema"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        tools = kwargs["tools"]
        asked, more = self._asked(messages, tools)
        held: list[Any] = []
        for chunk in self.model.stream(asked, stop=stop, **more):
            if self._streams and len(tools) == 1:
                yield ChatGenerationChunk(message=self._chunk(chunk, tools[0], not held))
            held.append(chunk)
        if not (self._streams and len(tools) == 1):
            yield ChatGenerationChunk(message=self._whole(held, tools))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        tools = kwargs["tools"]
        asked, more = self._asked(messages, tools)
        held: list[Any] = []
        async for chunk in self.model.astream(asked, stop=stop, **more):
            if self._streams and len(tools) == 1:
                yield ChatGenerationChunk(message=self._chunk(chunk, tools[0], not held))
            held.append(chunk)
        if not (self._streams and len(tools) == 1):
            yield ChatGenerationChunk(message=self._whole(held, tools))


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one(text: str, tool: Mapping[str, Any]) -> list[ToolCallChunk]:
    return [tool_call_chunk(name=tool["name"], args=text, id=f"json_{tool['name']}", index=0)]


def _several(text: str) -> list[ToolCallChunk]:
    """The calls that a reply lists; none where it is no such list."""
    try:
        body = json.loads(text)
    except ValueError:
        return []
    calls = body.get("calls") if isinstance(body, dict) else None
    return [
        tool_call_chunk(
            name=str(call.get("name", "")), args=json.dumps(call.get("arguments", {}), ensure_ascii=False), id=f"json_{n}", index=n,
        )
        for n, call in enumerate(calls if isinstance(calls, list) else [])
        if isinstance(call, dict)
    ]  # fmt: skip

"""Tool calls out of constrained JSON: for servers that hold output to a schema but don't enforce tool calls.

A chat model around another one: of the tools that are bound to it, it asks for the arguments of the last as JSON by
`response_format`, and hands them on as a tool call. Knows no prompts and no intents.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, BaseMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

__all__ = ["StructuredChatModel"]

MOST_TOKENS = 1_000
"""Tokens of one reply: a small model that repeats itself comes to an end."""


def _body(tool: dict[str, Any]) -> dict[str, Any]:
    """What is added to the request's body, past what the client checks: servers take the schema as it is."""
    schema = {"name": tool["name"], "schema": tool["parameters"], "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": schema}, "max_tokens": MOST_TOKENS}


class StructuredChatModel(BaseChatModel):
    """Speaks the tool protocol for `model`, an OpenAI-compatible client that takes `extra_body`."""

    model: BaseChatModel

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
        """Binds the last of the tools; whatever `tool_choice` says, it is the one that is called."""
        return self.bind(tool=convert_to_openai_tool(tools[-1])["function"])

    def _call(self, chunk: BaseMessageChunk | AIMessage, tool: dict[str, Any], first: bool) -> AIMessageChunk:
        text = chunk.content if isinstance(chunk.content, str) else ""
        part = tool_call_chunk(
            name=tool["name"] if first else None, args=text, id=f"json_{tool['name']}" if first else None, index=0
        )
        usage = getattr(chunk, "usage_metadata", None)
        return AIMessageChunk(content="", tool_call_chunks=[part], usage_metadata=usage)

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

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        tool = kwargs["tool"]
        for n, chunk in enumerate(self.model.stream(messages, stop=stop, extra_body=_body(tool))):
            yield ChatGenerationChunk(message=self._call(chunk, tool, n == 0))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        tool, n = kwargs["tool"], 0
        async for chunk in self.model.astream(messages, stop=stop, extra_body=_body(tool)):
            yield ChatGenerationChunk(message=self._call(chunk, tool, n == 0))
            n += 1

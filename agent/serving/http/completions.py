"""An OpenAI-compatible `/v1/chat/completions`: chat front ends talk to the recommender as if it were a model.

The conversation is what the client sends: nothing of it is kept. System messages are the front end's own and not read;
the temperature and the like change nothing. What would change the answer's form, and can't be done, is refused.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from agent.planning.context import LONGEST
from agent.recommender.recommender import Recommender
from agent.results.answer import Answer, Event, Found, Pick
from agent.results.marks import grown
from agent.serving.access.callers import current
from agent.serving.access.uploads import Uploads, data_url, decoded
from agent.serving.http.errors import HttpRefusal, told
from agent.serving.http.guard import TokenGuard
from agent.serving.http.markdown import closing, opening, pick_text, spoken
from agent.serving.http.metrics import Metrics
from agent.serving.http.requests import body_schema, read_body
from agent.serving.http.responses import answer_body
from agent.serving.http.rest import started
from agent.serving.http.settings import HttpSettings
from retrieval.errors import MediaError, MedleyError

__all__ = ["MODEL", "completion_routes"]

MODEL = "medley"
"""What the recommender is called as a model."""


class Url(BaseModel):
    url: str


class InputAudio(BaseModel):
    data: str


class MessagePart(BaseModel):
    """A part of a message: text, a picture as a data: URL, or a sound in base64."""

    type: str
    text: str = ""
    image_url: Url | None = None
    input_audio: InputAudio | None = None


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[MessagePart] | None = None

    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.text)

    def parts(self) -> list[MessagePart]:
        return self.content if isinstance(self.content, list) else []


class StreamOptions(BaseModel):
    include_usage: bool = False


class Completion(BaseModel):
    """A chat-completion request; what isn't named here is ignored."""

    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=2_000)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    user: str | None = Field(default=None, max_length=500, description="whose taste counts")
    response_format: dict[str, Any] | None = None
    tool_choice: Any = None


def _check(ask: Completion) -> None:
    if ask.model != MODEL:
        raise HttpRefusal(404, f"expected the model '{MODEL}'; got '{ask.model[:100]}'", "model_not_found")
    if (ask.n or 1) != 1:
        raise HttpRefusal(400, f"expected n of 1; got {ask.n}", "unsupported")
    if (ask.response_format or {}).get("type", "text") != "text":
        raise HttpRefusal(400, "expected the response format 'text': for JSON use /api/recommend", "unsupported")
    if ask.tool_choice not in (None, "none", "auto"):
        raise HttpRefusal(400, "expected no tool to be required: this model calls none", "unsupported")
    if ask.messages[-1].role != "user":
        raise HttpRefusal(400, f"expected a message of the user at the end; got one of role '{ask.messages[-1].role}'")


def _history(messages: list[Message], turns: int) -> list[dict[str, Any]]:
    """The messages before the last as turns; the text of long ones is cut, as it counts for little."""
    history = []
    said = [message for message in messages[:-1] if message.role in ("user", "assistant")]
    for message in said[max(len(said) - turns, 0) :]:
        text, items = spoken(message.text()) if message.role == "assistant" else (message.text(), ())
        history.append({"role": message.role, "text": text[:LONGEST], "items": list(items)})
    return history


class _Completions:
    def __init__(self, medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics) -> None:
        self.medley, self.guard, self.settings, self.metrics = medley, guard, settings, metrics

    def models(self) -> Response:
        """The one model."""
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "medley"}
        return JSONResponse({"object": "list", "data": [model]})

    async def complete(self, request: Request) -> Response:
        """Answers the last message; pictures and sounds of it are searched by. Streamed where that is asked for."""
        ask = await read_body(request, Completion)
        _check(ask)
        base = self.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
        async with AsyncExitStack() as stack:
            uploads = stack.enter_context(Uploads())
            try:
                events = await started(self._events(ask, uploads))
            except MediaError as error:
                raise MediaError(uploads.masked(str(error))) from error
            if not ask.stream:
                return JSONResponse(await self._whole(events, base))
            files = stack.pop_all()
        chunks = self._chunks(events, base, bool(ask.stream_options and ask.stream_options.include_usage))
        return StreamingResponse(_closed_with(chunks, files), media_type="text/event-stream")

    async def _events(self, ask: Completion, uploads: Uploads) -> AsyncGenerator[Event, None]:
        for part in ask.messages[-1].parts():
            if part.image_url is not None:
                uploads.keep("image", data_url(part.image_url.url))
            if part.input_audio is not None:
                uploads.keep("audio", decoded(part.input_audio.data))
        options: dict[str, Any] = {
            "image": uploads.kept.get("image"), "audio": uploads.kept.get("audio"),
            "history": _history(ask.messages, self.settings.turns), "user": current().user(ask.user),
        }  # fmt: skip
        async with aclosing(self.medley.astream_recommend(ask.messages[-1].text(), **options)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    self.metrics.answered("chat", event)
                yield event

    async def _texts(self, events: AsyncGenerator[Event, None], base: str) -> AsyncGenerator[str | Answer, None]:
        """The answer's text in pieces, then the answer. Notes of a search that takes another's place are told once."""
        language: str = "en"
        said: tuple[str, ...] = ()
        message = ""
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Found):
                    fresh = tuple(note for note in event.notes if note not in said)
                    language, said = event.language, (*said, *fresh)
                    shown, message = grown(event.message, message), event.message
                    yield opening(
                        Found(
                            language, (), fresh, event.question, event.matching, (), message=shown, judged=event.judged
                        )
                    )
                elif isinstance(event, Pick):
                    yield pick_text(event, language, self.guard, base)
                else:
                    yield closing(event, said, message)
                    yield event

    async def _whole(self, events: AsyncGenerator[Event, None], base: str) -> dict[str, Any]:
        pieces, body = [], {}
        async with aclosing(self._texts(events, base)) as texts:
            async for piece in texts:
                if isinstance(piece, str):
                    pieces.append(piece)
                else:
                    body = {"usage": _usage(piece), MODEL: answer_body(piece, self.guard)}
        message = {"role": "assistant", "content": "".join(pieces).rstrip("\n"), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return _envelope("chat.completion") | {"choices": [choice]} | body

    async def _chunks(self, events: AsyncGenerator[Event, None], base: str, usage: bool) -> AsyncGenerator[bytes, None]:
        envelope = _envelope("chat.completion.chunk")

        def chunk(delta: dict[str, Any], end: str | None = None, **more: Any) -> bytes:
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}
            return _data(envelope | {"choices": [choice]} | more)

        yield chunk({"role": "assistant", "content": ""})
        try:
            async with aclosing(self._texts(events, base)) as texts:
                async for piece in texts:
                    if isinstance(piece, Answer):
                        yield chunk({}, "stop", **{MODEL: answer_body(piece, self.guard)})
                        if usage:
                            yield _data(envelope | {"choices": [], "usage": _usage(piece)})
                    elif piece:
                        yield chunk({"content": piece})
        except MedleyError as error:
            yield _data({"error": told(error)[1] | {"type": "server_error", "param": None}})
        yield b"data: [DONE]\n\n"


def _data(body: Any) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}


def _usage(answer: Answer) -> dict[str, int]:
    given, made = answer.tokens.get("input", 0), answer.tokens.get("output", 0)
    return {"prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made}


async def _closed_with(stream: AsyncGenerator[bytes, None], files: AsyncExitStack) -> AsyncGenerator[bytes, None]:
    async with files, aclosing(stream):
        async for piece in stream:
            yield piece


def completion_routes(medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics) -> APIRouter:
    """The routes under /v1."""
    chat = _Completions(medley, guard, settings, metrics)
    routes = APIRouter(prefix="/v1", tags=["OpenAI-compatible"], dependencies=[Depends(guard)])
    routes.add_api_route("/models", chat.models, methods=["GET"], response_model=None)
    routes.add_api_route(
        "/chat/completions",
        chat.complete,
        methods=["POST"],
        response_model=None,
        openapi_extra=body_schema(Completion),
    )
    return routes

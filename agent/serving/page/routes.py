"""What the page calls: a request and its answer as server-sent events, uploads, likes, and the catalogue's media by item."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from agent.models.background import Stop, iterate_in_worker
from agent.models.speech import Voice
from agent.serving.access.uploads import TooLarge, received
from agent.serving.page.face import logo_of
from agent.serving.page.frame import frame, item_frame
from agent.serving.page.fused_map import FusedMap
from agent.serving.page.greeting import hello
from agent.serving.page.item_view import COMPARED, comparison, item_body
from agent.serving.page.media import SIDES, CatalogueMedia
from agent.serving.page.settings import PageSettings
from agent.serving.page.static import TYPES, static_text, static_version
from agent.serving.page.visits import Halted, MarkRequest, PageRequest, Talk, Update, WhyAsked, told
from agent.serving.page.words import Language, language_asked
from retrieval.errors import MedleyError

__all__ = ["page_routes"]

LONGEST = 128 << 10
"""Bytes of a request: words and what was said before, never media."""
SHORT = 4096
WAITING = 200
"""Requests that wait to be answered; more are refused."""
FOR_GOOD = {"cache-control": "private, max-age=31536000, immutable"}
SHOWN = {"cache-control": "private, max-age=600"}
STREAMED = {"cache-control": "no-store", "x-accel-buffering": "no"}


def _wrong(error: ValidationError) -> dict[str, str]:
    first = error.errors()[0]
    return {"error": "too_long" if first["type"] == "string_too_long" else first["msg"]}


class _Calls:
    """What the page's script calls."""

    def __init__(self, talk: Talk, media: CatalogueMedia, voice: Voice, settings: PageSettings) -> None:
        self.talk, self.media, self.voice, self.settings = talk, media, voice, settings
        self.fused = FusedMap(talk.medley)
        self._together, self._waiting = asyncio.Semaphore(settings.together), 0

    async def _said(self, make: Callable[[], dict[str, Any] | None]) -> Response:
        """What a call gives, as JSON; an error of ours with what the visitor may know of it."""
        try:
            return JSONResponse(await run_in_threadpool(make) or {})
        except TooLarge as error:
            return JSONResponse(told(error), 413)
        except ValidationError as error:
            return JSONResponse(_wrong(error), 422)
        except MedleyError as error:
            return JSONResponse(told(error), 400)

    async def _body(self, request: Request, most: int) -> bytes | Response:
        try:
            return await received(request.stream(), most)
        except TooLarge:
            return JSONResponse({"error": "too_large"}, 413, {"connection": "close"})

    async def _read(self, request: Request, most: int, use: Callable[[bytes], dict[str, Any] | None]) -> Response:
        body = await self._body(request, most)
        return body if isinstance(body, Response) else await self._said(lambda: use(body))

    async def ask(self, request: Request) -> Response:
        """Answers a request by server-sent events, each what is to be shown by now."""
        body = await self._body(request, LONGEST)
        if isinstance(body, Response):
            return body
        try:
            asked = PageRequest.model_validate_json(body)
        except ValidationError as error:
            return JSONResponse(_wrong(error), 422)
        if self._waiting >= WAITING:
            return JSONResponse({"error": "busy"}, 503)
        return StreamingResponse(self._sent(asked), media_type="text/event-stream", headers=STREAMED)

    async def _sent(self, asked: PageRequest) -> AsyncGenerator[bytes, None]:
        def begun(stop: Stop) -> Generator[Update, None, None]:
            return self.talk.answer(asked, stop)

        self._waiting += 1
        try:
            async with self._together, aclosing(iterate_in_worker(begun)) as updates:
                async for update in updates:
                    yield format_sse_event(data_str=json.dumps(update, ensure_ascii=False))
        finally:
            self._waiting -= 1

    async def upload(self, request: Request) -> Response:
        """Takes a picture or a sound."""

        def keep(content: bytes) -> dict[str, str]:
            name, kind = self.talk.uploads.keep(content)
            return {"name": name, "kind": kind}

        return await self._read(request, max(self.settings.picture_bytes, self.settings.sound_bytes), keep)

    async def speech(self, request: Request) -> Response:
        """Writes a spoken request down."""
        heard = (
            (lambda content: self.talk.uploads.recording(content)) if self.voice.ready else (lambda content: content)
        )
        return await self._read(request, self.settings.voice_bytes, lambda c: {"text": self.voice.text(heard(c))})

    async def mark(self, request: Request) -> Response:
        """Remembers a like, or that something isn't for the visitor."""
        return await self._read(request, SHORT, lambda c: self.talk.mark(MarkRequest.model_validate_json(c)))

    async def stop(self, request: Request) -> Response:
        """Stops a request."""
        return await self._read(request, SHORT, lambda c: self.talk.halt(Halted.model_validate_json(c)))

    async def why(self, request: Request) -> Response:
        """Says why an item is not among the picks."""
        return await self._read(request, SHORT, lambda c: {"html": self.talk.why(WhyAsked.model_validate_json(c))})

    async def fresh(self, request: Request) -> Response:
        """Ends a conversation."""
        return await self._read(request, SHORT, lambda c: self.talk.forget(MarkRequest.model_validate_json(c).visit))

    async def delete(self, request: Request) -> Response:
        """Forgets a conversation and what was recorded in it."""
        return await self._read(request, SHORT, lambda c: self.talk.erase(MarkRequest.model_validate_json(c).visit))

    def _media(self, make: Callable[[], tuple[bytes, str]]) -> Response:
        try:
            content, kind = make()
        except MedleyError:
            return Response(status_code=404)
        return Response(content, media_type=kind, headers=SHOWN)

    def picture(self, item: str, n: int = 0, side: int = SIDES[-1]) -> Response:
        """A picture of an item, scaled down."""
        return self._media(lambda: (self.media.picture(item, n, side), "image/webp"))

    def wave(self, item: str) -> Response:
        """The loudness of an item's sound over time."""
        return self._media(lambda: (self.media.wave(item), "image/svg+xml"))

    def sound(self, item: str) -> Response:
        """An item's sound."""
        try:
            path, kind = self.media.sound(item)
        except MedleyError:
            return Response(status_code=404)
        return FileResponse(path, media_type=kind, headers=SHOWN)

    def here(self) -> Response:
        """That the server is there."""
        return Response(status_code=204)

    def greeting(self, language: Language = "en") -> Response:
        """What is shown before anything is asked."""
        return self._html(lambda: hello(self.talk.medley, language, self.talk.face, self.talk.naming(language)))

    def item(self, item: str, language: Language = "en") -> Response:
        """An item with all that it says, for the window over the conversation."""
        return self._html(lambda: item_body(self.talk.medley.retriever.item(item), self.talk.drawing(None, language)))

    def compare(self, items: Annotated[list[str], Query(max_length=COMPARED)], language: Language = "en") -> Response:
        """Two or three items side by side."""
        look_up = self.talk.medley.retriever.item
        return self._html(lambda: comparison([look_up(one) for one in items], self.talk.drawing(None, language)))

    def map(self, language: Language = "en") -> Response:
        """Where every item lies."""
        return JSONResponse(self.fused.told(self.talk.naming(language)))

    def _html(self, make: Callable[[], str]) -> Response:
        try:
            return JSONResponse({"html": make()})
        except MedleyError as error:
            return JSONResponse(told(error), 404)

    def item_page(self, request: Request, id: str) -> Response:
        """The page of one item, at an address of its own."""
        language = language_asked(request.headers.get("accept-language", ""))
        item = self.talk.medley.retriever.store.item(id)
        if item is None:
            return JSONResponse({"error": "no such item"}, 404)
        body, title = item_body(item, self.talk.drawing(None, language)), item.title_in(language) or item.id
        page = item_frame(self.settings, self.talk.face, title, body, language)
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    def colours(self) -> Response:
        """The operator's colours."""
        return Response(self.talk.face.colours(), media_type="text/css", headers={"cache-control": "no-cache"})

    def logo(self) -> Response:
        """The operator's logo."""
        found = logo_of(self.talk.medley.settings.face)
        return Response(status_code=404) if found is None else Response(found[0], media_type=found[1], headers=SHOWN)

    def page(self, request: Request) -> Response:
        """The page itself."""
        language = language_asked(request.headers.get("accept-language", ""))
        page = frame(self.settings, self.talk.face, voice=self.voice.ready, language=language)
        return HTMLResponse(page, headers={"cache-control": "no-cache"})


def _file(version: str, name: str) -> Response:
    """One of the page's files, under the version that it has."""
    kind = TYPES.get(name.rpartition(".")[2])
    try:
        text = static_text(name) if kind and "/" not in name and version == static_version() else None
    except OSError:
        text = None
    return Response(status_code=404) if text is None else Response(text, media_type=kind, headers=FOR_GOOD)


def _door() -> Response:
    """The look of the login, which is shown to anybody."""
    return Response(static_text("page.css"), media_type="text/css", headers=SHOWN)


def page_routes(app: FastAPI, talk: Talk, media: CatalogueMedia, voice: Voice, settings: PageSettings) -> None:
    """Adds the page and what it calls to an application."""
    calls = _Calls(talk, media, voice, settings)
    hidden: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    posted = ("ask", "upload", "mark", "stop", "why", "fresh", "delete")
    for path, call in {**{name: getattr(calls, name) for name in posted}, "voice": calls.speech}.items():
        app.add_api_route(f"/page/{path}", call, methods=["POST"], **hidden)
    shows: dict[str, Callable[..., Any]] = {
        "media/picture": calls.picture, "media/wave": calls.wave, "media/sound": calls.sound, "hello": calls.greeting,
        "here": calls.here, "item": calls.item, "compare": calls.compare, "map": calls.map, "face.css": calls.colours, "logo": calls.logo, "door.css": _door, "static/{version}/{name}": _file,
    }  # fmt: skip
    for path, show in shows.items():
        app.add_api_route(f"/page/{path}", show, methods=["GET"], **hidden)
    app.add_api_route("/item/{id:path}", calls.item_page, methods=["GET"], **hidden)
    app.add_api_route("/", calls.page, methods=["GET", "HEAD"], **hidden)

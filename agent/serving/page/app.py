"""Puts the page together: Gradio's blocks, the routes beside them, and the gate before all of it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from agent.models.speech import Voice
from agent.recommender.recommender import MOST_CHARACTERS, Recommender
from agent.serving.access.keys import Keys
from agent.serving.access.limits import Limits
from agent.serving.access.uploads import TooLarge, received
from agent.serving.page.greeting import hello
from agent.serving.page.login import LoginGate
from agent.serving.page.media import SIDES, CatalogueMedia
from agent.serving.page.settings import PageSettings
from agent.serving.page.static import static_text
from agent.serving.page.uploads import Waiting
from agent.serving.page.visits import Halted, Marked, Talk, WhyAsked, told
from agent.serving.page.words import TAGS, WORDS, Language
from retrieval.errors import MedleyError
from retrieval.media.reader import MediaReader

__all__ = ["mount_page"]


START = secrets.token_hex(8)
"""Names this run of the server, so that an open page sees when it is another one."""


def _script(settings: PageSettings, voice: Voice) -> str:
    """The page's script with its words and limits before it."""
    limits = asdict(settings) | {"characters": MOST_CHARACTERS}
    given = {"words": WORDS, "tags": TAGS, "limits": limits, "voice": voice.ready, "start": START}
    return f"window.MEDLEY = {json.dumps(given, ensure_ascii=False)};\n{static_text('page.js')}"


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _routes(app: FastAPI, talk: Talk, media: CatalogueMedia, voice: Voice, settings: PageSettings) -> None:
    script, style = _script(settings, voice), static_text("page.css")

    async def answered(make: Callable[[], dict[str, str] | None]) -> Response:
        """What a call gives, as JSON; an error of ours with what the visitor may know of it."""
        try:
            return JSONResponse(await run_in_threadpool(make) or {})
        except TooLarge as error:
            return JSONResponse(told(error), 413)
        except ValidationError as error:
            return JSONResponse({"error": error.errors()[0]["msg"]}, 422)
        except MedleyError as error:
            return JSONResponse(told(error), 400)

    def shown(make: Callable[[], tuple[bytes, str]]) -> Response:
        try:
            content, kind = make()
        except MedleyError:
            return Response(status_code=404)
        return Response(content, media_type=kind, headers={"cache-control": "private, max-age=600"})

    def given(content: bytes) -> dict[str, str]:
        name, kind = talk.uploads.keep(content)
        return {"name": name, "kind": kind}

    async def upload(request: Request) -> Response:
        try:
            content = await received(request.stream(), max(settings.picture_bytes, settings.sound_bytes))
        except TooLarge:
            return JSONResponse({"error": "too_large"}, 413, {"connection": "close"})
        return await answered(lambda: given(content))

    async def speech(request: Request) -> Response:
        try:
            content = await received(request.stream(), settings.voice_bytes)
        except TooLarge:
            return JSONResponse({"error": "too_large"}, 413, {"connection": "close"})
        return await answered(
            lambda: {"text": voice.text(talk.uploads.recording(content)) if voice.ready else voice.text(content)}
        )

    async def mark(request: Request) -> Response:
        content = await received(request.stream(), 4096)
        return await answered(lambda: talk.mark(Marked.model_validate_json(content)))

    async def stop(request: Request) -> Response:
        content = await received(request.stream(), 4096)
        return await answered(lambda: talk.halt(Halted.model_validate_json(content)))

    async def why(request: Request) -> Response:
        content = await received(request.stream(), 4096)
        return await answered(lambda: {"html": talk.why(WhyAsked.model_validate_json(content))})

    async def fresh(request: Request) -> Response:
        content = await received(request.stream(), 4096)
        return await answered(lambda: talk.forget(Marked.model_validate_json(content).visit))

    def picture(item: str, n: int = 0, side: int = SIDES[-1]) -> Response:
        return shown(lambda: (media.picture(item, n, side), "image/webp"))

    def wave(item: str) -> Response:
        return shown(lambda: (media.wave(item), "image/svg+xml"))

    def sound(item: str) -> Response:
        try:
            path, kind = media.sound(item)
        except MedleyError:
            return Response(status_code=404)
        return FileResponse(path, media_type=kind, headers={"cache-control": "private, max-age=600"})

    def here() -> Response:
        return Response(status_code=204, headers={"medley-start": START})

    def greeting(language: Language = "en") -> Response:
        return JSONResponse({"html": hello(talk.medley, language)})

    hidden: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    calls = {"upload": upload, "voice": speech, "mark": mark, "stop": stop, "why": why, "fresh": fresh}
    for path, call in calls.items():
        app.add_api_route(f"/page/{path}", call, methods=["POST"], **hidden)
    shows: dict[str, Callable[..., Response]] = {
        "media/picture": picture,
        "media/wave": wave,
        "media/sound": sound,
        "hello": greeting,
        "here": here,
    }
    for path, show in shows.items():
        app.add_api_route(f"/page/{path}", show, **hidden)
    for path, text, kind in (("page.js", script, "text/javascript"), ("page.css", style, "text/css")):
        app.add_api_route(f"/page/{path}", _file(text, kind), **hidden)


def _file(text: str, kind: str) -> Callable[[], Response]:
    def sent() -> Response:
        return Response(text, media_type=kind, headers={"cache-control": "private, max-age=86400"})

    return sent


def _closing(app: FastAPI, close: Callable[[], None]) -> None:
    """Has `close` called when the app ends."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def outer(scope: Any) -> Any:
        async with inner(scope) as state:
            yield state
        close()

    app.router.lifespan_context = outer


def mount_page(
    app: FastAPI,
    medley: Recommender,
    *,
    token: str | None = None,
    hosts: tuple[str, ...] | None = ("localhost", "127.0.0.1", "::1"),
    guarded: tuple[str, ...] = (),
    settings: PageSettings | None = None,
    voice: Voice | None = None,
    keys: Keys | None = None,
    limits: Limits | None = None,
) -> FastAPI:
    """Mounts the chat page of `medley`, which stays the caller's to close, at the root of `app`, and returns the app.

    Mount it last: it takes every path that is left. `token`: what a visitor must know; None: nothing. `hosts`: names that
    the server answers to; None: any. `guarded`: paths of the app that have a guard of their own. `keys`: what opens beside the token; `limits`: count
    what their holders ask for.
    """
    import gradio

    from agent.serving.page.blocks import page_blocks

    settings, voice = settings or PageSettings(), voice or Voice()
    reader = MediaReader()
    talk = Talk(medley, Waiting(settings, reader), settings)
    _routes(app, talk, CatalogueMedia(medley, reader, settings.cache_bytes), voice, settings)
    script, style = _version(_script(settings, voice)), _version(static_text("page.css"))
    head = (
        f'<link rel="stylesheet" href="page/page.css?{style}"><script src="page/page.js?{script}"></script>'
        '<meta name="color-scheme" content="light dark">'
    )
    theme = gradio.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    app = gradio.mount_gradio_app(
        app, page_blocks(talk, settings.together), path="/", footer_links=[], run_history=False, ssr_mode=False, pwa=False,
        theme=theme, head=head, max_file_size=1, show_error=False, enable_monitoring=False, mcp_server=False,
    )  # fmt: skip
    app.add_middleware(LoginGate, token=token, hosts=hosts, guarded=guarded, keys=keys, limits=limits)
    _closing(app, reader.close)
    return app

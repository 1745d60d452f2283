"""The operator's page and what it calls. Who may call stands in the gate before it: whoever has the scope `operate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool

from agent.recommender.turns import MOST_CHARACTERS
from agent.serving.access.uploads import TooLarge, received
from agent.serving.page.frame import operator_frame
from agent.serving.page.operating import Operating
from agent.serving.page.settings import PageSettings
from agent.serving.page.visits import Talk
from agent.serving.page.words import language_asked
from retrieval.errors import MedleyError

__all__ = ["OPERATE", "operator_routes"]

OPERATE = "/operate/"
"""What all paths of the operator begin with."""
FILE = 20 << 20
"""Bytes of a file of events."""
TEXT = 100_000


class Text(BaseModel):
    """A text that is sent."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=TEXT)


class Tried(BaseModel):
    """A request to be tried."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)


async def _told(make: Callable[[], Mapping[str, Any]]) -> Response:
    """What a call gives, as JSON. An operator is told errors in full."""
    try:
        return JSONResponse(dict(await run_in_threadpool(make)))
    except ValidationError as error:
        return JSONResponse({"error": error.errors()[0]["msg"]}, 422)
    except MedleyError as error:
        return JSONResponse({"error": str(error)}, 400)


def operator_routes(app: FastAPI, talk: Talk, settings: PageSettings) -> None:
    """Adds the operator's page and what it calls to an application."""
    operating = Operating(talk.medley, talk.missed)

    async def body(request: Request, most: int = 2 * TEXT) -> bytes:
        return await received(request.stream(), most)

    def page(request: Request) -> Response:
        language = language_asked(request.headers.get("accept-language", ""))
        shown = operator_frame(settings, talk.face, language)
        return HTMLResponse(shown, headers={"cache-control": "no-cache"})

    async def set_policies(request: Request) -> Response:
        content = await body(request)
        return await _told(lambda: operating.set_policies(Text.model_validate_json(content).text))

    async def tried(request: Request) -> Response:
        content = await body(request)
        return await _told(lambda: operating.tried(Tried.model_validate_json(content).text))

    async def events(request: Request, name: str = "events.csv") -> Response:
        try:
            content = await body(request, FILE)
        except TooLarge as error:
            return JSONResponse({"error": str(error)}, 413)
        return await _told(lambda: operating.take_events(name[:100], content))

    def shows(make: Callable[[], Mapping[str, Any]]) -> Callable[[], Any]:
        async def shown() -> Response:
            return await _told(make)

        return shown

    hidden: dict[str, Any] = {"include_in_schema": False, "response_model": None}
    app.add_api_route("/operate", page, methods=["GET"], **hidden)
    for name in ("health", "people", "missed", "policies"):
        app.add_api_route(f"{OPERATE}{name}", shows(getattr(operating, name)), methods=["GET"], **hidden)
    for name, call in {"policies": set_policies, "try": tried, "events": events}.items():
        app.add_api_route(f"{OPERATE}{name}", call, methods=["POST"], **hidden)

"""Puts the HTTP interface together: routes, guard, limits, metrics, and errors as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from agent.recommender.recommender import Recommender
from retrieval.errors import MedleyError, MissingExtraError, StoreError

try:
    from fastapi import Depends, FastAPI, Request
    from fastapi.responses import JSONResponse, PlainTextResponse, Response
    from prometheus_client import CONTENT_TYPE_LATEST
    from starlette.exceptions import HTTPException
    from starlette.middleware.cors import CORSMiddleware
except ImportError as error:
    raise MissingExtraError("the HTTP interface", "chat") from error

from agent.serving.access.audit import Audit
from agent.serving.access.gate import Gate
from agent.serving.access.keys import Keys
from agent.serving.access.limits import RateLimiter
from agent.serving.access.requests import Logged
from agent.serving.http.completions import completion_routes
from agent.serving.http.errors import HttpRefusal, problem, told
from agent.serving.http.guard import Admits, AtTheDoor, TokenGuard
from agent.serving.http.metrics import Measured, Metrics
from agent.serving.http.people import people_routes
from agent.serving.http.rest import rest_routes
from agent.serving.http.settings import LOOPBACK, HttpSettings

__all__ = ["create_app"]


def _version() -> str:
    try:
        return version("medley-recommender")
    except PackageNotFoundError:
        return "0"


def _size(medley: Recommender) -> float:
    """How many items there are; not a number where the store can't be read."""
    try:
        return len(medley.retriever.store)
    except StoreError:
        return math.nan


async def _refused(request: Request, error: Any) -> JSONResponse:
    return problem(error.status, error.message, error.code, error.headers)


async def _of_the_tree(request: Request, error: Any) -> JSONResponse:
    status, body = told(error)
    return problem(status, body["message"], body["code"])


async def _of_http(request: Request, error: Any) -> JSONResponse:
    return problem(error.status_code, f"{request.method} {request.url.path[:200]}: {error.detail}")


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return problem(500, "something went wrong in the server; its log says what")


def create_app(
    medley: Recommender,
    *,
    token: str | None = None,
    settings: HttpSettings | None = None,
    admits: Admits | None = None,
    limits: RateLimiter | None = None,
    ready: Callable[[], bool] = lambda: True,
) -> FastAPI:
    """The HTTP interface of `medley`, which stays the caller's to close. More can be mounted into it afterwards.

    `token`: what callers must send as `Authorization: Bearer`; None: the keys of the store, where some were made; else anybody
    who reaches the server may call, and it answers under the names of this machine only. `admits`: who may come in without,
    such as a page's own visitors. `limits`: counts what callers ask for. `ready`: whether `/readyz` may send callers here.

    Raises ValueError for an empty token, MissingExtraError where FastAPI isn't installed.
    """
    settings = settings or HttpSettings()
    keys = Keys(medley.retriever.store.folder)
    hosts = settings.hosts if settings.hosts is not None else LOOPBACK if token is None and not keys.there else None
    gate = Gate(token, hosts, settings.origins, keys)
    guard, metrics, limits = TokenGuard(gate, admits), Metrics(), limits or RateLimiter()
    audit = Audit(medley.retriever.store.folder)
    metrics.busy.set_function(lambda: limits.busy)
    app = FastAPI(
        title="Medley",
        version=_version(),
        description="Recommends from one catalogue of texts, pictures and sounds.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # both pages load scripts from elsewhere
        redoc_url=None,
    )
    metrics.items.set_function(lambda: _size(medley))

    def healthz() -> Response:
        """Whether the server answers. Open to everybody, says nothing else."""
        return JSONResponse({"status": "ok"})

    def readyz() -> Response:
        """Whether callers may be sent here: the store can be read, and the server isn't ending. Open to everybody."""
        if math.isnan(_size(medley)):
            raise StoreError("expected a store that can be read; it can't be: restart the server, see medley doctor")
        if not ready():
            raise HttpRefusal(503, "the server is starting or ending", "not_ready")
        return JSONResponse({"status": "ready"})

    def numbers() -> Response:
        """Counts and times in Prometheus's text form."""
        return PlainTextResponse(metrics.written(), media_type=CONTENT_TYPE_LATEST)

    def nothing(path: str) -> Response:
        """Every other path of the API: JSON, whatever is mounted beside it."""
        raise HttpRefusal(404, f"expected a path of the API (see /api/openapi.json); got '{path[:200]}'", "no_path")

    app.add_api_route("/healthz", healthz, tags=["server"], response_model=None)
    app.add_api_route("/readyz", readyz, tags=["server"], response_model=None)
    app.add_api_route("/metrics", numbers, tags=["server"], dependencies=[Depends(guard.numbers)], response_model=None)
    app.include_router(rest_routes(medley, guard, settings, metrics, audit))
    app.include_router(people_routes(medley, guard, settings, metrics, audit))
    app.include_router(completion_routes(medley, guard, settings, metrics))
    for prefix in ("/api", "/v1"):
        app.add_api_route(prefix + "/{path:path}", nothing, include_in_schema=False, response_model=None)

    app.add_exception_handler(HttpRefusal, _refused)
    app.add_exception_handler(MedleyError, _of_the_tree)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unexpected)
    app.add_middleware(AtTheDoor, gate=gate, guard=guard, limits=limits, most=settings.body)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=list(settings.origins), allow_methods=["GET", "POST"], allow_headers=["*"]
        )
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Logged)
    return app

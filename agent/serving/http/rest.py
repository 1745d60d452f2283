"""The REST API: search, recommend, items and their media, feedback. One file a concern lies beside this one."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from fastapi.sse import format_sse_event
from starlette.routing import Match
from starlette.types import Scope

from agent.recommender.recommender import Recommender
from agent.results.answer import Answer, Event, Found, Pick
from agent.serving.access.audit import Audit
from agent.serving.http.errors import HttpRefusal, told
from agent.serving.http.guard import TokenGuard
from agent.serving.http.metrics import Metrics
from agent.serving.http.requests import Feedback, RecommendAsk, SearchAsk, body_schema, read_body, reading, whose
from agent.serving.http.responses import answer_body, found_body, item_body, pick_body
from agent.serving.http.settings import HttpSettings
from retrieval.catalog.items import Item
from retrieval.errors import MediaError, MedleyError
from retrieval.media.reader import probe
from retrieval.media.signatures import Kind

__all__ = ["rest_routes", "started"]

TYPES = ("image/", "audio/")

MEDIA_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",  # an SVG may hold scripts
    "Cache-Control": "private, max-age=3600",
}


async def started(events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    """The same events once the first has come: what is wrong with a request is raised here, not in the stream."""
    first = await anext(events)

    async def all_of_them() -> AsyncGenerator[Event, None]:
        async with aclosing(events):
            yield first
            async for event in events:
                yield event

    return all_of_them()


def _sse(kind: str, body: Any) -> bytes:
    return format_sse_event(event=kind, data_str=json.dumps(body, ensure_ascii=False))


async def _sent(
    events: AsyncGenerator[Event, None], ask: RecommendAsk, guard: TokenGuard
) -> AsyncGenerator[bytes, None]:
    language = "en"
    try:
        async for event in events:
            if isinstance(event, Found):
                language = event.language
                yield _sse("found", found_body(event))
            elif isinstance(event, Pick):
                yield _sse("pick", pick_body(event, language, guard))
            else:
                yield _sse("answer", answer_body(event, guard, trace=ask.trace))
    except MedleyError as error:
        yield _sse("error", {"error": told(error)[1]})


def _file(path: Path, item: Item, kind: Kind) -> Response:
    """A picture or sound of the catalogue, if that is what the file is. Raises HttpRefusal."""
    try:
        found = probe(path, item.root)
    except MediaError as error:
        raise HttpRefusal(404, f"expected the {kind} of item '{item.id}'; it can't be read", "no_media") from error
    if found != kind:
        raise HttpRefusal(404, f"expected the {kind} of item '{item.id}'; the file is none", "no_media")
    guessed = mimetypes.guess_type(path.name)[0] or ""
    return FileResponse(
        path,
        media_type=guessed if guessed.startswith(TYPES) else "application/octet-stream",
        headers=MEDIA_HEADERS,
        content_disposition_type="inline",
    )


class _PartRoute(APIRoute):
    """The route to a part of an item: its slash is one in the address as it was sent. One of an id is sent as %2F."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route, but not where only decoding made the slash: `a%2Fsound` is the item `a/sound`."""
        sent = scope.get("raw_path")
        if sent is not None and not re.search(self.path_regex.pattern.lstrip("^"), sent.decode("latin-1")):
            return Match.NONE, {}
        return super().matches(scope)


class _Rest:
    """The paths' functions: each reads what is asked, calls the Python API, and tells the answer."""

    def __init__(
        self, medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics, audit: Audit
    ) -> None:
        self.medley, self.guard, self.settings, self.metrics, self.audit = medley, guard, settings, metrics, audit

    def _count(self, k: int | None) -> int | None:
        if k is not None and k > self.settings.most:
            raise HttpRefusal(422, f"k: expected at most {self.settings.most}; got {k}", "invalid_body")
        return k

    async def search(self, request: Request) -> Response:
        """Items as they are scored: words, a picture, a sound, liked items; nothing is read into the words."""
        async with reading(request, SearchAsk) as (ask, uploads):
            answer = await asyncio.to_thread(
                self.medley.search,
                ask.text,
                image=uploads.kept.get("image"),
                audio=uploads.kept.get("audio"),
                where=ask.where,
                like=ask.like,
                dislike=ask.dislike,
                weights=ask.weights,
                threshold=ask.threshold,
                k=self._count(ask.k) or 10,
                user=ask.user,
                session=ask.session,
                taste=ask.taste,
            )
        self.metrics.answered("search", answer)
        return JSONResponse(answer_body(answer, self.guard))

    async def recommend(self, request: Request) -> Response:
        """A recommendation: conditions are read from the words, every pick is explained.

        With `stream`, by server-sent events: `found` when a search is done (a later one takes its place), each `pick`
        once it is checked, the whole `answer` last; `error` in its stead where something fails on the way.
        """
        async with AsyncExitStack() as stack:
            ask, uploads = await stack.enter_async_context(reading(request, RecommendAsk))
            history = [turn.model_dump() for turn in ask.history[-self.settings.turns :]]
            options: dict[str, Any] = {
                "image": uploads.kept.get("image"), "audio": uploads.kept.get("audio"), "where": ask.where,
                "weights": ask.weights, "only": ask.only, "exclude": ask.exclude, "history": history, "fill": ask.fill,
                "without": ask.without, "firm": ask.firm,
                "k": self._count(ask.k), "user": ask.user, "session": ask.session, "taste": ask.taste,
                "users": ask.users, "fair": ask.fair,
            }  # fmt: skip
            if not ask.stream:
                answer = await self.medley.arecommend(ask.text, **options)
                self.metrics.answered("recommend", answer)
                return JSONResponse(answer_body(answer, self.guard, trace=ask.trace))
            events = await started(self._counted(self.medley.astream_recommend(ask.text, **options)))
            files = stack.pop_all()
        return StreamingResponse(
            _until_sent(_sent(events, ask, self.guard), files),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )

    async def _counted(self, events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Answer):
                    self.metrics.answered("recommend", event)
                yield event

    async def schema(self) -> Response:
        """The catalogue's fields, by which `where` filters."""
        schema = self.medley.schema
        fields = [
            {
                "name": f.name,
                "kind": f.kind,
                "many": f.many,
                "items": f.count,
                "minimum": None if f.minimum is None else str(f.minimum),
                "maximum": None if f.maximum is None else str(f.maximum),
                "values": f.frequent(50),
            }
            for f in schema.fields.values()
        ]
        return JSONResponse({"items": schema.size, "languages": list(schema.languages), "fields": fields})

    def _item(self, id: str) -> Item:
        item = self.medley.retriever.store.item(id)
        if item is None:
            raise HttpRefusal(404, f"expected the id of an item of the catalogue; got '{id[:200]}'", "no_item")
        return item

    def item(self, id: str) -> Response:
        """One item with all that it says."""
        return JSONResponse(item_body(self._item(id), self.guard))

    def picture(self, id: str, n: int = 0) -> Response:
        """A picture of an item, the first unless another is named by its number."""
        item = self._item(id)
        if not 0 <= n < len(item.images):
            raise HttpRefusal(
                404, f"expected one of the {len(item.images)} pictures of item '{id}'; got {n}", "no_media"
            )
        return _file(item.media_path(item.images[n]), item, "image")

    def sound(self, id: str) -> Response:
        """The sound of an item. Parts of it can be asked for by `Range`."""
        item = self._item(id)
        if item.audio is None:
            raise HttpRefusal(404, f"expected an item with a sound; '{id}' has none", "no_media")
        return _file(item.media_path(item.audio), item, "audio")

    async def feedback(self, request: Request) -> Response:
        """Records what somebody did with an item. Sent twice with the same `id`, it counts once."""
        event = whose(await read_body(request, Feedback))
        if event.user is None and event.session is None:
            raise HttpRefusal(422, "expected a user or a session with feedback; got neither", "invalid_body")
        recorded = await asyncio.to_thread(self.medley.record, **event.model_dump())
        self.metrics.feedback.labels(event.kind).inc(recorded.new)
        self.audit.note("feedback", event.user or event.session, events=recorded.new)
        return JSONResponse({"recorded": recorded.new}, 201)


async def _until_sent(stream: AsyncGenerator[bytes, None], files: AsyncExitStack) -> AsyncGenerator[bytes, None]:
    """The stream; whatever ends it, it is closed and the request's files are removed."""
    async with files, aclosing(stream):
        async for piece in stream:
            yield piece


def rest_routes(
    medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics, audit: Audit
) -> APIRouter:
    """The routes under /api."""
    rest = _Rest(medley, guard, settings, metrics, audit)
    routes, closed, keyed = APIRouter(prefix="/api", tags=["catalogue"]), [Depends(guard)], [Depends(guard.item)]

    def add(path: str, function: Any, method: str, guarding: list[Any], schema: dict[str, Any] | None = None, *,
            kind: type[APIRoute] = APIRoute) -> None:  # fmt: skip
        routes.add_api_route(
            path, function, methods=[method], dependencies=guarding, openapi_extra=schema, response_model=None,
            route_class_override=kind,
        )  # fmt: skip

    add("/search", rest.search, "POST", closed, body_schema(SearchAsk, form=True))
    add("/recommend", rest.recommend, "POST", closed, body_schema(RecommendAsk, form=True))
    add("/schema", rest.schema, "GET", closed)
    # an id may hold slashes, so what is asked of an item is looked for before the item itself
    add("/items/{id:path}/picture/{n}", rest.picture, "GET", keyed, kind=_PartRoute)
    add("/items/{id:path}/picture", rest.picture, "GET", keyed, kind=_PartRoute)
    add("/items/{id:path}/sound", rest.sound, "GET", keyed, kind=_PartRoute)
    add("/items/{id:path}", rest.item, "GET", keyed)
    add("/feedback", rest.feedback, "POST", [Depends(guard.feedback)], body_schema(Feedback))
    return routes

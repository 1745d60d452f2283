"""What has to do with people over HTTP: many events at once, sessions that become users, what is known of somebody.

Names are in bodies, never in addresses, which proxies log. What is known of people is told, merged and forgotten only for
the server's token and keys that may: a page's visitors may name anybody. Knows the Python API and the guard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from agent.planning.standing_facts import Fact
from agent.recommender.recommender import Recommender
from agent.serving.access.audit import Audit
from agent.serving.access.callers import current
from agent.serving.http.errors import HttpRefusal
from agent.serving.http.guard import TokenGuard
from agent.serving.http.metrics import Metrics
from agent.serving.http.requests import Feedback, Id, body_schema, read_body, whose
from agent.serving.http.responses import answer_body
from agent.serving.http.settings import HttpSettings

__all__ = ["people_routes"]

EVENTS = 1_000


class Events(BaseModel):
    """Events of anybody, all recorded or none."""

    model_config = ConfigDict(extra="forbid")
    events: list[Feedback] = Field(min_length=1, max_length=EVENTS)


class Merge(BaseModel):
    """A visit, and the user that it turned out to be."""

    model_config = ConfigDict(extra="forbid")
    session: Id
    user: Id


class Who(BaseModel):
    """A user, or a visit of somebody who gave no name."""

    model_config = ConfigDict(extra="forbid")
    user: Id | None = None
    session: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Who:
        if (self.user is None) == (self.session is None):
            raise ValueError("expected a user or a session; got neither, or both")
        return self


class Tell(Who):
    """Whose facts, and the words that state them."""

    words: str = Field(min_length=1, max_length=400)


class TakeBack(Who):
    """Whose facts, and the ids of those that are taken back."""

    facts: list[Id] = Field(min_length=1, max_length=EVENTS)


class MoreLike(BaseModel):
    """An item to find more like, and whose taste counts."""

    model_config = ConfigDict(extra="forbid")
    item: Id
    k: int | None = Field(default=None, ge=1)
    user: Id | None = None
    taste: float | None = Field(default=None, ge=0, le=1)


class GoesWith(BaseModel):
    """An item to find what goes with it."""

    model_config = ConfigDict(extra="forbid")
    item: Id
    k: int | None = Field(default=None, ge=1)


class _People:
    """The paths' functions."""

    def __init__(
        self, medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics, audit: Audit
    ) -> None:
        self.medley, self.guard, self.settings, self.metrics, self.audit = medley, guard, settings, metrics, audit

    async def events(self, request: Request) -> Response:
        """Records what people did, up to 1,000 events at once: all of them, or none where one can't be so."""
        given = (await read_body(request, Events)).events
        made = [self.medley.event(**whose(event).model_dump()) for event in given]
        done = await asyncio.to_thread(self.medley.record, made)
        self.audit.note("events", events=done.new)
        for event in made:
            self.metrics.feedback.labels(event.kind).inc()
        return JSONResponse({"recorded": done.new, "known": done.known, "forgotten": done.forgotten}, 201)

    async def merge(self, request: Request) -> Response:
        """Gives what a visit did to the user that it turned out to be, and what it does later."""
        ask = whose(await read_body(request, Merge))
        moved = await asyncio.to_thread(self.medley.merge, ask.session, ask.user)
        self.audit.note("merge", ask.user, events=moved)
        return JSONResponse({"events": moved})

    async def _told(self, request: Request, call: Callable[..., Any]) -> Any:
        ask = await read_body(request, Who)
        ask = ask.model_copy(
            update={"session": current().session(ask.session)} if ask.session else {"user": current().user(ask.user)}
        )
        told = await asyncio.to_thread(call, ask.user, session=ask.session)
        self.audit.note(call.__name__, ask.user or ask.session)
        return told

    async def show(self, request: Request) -> Response:
        """What is known of somebody, in short."""
        return JSONResponse(await self._told(request, self.medley.privacy.show))

    async def export(self, request: Request) -> Response:
        """Every event of somebody, to take along."""
        return JSONResponse({"events": await self._told(request, self.medley.privacy.export)})

    async def forget(self, request: Request) -> Response:
        """Forgets somebody: their events, tastes and conversations, from the disk as well."""
        return JSONResponse(asdict(await self._told(request, self.medley.privacy.forget)))

    @staticmethod
    def _facts(facts: Sequence[Fact]) -> Response:
        return JSONResponse({"facts": [{"id": f.id, "kind": f.kind, "words": f.words} for f in facts]})

    async def facts(self, request: Request) -> Response:
        """What always holds of somebody, as they told it."""
        ask = await read_body(request, Who)
        return self._facts(await asyncio.to_thread(self.medley.facts.of, ask.user, ask.session))

    async def tell(self, request: Request) -> Response:
        """Keeps the facts that words state ("I'm vegetarian", "my budget is 50"); none where they state none."""
        ask = await read_body(request, Tell)
        told = await asyncio.to_thread(self.medley.facts.tell, ask.words, user=ask.user, session=ask.session)
        self.audit.note("facts told", ask.user or ask.session, facts=len(told))
        return self._facts(told)

    async def take_back(self, request: Request) -> Response:
        """Takes facts back, by their ids."""
        ask = await read_body(request, TakeBack)
        gone = await asyncio.to_thread(self.medley.facts.drop, ask.facts, user=ask.user, session=ask.session)
        self.audit.note("facts dropped", ask.user or ask.session, facts=gone)
        return JSONResponse({"dropped": gone})

    def _count(self, k: int | None) -> int:
        if k is not None and k > self.settings.most:
            raise HttpRefusal(422, f"k: expected at most {self.settings.most}; got {k}", "invalid_body")
        return k or min(10, self.settings.most)

    async def more_like(self, request: Request) -> Response:
        """More like an item, by its words, picture, sound and attributes."""
        ask = await read_body(request, MoreLike)
        user = current().user(ask.user)
        found = await asyncio.to_thread(
            self.medley.more_like, ask.item, k=self._count(ask.k), user=user, taste=ask.taste
        )
        return JSONResponse(answer_body(found, self.guard))

    async def goes_with(self, request: Request) -> Response:
        """What goes with an item: what the same people bought, then what is like it."""
        ask = await read_body(request, GoesWith)
        found = await asyncio.to_thread(self.medley.goes_with, ask.item, k=self._count(ask.k))
        return JSONResponse(answer_body(found, self.guard))


def people_routes(
    medley: Recommender, guard: TokenGuard, settings: HttpSettings, metrics: Metrics, audit: Audit
) -> APIRouter:
    """The routes under /api that have to do with people, and with items as people use them."""
    people = _People(medley, guard, settings, metrics, audit)
    routes = APIRouter(prefix="/api", tags=["people"])
    paths: dict[str, tuple[Any, type[BaseModel], Any]] = {
        "/events": (people.events, Events, guard.feedback), "/more-like": (people.more_like, MoreLike, guard),
        "/goes-with": (people.goes_with, GoesWith, guard), "/merge": (people.merge, Merge, guard.write),
        "/privacy/show": (people.show, Who, guard.operate), "/privacy/export": (people.export, Who, guard.operate),
        "/privacy/forget": (people.forget, Who, guard.operate), "/facts/show": (people.facts, Who, guard.operate),
        "/facts/tell": (people.tell, Tell, guard.write), "/facts/drop": (people.take_back, TakeBack, guard.write),
    }  # fmt: skip
    for path, (function, body, guarding) in paths.items():
        routes.add_api_route(
            path, function, methods=["POST"], dependencies=[Depends(guarding)], response_model=None,
            openapi_extra=body_schema(body),
        )  # fmt: skip
    return routes

"""Puts the page together: its routes, and the gate before all of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from agent.models.speech import Voice
from agent.recommender.recommender import Recommender
from agent.serving.access.keys import Keys
from agent.serving.access.limits import RateLimiter
from agent.serving.page.embedding import EMBEDDED, embedding_routes
from agent.serving.page.login import LoginGate
from agent.serving.page.media import CatalogueMedia
from agent.serving.page.operator_routes import operator_routes
from agent.serving.page.routes import page_routes
from agent.serving.page.settings import PageSettings
from agent.serving.page.uploads import Waiting
from agent.serving.page.visits import Talk
from retrieval.media.reader import MediaReader

__all__ = ["mount_page"]


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
    limits: RateLimiter | None = None,
) -> FastAPI:
    """Mounts the chat page of `medley`, which stays the caller's to close, at the root of `app`, and returns the app.

    `token`: what a visitor must know; None: nothing. `hosts`: names that the server answers to; None: any. `guarded`: paths of
    the app that have a guard of their own. `keys`: what opens beside the token; `limits`: count what their holders ask for.
    """
    settings, voice = settings or PageSettings(), voice or Voice()
    reader = MediaReader()
    talk = Talk(medley, Waiting(settings, reader), settings)
    page_routes(app, talk, CatalogueMedia(medley, reader, settings.cache_bytes), voice, settings)
    operator_routes(app, talk, settings)
    embedding_routes(app)
    app.add_middleware(LoginGate, token=token, hosts=hosts, guarded=(*guarded, EMBEDDED), keys=keys, limits=limits)
    _closing(app, reader.close)
    _closing(app, talk.missed.save)
    return app

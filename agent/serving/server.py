"""`medley serve`: the chat page and the HTTP interface of one store, on this machine only unless a token or keys are set."""

from __future__ import annotations

import gc
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from agent.models.speech import voice_of
from agent.parsing import read_request
from agent.recommender.recommender import Recommender
from agent.serving.access.gate import LOOPBACK, needs_token
from agent.serving.access.keys import Keys
from agent.serving.access.limits import RateLimiter
from agent.serving.access.listen import Tls, bound, server_of, url_of
from agent.serving.access.requests import to_stderr
from agent.settings import Settings
from retrieval.errors import MissingExtraError
from retrieval.language.tables import requests
from retrieval.media.reader import LIMITS
from retrieval.media.sound import Sound

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["build_app", "serve", "settle", "warm"]

GUARDED = ("/api/", "/v1/", "/healthz", "/readyz", "/metrics")
"""Paths of the HTTP interface, which looks for the token itself."""


def build_app(
    medley: Recommender, settings: Settings, limits: RateLimiter | None = None, ready: Callable[[], bool] = lambda: True
) -> FastAPI:
    """The application that is served. limits: counts what is asked; ready: what `/readyz` tells.

    Raises MissingExtraError without the extra `chat`.
    """
    try:
        from agent.serving.http import HttpSettings, create_app
        from agent.serving.page import mount_page
    except ImportError as error:
        raise MissingExtraError("the chat page", "chat") from error
    token = settings.token.get_secret_value() if settings.token else None
    keys, limits = Keys(medley.retriever.store.folder), limits or RateLimiter()
    app = create_app(medley, token=token, settings=HttpSettings(origins=settings.origins), limits=limits, ready=ready)
    hosts = None if token or keys.there else LOOPBACK
    return mount_page(
        app, medley, token=token, hosts=hosts, guarded=GUARDED, voice=voice_of(settings), keys=keys, limits=limits
    )


def warm(medley: Recommender) -> None:
    """Loads what the first requests would wait for: encoders, dictionaries, the catalogue's words. Leaves no trace.

    Pictures and sounds, too, where the catalogue has some: the first sound of a process takes seconds.
    """
    for request in requests("warm").values():
        read_request(request, medley.vocabulary)
        medley.search(request, k=1)
    items = list(medley.retriever.store.items())
    if any(item.images for item in items):
        medley.search(image=Image.new("RGB", (64, 64), "gray"), k=1)
    if any(item.audio for item in items):
        rising = np.sin(np.arange(2 * LIMITS.rate, dtype=np.float32) ** 2 / LIMITS.rate)
        medley.search(audio=Sound(rising, LIMITS.rate), k=1)


def settle() -> None:
    """Sets what is loaded apart from what the collector of garbage looks through: it paused a request for a third of a second and more."""
    gc.collect()
    gc.freeze()


def serve(
    medley: Recommender, settings: Settings, host: str, port: int, tls: Tls | None = None, log_requests: bool = False,
    opened: Callable[[str], object] | None = None,
) -> None:  # fmt: skip
    """Serves until it is interrupted; then what was begun is finished. log_requests: a line of JSON a request to stderr. opened:
    is told the address once it can be called.

    Raises ConfigError for a host that others can reach without a token or keys, a port that is taken, a certificate that
    can't be used.
    """
    token = settings.token.get_secret_value() if settings.token else None
    needs_token(host, token, Keys(medley.retriever.store.folder))
    from agent.results import terminal as show

    limits, stage = RateLimiter(), Event()
    with bound(host, port) as listener:
        show.errors.print("Loading encoders and dictionaries …", style="dim", markup=False)
        warming = Thread(target=warm, args=(medley,), daemon=True)
        warming.start()
        app = build_app(medley, settings, limits, lambda: not stage.is_set())
        server = server_of(app, tls=tls, busy=lambda: limits.busy, ending=stage.set)
        if log_requests:
            to_stderr()
        warming.join()
        settle()
        listener.listen()
        show.out.print(f"Medley is at {url_of(host, listener, tls)}/  (Ctrl-C ends it)", markup=False)
        if opened is not None:
            opened(f"{url_of(host, listener, tls)}/")
        server.run(sockets=[listener])

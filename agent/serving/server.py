"""`medley serve`: the chat page and the HTTP interface of one store, on this machine only unless a token is set."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from agent.models.speech import voice_of
from agent.parsing import read_request
from agent.recommender.recommender import Recommender
from agent.serving.access.gate import LOOPBACK, needs_token
from agent.settings import Settings
from retrieval.errors import ConfigError, MissingExtraError
from retrieval.media.reader import LIMITS
from retrieval.media.sound import Sound

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["build_app", "serve", "warm"]

GUARDED = ("/api/", "/v1/", "/healthz", "/metrics")
"""Paths of the HTTP interface, which looks for the token itself."""


def build_app(medley: Recommender, settings: Settings) -> FastAPI:
    """The application that is served. Raises MissingExtraError without the extra `chat`."""
    try:
        from agent.serving.http import create_app
        from agent.serving.page import mount_page
        from agent.serving.page.login import admits
    except ImportError as error:
        raise MissingExtraError("the chat page", "chat") from error
    token = settings.token.get_secret_value() if settings.token else None
    app = create_app(medley, token=token, admits=(lambda request: admits(request, token)) if token else None)
    hosts = None if token else LOOPBACK
    return mount_page(app, medley, token=token, hosts=hosts, guarded=GUARDED, voice=voice_of(settings))


def warm(medley: Recommender) -> None:
    """Loads what the first requests would wait for: encoders, dictionaries, the catalogue's words. Leaves no trace.

    Pictures and sounds, too, where the catalogue has some: the first sound of a process takes seconds.
    """
    for request in ("something warm", "给我推荐一个温暖的"):
        read_request(request, medley.vocabulary)
        medley.search(request, k=1)
    items = list(medley.retriever.store.items())
    if any(item.images for item in items):
        medley.search(image=Image.new("RGB", (64, 64), "gray"), k=1)
    if any(item.audio for item in items):
        rising = np.sin(np.arange(2 * LIMITS.rate, dtype=np.float32) ** 2 / LIMITS.rate)
        medley.search(audio=Sound(rising, LIMITS.rate), k=1)


def serve(medley: Recommender, settings: Settings, host: str, port: int) -> None:
    """Serves until it is interrupted.

    Raises ConfigError for a host that others can reach without a token, or a port that is taken.
    """
    import socket

    needs_token(host, settings.token.get_secret_value() if settings.token else None)
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("the server", "chat") from error
    from agent.results import terminal as show

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"port {port} of {host} can't be used ({error.strerror}): choose another with --port"
            ) from error
        show.errors.print("Loading encoders and dictionaries …", style="dim", markup=False)
        warming = Thread(target=warm, args=(medley,), daemon=True)
        warming.start()
        app = build_app(medley, settings)
        warming.join()
        listener.listen()
        name = f"[{host}]" if ":" in host else host
        show.out.print(f"Medley is at http://{name}:{listener.getsockname()[1]}/  (Ctrl-C ends it)", markup=False)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
        uvicorn.Server(config).run(sockets=[listener])

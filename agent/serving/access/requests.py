"""Each request's own id, given back and logged: one line of JSON a request, without words, names, ids of items, or addresses.

Knows ASGI and logging; nothing of what is answered.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.serving.access.callers import Caller

__all__ = ["Logged", "request_id", "to_stderr"]

log = logging.getLogger("medley.requests")

HEADER = "x-request-id"
_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT", "PATCH")
_CURRENT: ContextVar[str] = ContextVar("medley_request", default="")


def request_id() -> str:
    """Return the id of the request that is being answered; nothing outside of one."""
    return _CURRENT.get()


def to_stderr() -> None:
    """Write the lines of requests to the standard error stream, each alone on its line."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


class Logged:
    """Gives each request an id, its caller's own where it sent a plain one, and logs how it ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == HEADER.encode()), b"")
        id = given.decode() if _ID.fullmatch(given) else secrets.token_hex(8)
        began, status, size = time.perf_counter(), 0, 0
        scope.setdefault("state", {})
        before = _CURRENT.set(id)

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).setdefault(HEADER, id)
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            _CURRENT.reset(before)
            if log.isEnabledFor(logging.INFO):
                log.info(_line(scope, id, status, size, time.perf_counter() - began))


def _line(scope: Scope, id: str, status: int, size: int, seconds: float) -> str:
    caller: Caller | None = scope["state"].get("medley_caller")
    return json.dumps(
        {
            "request": id, "method": scope["method"] if scope["method"] in METHODS else "other",
            "path": getattr(scope.get("route"), "path_format", "other"), "status": status, "bytes": size,
            "ms": round(seconds * 1000, 1), "caller": caller.name if caller else None,
        }
    )  # fmt: skip

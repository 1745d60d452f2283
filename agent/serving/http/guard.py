"""The gate before the HTTP interface: as ASGI, and as what FastAPI's routes depend on; and keys for single media.

A browser can't send a token with the pictures of a page. So the addresses of an item that an answer names carry a key
made from the server's secret, good for that item only. What is refused is known by `access/gate.py`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.serving.access.callers import VISITOR, Caller, calling
from agent.serving.access.callers import Scope as Allowed
from agent.serving.access.gate import SAFE, Gate, Refusal, counted, headers_of, same, too_large
from agent.serving.access.limits import RateLimiter
from agent.serving.http.errors import HttpRefusal, problem

__all__ = ["AtTheDoor", "TokenGuard"]

GUARDED = ("/api/", "/v1/")

Admits = Callable[[Request], bool]

Credentials = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="the server's token, or a key")),
]

_CALLER = "medley_caller"


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise HttpRefusal(refusal.status, refusal.message, refusal.code, refusal.headers)


class TokenGuard:
    """Knows what a caller may do: as a dependency, whoever may ask; `feedback`, `write` and `operate` for the rest."""

    def __init__(self, gate: Gate | str | None, admits: Admits | None = None) -> None:
        """gate: or a token. admits: who else may come in, as a page's visitor. Raises ValueError for an empty token."""
        self._gate = gate if isinstance(gate, Gate) else Gate(gate, None)
        self._admits = admits

    def caller(self, request: Request) -> Caller | None:
        """Return who calls, or None."""
        found = self._gate.caller(headers_of(request.scope))
        return VISITOR if found is None and self._admits is not None and self._admits(request) else found

    def _let(self, request: Request, wanted: Allowed) -> None:
        state = request.scope.get("state") or {}
        caller = state[_CALLER] if _CALLER in state else self.caller(request)
        _refuse(self._gate.denied(caller, wanted))

    def __call__(self, request: Request, credentials: Credentials) -> None:
        """Raise HttpRefusal unless the caller may ask. credentials: told in the schema; the gate reads the header itself."""
        self._let(request, "ask")

    def feedback(self, request: Request, credentials: Credentials) -> None:
        """Raise HttpRefusal unless the caller may say what somebody did."""
        self._let(request, "feedback")

    def write(self, request: Request, credentials: Credentials) -> None:
        """Raise HttpRefusal unless the caller may change what is known of people."""
        self._let(request, "write")

    def operate(self, request: Request, credentials: Credentials) -> None:
        """Raise HttpRefusal unless the caller may hear what is known of anybody, and forget it."""
        self._let(request, "operate")

    def numbers(self, request: Request, credentials: Credentials) -> None:
        """Raise HttpRefusal unless the caller operates the server, or it is open, which only this machine reaches."""
        self._let(request, "operate" if self._gate.closed else "ask")

    def key(self, id: str) -> str:
        """Return what the addresses of one item end with: nothing where no token is needed."""
        secret = self._gate.secret
        if secret is None:
            return ""
        return "?key=" + hmac.new(secret.encode(), f"item:{id}".encode(), hashlib.sha256).hexdigest()[:32]

    def item(self, request: Request, credentials: Credentials) -> None:
        """As calling it, or with the key of the item that the path names."""
        key = request.query_params.get("key", "")
        if not (key and self._gate.closed and same("?key=" + key, self.key(request.path_params["id"]))):
            self(request, credentials)

    def address(self, id: str, part: str = "") -> str:
        """Return the path of an item, or of a part of it."""
        return f"/api/items/{quote(id, safe='')}{part}{self.key(id)}"


class AtTheDoor:
    """Refuses names that are not the server's, bodies that are too large, what a page from elsewhere asks for, and too much.

    What a known caller asks for counts: each request that isn't only a reading of what is there. A page that is mounted beside
    the API has a door of its own: only the host is checked for it.
    """

    def __init__(self, app: ASGIApp, gate: Gate, guard: TokenGuard, limits: RateLimiter, most: int) -> None:
        self.app, self.gate, self.guard, self.limits, self.most = app, gate, guard, limits, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = scope["path"].startswith(GUARDED)
        refusal = self.gate.refusal(scope, self.most) if ours else self.gate.host(headers_of(scope))
        if refusal is not None:
            await _told(refusal)(scope, receive, send)
            return
        if not ours:
            await self.app(scope, receive, send)
            return
        caller = self.guard.caller(Request(scope))
        scope.setdefault("state", {})[_CALLER] = caller
        with calling(caller):
            receive = counted(receive, self.most, self._beyond)
            if caller is None or scope["method"] in SAFE:
                await self.app(scope, receive, send)
                return
            with self.limits.work(caller) as refusal:
                await (self.app if refusal is None else _told(refusal))(scope, receive, send)

    def _beyond(self) -> Message:
        _refuse(too_large(self.most))
        raise AssertionError


def _told(refusal: Refusal) -> ASGIApp:
    return problem(refusal.status, refusal.message, refusal.code, refusal.headers)

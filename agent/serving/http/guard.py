"""The gate before the HTTP interface: as ASGI, and as what FastAPI's routes depend on; and keys for single media.

A browser can't send a token with the pictures of a page. So the addresses of an item that an answer names carry a key
made from the token, good for that item only. What is refused is known by `access/gate.py`.
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

from agent.serving.access.gate import Gate, Refusal, counted, headers_of, same, too_large
from agent.serving.http.errors import Refused, problem
from agent.serving.http.settings import HttpSettings

__all__ = ["Limits", "TokenGuard"]

GUARDED = ("/api/", "/v1/")

Admits = Callable[[Request], bool]

Credentials = Annotated[
    HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, description="the server's token"))
]


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal.status, refusal.message, refusal.code)


class TokenGuard:
    """Knows who may come in: those with the token, or with what `admits` accepts (a page's own login); all without one."""

    def __init__(self, token: str | None, admits: Admits | None = None) -> None:
        """Raise ValueError for an empty token."""
        self._gate, self._admits = Gate(token, None), admits

    def __call__(self, request: Request, credentials: Credentials) -> None:
        """Raise Refused unless the request may come in. credentials: told in the schema; the gate reads the header itself."""
        if not (self._admits is not None and self._admits(request)):
            _refuse(self._gate.stranger(headers_of(request.scope)))

    def owner(self, request: Request, credentials: Credentials) -> None:
        """Raise Refused unless the caller has the token: without one, nobody is known to be the server's owner."""
        if self._gate.token is None:
            raise Refused(
                403,
                "expected a server with a token: who runs it hears of people there, or by medley privacy",
                "no_owner",
            )
        _refuse(self._gate.stranger(headers_of(request.scope)))

    def key(self, id: str) -> str:
        """Return what the addresses of one item end with: nothing where no token is needed."""
        if self._gate.token is None:
            return ""
        return "?key=" + hmac.new(self._gate.token.encode(), f"item:{id}".encode(), hashlib.sha256).hexdigest()[:32]

    def item(self, request: Request, credentials: Credentials) -> None:
        """As calling it, or with the key of the item that the path names."""
        key = request.query_params.get("key", "")
        if not (key and self._gate.token is not None and same("?key=" + key, self.key(request.path_params["id"]))):
            self(request, credentials)

    def address(self, id: str, part: str = "") -> str:
        """Return the path of an item, or of a part of it."""
        return f"/api/items/{quote(id, safe='')}{part}{self.key(id)}"


class Limits:
    """Refuses names that are not the server's, bodies that are too large, and what a page from elsewhere asks for.

    `hosts`: the names that the server answers to; None: any.
    """

    def __init__(self, app: ASGIApp, settings: HttpSettings, hosts: tuple[str, ...] | None) -> None:
        self.app, self.most, self.gate = app, settings.body, Gate(None, hosts, settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. A page that is mounted beside the API has its own limits: only the host is checked for it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = scope["path"].startswith(GUARDED)
        refusal = self.gate.refusal(scope, self.most) if ours else self.gate.host(headers_of(scope))
        if refusal is not None:
            await problem(refusal.status, refusal.message, refusal.code)(scope, receive, send)
        else:
            await self.app(scope, counted(receive, self.most, self._beyond) if ours else receive, send)

    def _beyond(self) -> Message:
        refusal = too_large(self.most)
        raise Refused(refusal.status, refusal.message, refusal.code)

"""What stands before every request: the size of its body, pages from elsewhere, the token; and keys for single media.

A browser can't send a token with the pictures of a page. So the addresses of an item that an answer names carry a key
made from the token, good for that item only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.serving.http.errors import Refused, problem
from agent.serving.http.settings import HttpSettings

__all__ = ["Door", "Limits"]

GUARDED = ("/api/", "/v1/")
SAFE = ("GET", "HEAD", "OPTIONS")

Admits = Callable[[Request], bool]

Credentials = Annotated[
    HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, description="the server's token"))
]


class Door:
    """Knows who may come in: those with the token, or with what `admits` accepts (a page's own login); all without one."""

    def __init__(self, token: str | None, admits: Admits | None = None) -> None:
        if token is not None and not token:
            raise ValueError("expected a token of at least one character, or None")
        self._token, self._admits = token, admits

    def _same(self, given: str, wanted: str) -> bool:
        """Compares in the same time whatever is given."""
        digests = [hashlib.sha256(text.encode()).digest() for text in (given, wanted)]
        return hmac.compare_digest(*digests)

    def __call__(self, request: Request, credentials: Credentials) -> None:
        """Raises Refused unless the request may come in."""
        if self._token is not None and not (self._admits is not None and self._admits(request)):
            self.owner(credentials)

    def owner(self, credentials: Credentials) -> None:
        """Raises Refused unless the caller has the token: without one, nobody is known to be the server's owner."""
        if self._token is None:
            raise Refused(
                403,
                "expected a server with a token: who runs it hears of people there, or by medley privacy",
                "no_owner",
            )
        if credentials is None or not self._same(credentials.credentials, self._token):
            raise Refused(401, "expected the header 'Authorization: Bearer TOKEN' with the server's token", "no_token")

    def key(self, id: str) -> str:
        """What the addresses of one item end with: nothing where no token is needed."""
        if self._token is None:
            return ""
        return "?key=" + hmac.new(self._token.encode(), f"item:{id}".encode(), hashlib.sha256).hexdigest()[:32]

    def item(self, request: Request, credentials: Credentials) -> None:
        """As calling it, or with the key of the item that the path names."""
        key = request.query_params.get("key", "")
        if not (key and self._token is not None and self._same("?key=" + key, self.key(request.path_params["id"]))):
            self(request, credentials)

    def address(self, id: str, part: str = "") -> str:
        """The path of an item, or of a part of it."""
        return f"/api/items/{quote(id, safe='')}{part}{self.key(id)}"


class Limits:
    """Refuses bodies that are too large, and what a page from elsewhere asks for through a person's browser.

    `hosts`: the names that the server answers to; None: any. Other names reach a server without a token only by a
    page that has its own name lead here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, settings: HttpSettings, hosts: tuple[str, ...] | None) -> None:
        self.app, self.settings, self.hosts = app, settings, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. A page that is mounted beside the API has its own limits: only the host is checked for it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if refused := self._refused(scope["method"], scope["path"], headers):
            await problem(refused.status, refused.message, refused.code)(scope, receive, send)
        elif scope["path"].startswith(GUARDED):
            await self._counted(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refused(self, method: str, path: str, headers: dict[str, str]) -> Refused | None:
        host = urlsplit(f"//{headers.get('host', '')}").hostname
        if self.hosts is not None and host not in self.hosts:
            names = ", ".join(self.hosts)
            return Refused(421, f"expected the server to be called {names}; got '{str(host)[:100]}'", "host")
        if not path.startswith(GUARDED):
            return None
        if not self._own(method, headers):
            return Refused(403, "expected a call from this server's own page, or from an allowed origin", "origin")
        told = headers.get("content-length", "")
        if told.isdecimal() and (len(told) > 15 or int(told) > self.settings.body):
            return self._too_large()
        return None

    def _too_large(self) -> Refused:
        return Refused(413, f"expected a body of at most {self.settings.body:,} bytes", "too_large")

    def _own(self, method: str, headers: dict[str, str]) -> bool:
        origin = headers.get("origin")
        if method in SAFE or origin is None or origin in self.settings.origins:
            return True
        return urlsplit(origin).netloc == headers.get("host")

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the body through as long as it stays within the limit, whatever its headers say."""
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.settings.body:
                raise self._too_large()
            return message

        await self.app(scope, counted, send)

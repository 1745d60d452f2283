"""How the MCP server is reached: by the standard streams of a process, or by HTTP through the gate."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.recommender.recommender import Recommender
from agent.serving.access.callers import calling
from agent.serving.access.gate import LOOPBACK, Gate, Refusal, headers_of, needs_token, too_large
from agent.serving.access.keys import Keys
from agent.serving.access.limits import RateLimiter
from agent.serving.access.listen import Tls, bound, server_of
from agent.serving.access.requests import Logged
from agent.serving.mcp.server import mcp_server

__all__ = ["http_app", "serve_http", "serve_stdio"]

PATH = "/mcp"
MOST = 1 << 20
"""Bytes of one message: words and ids, never media."""


class _Guarded:
    """Lets only requests through that the gate admits, with their bodies read to the end; each that is sent is a call."""

    def __init__(self, app: ASGIApp, gate: Gate, limits: RateLimiter) -> None:
        self.app, self.gate, self.limits = app, gate, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        caller = self.gate.caller(headers_of(scope))
        refusal = self.gate.refusal(scope, MOST) or self.gate.denied(caller, "ask")
        if refusal is not None or caller is None:
            await _told(refusal)(scope, receive, send)
            return
        if scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        with calling(caller), self.limits.work(caller) as refusal:
            body = await _whole(receive) if refusal is None else b""
            if refusal is not None or body is None:
                await _told(refusal or too_large(MOST))(scope, receive, send)
            else:
                await self.app(scope, _again(body, receive), send)


def _told(refusal: Refusal | None) -> ASGIApp:
    found = refusal or Refusal(401, "no_token", "expected a token")
    return JSONResponse({"error": found.message, "code": found.code}, found.status, found.headers)


async def _whole(receive: Receive) -> bytes | None:
    """The body of a request; None where it is too large, whatever its headers say."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read already, and then what comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def http_app(
    medley: Recommender, *, host: str = "127.0.0.1", token: str | None = None, limits: RateLimiter | None = None
) -> Any:
    """Return the ASGI application that `serve_http` runs. limits: counts what is asked.

    Raises ConfigError for a host that others can reach without a token or keys.
    """
    keys = Keys(medley.retriever.store.folder)
    needs_token(host, token, keys)
    app = mcp_server(medley).streamable_http_app(streamable_http_path=PATH, stateless_http=True, host=host)
    hosts = LOOPBACK if host in LOOPBACK or not (token or keys.there) else None
    return Logged(_Guarded(app, Gate(token or None, hosts, keys=keys), limits or RateLimiter()))


def serve_stdio(medley: Recommender) -> None:
    """Answer on the standard streams until they end."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        server = mcp_server(medley)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def serve_http(
    medley: Recommender, *, host: str = "127.0.0.1", port: int = 7861, token: str | None = None, tls: Tls | None = None
) -> None:
    """Answer at http://HOST:PORT/mcp until it is interrupted. Raises ConfigError as `http_app` and `bound` do."""
    limits = RateLimiter()
    server = server_of(http_app(medley, host=host, token=token, limits=limits), tls=tls, busy=lambda: limits.busy)
    with bound(host, port) as listener:
        listener.listen()
        server.run(sockets=[listener])

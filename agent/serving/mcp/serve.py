"""How the MCP server is reached: by the standard streams of a process, or by HTTP through the gate."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.recommender.recommender import Recommender
from agent.serving.access.gate import LOOPBACK, Gate, needs_token, too_large
from agent.serving.mcp.server import mcp_server

__all__ = ["http_app", "serve_http", "serve_stdio"]

PATH = "/mcp"
MOST = 1 << 20
"""Bytes of one message: words and ids, never media."""


class _Guarded:
    """Lets only requests through that the gate admits, with their bodies read to the end."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self.gate.refusal(scope, MOST)
        if refusal is None and scope["method"] == "POST":
            body = await _whole(receive)
            if body is None:
                refusal = too_large(MOST)
            else:
                receive = _again(body, receive)
        if refusal is None:
            await self.app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
        told = {"error": refusal.message, "code": refusal.code}
        await JSONResponse(told, refusal.status, headers)(scope, receive, send)


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


def http_app(medley: Recommender, *, host: str = "127.0.0.1", token: str | None = None) -> Any:
    """Return the ASGI application that `serve_http` runs.

    Raises ConfigError for a host that others can reach without a token.
    """
    needs_token(host, token)
    app = mcp_server(medley).streamable_http_app(streamable_http_path=PATH, stateless_http=True, host=host)
    return _Guarded(app, Gate(token or None, LOOPBACK if host in LOOPBACK or not token else None))


def serve_stdio(medley: Recommender) -> None:
    """Answer on the standard streams until they end."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        server = mcp_server(medley)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def serve_http(medley: Recommender, *, host: str = "127.0.0.1", port: int = 7861, token: str | None = None) -> None:
    """Answer at http://HOST:PORT/mcp until it is interrupted. Raises ConfigError as `http_app` does."""
    import uvicorn

    uvicorn.run(http_app(medley, host=host, token=token), host=host, port=port, log_level="warning")

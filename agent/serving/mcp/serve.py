"""How the MCP server is reached: by the standard streams of a process, or by HTTP with a token."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import Any

from agent.recommender.recommender import Recommender
from agent.serving.mcp.server import mcp_server
from retrieval.errors import ConfigError

__all__ = ["http_app", "serve_http", "serve_stdio"]

PATH = "/mcp"


class _Token:
    """Lets only requests through that carry the token."""

    def __init__(self, app: Any, token: str) -> None:
        self.app, self.wanted = app, hashlib.sha256(f"Bearer {token}".encode()).digest()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            from starlette.responses import JSONResponse

            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(hashlib.sha256(given).digest(), self.wanted):
                body = {"error": "expected the header 'Authorization: Bearer TOKEN' with the server's token"}
                await JSONResponse(body, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def http_app(medley: Recommender, *, host: str = "127.0.0.1", token: str | None = None) -> Any:
    """The ASGI application that `serve_http` runs.

    Raises ConfigError for a host that others can reach without a token.
    """
    if not _loopback(host) and not token:
        raise ConfigError(
            f"expected a token to be reached from other machines (host {host}); set MEDLEY_TOKEN or --token"
        )
    app = mcp_server(medley).streamable_http_app(streamable_http_path=PATH, stateless_http=True, host=host)
    return _Token(app, token) if token else app


def serve_stdio(medley: Recommender) -> None:
    """Answers on the standard streams until they end."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        server = mcp_server(medley)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def serve_http(medley: Recommender, *, host: str = "127.0.0.1", port: int = 7861, token: str | None = None) -> None:
    """Answers at http://HOST:PORT/mcp until it is interrupted. Raises ConfigError as `http_app` does."""
    import uvicorn

    uvicorn.run(http_app(medley, host=host, token=token), host=host, port=port, log_level="warning")

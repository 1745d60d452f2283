"""Each refusal of the gate, at each of the three ways in: HTTP, the page and MCP."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message

from agent import Recommender, Settings
from agent.serving.access.gate import Gate, host_of, needs_token
from agent.serving.http import HttpSettings, create_app
from agent.serving.mcp.serve import http_app
from agent.serving.page.login import LoginGate
from retrieval.errors import ConfigError
from tests.catalogues import indexed

TOKEN = "s3cret"
WAYS = ("http", "page", "mcp")
PATHS = {"http": "/api/search", "page": "/page/ask", "mcp": "/mcp"}
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def medley(tmp_path_factory):
    with Recommender(indexed(tmp_path_factory.mktemp("gate"), 8)[1], settings=Settings()) as opened:
        yield opened


def _server(way: str, medley: Recommender, token: str | None) -> ASGIApp:
    if way == "http":
        return create_app(medley, token=token, settings=HttpSettings(body=300_000))
    if way == "page":
        hosts = None if token else ("localhost", "127.0.0.1", "::1")
        return LoginGate(PlainTextResponse("in"), token=token, hosts=hosts)
    app: ASGIApp = http_app(medley, host="0.0.0.0" if token else "127.0.0.1", token=token)
    return app


def _status(
    app: ASGIApp, path: str, headers: dict[str, str], body: Iterable[bytes] = (b"{}",), method: str = "POST"
) -> int:
    """Asks an application as a server would, with headers as they are. Returns the status of its answer."""
    parts = [*body]
    messages = [{"type": "http.request", "body": p, "more_body": n + 1 < len(parts)} for n, p in enumerate(parts)]
    found: list[int] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    raw = [(name.encode(), value.encode("latin-1")) for name, value in (JSON | headers).items()]
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path, "raw_path": path.encode(),
        "root_path": "", "query_string": b"", "headers": raw, "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
        "asgi": {"version": "3.0"}, "state": {},
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return found[0]


BROKEN = ("[", "[::1", "a b", "127.0.0.1:99999999", "http://x/", "ex@mple:1:2", "\xff", "127.0.0.1/evil")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("token", [None, TOKEN])
def test_a_broken_host_is_refused_and_no_error(medley, way, token) -> None:
    app = _server(way, medley, token)
    for host in BROKEN:
        headers = {"host": host, "authorization": f"Bearer {TOKEN}"}
        assert _status(app, PATHS[way], headers) == 400, host


@pytest.mark.parametrize("way", WAYS)
def test_another_name_is_refused_without_a_token(medley, way) -> None:
    app = _server(way, medley, None)
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", ""):
        assert _status(app, PATHS[way], {"host": host}) == 421, host


@pytest.mark.parametrize("way", WAYS)
def test_pages_from_elsewhere_and_broken_origins_are_refused(medley, way) -> None:
    app = _server(way, medley, None)
    for origin in (
        "https://evil.example",
        "null",
        "http://[",
        "http://[::1",
        "127.0.0.1",
        "\xff",
        "http://127.0.0.1:1@evil.example",
    ):
        assert _status(app, PATHS[way], {"host": "127.0.0.1", "origin": origin}) == 403, origin


@pytest.mark.parametrize("way", WAYS)
def test_without_the_token_nobody_comes_in(medley, way) -> None:
    app = _server(way, medley, TOKEN)
    for given in (
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": "Bearer \xff"},
    ):
        assert _status(app, PATHS[way], {"host": "shop.example", **given}) == 401, given


@pytest.mark.parametrize("way", ["http", "mcp"])
def test_what_is_too_large_is_refused_whatever_it_says_of_itself(medley, way) -> None:
    app = _server(way, medley, None)
    large = [b'{"text": "' + b"x" * 1_000_000, b"x" * 1_000_000 + b'"}']
    for told in ({"content-length": "2000012"}, {"content-length": "5"}, {"content-length": "9" * 30}, {}):
        assert _status(app, PATHS[way], {"host": "127.0.0.1", **told}, large) == 413, told


@pytest.mark.parametrize("way", ["http", "page"])
def test_who_may_come_in_does(medley, way) -> None:
    for token, host in ((None, "127.0.0.1:7860"), (None, "[::1]:7860"), (None, "LOCALHOST"), (TOKEN, "shop.example")):
        headers = {"host": host, "authorization": f"bearer {TOKEN}", "origin": f"http://{host}"}
        body = [json.dumps({"text": "frog"}).encode()]
        assert _status(_server(way, medley, token), PATHS[way], headers, body) == 200, host


def test_names_in_headers_are_read_strictly() -> None:
    assert [host_of(h) for h in ("a_b.example", "[::1]:1", "A:65535")] == ["a_b.example", "::1", "a"]
    assert [host_of(h) for h in ("a:65536", "a:b", "::1", "", "[g]")] == [None] * 5


def test_a_token_is_at_least_one_character_and_needed_where_others_reach() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Gate("")
    with pytest.raises(ConfigError, match="expected a token"):
        needs_token("192.168.1.4", None)
    needs_token("192.168.1.4", "x")


def test_long_lists_and_texts_in_conditions_are_refused_and_no_error(medley) -> None:
    app = _server("http", medley, None)

    def search(line: str) -> int:
        body = [json.dumps({"text": "frog", "where": [line]}).encode()]
        return _status(app, "/api/search", {"host": "127.0.0.1"}, body)

    assert search("category=" + ",".join(f"v{n}" for n in range(3_000))) == 200
    assert search("category!=" + ",".join(f"v{n}" for n in range(20_000))) == 400
    assert search("price=" + ",".join(str(n) for n in range(4_000))) == 200
    assert search("title~" + "x" * 60_000) == 400
    assert search("price<nan") == 400
    assert search("x" * 100_000) == 400

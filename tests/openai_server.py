"""A real HTTP server on loopback that speaks the OpenAI chat-completions protocol, scripted by the test.

    with OpenAIServer([Reply(status=429, headers={"Retry-After": "1"}), obliging]) as server:
        Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url))

Each chat request takes the next of the script; the last one is repeated. A step is a Reply, or a function that makes one
of the request's body. Plain and streamed answers (with usage), tool calls, `response_format`, errors, slowness and
connections that end in the middle; what was asked, and who hung up, is recorded.
"""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PROMPT_TOKENS = 100
PIECE = 12
"""Characters of one streamed piece."""


@dataclass(frozen=True)
class Reply:
    """One answer of the server.

    calls: tool calls by name with arguments, a JSON-able value or raw text. wait: seconds before the first byte. pause:
    seconds between streamed pieces. drop: the connection ends after so many pieces. usage: whether tokens are
    told. For a status other than 200, `content` is the message.
    """

    content: str = ""
    calls: Sequence[tuple[str, Any]] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pause: float = 0.0
    drop: int | None = None
    usage: bool = True

    def written(self) -> list[tuple[str, str]]:
        """The tool calls with their arguments as text."""
        return [
            (name, given if isinstance(given, str) else json.dumps(given, ensure_ascii=False))
            for name, given in self.calls
        ]

    def tokens(self) -> int:
        """Output tokens, as this server counts: one a piece."""
        return len(_pieces(self.content)) + sum(len(_pieces(text)) for _, text in self.written())


Step = Reply | Callable[[dict[str, Any]], Reply]


@dataclass(frozen=True)
class Request:
    """What a client asked, and when (seconds of a monotonic clock); names of headers in lower case."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    at: float

    @property
    def tools(self) -> list[str]:
        """Names of the tools that were offered."""
        return [tool["function"]["name"] for tool in self.body.get("tools", [])]

    @property
    def last(self) -> str:
        """The text of the last message."""
        return str(self.body["messages"][-1]["content"])


def _pieces(text: str) -> list[str]:
    return [text[i : i + PIECE] for i in range(0, len(text), PIECE)]


def obliging(body: dict[str, Any], *, reason: str = "", **arguments: Any) -> Reply:
    """What a good model does: the search first, then the answer with all hits in their order, or what the schema asks."""
    if "response_format" in body:
        return Reply(content=json.dumps(_filled(body["response_format"]["json_schema"]["schema"])))
    results = [m for m in body["messages"] if m["role"] == "tool"]
    asked = [i for i, m in enumerate(body["messages"]) if m["role"] == "user"]
    if not results or asked[-1] > body["messages"].index(results[-1]):
        wish = body["messages"][asked[-1]]["content"]
        return Reply(calls=[("search_catalogue", {"wish": wish} | arguments)])
    hits = json.loads(results[-1]["content"])["hits"]
    picks = [{"id": hit["id"], "reason": reason or hit.get("reason", "")} for hit in hits]
    return Reply(calls=[("Answer", {"picks": picks})])


def _filled(schema: dict[str, Any]) -> Any:
    """The least value that a schema allows."""
    kind = schema.get("type")
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        return {name: _filled(part) for name, part in schema["properties"].items()}
    return {"array": [], "string": "", "integer": 1, "number": 1.0, "boolean": False}.get(str(kind))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *arguments: Any) -> None:
        pass

    def _json(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(raw)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self) -> None:
        if self.path.endswith("/models"):
            self._json(200, {"object": "list", "data": [{"id": "x", "object": "model", "owned_by": "test"}]})
        else:
            self._json(404, {"error": {"message": "no such path"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        step = self.server.owner.next(
            Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body, time.monotonic())
        )
        if not self.path.endswith("/chat/completions"):
            self._json(404, {"error": {"message": "no such path"}})
            return
        reply = step if isinstance(step, Reply) else step(body)
        try:
            self._wait(reply.wait)
            if reply.status != 200:
                error = {
                    "message": reply.content or f"scripted {reply.status}",
                    "type": "test",
                    "code": str(reply.status),
                }
                self._json(reply.status, {"error": error}, reply.headers)
            elif body.get("stream"):
                self._stream(reply, bool((body.get("stream_options") or {}).get("include_usage")))
            else:
                self._json(200, self._whole(reply))
        except (BrokenPipeError, ConnectionResetError):
            self.server.owner.hung_up.set()
            self.close_connection = True

    def _wait(self, seconds: float) -> None:
        """Waits, and notices a client that hangs up meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], min(left, 0.05))
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                raise BrokenPipeError
            if readable:
                time.sleep(min(left, 0.05))

    def _whole(self, reply: Reply) -> dict[str, Any]:
        calls = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": text}}
            for n, (name, text) in enumerate(reply.written())
        ]
        message = {"role": "assistant", "content": reply.content or None} | ({"tool_calls": calls} if calls else {})
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
        return _envelope("chat.completion", [choice]) | (_usage(reply) if reply.usage else {})

    def _stream(self, reply: Reply, usage: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for n, delta in enumerate(_deltas(reply)):
            if reply.drop is not None and n >= reply.drop:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._send(_envelope("chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": None}]))
            self._wait(reply.pause)
        end = "tool_calls" if reply.calls else "stop"
        self._send(_envelope("chat.completion.chunk", [{"index": 0, "delta": {}, "finish_reason": end}]))
        if usage and reply.usage:
            self._send(_envelope("chat.completion.chunk", []) | _usage(reply))
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _send(self, body: dict[str, Any]) -> None:
        self._chunk(b"data: " + json.dumps(body).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _deltas(reply: Reply) -> list[dict[str, Any]]:
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": piece} for piece in _pieces(reply.content)]
    for n, (name, text) in enumerate(reply.written()):
        start = {"index": n, "id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": ""}}
        deltas.append({"tool_calls": [start]})
        deltas += [{"tool_calls": [{"index": n, "function": {"arguments": piece}}]} for piece in _pieces(text)]
    return deltas


def _envelope(kind: str, choices: list[Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "x", "choices": choices}


def _usage(reply: Reply) -> dict[str, Any]:
    out = reply.tokens()
    total = PROMPT_TOKENS + out
    return {"usage": {"prompt_tokens": PROMPT_TOKENS, "completion_tokens": out, "total_tokens": total}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: OpenAIServer


class OpenAIServer:
    """The server; a context manager. `requests`: the chat requests so far. `hung_up`: set when a client left early."""

    def __init__(self, script: Sequence[Step] = (obliging,)) -> None:
        self.requests: list[Request] = []
        self.hung_up = threading.Event()
        self.script = list(script)
        self._lock = threading.Lock()
        self._at = 0
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.owner = self

    @property
    def base_url(self) -> str:
        """What a client is given as `base_url`."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def play(self, *script: Step) -> None:
        """Starts another script, and forgets what was asked."""
        with self._lock:
            self.script, self._at, self.requests = list(script), 0, []
        self.hung_up.clear()

    def wait_for(self, requests: int, seconds: float = 5.0) -> bool:
        """Whether so many requests have come, after waiting for them."""
        until = time.monotonic() + seconds
        while len(self.requests) < requests and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.requests) >= requests

    def next(self, request: Request) -> Step:
        """Records a request and gives the step that answers it."""
        with self._lock:
            self.requests.append(request)
            step = self.script[min(self._at, len(self.script) - 1)]
            self._at += 1
            return step

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

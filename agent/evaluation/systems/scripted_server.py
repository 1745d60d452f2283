"""A server on loopback that speaks the OpenAI chat-completions protocol, streamed or whole, for a model that plays a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from agent.evaluation.systems.scripted_model import Player, Reply

__all__ = ["ScriptedServer"]

PIECE = 24
"""Characters of one streamed piece."""


def _envelope(kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "scripted", "object": kind, "created": 1, "model": "scripted", "choices": [{"index": 0, **choice}]}


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for at in range(0, len(reply.content), PIECE):
        yield {"content": reply.content[at : at + PIECE]}
    if reply.name:
        text = json.dumps(dict(reply.arguments), ensure_ascii=False)
        begun = {"index": 0, "id": "call_0", "type": "function", "function": {"name": reply.name, "arguments": ""}}
        yield {"tool_calls": [begun]}
        for at in range(0, len(text), PIECE):
            yield {"tool_calls": [{"index": 0, "function": {"arguments": text[at : at + PIECE]}}]}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        """Answers one request."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        offered = [tool["function"]["name"] for tool in body.get("tools", ())]
        reply = self.server.player.reply(body["messages"], offered)
        end = {"finish_reason": "tool_calls" if reply.name else "stop"}
        if body.get("stream"):
            chunks = [{"delta": delta, "finish_reason": None} for delta in _deltas(reply)] + [{"delta": {}, **end}]
            lines = [json.dumps(_envelope("chat.completion.chunk", chunk)) for chunk in chunks] + ["[DONE]"]
            self._send("text/event-stream", "".join(f"data: {line}\n\n" for line in lines))
            return
        message: dict[str, Any] = {"role": "assistant", "content": reply.content or None}
        if reply.name:
            called = {"name": reply.name, "arguments": json.dumps(dict(reply.arguments), ensure_ascii=False)}
            message["tool_calls"] = [{"id": "call_0", "type": "function", "function": called}]
        self._send("application/json", json.dumps(_envelope("chat.completion", {"message": message, **end})))

    def _send(self, kind: str, text: str) -> None:
        raw = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    player: Player


class ScriptedServer:
    """The server of a player; a context manager. Only this machine reaches it."""

    def __init__(self, player: Player) -> None:
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.player = player

    @property
    def base_url(self) -> str:
        """What a client is given as its server."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()

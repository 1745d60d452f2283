"""Bounds those who are slow: how long a body may take to come, and a piece of an answer to be taken. Knows ASGI alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Patience", "Patient"]


@dataclass(frozen=True)
class Patience:
    """Seconds that a server waits."""

    body: float = 60.0
    """For the whole body of a request."""
    piece: float = 60.0
    """For a reader to take a piece of an answer."""
    idle: float = 15.0
    """For the head of a request, on a connection that was opened."""


class _TooSlow(Exception):
    """A reader that doesn't read."""


class Patient:
    """Ends requests whose sender or reader is slower than the patience with them."""

    def __init__(self, app: ASGIApp, patience: Patience) -> None:
        self.app, self.patience = app, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        until, whole = loop.time() + self.patience.body, False

        async def received() -> Message:
            nonlocal whole
            if whole:  # what comes after the body is only that its sender has gone, for which nobody waits in vain
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            whole = not message.get("more_body", False)
            return message

        async def sent(message: Message) -> None:
            try:
                async with asyncio.timeout(self.patience.piece):
                    await send(message)
            except TimeoutError:
                raise _TooSlow from None

        try:
            await self.app(scope, received, sent)
        except _TooSlow:
            _cut(scope, send)


def _cut(scope: Scope, send: Send) -> None:
    """Closes the connection at once: what waits to be sent is not."""
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is not None:
        transport.abort()

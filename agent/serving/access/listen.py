"""Serves an application: by TLS where a certificate is given, with patience for nobody, and to the end of what was begun.

Knows uvicorn; nothing of what is served. The second Ctrl-C ends it at once.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.serving.access.slow import Patience, Patient
from retrieval.errors import ConfigError, MissingExtraError

__all__ = ["Tls", "bound", "server_of", "url_of"]

HEAD = 64 << 10
"""Bytes of the head of a request."""
GRACE = 30.0
"""Seconds that what was begun has to end, when the server is told to."""
LEAVE = 2
"""Seconds that open pages and streams have after it."""


@dataclass(frozen=True)
class Tls:
    """A certificate with the chain to its issuer, and its key: files in PEM."""

    certificate: Path
    key: Path

    def check(self) -> None:
        """Raise ConfigError where they can't be used."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key, password=lambda: "")
        except (OSError, ssl.SSLError, ValueError) as error:
            raise ConfigError(
                f"expected a certificate and its key in '{self.certificate}' and '{self.key}', in PEM and without a password; "
                f"could not read them ({getattr(error, 'reason', None) or error})"
            ) from error


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that is bound and doesn't listen yet. Raises ConfigError for a port that can't be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"port {port} of {host} can't be used ({error.strerror}): choose another with --port"
        ) from error
    return listener


def url_of(host: str, listener: socket.socket, tls: Tls | None) -> str:
    """Return the address that people type."""
    name = f"[{host}]" if ":" in host else host
    return f"http{'s' if tls else ''}://{name}:{listener.getsockname()[1]}"


def _impatient(patience: Patience) -> type[asyncio.Protocol]:
    """uvicorn's protocol, with connections closed on which no request comes."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    class Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        """As its parent; the head of each request has to come in time, and be no longer than HEAD."""

        _timer: asyncio.TimerHandle | None = None
        _late: object = None
        _head = 0

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._timer = self.loop.call_later(patience.idle, self._look)

        def connection_lost(self, error: Exception | None) -> None:
            if self._timer is not None:
                self._timer.cancel()
            super().connection_lost(error)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            waits = self.cycle is None or self.cycle.response_complete
            self._head = self._head + len(data) if waits else 0
            if self._head > HEAD:
                self.transport.abort()

        def _look(self) -> None:
            """Closes a connection on which a head is awaited since the last look. Kept alive, it is its parent's to close."""
            waits = self.cycle is None or (self.cycle.response_complete and self.timeout_keep_alive_task is None)
            if waits and (self.cycle is None or self._late is self.cycle):
                self.transport.abort()
                return
            self._late = self.cycle if waits else None
            self._timer = self.loop.call_later(patience.idle, self._look)

    return Impatient


def server_of(
    app: Any,
    *,
    tls: Tls | None = None,
    patience: Patience | None = None,
    busy: Callable[[], int] = lambda: 0,
    ending: Callable[[], None] = lambda: None,
) -> Any:
    """Return a uvicorn server of `app`; `run(sockets=[…])` serves until it is told to end.

    busy: how many calls are being answered, which are waited for when it ends; ending: called when it begins to.
    Raises ConfigError for a certificate that can't be used, MissingExtraError without uvicorn.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("the server", "chat") from error
    if tls is not None:
        tls.check()
    patience = patience or Patience()

    class Finishing(uvicorn.Server):
        """Lets what was begun end before it closes connections."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            ending()
            for server in self.servers:
                server.close()
            until = asyncio.get_running_loop().time() + GRACE
            while busy() and not self.force_exit and asyncio.get_running_loop().time() < until:
                await asyncio.sleep(0.05)
            await super().shutdown(sockets)

    config = uvicorn.Config(
        Patient(app, patience), http=_impatient(patience), log_level="warning", access_log=False, ws="none",
        timeout_graceful_shutdown=LEAVE, h11_max_incomplete_event_size=HEAD,
        ssl_certfile=tls.certificate if tls else None, ssl_keyfile=tls.key if tls else None,
    )  # fmt: skip
    return Finishing(config)

"""One gate for HTTP, the page and MCP: the token, the names of the server, pages from elsewhere, the size of what is sent.

Headers are a stranger's text: what can't be read is refused, and never an error of the server. Knows ASGI; nothing of routes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope

from retrieval.errors import ConfigError

__all__ = ["LOOPBACK", "Gate", "Refusal", "counted", "headers_of", "is_loopback", "needs_token", "same"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names under which a server that only this machine reaches may be called."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing: a page from elsewhere may use them, and its browser doesn't let it read the answer."""
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request may not come in: an HTTP status of the 400s, a short name, and a sentence that says what was expected."""

    status: int
    code: str
    message: str


def is_loopback(host: str) -> bool:
    """Return whether a server bound to `host` is reached from this machine only.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def needs_token(host: str, token: str | None) -> None:
    """Raise ConfigError for a host that others can reach without a token."""
    if not is_loopback(host) and not token:
        raise ConfigError(
            f"expected a token for a server that others can reach ({host}): set MEDLEY_TOKEN, or give --token; "
            "without one only --host 127.0.0.1 is served"
        )


def same(given: str, wanted: str) -> bool:
    """Return whether two secrets are the same, in the same time whatever is given."""
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (given, wanted)]
    return hmac.compare_digest(*digests)


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request by their names in small letters; of several of one name, the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def host_of(header: str) -> str | None:
    """Return the name in a `Host` header without its port, in small letters; None where it is none.

    >>> host_of("Shop.example:80"), host_of("[::1]:7860"), host_of("[::1"), host_of("a/b")
    ('shop.example', '::1', None, None)
    """
    match = _HOST.fullmatch(header.strip())
    if match is None or int(match["port"] or 0) > 65_535:
        return None
    return (match["six"] or match["name"]).lower()


def _place_of(origin: str) -> str | None:
    """The name and port in an `Origin` header; None where it names no server."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def counted(receive: Receive, most: int, beyond: Callable[[], Message]) -> Receive:
    """Return `receive` of a body of at most `most` bytes; what is beyond becomes what `beyond` gives or raises."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return beyond() if got > most else message

    return limited


@dataclass(frozen=True)
class Gate:
    """What a server allows.

    token: what callers must send as `Authorization: Bearer`; None: nothing. hosts: the names that the server answers to; None:
    any. Other names reach a server without a token only by a page that has its own name lead here (DNS rebinding). origins:
    pages from elsewhere that may call. Raises ValueError for an empty token.
    """

    token: str | None = None
    hosts: Collection[str] | None = LOOPBACK
    origins: Collection[str] = ()

    def __post_init__(self) -> None:
        if self.token is not None and not self.token:
            raise ValueError("expected a token of at least one character, or None")

    def host(self, headers: Mapping[str, str]) -> Refusal | None:
        """Return why a request may not come in under the name that it calls the server by, or None."""
        given = headers.get("host", "")
        name = host_of(given)
        if name is None and given:
            return Refusal(400, "bad_host", "expected a header 'Host' that names a server, with a port or without")
        if self.hosts is not None and name not in self.hosts:
            told = f"expected the server to be called {', '.join(self.hosts)}; got '{str(name)[:100]}'"
            return Refusal(421, "host", told)
        return None

    def origin(self, method: str, headers: Mapping[str, str]) -> Refusal | None:
        """Return why a page may not make this request through a person's browser, or None."""
        origin = headers.get("origin")
        if method in SAFE or origin is None or origin in self.origins:
            return None
        place = _place_of(origin)
        if place is not None and place.lower() == headers.get("host", "").lower():
            return None
        return Refusal(403, "origin", "expected a call from this server's own page, or from an allowed origin")

    def size(self, headers: Mapping[str, str], most: int) -> Refusal | None:
        """Return why a body is refused by the length that it names, or None; it may still be longer: see `counted`."""
        told = headers.get("content-length", "")
        if told.isdecimal() and (len(told) > 15 or int(told) > most):
            return too_large(most)
        return None

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Return whether a request carries the token, or none is needed."""
        if self.token is None:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and same(given.strip(), self.token)

    def stranger(self, headers: Mapping[str, str]) -> Refusal | None:
        """Return why a request without the token is refused, or None."""
        if self.knows(headers):
            return None
        return Refusal(401, "no_token", "expected the header 'Authorization: Bearer TOKEN' with the server's token")

    def refusal(self, scope: Scope, most: int) -> Refusal | None:
        """Return why a request may not come in, or None: host, origin, size, and then the token."""
        headers = headers_of(scope)
        return (
            self.host(headers)
            or self.origin(scope["method"], headers)
            or self.size(headers, most)
            or self.stranger(headers)
        )


def too_large(most: int) -> Refusal:
    """Return the refusal of a body beyond `most` bytes."""
    return Refusal(413, "too_large", f"expected a body of at most {most:,} bytes")

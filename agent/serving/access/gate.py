"""One gate for HTTP, the page and MCP: token and keys, the names of the server, pages from elsewhere, the size of what is sent.

Headers are a stranger's text: what can't be read is refused, and never an error of the server. Knows ASGI; nothing of routes.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.types import Message, Receive, Scope

from agent.serving.access.callers import ANYONE, OWNER, VISITOR, Caller
from agent.serving.access.callers import Scope as Allowed
from agent.serving.access.keys import Keys
from agent.serving.access.refusals import Refusal, too_large
from retrieval.errors import ConfigError

__all__ = [
    "COOKIE",
    "LOOPBACK",
    "Gate",
    "Refusal",
    "counted",
    "headers_of",
    "is_loopback",
    "needs_token",
    "same",
    "too_large",
]

COOKIE = "medley"
"""What a browser that has logged in to the page sends."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names under which a server that only this machine reaches may be called."""
SAFE = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing: a page from elsewhere may use them, and its browser doesn't let it read the answer."""
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>\d{1,5}))?")


def is_loopback(host: str) -> bool:
    """Return whether a server bound to `host` is reached from this machine only.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def needs_token(host: str, token: str | None, keys: Keys | None = None) -> None:
    """Raise ConfigError for a host that others can reach without a token or keys."""
    if not is_loopback(host) and not token and not (keys is not None and keys.there):
        raise ConfigError(
            f"expected a token for a server that others can reach ({host}): set MEDLEY_TOKEN, give --token, or make keys with: "
            "medley keys add NAME; without them only --host 127.0.0.1 is served"
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
    pages from elsewhere that may call. keys: what else opens, once some were made. Raises ValueError for an empty token.
    """

    token: str | None = None
    hosts: Collection[str] | None = LOOPBACK
    origins: Collection[str] = ()
    keys: Keys | None = None

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
        if method in SAFE or origin in self.origins:
            return None
        if origin is None:
            if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
                return None
        elif (place := _place_of(origin)) is not None and place.lower() == headers.get("host", "").lower():
            return None
        return Refusal(403, "origin", "expected a call from this server's own page, or from an allowed origin")

    def size(self, headers: Mapping[str, str], most: int) -> Refusal | None:
        """Return why a body is refused by the length that it names, or None; it may still be longer: see `counted`."""
        told = headers.get("content-length", "")
        if told.isdecimal() and (len(told) > 15 or int(told) > most):
            return too_large(most)
        return None

    @property
    def closed(self) -> bool:
        """Whether a token or a key is needed."""
        return self.token is not None or (self.keys is not None and self.keys.there)

    @property
    def secret(self) -> str | None:
        """What addresses of media are signed with; None where nothing is closed. Raises StoreDamaged for broken keys."""
        return self.token or (self.keys.secret if self.keys is not None and self.keys.there else None)

    def caller(self, headers: Mapping[str, str]) -> Caller | None:
        """Return who calls: by the token, a key, or the cookie of one of them; None for a stranger, where the gate is closed."""
        if not self.closed:
            return ANYONE
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.holder(given.strip())
        return self._visitor(headers.get("cookie", ""))

    def holder(self, secret: str) -> Caller | None:
        """Return who has a token or a key, or None."""
        if self.token is not None and same(secret, self.token):
            return OWNER
        key = self.keys.find(secret) if self.keys is not None else None
        return key.caller if key is not None else None

    def pass_for(self, secret: str) -> str | None:
        """Return the cookie of a visitor who gave a token or a key, not itself; None for another secret."""
        if self.token is not None and same(secret, self.token):
            return _pass(self.token)
        key = self.keys.find(secret) if self.keys is not None else None
        return f"{key.id}.{_pass(key.digest)}" if key is not None else None

    def _visitor(self, cookies: str) -> Caller | None:
        """Who has logged in to the page: nobody who may change or hear what is known of others."""
        try:
            held = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return None
        if held is None:
            return None
        if self.token is not None and same(held.value, _pass(self.token)):
            return VISITOR
        id, _, given = held.value.partition(".")
        key = self.keys.good(id) if self.keys is not None else None
        if key is None or not same(given, _pass(key.digest)):
            return None
        return replace(key.caller, scopes=key.caller.scopes & VISITOR.scopes)

    def refusal(self, scope: Scope, most: int) -> Refusal | None:
        """Return why a request may not come in, whoever calls, or None: host, origin, size."""
        headers = headers_of(scope)
        return self.host(headers) or self.origin(scope["method"], headers) or self.size(headers, most)

    def denied(self, caller: Caller | None, wanted: Allowed) -> Refusal | None:
        """Return why a caller may not do what is `wanted`, or None."""
        if caller is not None and wanted in caller.scopes:
            return None
        if caller is ANYONE:
            told = "expected a server with a token or keys: who runs it hears of people there, or by medley privacy"
            return Refusal(403, "no_owner", told)
        if caller is None or caller is VISITOR:
            return Refusal(
                401, "no_token", "expected the header 'Authorization: Bearer TOKEN' with the server's token or a key"
            )
        return Refusal(
            403,
            "scope",
            f"expected a key that may '{wanted}'; this one may {', '.join(sorted(caller.scopes)) or 'nothing'}",
        )


def _pass(secret: str) -> str:
    return hmac.new(secret.encode(), b"medley page", hashlib.sha256).hexdigest()

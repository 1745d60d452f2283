"""Fetches pictures and sounds that a catalogue names by URL, where its owner has allowed that.

Only http and https, only public addresses (each looked up once and connected to as looked up, so that a name can't
change its mind in between), only so many bytes and seconds, redirects under the same rules. Knows nothing of items
or of decoding.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from retrieval.atomic import write_atomically
from retrieval.errors import MediaError

__all__ = ["fetch"]

_REDIRECTS = 3
_PIECE = 1 << 16
_KEPT = "%/:=&?~+!$,;'@()*[]"


def _address(host: str, port: int, private: bool) -> tuple[str, int]:
    """An address of `host` to connect to. Raises MediaError when it has one that is not public."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise MediaError(f"the host {host!r:.100} is not known ({error})") from error
    for address in found:
        ip = ipaddress.ip_address(address.split("%")[0])
        ip = getattr(ip, "ipv4_mapped", None) or ip
        if not private and (not ip.is_global or ip.is_multicast):
            raise MediaError(f"the host {host!r:.100} is no public one ({ip})")
    return found[0], port


def _connection(url: str, seconds: float, private: bool) -> http.client.HTTPConnection:
    """A connection, open, to the host of `url` at the address that was checked."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MediaError(f"{url:.200}: expected a URL of http or https")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(parts.hostname, port)
    connection.sock = socket.create_connection(_address(parts.hostname, port, private), seconds)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(
            connection.sock, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
    return connection


def _answer(connection: http.client.HTTPConnection, url: str, largest: int) -> tuple[str, bytes]:
    """Where the server sends us on ("": nowhere), and the bytes that it gives."""
    if isinstance(connection.sock, ssl.SSLSocket):
        connection.sock.do_handshake()
    parts = urlsplit(url)
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    connection.request("GET", target, headers={"User-Agent": "medley", "Accept": "image/*, audio/*"})
    response = connection.getresponse()
    if response.status in (301, 302, 303, 307, 308):
        return urljoin(url, response.getheader("Location") or ""), b""
    if response.status != 200:
        raise MediaError(f"{url:.200}: the server answered {response.status} {response.reason:.100}")
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > largest:
            raise MediaError(f"{url:.200}: expected at most {largest:,} bytes, got more")
    if response.length:
        raise MediaError(f"{url:.200}: {response.length:,} bytes did not arrive in time")
    return "", bytes(body)


def _end(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    """Ends whatever is under way, also a server that sends one byte a second."""
    late.set()
    with contextlib.suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _download(url: str, largest: int, seconds: float, private: bool) -> bytes:
    deadline = time.monotonic() + seconds
    for _ in range(_REDIRECTS + 1):
        late = threading.Event()
        connection = _connection(url, max(deadline - time.monotonic(), 0.001), private)
        timer = threading.Timer(max(deadline - time.monotonic(), 0.0), _end, (connection, late))
        timer.start()
        try:
            url_next, body = _answer(connection, url, largest)
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise MediaError(f"{url:.200}: did not arrive within {seconds:g} s") from error
            raise
        finally:
            timer.cancel()
            connection.close()
        if late.is_set():
            raise MediaError(f"{url:.200}: did not arrive within {seconds:g} s")
        if not url_next:
            return body
        url = url_next
    raise MediaError(f"{url:.200}: more than {_REDIRECTS} redirects")


def fetch(url: str, folder: Path, largest: int, seconds: float, private: bool = False) -> Path:
    """Return the file in `folder` that holds what `url` names; fetched once, named by a hash of the URL.

    At most `largest` bytes, within about `seconds` seconds. `private` also allows addresses that are not public, such
    as this machine's own. Raises MediaError with the reason.
    """
    if folder.is_symlink():
        raise MediaError(f"{folder}: expected a folder to keep what is fetched, got a link")
    path = folder / hashlib.sha256(url.encode()).hexdigest()[:32]
    if path.is_file():
        return path
    try:
        body = _download(url, largest, seconds, private)
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise MediaError(f"{url:.200}: can't be fetched ({error})") from error
    return path

"""A server on loopback: by TLS, patient with nobody, and to the end of what was begun."""

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.serving.access import listen
from agent.serving.access.listen import HEAD, Tls, bound, server_of, url_of
from agent.serving.access.slow import Patience
from retrieval.errors import ConfigError

SHORT = Patience(body=0.5, piece=0.5, idle=0.4)


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Reads the whole body, then sends as many bytes as the path says."""
    if scope["type"] != "http":
        return
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            await send({"type": "http.response.start", "status": 408, "headers": []})
            await send({"type": "http.response.body", "body": b"slow"})
            return
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(int(scope["path"][1:] or 1)):
        await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@contextmanager
def listening(app: Any = _app, **given: Any) -> Iterator[tuple[Any, socket.socket, str]]:
    """A server in a thread, its socket, and its address."""
    with bound("127.0.0.1", 0) as listener:
        listener.listen()
        server = server_of(app, **{"patience": SHORT} | given)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < until
            time.sleep(0.01)
        address = url_of("127.0.0.1", listener, given.get("tls"))
        yield server, listener, address
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def _closed(connection: socket.socket, within: float = 10.0) -> bytes:
    """What comes until the other side closes. Raises TimeoutError where it doesn't."""
    connection.settimeout(within)
    got = b""
    try:
        while part := connection.recv(65_536):
            got += part
    except ConnectionResetError:
        pass
    return got


def test_idle_connections_and_heads_that_do_not_end_are_closed() -> None:
    with listening() as (server, listener, _):
        port = listener.getsockname()[1]
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        slow[1].sendall(b"GET / HTTP/1.1\r\nhost: a\r\n")
        slow[2].sendall(b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET /")  # the second head of a connection
        slow[3].sendall(b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc")  # a body that doesn't end
        got = [_closed(one) for one in slow]
        assert got[0] == got[1] == b""
        assert got[2].startswith(b"HTTP/1.1 200")
        assert got[3].startswith(b"HTTP/1.1 408")
        assert not server.server_state.connections
        assert httpx.get(url_of("127.0.0.1", listener, None)).status_code == 200


def test_a_head_without_end_is_cut() -> None:
    with listening(patience=Patience()) as (_, listener, _url):
        connection = socket.create_connection(listener.getsockname())
        connection.sendall(b"GET / HTTP/1.1\r\n")
        sent = 0
        try:
            for sent in range(100 * HEAD // 1000):
                connection.sendall(b"x-%06d: " % sent + b"y" * 990 + b"\r\n")
                time.sleep(0.001)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert sent < 60 * HEAD // 1000


def test_a_reader_who_does_not_read_is_cut_and_others_are_served() -> None:
    with listening() as (server, listener, url):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(listener.getsockname())
        connection.sendall(b"GET /4000 HTTP/1.1\r\nhost: a\r\n\r\n")
        assert len(httpx.get(f"{url}/40").content) == 40 * 65_536
        until = time.monotonic() + 10
        while server.server_state.tasks and time.monotonic() < until:
            time.sleep(0.05)
        assert not server.server_state.tasks
        assert len(_closed(connection)) < 4000 * 65_536


def test_what_was_begun_is_finished_when_the_server_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "LEAVE", 0)  # what was begun takes longer than open pages have
    busy, began = [0], threading.Event()

    async def slowly(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        busy[0] += 1
        began.set()
        await asyncio.sleep(1.0)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"whole"})
        busy[0] -= 1

    found: list[str] = []
    ended: list[bool] = []
    app: Any = slowly
    with listening(app, busy=lambda: busy[0], ending=lambda: ended.append(True)) as (server, _, url):
        asking = threading.Thread(target=lambda: found.append(httpx.get(url, timeout=20).text))
        asking.start()
        assert began.wait(10)
        server.should_exit = True
        time.sleep(0.5)
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)
        asking.join(20)
    assert found == ["whole"]
    assert ended == [True]


def _certificate(folder: Path) -> Tls:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    tls = Tls(folder / "certificate.pem", folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(tls.key), "-out", str(tls.certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return tls


def test_a_certificate_makes_it_https(tmp_path: Path) -> None:
    tls = _certificate(tmp_path)
    with listening(tls=tls) as (_, _listener, url):
        assert url.startswith("https://")
        trusted = ssl.create_default_context(cafile=str(tls.certificate))
        assert httpx.get(url, verify=trusted).status_code == 200
        with pytest.raises(httpx.TransportError):
            httpx.get(url.replace("https", "http"))
    with pytest.raises(ConfigError, match="PEM"):
        server_of(_app, tls=Tls(tls.key, tls.certificate))
    with pytest.raises(ConfigError, match="PEM"):
        Tls(tmp_path / "nothing", tls.key).check()


def test_a_taken_port_is_told() -> None:
    with bound("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(ConfigError, match="--port"):
            bound("127.0.0.1", first.getsockname()[1])

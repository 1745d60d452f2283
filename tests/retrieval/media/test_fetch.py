"""URLs are fetched only from where they may be, and only so much of them."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from retrieval.catalog import item_media
from retrieval.catalog.reader import read_catalog
from retrieval.errors import MediaError
from retrieval.media.download import fetch
from tests.media_files import picture

asked: list[str] = []
served: dict[str, bytes] = {}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/") if "//" in self.path else self.path[3:])
            self.end_headers()
        elif self.path == "/slow":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            for _ in range(40):
                time.sleep(0.1)
                try:
                    self.wfile.write(b"X-A: b\r\n")
                except OSError:
                    return
        elif self.path == "/short":
            self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\nabc")
        elif self.path in served:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(served[self.path])
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def get(url: str, folder: Path, largest: int = 1_000, seconds: float = 5.0) -> bytes:
    return fetch(url, folder, largest, seconds, private=True).read_bytes()


def test_it_is_fetched_once(server: str, tmp_path: Path) -> None:
    served["/a%20b/%E9%9D%92.png?x=1"] = b"abc"
    url = f"{server}/a b/青.png?x=1"
    assert get(url, tmp_path / "new") == get(url, tmp_path / "new") == b"abc"
    assert asked.count("/a%20b/%E9%9D%92.png?x=1") == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "192.168.1.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_hosts_that_are_not_public_are_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(MediaError, match="no public one"):
        fetch(f"http://{host}:9/a.png", tmp_path, 1_000, 1.0)


def test_one_private_address_among_public_ones_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(MediaError, match=r"no public one \(10\.0\.0\.1\)"):
        fetch("http://example.org/a.png", tmp_path, 1_000, 1.0)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "http:///a", "http://h:99999/a", "http://["]
)
def test_other_schemes_and_broken_urls_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(MediaError):
        fetch(url, tmp_path, 1_000, 1.0, private=True)


def test_redirects_are_followed_three_times_and_checked(server: str, tmp_path: Path) -> None:
    served["/end"] = b"end"
    assert get(f"{server}/to/to/to/end", tmp_path) == b"end"
    with pytest.raises(MediaError, match="more than 3 redirects"):
        get(f"{server}/to/to/to/to/end", tmp_path)
    with pytest.raises(MediaError, match="expected a URL of http"):
        get(f"{server}/to/file:///etc/passwd", tmp_path)


def test_size_time_and_answers_are_limited(server: str, tmp_path: Path) -> None:
    served["/large"] = bytes(1_001)
    with pytest.raises(MediaError, match="at most 1,000 bytes"):
        get(f"{server}/large", tmp_path)
    with pytest.raises(MediaError, match="answered 404"):
        get(f"{server}/none", tmp_path)
    with pytest.raises(MediaError, match="97 bytes did not arrive"):
        get(f"{server}/short", tmp_path)
    started = time.monotonic()
    with pytest.raises(MediaError, match=r"did not arrive within 0\.4 s"):
        get(f"{server}/slow", tmp_path, seconds=0.4)
    assert time.monotonic() - started < 2
    assert list(tmp_path.iterdir()) == []


def test_a_linked_folder_is_not_written_to(server: str, tmp_path: Path) -> None:
    served["/a"] = b"abc"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MediaError, match="got a link"):
        get(f"{server}/a", tmp_path / "link")


def test_a_catalogue_fetches_only_when_allowed(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served["/frog.png"] = picture(tmp_path / "elsewhere.png").read_bytes()
    root = tmp_path / "catalogue"
    root.mkdir()
    path = root / "c.jsonl"
    path.write_text(json.dumps({"id": "a", "title": "A", "image": f"{server}/frog.png"}))
    before = asked.count("/frog.png")
    assert "URLs are allowed" in read_catalog(path).problems[0].reason
    assert "no public one" in read_catalog(path, allow_urls=True).problems[0].reason
    assert asked.count("/frog.png") == before
    monkeypatch.setattr(item_media, "fetch", partial(fetch, private=True))
    for _ in range(2):
        got = read_catalog(path, allow_urls=True, check_media=True)
        assert (got.problems, len(got.items[0].images)) == ((), 1)
    assert asked.count("/frog.png") == before + 1

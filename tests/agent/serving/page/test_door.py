"""Who may open the page: token, host names, pages from elsewhere, the page's own files; media by item only; uploads in limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from starlette.testclient import TestClient

from agent import Recommender, Settings
from agent.serving.access.gate import is_loopback
from agent.serving.page import PageSettings, mount_page
from agent.serving.page.static import static_version
from agent.serving.server import build_app, serve, warm
from retrieval.errors import ConfigError
from tests.catalogues import indexed
from tests.media_files import picture, sound

VISIT = "v" * 24


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    with Recommender(indexed(tmp_path_factory.mktemp("door"), 8)[1]) as opened:
        yield opened


@pytest.fixture(scope="module")
def open_page(medley: Recommender) -> Iterator[TestClient]:
    with TestClient(build_app(medley, Settings()), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def closed_page(medley: Recommender) -> Iterator[TestClient]:
    with TestClient(build_app(medley, Settings(token="s3cret")), base_url="http://shop.example") as client:  # type: ignore[arg-type]
        yield client


def test_a_host_that_others_reach_needs_a_token(medley: Recommender) -> None:
    with pytest.raises(ConfigError, match="expected a token"):
        serve(medley, Settings(), "0.0.0.0", 0)
    assert [is_loopback(h) for h in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "192.168.1.4", "example")] == [
        True
    ] * 3 + [False] * 3


def test_what_the_first_visitor_would_wait_for_is_loaded_before(
    medley: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    search = medley.search
    monkeypatch.setattr(medley, "search", lambda *words, **given: asked.extend(given) or search(*words, **given))
    warm(medley)
    assert {"image", "audio"} <= set(asked)


def test_without_a_token_it_answers_under_this_machines_names_only(open_page: TestClient) -> None:
    assert open_page.get("/").status_code == 200
    assert open_page.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_page_from_elsewhere_cannot_call(open_page: TestClient) -> None:
    body = {"visit": VISIT, "item": "i000", "kind": "like"}
    assert open_page.post("/page/mark", json=body).status_code == 200
    assert open_page.post("/page/mark", json=body, headers={"origin": "http://evil.example"}).status_code == 403
    assert open_page.post("/page/ask", json={}, headers={"origin": "http://evil.example"}).status_code == 403


def test_the_policy_holds_the_browser_to_this_server(open_page: TestClient) -> None:
    page = open_page.get("/")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"


def test_no_script_within_the_page_and_none_made_of_strings_may_run(open_page: TestClient) -> None:
    policy = open_page.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("name", ["__init__.py", "page.html", "nothing.js", "..%2F__init__.py", "%2Fetc%2Fpasswd"])
def test_only_the_pages_own_files_are_served(open_page: TestClient, name: str) -> None:
    version = static_version()
    assert "javascript" in open_page.get(f"/page/static/{version}/page.js").headers["content-type"]
    assert open_page.get(f"/page/static/{version}/{name}").status_code == 404
    assert open_page.get("/page/static/another/page.js").status_code == 404


def test_what_is_too_long_is_refused_before_it_is_read(open_page: TestClient) -> None:
    assert open_page.post("/page/ask", content=b"x" * 300_000).status_code == 413
    assert open_page.post("/page/ask", json={"visit": VISIT, "turn": 1, "text": "a" * 2001}).json() == {
        "error": "too_long"
    }


def test_with_a_token_nothing_is_seen_before_it_is_given(closed_page: TestClient) -> None:
    for path in (
        "/",
        f"/page/static/{static_version()}/page.js",
        "/page/hello",
        "/page/media/picture?item=i001",
        "/api/schema",
    ):
        assert closed_page.get(path, headers={"accept": "*/*"}).status_code == 401, path
    page = closed_page.get("/", headers={"accept": "text/html", "accept-language": "zh-CN"})
    assert page.status_code == 401
    assert "口令" in page.text
    assert closed_page.post("/page/mark", json={}).status_code == 401


def test_the_token_opens_by_the_form_and_by_a_header(medley: Recommender) -> None:
    app = build_app(medley, Settings(token="s3cret"))  # type: ignore[arg-type]
    with TestClient(app, base_url="http://shop.example") as client:
        assert client.get("/page/hello", headers={"authorization": "Bearer s3cret"}).status_code == 200
        assert client.get("/page/hello", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.post("/page/door", data={"token": "wrong"}).status_code == 401
        answer = client.post("/page/door", data={"token": "s3cret"}, follow_redirects=False)
        assert answer.status_code == 303
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert "samesite=strict" in answer.headers["set-cookie"].lower()
        assert "s3cret" not in answer.headers["set-cookie"]
        assert client.get("/page/hello").status_code == 200


def test_tokens_cannot_be_tried_without_end(medley: Recommender) -> None:
    with TestClient(build_app(medley, Settings(token="s3cret")), base_url="http://shop.example") as client:  # type: ignore[arg-type]
        said = [client.post("/page/door", data={"token": f"no{n}"}).status_code for n in range(11)]
        assert said == [401] * 10 + [429]
        assert client.post("/page/door", data={"token": "s3cret"}).status_code == 429


@pytest.mark.parametrize(
    "query", ["item=../../etc/passwd", "item=i001&n=9", "item=i001&n=-1", "item=i001&side=9999", "item=i000"]
)
def test_media_is_served_by_item_only(open_page: TestClient, query: str) -> None:
    assert open_page.get("/page/media/picture?item=i001&n=0&side=96").headers["content-type"] == "image/webp"
    assert open_page.get(f"/page/media/picture?{query}").status_code == 404  # i000 has no picture


def test_a_medium_that_was_replaced_by_a_link_to_elsewhere_is_not_served(tmp_path: Path) -> None:
    catalogue, store, _ = indexed(tmp_path, 8)
    secret = sound(tmp_path / "secret.wav", seconds=0.3)
    (catalogue.parent / "s0.wav").unlink()
    (catalogue.parent / "s0.wav").symlink_to(secret)
    with Recommender(store) as medley, TestClient(build_app(medley, Settings()), base_url="http://127.0.0.1") as client:
        assert client.get("/page/media/sound?item=i000").status_code == 404
        assert client.get("/page/media/wave?item=i000").status_code == 404
        assert client.get("/page/media/sound?item=i004").status_code == 200


def test_uploads_are_limited_in_size_and_kind(medley: Recommender, tmp_path: Path) -> None:
    from fastapi import FastAPI

    small = PageSettings(picture_bytes=3_000, sound_bytes=20_000)
    app = mount_page(FastAPI(), medley, settings=small)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert client.post("/page/upload", content=picture(tmp_path / "a.png").read_bytes()).json()["kind"] == "image"
        assert client.post("/page/upload", content=b"\x89PNG\r\n\x1a\n" + b"0" * 4_000).status_code == 413
        assert client.post("/page/upload", content=b"RIFF" + b"0" * 40_000).status_code == 413
        assert client.post("/page/upload", content=b"<html>").status_code == 400
        broken = client.post("/page/upload", content=b"\x89PNG\r\n\x1a\n" + b"0" * 400)
        assert broken.status_code == 400
        assert "/tmp" not in broken.text


def test_what_is_given_is_taken_once(medley: Recommender, tmp_path: Path) -> None:
    from agent.serving.page.uploads import Waiting
    from retrieval.errors import MediaError
    from retrieval.media.reader import MediaReader

    with MediaReader() as reader:
        uploads = Waiting(PageSettings(kept=2), reader)
        content = picture(tmp_path / "a.png").read_bytes()
        names = [uploads.keep(content)[0] for _ in range(3)]
        with pytest.raises(MediaError):
            uploads.take(names[0], "image")  # the oldest went
        assert uploads.take(names[1], "image") is not None
        with pytest.raises(MediaError):
            uploads.take(names[1], "image")
        with pytest.raises(MediaError):
            uploads.take(names[2], "audio")


def test_the_http_interface_answers_beside_the_page_and_lets_its_visitors_in(medley: Recommender) -> None:
    with TestClient(build_app(medley, Settings(token="s3cret")), base_url="http://shop.example") as client:  # type: ignore[arg-type]
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/api/items/i001").status_code == 401
        assert client.get("/apix", headers={"accept": "*/*"}).status_code == 401
        assert client.get("/healthz/x", headers={"accept": "*/*"}).status_code == 401
        client.post("/page/door", data={"token": "s3cret"})
        assert client.get("/api/items/i001").json()["id"] == "i001"
        assert client.get("/").status_code == 200

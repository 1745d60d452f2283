"""Keys by person or tenant: what is kept of them, what each opens at HTTP, the page and MCP, whom it may name, and how often."""

import json
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from agent import Recommender, Settings
from agent.serving.access.audit import FILE as AUDIT
from agent.serving.access.callers import ANYONE, Caller
from agent.serving.access.gate import needs_token
from agent.serving.access.keys import FILE, Keys
from agent.serving.access.limits import RateLimiter
from agent.serving.http import create_app
from agent.serving.mcp.serve import http_app
from agent.serving.server import build_app
from retrieval.errors import ConfigError, StoreDamaged
from tests.films import films_store
from tests.http_server import serving


def bearer(secret: str) -> dict[str, str]:
    """The header that carries a key."""
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return films_store(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def medley(films: Path, tmp_path: Path) -> Iterator[Recommender]:
    shutil.copytree(films, tmp_path / "store")
    with Recommender(tmp_path / "store", settings=Settings()) as opened:
        yield opened


@pytest.fixture
def keys(medley: Recommender) -> Keys:
    return Keys(medley.retriever.store.folder)


def asked(medley: Recommender, **given: Any) -> TestClient:
    """A client of the HTTP interface."""
    return TestClient(create_app(medley, **given), base_url="http://shop.example")


def test_of_a_key_only_its_hash_is_kept_in_a_file_of_its_owners(keys: Keys, tmp_path: Path) -> None:
    key, secret = keys.add("ann's phone".replace("'s ", "-"), person="ann")
    path = tmp_path / "store" / FILE
    assert secret.split("_", 2)[2] not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.find(secret) == key
    for wrong in (
        "",
        secret[:-1],
        secret[:-1] + ("a" if secret[-1] != "a" else "b"),
        "medley_00000000_" + "x" * 43,
        "\udc80",
    ):
        assert keys.find(wrong) is None, wrong


def test_a_revoked_an_expired_and_a_broken_key_open_nothing(keys: Keys, tmp_path: Path) -> None:
    (key, secret), (_, short) = keys.add("a"), keys.add("b", days=1e-9)
    time.sleep(0.001)
    assert keys.find(short) is None
    assert Keys(tmp_path / "store").revoke(key.id).state == "revoked"
    assert keys.find(secret) is None, "another process revoked it"
    assert keys.there, "with all keys revoked the server stays closed"
    _, good = keys.add("c")
    (tmp_path / "store" / FILE).write_text("{")
    assert keys.find(good) is None
    with pytest.raises(StoreDamaged, match="Nobody comes in"):
        keys.all()


def test_what_no_key_can_be_is_refused(keys: Keys) -> None:
    for wrong in (
        {"name": "a b"},
        {"name": "a", "person": "../x"},
        {"name": "a", "scopes": ("all",)},
        {"name": "a", "calls": 0},
    ):
        with pytest.raises(ConfigError):
            keys.add(**wrong)
    with pytest.raises(ConfigError, match="medley keys list"):
        keys.revoke("nobody")
    needs_token("0.0.0.0", "x", keys)
    with pytest.raises(ConfigError, match="medley keys add"):
        needs_token("0.0.0.0", None, keys)
    keys.add("a")
    needs_token("0.0.0.0", None, keys)


SCOPED = {
    "ask": ("/api/recommend", {"text": "calm"}),
    "feedback": ("/api/feedback", {"kind": "like", "item": "reef", "user": "ann"}),
    "write": ("/api/merge", {"session": "visit", "user": "ann"}),
    "operate": ("/api/privacy/show", {"user": "ann"}),
}


def test_a_key_opens_what_its_scopes_say_and_nothing_else(medley: Recommender, keys: Keys) -> None:
    made = {scope: keys.add(scope, scopes=(scope,))[1] for scope in SCOPED}
    with asked(medley) as client:
        for scope, secret in made.items():
            for wanted, (path, body) in SCOPED.items():
                answer = client.post(path, json=body, headers=bearer(secret))
                assert (answer.status_code < 300) == (scope == wanted), (scope, wanted, answer.text)
                assert answer.status_code in (200, 201, 403)
        assert client.post("/api/recommend", json={"text": "calm"}).status_code == 401
        assert client.get("/metrics", headers=bearer(made["ask"])).status_code == 403
        assert client.get("/metrics", headers=bearer(made["operate"])).status_code == 200


def test_a_store_without_keys_stays_open_on_this_machine(medley: Recommender) -> None:
    with TestClient(create_app(medley), base_url="http://127.0.0.1") as client:
        assert client.post("/api/recommend", json={"text": "calm"}).status_code == 200
        assert client.get("/metrics").status_code == 200
        assert client.post("/api/privacy/show", json={"user": "ann"}).status_code == 403


def test_a_persons_key_names_that_person_alone(medley: Recommender, keys: Keys) -> None:
    ann = bearer(keys.add("ann", person="ann", scopes=("ask", "feedback", "operate"))[1])
    other = bearer(keys.add("all", scopes=("feedback", "operate"))[1])
    like = {"kind": "like", "item": "reef"}
    with asked(medley) as client:
        client.post("/api/feedback", json=like | {"user": "bob"}, headers=other)
        client.post("/api/feedback", json=like | {"session": "visit"}, headers=other)
        assert client.post("/api/feedback", json=like, headers=ann).status_code == 201
        known = client.post("/api/privacy/show", json={"user": "ann"}, headers=other).json()
        assert known["events"] == 1, "recorded as hers though nobody was named"
        for path, body in (
            ("feedback", like | {"user": "bob"}), ("recommend", {"text": "calm", "user": "bob"}),
            ("recommend", {"users": ["ann", "bob"]}), ("search", {"text": "calm", "user": "bob"}),
            ("more-like", {"item": "reef", "user": "bob"}), ("events", {"events": [like | {"user": "bob"}]}),
            ("privacy/show", {"user": "bob"}), ("privacy/export", {"user": "bob"}), ("privacy/forget", {"user": "bob"}),
        ):  # fmt: skip
            answer = client.post(f"/api/{path}", json=body, headers=ann)
            assert answer.status_code == 403, (path, answer.text)
            assert "bob" not in answer.text
        chat = {"messages": [{"role": "user", "content": "calm"}], "user": "bob"}
        assert client.post("/v1/chat/completions", json=chat, headers=ann).status_code == 403
        assert client.post("/api/privacy/show", json={"session": "visit"}, headers=ann).json()["events"] == 0
        assert client.post("/api/privacy/forget", json={"user": "ann"}, headers=ann).json()["events"] == 1


def test_tenants_never_meet(medley: Recommender, keys: Keys) -> None:
    every = ("ask", "feedback", "write", "operate")
    north, south = (bearer(keys.add(name, tenant=name, scopes=every)[1]) for name in ("north", "south"))
    event = {"kind": "like", "item": "reef", "user": "ann"}
    with asked(medley) as client:
        assert client.post("/api/events", json={"events": [event]}, headers=north).status_code == 201
        client.post("/api/feedback", json={"kind": "like", "item": "moth", "session": "visit"}, headers=north)

        def known(who: dict[str, str], key: dict[str, str]) -> int:
            count: int = client.post("/api/privacy/show", json=who, headers=key).json()["events"]
            return count

        assert [known({"user": "ann"}, key) for key in (north, south)] == [1, 0]
        assert [known({"session": "visit"}, key) for key in (north, south)] == [1, 0]
        assert client.post("/api/merge", json={"session": "visit", "user": "ann"}, headers=south).json() == {
            "events": 0
        }
        assert client.post("/api/privacy/forget", json={"user": "ann"}, headers=south).json()["events"] == 0
        assert client.post("/api/merge", json={"session": "visit", "user": "ann"}, headers=north).json() == {
            "events": 1
        }
        assert known({"user": "ann"}, north) == 2


def test_calls_beyond_a_minutes_are_refused_for_that_key_alone(medley: Recommender, keys: Keys) -> None:
    few, other = bearer(keys.add("few", calls=3)[1]), bearer(keys.add("other")[1])
    with asked(medley) as client:
        said = [client.post("/api/search", json={"text": "calm"}, headers=few) for _ in range(4)]
        assert [answer.status_code for answer in said] == [200, 200, 200, 429]
        assert 1 <= int(said[-1].headers["retry-after"]) <= 20
        assert client.post("/api/search", json={"text": "calm"}, headers=other).status_code == 200


def test_a_bucket_fills_evenly_and_work_at_once_is_bounded() -> None:
    now = [0.0]
    limits, caller = RateLimiter(lambda: now[0]), Caller("k", ANYONE.scopes, calls=60, together=2)

    def refused() -> str | None:
        with limits.work(caller) as refusal:
            return refusal and refusal.code

    assert [refused() for _ in range(61)] == [None] * 60 + ["often"]
    now[0] = 1.0
    assert [refused(), refused()] == [None, "often"]
    now[0] = 500.0
    with limits.work(caller) as first, limits.work(caller) as second:
        assert (first, second) == (None, None)
        assert limits.busy == 2
        assert refused() == "together"
    assert limits.busy == 0
    assert refused() is None
    assert all(limits._begun(ANYONE) is None for _ in range(5_000)), "without a limit"


def test_the_page_opens_by_a_key_until_it_is_revoked(medley: Recommender, keys: Keys) -> None:
    pytest.importorskip("gradio", reason="needs the extra 'chat'")
    key, secret = keys.add("ann", scopes=("ask", "operate"))
    app = build_app(medley, Settings())
    mark = {"visit": "v" * 24, "item": "reef", "kind": "like"}
    with TestClient(app, base_url="http://shop.example") as client:
        assert client.get("/page/hello").status_code == 401
        assert client.post("/page/door", data={"token": secret[:-1] + "!"}).status_code == 401
        answer = client.post("/page/door", data={"token": secret}, follow_redirects=False)
        assert answer.status_code == 303
        assert secret not in answer.headers["set-cookie"]
        assert client.get("/page/hello").status_code == 200
        assert client.post("/page/mark", json=mark).status_code == 403, "a key that may not give feedback"
        assert client.post("/api/recommend", json={"text": "calm"}).status_code == 200
        assert client.post("/api/privacy/show", json={"user": "ann"}).status_code in (401, 403), "never by a cookie"
        keys.revoke(key.id)
        assert client.get("/page/hello").status_code == 401
        assert client.post("/api/recommend", json={"text": "calm"}).status_code == 401


def test_mcp_knows_keys_people_and_scopes(medley: Recommender, keys: Keys) -> None:
    pytest.importorskip("mcp", reason="needs the extra 'mcp'")
    ann, reader = (
        bearer(keys.add("ann", person="ann")[1]),
        bearer(keys.add("reader", scopes=("ask",), calls=4)[1]),
    )

    def called(headers: dict[str, str], name: str, **given: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": given}}
        kinds = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
        answer = httpx.post(f"{url}/mcp", json=body, headers=headers | kinds, timeout=30)
        if answer.status_code != 200:
            return answer.status_code
        data = next((line[6:] for line in answer.text.splitlines() if line.startswith("data: ")), answer.text)
        return json.loads(data)["result"]

    with serving(http_app(medley)) as url:
        assert called({}, "recommend", text="calm") == 401
        assert not called(ann, "record_feedback", item="reef", kind="like")["isError"]
        assert called(ann, "record_feedback", item="reef", kind="like", user="bob")["isError"]
        assert called(ann, "recommend", text="calm", user="bob")["isError"]
        assert not called(ann, "recommend", text="calm")["isError"]
        assert called(reader, "record_feedback", item="reef", kind="like", user="bob")["isError"]
        assert not called(reader, "search_items", text="calm")["isError"]
        assert called(reader, "search_items", text="calm", user="bob")["isError"] is False
        assert called(reader, "search_items", text="calm")["isError"] is False
        assert called(reader, "search_items", text="calm") == 429
    assert medley.privacy.show("ann")["events"] >= 1
    assert "like" not in medley.privacy.show("bob")["kinds"]


def test_writes_and_privacy_calls_are_written_down_without_names(
    medley: Recommender, keys: Keys, tmp_path: Path
) -> None:
    key, secret = keys.add("all", scopes=("ask", "feedback", "operate"))
    headers = bearer(secret) | {"x-request-id": "my-request-1"}
    with asked(medley) as client:
        client.post("/api/feedback", json={"kind": "like", "item": "reef", "user": "Anneliese"}, headers=headers)
        client.post("/api/recommend", json={"text": "calm", "user": "Anneliese"}, headers=headers)
        answer = client.post("/api/privacy/forget", json={"user": "Anneliese"}, headers=headers)
        assert answer.headers["x-request-id"] == "my-request-1"
        odd = client.get("/healthz", headers={"x-request-id": "two\twords"})
        assert odd.headers["x-request-id"] != "two\twords"
    path = tmp_path / "store" / AUDIT
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["did"], line["by"], line["request"]) for line in lines] == [
        ("feedback", key.id, "my-request-1"), ("forget", key.id, "my-request-1"),
    ]  # fmt: skip
    assert lines[0]["about"] == lines[1]["about"]
    assert "Anneliese" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    os.chmod(path, 0o600)

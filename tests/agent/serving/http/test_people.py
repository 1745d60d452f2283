"""People over HTTP: many events at once, visits that become users, items with items, and what only the token's owner hears."""

import shutil

import httpx
import pytest

from agent import Recommender, Settings
from agent.serving.http import create_app
from tests.agent.serving.http.conftest import TOKEN
from tests.films import films_store
from tests.http_server import serving

OWNER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    return films_store(tmp_path_factory.mktemp("people"))


@pytest.fixture
def asked(films, tmp_path):
    shutil.copytree(films, tmp_path / "store")
    with Recommender(tmp_path / "store", settings=Settings()) as medley:
        app = create_app(medley, token=TOKEN, admits=lambda request: request.cookies.get("visitor") == "known")
        with serving(app) as url, httpx.Client(base_url=url) as client:
            yield lambda path, body, **given: client.post(f"/api/{path}", json=body, **({"headers": OWNER} | given))


def test_many_events_are_recorded_at_once_or_none(asked) -> None:
    events = [
        {"kind": "like", "item": "reef", "session": "visit", "id": "e1"},
        {"kind": "search", "words": "calm", "session": "visit", "consent": True},
    ]
    assert asked("events", {"events": events}).json()["recorded"] == 2
    assert asked("events", {"events": events[:1]}).json() == {"recorded": 0, "known": 1, "forgotten": 0}
    wrong = asked(
        "events", {"events": [{"kind": "like", "item": "lamp", "user": "ann"}, {"kind": "like", "item": "lamp"}]}
    )
    assert wrong.status_code == 400
    assert "user or a session" in wrong.json()["error"]["message"]
    exported = asked("privacy/export", {"session": "visit"}).json()["events"]
    assert [(e["kind"], e["consent"]) for e in exported] == [("like", False), ("search", True)]
    assert asked("privacy/show", {"user": "ann"}).json()["events"] == 0


def test_a_visit_becomes_a_user_who_is_shown_and_forgotten(asked) -> None:
    asked("events", {"events": [{"kind": "like", "item": "reef", "session": "visit"}]})
    assert asked("merge", {"session": "visit", "user": "ann"}).json() == {"events": 1}
    known = asked("privacy/show", {"user": "ann"}).json()
    assert (known["events"], known["sessions"]) == (1, ["visit"])
    assert asked("privacy/forget", {"user": "ann"}).json() == {"events": 1, "sessions": 1, "retrain": False}
    assert asked("privacy/export", {"user": "ann"}).json() == {"events": []}
    assert asked("privacy/show", {"user": "ann", "session": "visit"}).status_code == 422


def test_what_is_known_of_people_is_for_the_tokens_owner_alone(asked, films, tmp_path) -> None:
    who = {"user": "ann"}
    for path, body in (("privacy/show", who), ("privacy/export", who), ("privacy/forget", who), ("merge", {"session": "v", **who})):  # fmt: skip
        assert asked(path, body, headers={}).status_code == 401
        assert asked(path, body, headers={"Cookie": "visitor=known"}).status_code == 401  # who may only use the page
    assert asked("more-like", {"item": "reef"}, headers={"Cookie": "visitor=known"}).status_code == 200
    with Recommender(films, settings=Settings()) as medley, serving(create_app(medley)) as url:
        assert httpx.post(f"{url}/api/privacy/forget", json=who).status_code == 403


def test_standing_facts_are_told_shown_and_taken_back(asked) -> None:
    (told,) = asked("facts/tell", {"user": "ann", "words": "I'm vegetarian"}).json()["facts"]
    assert (told["kind"], told["words"]) == ("avoid", "I'm vegetarian")
    assert asked("facts/show", {"user": "ann"}).json() == {"facts": [told]}
    assert asked("facts/tell", {"user": "ann", "words": "something blue"}).json() == {"facts": []}
    assert asked("privacy/export", {"user": "ann"}).json()["events"][0]["words"] == "I'm vegetarian"
    assert asked("facts/drop", {"user": "ann", "facts": [told["id"]]}).json() == {"dropped": 1}
    assert asked("facts/show", {"user": "ann"}).json() == {"facts": []}
    assert asked("facts/show", {"user": "ann"}, headers={}).status_code == 401


def test_items_with_items_and_people_together(asked) -> None:
    assert asked("more-like", {"item": "reef", "k": 1}).json()["items"][0]["id"] == "lamp"
    assert "bought together" in asked("goes-with", {"item": "reef"}).json()["notes"][0]
    bought = [{"kind": "buy", "item": item, "user": user} for user in ("u1", "u2") for item in ("reef", "moth")]
    asked("events", {"events": [*bought, {"kind": "like", "item": "reef", "user": "ann"}, {"kind": "like", "item": "moth", "user": "bob"}]})  # fmt: skip
    assert asked("goes-with", {"item": "reef", "k": 1}).json()["items"][0]["id"] == "moth"
    both = asked("recommend", {"users": ["ann", "bob"], "k": 1, "taste": 1}).json()
    assert both["items"][0]["id"] == "salt"
    assert asked("recommend", {"users": ["ann", "bob"], "fair": "borda"}).json()["items"]
    assert asked("more-like", {"item": "nowhere"}).status_code in (400, 404)
    assert asked("goes-with", {"item": "reef", "k": 1_000}).status_code == 422

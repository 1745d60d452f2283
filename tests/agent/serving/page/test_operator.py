"""The operator's page: what is missed and done, policies and events changed, a request in the open; for the scope alone."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from starlette.testclient import TestClient

from agent import Recommender, Settings
from agent.serving.page.missed import Missed
from agent.serving.server import build_app
from tests.agent.serving.page.conftest import PATIENCE, served
from tests.catalogues import indexed

TOKEN = {"authorization": "Bearer s3cret"}
READS = ("health", "people", "missed", "policies")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed(tmp_path_factory.mktemp("operated"), 12)[1]


@pytest.fixture(scope="module")
def policies(store: Path) -> Path:
    path = store.parent / "policies.toml"
    path.write_text("[show]\nat_most = 3\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def medley(store: Path, policies: Path):
    with Recommender(store, settings=Settings(token="s3cret", policies=policies)) as opened:  # type: ignore[arg-type]
        yield opened


@pytest.fixture(scope="module")
def client(medley: Recommender):
    with TestClient(build_app(medley, medley.settings), base_url="http://shop.example") as opened:
        yield opened


def test_only_the_scope_operate_opens_it(medley: Recommender) -> None:
    with TestClient(build_app(medley, medley.settings), base_url="http://shop.example") as visitor:
        visitor.post("/page/door", data={"token": "s3cret"})
        assert visitor.get("/").status_code == 200
        for name in READS:
            assert visitor.get(f"/operate/{name}").status_code in (401, 403), "a visitor's cookie opens the page alone"
        assert visitor.post("/operate/policies", json={"text": ""}).status_code in (401, 403)
        assert visitor.get("/operate/health", headers=TOKEN).status_code == 200


def test_without_a_token_this_machine_may_look_and_not_change(store: Path) -> None:
    with (
        Recommender(store, settings=Settings()) as medley,
        TestClient(build_app(medley, medley.settings), base_url="http://127.0.0.1") as client,
    ):
        assert client.get("/operate/health").status_code == 200
        assert client.post("/operate/try", json={"text": "a frog"}).status_code == 403


def test_health_tells_what_is_there(client: TestClient) -> None:
    health = client.get("/operate/health", headers=TOKEN).json()
    assert health["facts"]["items"] == "12"
    assert health["faults"] == []
    assert {field["name"]: field["share"] for field in health["fields"]}["price"] == 1.0


def test_what_is_not_found_is_counted_and_names_nobody(client: TestClient, store: Path) -> None:
    for turn in (1, 2):
        asked = {"visit": "v" * 24, "turn": turn, "text": "a bassoon under 2 dollars"}
        assert client.post("/page/ask", json=asked, headers=TOKEN).status_code == 200
    missed = client.get("/operate/missed", headers=TOKEN).json()
    told = {one["text"]: one["times"] for kind in missed.values() for one in kind}
    assert any("bassoon" in text for text in told), missed
    assert "v" * 24 not in (store / "missed.json").read_text("utf-8")


def test_a_broken_file_of_counts_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "missed.json").write_text('{"absent": [1]}', "utf-8")
    assert Missed(tmp_path).told() == {"absent": [], "relaxed": [], "nothing": []}


def test_policies_are_edited_and_wrong_ones_are_refused(client: TestClient, policies: Path) -> None:
    wrong = client.post("/operate/policies", json={"text": "[show]\nat_mst = 1"}, headers=TOKEN)
    assert wrong.status_code == 400
    assert "at_mst" in wrong.json()["error"]
    assert "at_most = 3" in policies.read_text("utf-8"), "it stays as it was"
    assert client.post("/operate/policies", json={"text": "[show]\nat_most = 2\n"}, headers=TOKEN).status_code == 200
    tried = client.post("/operate/try", json={"text": "animals"}, headers=TOKEN).json()
    assert len(tried["picks"]) == 2, "they hold from the next request on"
    assert tried["trace"]["searches"][0]["hits"]


def test_events_are_imported_and_drawn(browser: Any, medley: Recommender, tmp_path: Path, shots: Path) -> None:
    server, url, thread = served(build_app(medley, medley.settings))
    events = tmp_path / "log.csv"
    rows = [
        f"u{n % 4},i{n % 12:03d},{('view', 'like', 'buy')[n % 3]},2026-11-{10 + n % 18}T10:00:00" for n in range(40)
    ]
    events.write_text("\n".join(["user,item,kind,at", *rows]), "utf-8")
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(url)
    page.fill("#token", "s3cret")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-medley=ready]")
    page.goto(f"{url}operate")
    page.fill("#key", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector(".key .wrong:not(:empty)")
    page.fill("#key", "s3cret")
    page.keyboard.press("Enter")
    page.wait_for_selector(".boards:not([hidden])")
    page.set_input_files("#events", events)
    page.click(".events-form button")
    page.wait_for_selector(".events-told:has-text('rows recorded')")
    page.wait_for_selector(".people svg rect")
    page.fill("#tried", "a red fox")
    page.keyboard.press("Enter")
    page.wait_for_selector(".trace details")
    page.screenshot(path=shots / "operator.png", full_page=True)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    found = axe.Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
    assert wrong == []
    context.close()
    server.should_exit = True
    thread.join(10)

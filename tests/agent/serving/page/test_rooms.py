"""What opens over the conversation: an item in full and its own page, two side by side, the shortlist; and cards in Chinese."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from starlette.testclient import TestClient

from agent import Recommender, Settings
from agent.serving.server import build_app
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from tests.agent.serving.page.conftest import Opener, served

ROWS = [
    {"id": "a/1", "title": "Red wok", "title_zh": "红色炒锅", "description": "A wok of steel.\nIt is heavy.", "meat_dish": "yes", "colour": "red",
     "price": 24.5, "price_currency": "EUR", "stock": 3, "link": "https://shop.example/wok", "sku": "W-1"},
    {"id": "b", "title": "Blue wok", "title_zh": "蓝色炒锅", "description": "A wok of iron.", "meat_dish": "no", "colour": "blue", "price": 30,
     "price_currency": "EUR", "stock": 0, "link": "javascript:alert(1)", "sku": "W-2"},
    {"id": "c", "title": "Green wok", "title_zh": "绿色炒锅", "description": "A wok of clay.", "meat_dish": "no", "colour": "green", "price": 12,
     "price_currency": "EUR", "stock": 9, "sku": "W-3"},
]  # fmt: skip
FACE = """
name = "The Wok House"
accent = "#0a6b4f"
hide = ["sku"]
card = ["colour"]
logo = "logo.svg"
greeting.en = "What is cooking?"
examples.en = ["something for two"]
labels.zh = { stock = "现货" }
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    (folder / "face.toml").write_text(FACE, "utf-8")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    index_catalog(read_catalog(folder / "c.jsonl"), folder / "store", encoder_set("fake"))
    return folder


@pytest.fixture(scope="module")
def client(shop: Path):
    with (
        Recommender(shop / "store", settings=Settings(face=shop / "face.toml")) as medley,
        TestClient(build_app(medley, medley.settings), base_url="http://127.0.0.1") as opened,
    ):
        yield opened


def _answered(client: TestClient, text: str, language: str = "en") -> dict:
    asked = {"visit": "v" * 24, "turn": 1, "text": text, "language": language, "afresh": True}
    events = [line for line in client.post("/page/ask", json=asked).text.splitlines() if line.startswith("data:")]
    return json.loads(events[-1][5:])


def test_an_item_has_a_page_of_its_own_with_all_that_it_says(client: TestClient) -> None:
    page = client.get("/item/a%2F1", headers={"accept-language": "en"}).text
    assert "<p>It is heavy.</p>" in page
    assert "€24.50" in page
    assert 'href="https://shop.example/wok" target="_blank" rel="noopener noreferrer"' in page
    assert "W-1" not in page, "the operator hides it"
    assert 'href="javascript' not in client.get("/item/b").text
    assert client.get("/item/none").status_code == 404


def test_a_comparison_shows_first_what_differs(client: TestClient) -> None:
    html = client.get("/page/compare", params={"items": ["a/1", "b"], "language": "en"}).json()["html"]
    assert html.index('class="differs"') < html.index("A wok of steel")
    assert client.get("/page/compare", params={"items": ["a/1", "none"]}).status_code == 404
    assert client.get("/page/compare", params={"items": list("abcd")}).status_code == 422


def test_each_card_says_something_else_and_no_card_hides_what_is_missing(client: TestClient) -> None:
    def reasons(text: str) -> list[str]:
        return [
            re.sub("<[^>]+>", "", c.split('class="reason"')[1].split("</p>")[0].partition(">")[2])
            for c in _answered(client, text)["cards"]
        ]

    said = reasons("a wok under 40 euros")
    assert said
    assert len(set(said)) == len(said)
    assert not any("under 40" in one for one in said), "it holds for all, and stands above"
    assert all("10" in one for one in reasons("a wok under 10 euros")), "here it gave way"


def test_what_is_sold_out_is_marked(client: TestClient) -> None:
    cards = {c.split('data-item="')[1].split('"')[0]: c for c in _answered(client, "the blue wok")["cards"]}
    assert 'class="card sold"' in cards["b"]
    assert 'data-t="sold"' in cards["b"]


def test_in_chinese_fields_and_values_have_chinese_names(client: TestClient) -> None:
    told = _answered(client, "红色的炒锅", "zh")
    shown = told["panel"] + "".join(told["cards"]) + told["head"]
    assert "颜色是红色" in told["panel"]
    assert "meat_dish" not in shown
    assert "meat dish" not in shown
    details = client.get("/page/item", params={"item": "a/1", "language": "zh"}).json()["html"]
    assert "<dt>荤菜</dt><dd>是</dd>" in details
    assert "<dt>现货</dt>" in details, "the operator's own name comes first"


def test_a_face_is_one_small_file(client: TestClient, shop: Path) -> None:
    page = client.get("/").text
    assert "<title>The Wok House</title>" in page
    assert "#0a6b4f" in client.get("/page/face.css").text
    assert client.get("/page/logo").headers["content-type"] == "image/svg+xml"
    hello = client.get("/page/hello").json()["html"]
    assert "What is cooking?" in hello
    assert "something for two" in hello


def test_a_face_with_a_mistake_is_told(shop: Path, tmp_path: Path) -> None:
    from agent.serving.page.face import face_of, logo_of
    from retrieval.errors import ConfigError

    wrong = tmp_path / "face.toml"
    for text in ("accent = 'red; } body {'", "nmae = 'x'", "name ="):
        wrong.write_text(text, "utf-8")
        with pytest.raises(ConfigError):
            face_of(wrong)
        wrong.unlink()
    wrong.write_text('logo = "../face.toml"', "utf-8")
    with pytest.raises(ConfigError):
        logo_of(wrong)


def test_details_comparison_and_shortlist_open_over_the_conversation(visit: Opener, shop: Path, shots: Path) -> None:
    with Recommender(shop / "store", settings=Settings(face=shop / "face.toml")) as medley:
        server, url, thread = served(build_app(medley, medley.settings))
        one = visit(url)
        turn = one.ask("a wok under 40 euros")
        assert turn.locator(".price dd").first.inner_text() in ("€24.50", "€12.00")
        page = one.page
        assert not page.locator(".for-sounds").first.is_visible(), "there is no sound in this catalogue"
        turn.locator("h3 a").first.click()
        page.wait_for_selector(".window .facts")
        page.keyboard.press("Escape")
        page.wait_for_selector(".window", state="detached")
        for n in range(2):
            turn.locator(".compare").nth(n).click()
        page.click(".tray .solid")
        page.wait_for_selector(".compared .differs")
        page.screenshot(path=shots / "compare.png")
        page.keyboard.press("Escape")
        turn.locator(".keep").first.click()
        page.click("[data-act=shortlist]")
        page.fill(".rows input", "for the wedding")
        page.keyboard.press("Tab")
        with page.expect_download() as saved:
            page.click(".saves button >> nth=0")
        assert "for the wedding" in Path(saved.value.path()).read_text("utf-8")
        page.keyboard.press("Escape")
        page.reload()
        page.wait_for_selector("html[data-medley=ready]")
        assert page.locator(".count").inner_text() == "1"
        page.locator(".more").first.click()
        one.answered()
        page.locator(".dislike").last.click()
        page.locator(".unkind:visible, .disliked-note:visible .link").last.click()
        one.answered()
        assert page.locator(".mine p").last.inner_text().startswith("no ")
        server.should_exit = True
        thread.join(10)

"""The tutorials do what they say: their commands run or at least parse, their Python runs, their page finds and likes.

What takes a key, a model or another machine is parsed only.
"""

import http.server
import json
import re
import shlex
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.cli.main import app
from tests.agent.cli.test_help import COMMANDS, ROOT, _parsed
from tests.http_server import serving
from tests.media_files import picture, sound
from tests.openai_server import OpenAIServer

PAGES = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parents[2] / "docs" / "tutorials").glob("*.md")}
ELSEWHERE = ("serve", "openai:", "ollama:", "gguf:")


def code(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGES[page], re.DOTALL | re.MULTILINE)


def commands(page: str) -> Iterator[list[str]]:
    """What the page's shell lines give to `medley`."""
    for line in "\n".join(code(page, "sh")).splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["medley"]:
            yield words[1:]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the garden's folder, the shop's file of rows like the tutorial's, and a photo."""
    (tmp_path / "media").mkdir()
    garden = tmp_path / "Pictures" / "garden"
    garden.mkdir(parents=True)
    picture(garden / "frog.png", colour=(20, 160, 60))
    sound(garden / "frog.wav", seconds=0.3)
    picture(garden / "red tulip.png", colour=(200, 10, 10))
    (row,) = (json.loads(text) for text in code("own_catalogue", "json"))
    rows = []
    for n, title in enumerate(("Canvas shoes", "Rain boots", "Running shoes", "Wool hat"), 1):
        image = picture(tmp_path / "media" / f"s{n}.png", colour=(60 * n, 20, 20))
        rows.append(row | {"id": f"s{n}", "title": title, "image": f"media/{image.name}", "price": 20 * n})
        rows[-1] |= {} if n == 1 else {"title_zh": "鞋"}
    (tmp_path / "shop.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    shutil.copy(tmp_path / "media" / "s1.png", tmp_path / "photo.jpg")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MEDLEY_ENCODERS", "fake")
    return tmp_path


def ran(words: list[str], home: Path) -> str:
    expanded = [str(home) + word[1:] if word.startswith("~/") else word for word in words]
    done = CliRunner().invoke(app, expanded, input="red shoes\n/quit\n", catch_exceptions=False)
    assert done.exit_code == 0, (words, done.output)
    return done.stdout


@pytest.mark.parametrize("page", sorted(PAGES))
def test_its_commands_are_ones_that_there_are(page: str, shop: Path) -> None:
    for words in commands(page):
        assert _parsed(ROOT, words), words
    for inline in re.findall(r"`medley ([a-z][^`]*)`", PAGES[page]):
        path = " ".join(inline.split()[:2])
        assert path in COMMANDS or path.split()[0] in COMMANDS, inline


def test_a_catalogue_of_ones_own_becomes_a_conversation(shop: Path) -> None:
    told = {}
    for words in commands("own_catalogue"):
        if not any(word.startswith(ELSEWHERE) for word in words):
            told[" ".join(words)] = ran(words, shop)
    assert len(told) == 9
    cheap = next(said for words, said in told.items() if "under $50" in words)
    assert "price < 50" in cheap
    assert "Canvas shoes" in cheap
    assert "80" in next(said for words, said in told.items() if "80元以下" in words)
    assert "1. Canvas shoes" in next(said for words, said in told.items() if "photo.jpg" in words)
    assert "garden: 2 items" in next(said for words, said in told.items() if "--store garden" in words)


def _index(shop: Path) -> None:
    ran(["index", "shop.jsonl", "--store", "shop"], shop)


def test_a_langchain_model_answers(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _index(shop)
    (example,) = code("models", "python")
    with OpenAIServer() as server:
        capsys.readouterr()
        exec(compile(example, "docs/tutorials/models.md", "exec"), {"BASE_URL": server.base_url})
    assert "gpt-5-mini" in capsys.readouterr().out
    assert server.requests


def _web_shop(shop: Path, origin: str) -> Any:
    (example,) = code("web_shop", "python")
    names: dict[str, Any] = {}
    exec(compile(example.replace("https://shop.example", origin), "docs/tutorials/web_shop.md", "exec"), names)
    return names["app"]


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that is served as the shop's own pages, and where."""
    folder = tmp_path / "pages"
    folder.mkdir()
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_shops_page_finds_shows_and_likes(shop: Path, pages: tuple[Path, str]) -> None:
    from agent.evaluation.speed.browser import CHROMIUM_ARGUMENTS, find_chromium

    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    if find_chromium() is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    _index(shop)
    folder, origin = pages
    (html,) = code("web_shop", "html")
    with serving(_web_shop(shop, origin)) as api, sync_api.sync_playwright() as playwright:
        (folder / "index.html").write_text(html.replace("http://127.0.0.1:8000", api), "utf-8")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGUMENTS))
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.goto(origin)
        page.fill("input[name=text]", "shoes under $50")
        page.click("text=Find")
        page.wait_for_selector("#found li")
        assert "price < 50" in page.inner_text("#told")
        assert "Canvas shoes" in page.locator("#found b").all_inner_texts()
        page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
        page.locator("#found button").first.click()
        page.wait_for_selector("#found button[disabled]")
        browser.close()


def test_a_shopify_export_becomes_a_shop_to_talk_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "products_export.csv").write_text(*code("shopify", "csv"), "utf-8")
    (tmp_path / "stock.csv").write_text("sku,qty\nWH-1,0\n", "utf-8")
    order = "Name,Email,Created at,Lineitem name,Lineitem sku\n#1,ann@shop.example,2024-05-01 08:00:00 +0000,Wool Hat,wool-hat\n"
    (tmp_path / "orders_export.csv").write_text(order, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDLEY_ENCODERS", "fake")
    told = {}
    for words in commands("shopify"):
        if words[0] != "serve":
            done = CliRunner().invoke(app, words, catch_exceptions=False)
            assert done.exit_code == (1 if words[0] == "doctor" else 0), (words, done.output)
            told[" ".join(words)] = done.stdout
    assert "rain-cape: call us" in told["doctor products_export.csv"]
    assert 'aria-label="price: ' in (tmp_path / "report.html").read_text("utf-8")
    asked = {words.removeprefix("recommend ").removesuffix(" --store shop"): said for words, said in told.items()}
    assert "1. Trail Boot" in asked["leather boots size 43"]
    assert "1. Wool Hat" in asked["something for winter under $30"]
    assert "1. Trail Boot" in asked["what is on sale"]
    assert "1. Trail Boot" in asked["TB-43-B"]
    assert "Canvas Shoe" in asked["150美元以下的鞋"]
    assert "stock: 12 → 0" in next(said for words, said in told.items() if "--dry-run" in words)
    assert "1 events recorded" in told["events import orders_export.csv --store shop"]

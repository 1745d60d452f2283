"""`<medley-chat>` on a page of another origin, with a key of scope ask: answers, callbacks, and what the key doesn't open."""

import functools
import http.server
import threading
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from agent import Recommender, Settings
from agent.serving.access.keys import Keys
from agent.serving.server import build_app
from tests.agent.serving.page.conftest import PATIENCE, served
from tests.catalogues import indexed

PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self' {server}; connect-src {server}; img-src {server}">
<title>Shop</title><h1>Shop</h1><script src="{server}embed/medley-chat.js"></script>
<medley-chat server="{server}" key="{key}" accent="#0a6b4f" count="3" cart></medley-chat>"""


@pytest.fixture
def shop(tmp_path: Path):
    """The folder and the address of another site."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    (tmp_path / "site").mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield tmp_path / "site", f"http://localhost:{site.server_address[1]}"
        site.shutdown()


def test_a_shops_page_holds_a_conversation_with_a_key(browser: Any, shop: Any, tmp_path: Path, shots: Path) -> None:
    folder, origin = shop
    store = indexed(tmp_path, 12)[1]
    key = _made(Keys(store))
    with Recommender(store, settings=Settings(origins=(origin,))) as medley:
        server, url, thread = served(build_app(medley, medley.settings))
        (folder / "index.html").write_text(PAGE.format(server=url, key=key, language="en"), "utf-8")
        (folder / "zh.html").write_text(PAGE.format(server=url, key="wrong", language="zh"), "utf-8")
        context = browser.new_context(viewport={"width": 900, "height": 700})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(origin)
        page.evaluate("document.addEventListener('medley-cart', event => { window.cart = event.detail.item.id; })")
        page.evaluate(
            "document.addEventListener('medley-open', event => { event.preventDefault(); window.opened = event.detail.item.id; })"
        )
        page.fill("medley-chat input", "animals under 10")
        page.keyboard.press("Enter")
        page.wait_for_selector("medley-chat li >> nth=2")
        page.wait_for_selector("medley-chat button:not([disabled]) >> nth=3")
        titles = page.locator("medley-chat li a").all_inner_texts()
        page.locator("medley-chat li button").first.click()
        page.locator("medley-chat li a").first.click()
        assert page.evaluate("[window.cart, window.opened]") == [page.evaluate("window.cart")] * 2
        assert medley.retriever.item(page.evaluate("window.cart")).title == titles[0]
        page.screenshot(path=shots / "embedded.png")
        page.fill("medley-chat input", "not a frog")
        page.keyboard.press("Enter")
        page.wait_for_selector("medley-chat ol >> nth=1 >> li")
        assert not any(
            "frog" in title for title in page.locator("medley-chat ol").nth(1).locator("a").all_inner_texts()
        )
        assert wrong == []
        page.goto(f"{origin}/zh.html")
        page.fill("medley-chat input", "青蛙")
        page.keyboard.press("Enter")
        page.wait_for_selector("medley-chat .wrong")
        assert page.locator("medley-chat form button").inner_text() == "发送"
        told = page.evaluate(
            "async ([url, key]) => (await fetch(`${url}operate/health`, { headers: { authorization: `Bearer ${key}` } }).catch(() => ({ status: 0 }))).status",
            [url, key],
        )
        assert told == 0, "a page of another origin reaches nothing but the API"
        context.close()
        server.should_exit = True
        thread.join(10)


def _made(keys: Keys) -> str:
    """A key that may ask, and nothing else."""
    return str(keys.add("shop-page", scopes=("ask",))[1])

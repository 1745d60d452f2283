"""Pictures of the chat page for the documentation, of a real visit: answers, phones, details, comparison, operator, web component.

    python -m tests.pictures.page_pictures STORE docs

Of the starter catalogue's store (`medley demo --catalogue starter` makes it). Needs Playwright, a Chromium, and a font with
Chinese; knows the page by what a visitor sees.
"""

from __future__ import annotations

import functools
import http.server
import io
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from agent.evaluation.speed.browser import CHROMIUM_ARGUMENTS
from agent.evaluation.speed.page_times import PATIENCE, chromium, served, until
from agent.recommender.recommender import Recommender
from agent.serving.server import warm
from retrieval.atomic import write_atomically

__all__ = ["GIVEN", "NAMES", "REQUESTS", "stills"]

REQUESTS = ("something that makes music, under 130 euros, not red", "给我一个会叫的动物，不要狗")
"""What is asked with a picture, and in Chinese."""
GIVEN = "violin"
"""The item of the starter catalogue whose picture is given."""
NAMES = (
    "page.png", "page-phone.webp", "page-dark.webp", "page-details.webp", "page-compare.webp", "page-history.webp", "page-map.webp",
    "page-operator.webp", "page-embedded.webp",
)  # fmt: skip
WIDE: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}, "locale": "en-GB"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780}, "locale": "en-GB", "device_scale_factor": 1.25, "is_mobile": True, "has_touch": True
}  # fmt: skip
MISSED = ("a green piano under 2", "a submarine", "a violin under 5 that is blue")
"""What is asked for the operator's page, and isn't there."""
GAP = 46
"""Pixels between the two phones."""
SHOP = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>
<style>body {{ font: 16px system-ui; margin: 0; background: #f2f6f3; color: #14231c }} header {{ background: #0a6b4f; color: #fff; padding: 18px 32px; font-size: 22px }}
main {{ display: grid; grid-template-columns: 1fr 560px; gap: 32px; padding: 28px 32px }} medley-chat {{ height: 520px }}</style>
<header>The music corner</header><main><div><h1>Instruments for everybody</h1><p>Ask for what you have in mind. Show us a picture later.</p></div>
<medley-chat server="{server}" language="en" accent="#0a6b4f" count="3" cart></medley-chat></main><script src="{server}embed/medley-chat.js"></script>"""


def _opened(browser: Any, url: str, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    page.wait_for_selector("html[data-medley=ready]")
    page.wait_for_selector(".hello:not(.waiting)")
    page.wait_for_load_state("networkidle")
    return page


def _asked(page: Any, request: str) -> None:
    page.fill("#request", request)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:last-child:not(.pending)")
    until(
        page,
        "[...document.querySelectorAll('.turn img')].filter(i => i.getBoundingClientRect().top < innerHeight).every(i => i.complete)",
    )
    page.wait_for_timeout(900)  # the cards have come in


def _shot(page: Any) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _answers(browser: Any, url: str, given: Path) -> dict[str, Image.Image]:
    page = _opened(browser, url, **WIDE)
    page.set_input_files(".pick-image", given)
    page.wait_for_selector(".given .preview img")
    _asked(page, REQUESTS[0])
    found = {"page.png": _shot(page)}
    page.locator(".turn h3 a").first.click()
    page.wait_for_selector(".window .facts")
    page.wait_for_timeout(500)
    found["page-details.webp"] = _shot(page)
    page.keyboard.press("Escape")
    for n in range(3):
        page.locator(".turn .compare").nth(n).click()
    page.click(".tray .solid")
    page.wait_for_selector(".compared")
    page.wait_for_timeout(500)
    found["page-compare.webp"] = _shot(page)
    page.keyboard.press("Escape")
    page.click("[data-act=fresh]")
    _asked(page, "calm blue things")
    page.click("[data-act=map]")
    page.wait_for_selector("canvas.map")
    page.wait_for_timeout(400)
    found["page-map.webp"] = _shot(page)
    page.keyboard.press("Escape")
    page.click("[data-act=history]")
    page.wait_for_selector(".rows li >> nth=1")
    page.wait_for_timeout(300)
    found["page-history.webp"] = _shot(page)
    dark = _opened(browser, url, **WIDE | {"locale": "zh-CN", "color_scheme": "dark"})
    _asked(dark, REQUESTS[1])
    dark.locator(".steps summary").first.click()
    dark.wait_for_timeout(200)
    return found | {"page-dark.webp": _shot(dark)}


def _phones(browser: Any, url: str) -> Image.Image:
    light = _shot(_opened(browser, url, **PHONE))
    page = _opened(browser, url, **PHONE | {"locale": "zh-CN", "color_scheme": "dark"})
    _asked(page, REQUESTS[1])
    dark = _shot(page)
    both = Image.new("RGB", (light.width + GAP + dark.width, light.height), "white")
    both.paste(light, (0, 0))
    both.paste(dark, (light.width + GAP, 0))
    return both


def _operator(browser: Any, url: str) -> Image.Image:
    page = browser.new_context(**WIDE | {"viewport": {"width": 1366, "height": 1500}}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{url}operate")
    page.wait_for_selector("html[data-medley=ready]")
    page.wait_for_timeout(300)
    return _shot(page)


@contextmanager
def _shop() -> Iterator[tuple[Path, str]]:
    """The folder and the address of another site."""
    with tempfile.TemporaryDirectory(prefix="medley-shop-") as folder:
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
            threading.Thread(target=site.serve_forever, daemon=True).start()
            yield Path(folder), f"http://localhost:{site.server_address[1]}"
            site.shutdown()


def _embedded(browser: Any, url: str, folder: Path, origin: str) -> Image.Image:
    (folder / "index.html").write_text(SHOP.format(server=url), "utf-8")
    page = browser.new_context(viewport={"width": 1200, "height": 680}, locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(origin)
    page.fill("medley-chat input", "a musical instrument under 100")
    page.keyboard.press("Enter")
    page.wait_for_selector("medley-chat form button:not([disabled])")
    page.wait_for_selector("medley-chat li >> nth=1")
    page.wait_for_timeout(900)
    return _shot(page)


def _lived(medley: Recommender) -> None:
    """Events of three weeks, by a seed, so that the operator's page has something to show."""
    drawn, items = random.Random(5), [item.id for item in medley.retriever.store.items()]
    kinds = ["view"] * 9 + ["like"] * 4 + ["cart"] * 2 + ["buy", "dislike"]
    now = time.time()
    medley.record([
        medley.event(kind=drawn.choice(kinds), item=drawn.choice(items[:18]), user=f"u{drawn.randrange(14)}", at=now - 86_400 * drawn.random() ** 1.5 * 21)
        for _ in range(240)
    ])  # fmt: skip


def stills(store: Path, folder: Path, given: str = GIVEN) -> list[Path]:
    """Writes the pictures `NAMES` into `folder`, and returns their paths. The store is copied: nothing is recorded in it.

    Raises ConfigError without a browser, MissingExtraError without the extra `chat`, QueryError where there is no item
    called `given`.
    """
    path = chromium()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="medley-pictures-") as temporary:
        copy = Path(
            shutil.copytree(store, Path(temporary) / "store", ignore=shutil.ignore_patterns("events*", "missed*"))
        )
        with (
            Recommender(copy, model="offline") as medley,
            _shop() as (site, origin),
            served(medley, origins=(origin,)) as url,
        ):
            item = medley.retriever.item(given)
            warm(medley)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
                drawn = _answers(browser, url, item.media_path(item.images[0]))
                drawn["page-phone.webp"] = _phones(browser, url)
                drawn["page-embedded.webp"] = _embedded(browser, url, site, origin)
                for words in MISSED:
                    medley_page = _opened(browser, url, **WIDE)
                    _asked(medley_page, words)
                _lived(medley)
                drawn["page-operator.webp"] = _operator(browser, url)
                browser.close()
    made = []
    for name in NAMES:
        buffer = io.BytesIO()
        picture = drawn[name].quantize(256) if name.endswith("png") else drawn[name]
        picture.save(buffer, Path(name).suffix[1:], optimize=True, quality=80, method=6)
        write_atomically(folder / name, buffer.getvalue())
        made.append(folder / name)
    return made


if __name__ == "__main__":
    for still in stills(Path(sys.argv[1]), Path(sys.argv[2])):
        print(f"{still}: {still.stat().st_size:,} bytes")

"""Two pictures of the chat page, of a real visit: an answer to words and a picture, and the page on a phone, light and dark.

    python -m tests.pictures.page_pictures STORE docs

For the documentation, of the starter catalogue's store (`medley demo --catalogue starter` makes it). Needs Playwright, a
Chromium, and a font with Chinese; knows the page by what a visitor sees.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from agent.evaluation.speed.browser import CHROMIUM_ARGUMENTS
from agent.evaluation.speed.page_times import PATIENCE, chromium, served, until
from agent.recommender.recommender import Recommender
from agent.serving.server import warm
from retrieval.atomic import write_atomically

__all__ = ["GIVEN", "REQUESTS", "stills"]

REQUESTS = ("something that makes music, under 130 euros, not red", "给我一个会叫的动物，不要狗")
"""What is asked with a picture, and on the phone."""
GIVEN = "violin"
"""The item of the starter catalogue whose picture is given."""
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 1000}, "locale": "en-GB", "device_scale_factor": 1.25}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780}, "locale": "en-GB", "device_scale_factor": 1.25, "is_mobile": True, "has_touch": True
}  # fmt: skip
GAP = 46
"""Pixels between the two phones."""


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
    until(page, "[...document.querySelectorAll('.turn img')].every(i => i.complete)")
    page.wait_for_timeout(900)  # the cards have come in


def _shot(page: Any) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _answer(browser: Any, url: str, given: Path) -> Image.Image:
    page = _opened(browser, url, **WIDE)
    page.set_input_files(".pick-image", given)
    page.wait_for_selector(".given .preview img")
    _asked(page, REQUESTS[0])
    return _shot(page)


def _phones(browser: Any, url: str) -> Image.Image:
    light = _shot(_opened(browser, url, **PHONE))
    page = _opened(browser, url, **PHONE | {"locale": "zh-CN", "color_scheme": "dark"})
    _asked(page, REQUESTS[1])
    dark = _shot(page)
    both = Image.new("RGB", (light.width + GAP + dark.width, light.height), "white")
    both.paste(light, (0, 0))
    both.paste(dark, (light.width + GAP, 0))
    return both


def stills(medley: Recommender, folder: Path, given: str = GIVEN) -> list[Path]:
    """Writes `page.png` and `page-phone.webp` into `folder`, and returns their paths.

    Raises ConfigError without a browser, MissingExtraError without the extra `chat`, QueryError where there is no item
    called `given`.
    """
    path, item = chromium(), medley.retriever.item(given)
    from playwright.sync_api import sync_playwright

    warm(medley)
    with served(medley) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        answer = _answer(browser, url, item.media_path(item.images[0]))
        phones = _phones(browser, url)
        browser.close()
    made = []
    for name, picture in (("page.png", answer.quantize(256)), ("page-phone.webp", phones)):
        buffer = io.BytesIO()
        picture.save(buffer, Path(name).suffix[1:], optimize=True, quality=82, method=6)
        write_atomically(folder / name, buffer.getvalue())
        made.append(folder / name)
    return made


if __name__ == "__main__":
    with Recommender(Path(sys.argv[1]), model="offline") as opened:
        for still in stills(opened, Path(sys.argv[2])):
            print(f"{still}: {still.stat().st_size:,} bytes")

"""A short film of the chat page, made of real frames: ask, cards, a like, and what comes near but is something else.

    python -m tests.pictures.page_film STORE docs/page-film.webp

For the README. Needs Playwright and a Chromium; knows the page by what a visitor sees.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from agent.evaluation.speed.browser import CHROMIUM_ARGUMENTS
from agent.evaluation.speed.page_times import PATIENCE, chromium, served, until
from agent.recommender.recommender import Recommender
from agent.serving.server import warm
from retrieval.atomic import write_atomically

__all__ = ["SCENES", "film"]

SCENES = ("a string instrument", "like the second, but not a violin")
"""What is asked first, and after the first card was liked."""
SIZE, WIDTH = (1280, 920), 960
"""Of the window, and the width of a frame, in pixels."""
QUALITY = 62
Frame = tuple[Image.Image, int]
"""A picture, and how long it stands, in milliseconds."""


def _frame(page: Any, stands: int) -> Frame:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.LANCZOS), stands


def _asked(page: Any, request: str, turn: int) -> Iterator[Frame]:
    """A request as it is typed, the waiting, and its cards."""
    for end in range(0, len(request), max(len(request) // 5, 1)):
        page.fill("#request", request[:end])
        yield _frame(page, 160)
    page.fill("#request", request)
    yield _frame(page, 700)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".turn[data-turn='{turn}']:not(.pending)")
    until(page, f"[...document.querySelectorAll(\".turn[data-turn='{turn}'] img\")].every(i => i.complete)")
    page.wait_for_timeout(900)  # the cards have come in
    yield _frame(page, 3200)


def _played(page: Any, scenes: tuple[str, str]) -> Iterator[Frame]:
    page.wait_for_selector(".hello:not(.waiting)")
    page.wait_for_timeout(700)
    yield _frame(page, 1400)
    yield from _asked(page, scenes[0], 1)
    like = page.locator(".turn[data-turn='1'] .card [data-act=like]").first
    like.hover()
    yield _frame(page, 500)
    like.click()
    page.wait_for_timeout(500)
    yield _frame(page, 1200)
    yield from _asked(page, scenes[1], 2)


def film(medley: Recommender, to: Path, scenes: tuple[str, str] = SCENES) -> Path:
    """Writes an animated WebP of a visit that asks `scenes`, and returns its path.

    Raises ConfigError without a browser, MissingExtraError without the extra `chat`.
    """
    path = chromium()
    from playwright.sync_api import sync_playwright

    warm(medley)
    with served(medley) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, locale="en-GB")
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.wait_for_selector("html[data-medley=ready]")
        frames = list(_played(page, scenes))
        browser.close()
    buffer = io.BytesIO()
    pictures, stands = zip(*frames, strict=True)
    pictures[0].save(
        buffer,
        "WEBP",
        save_all=True,
        append_images=pictures[1:],
        duration=list(stands),
        loop=0,
        quality=QUALITY,
        method=6,
    )
    write_atomically(to, buffer.getvalue())
    return to


if __name__ == "__main__":
    with Recommender(Path(sys.argv[1]), model="offline") as opened:
        made = film(opened, Path(sys.argv[2]))
        print(f"{made}: {made.stat().st_size:,} bytes")

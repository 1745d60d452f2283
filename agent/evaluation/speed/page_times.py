"""How fast the page is, in a real browser on this machine: until it can be typed into, and until the first card.

For `medley bench`. Needs Playwright and a Chromium. Knows the page by what a visitor sees.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import Any

from agent.evaluation.speed.browser import CHROMIUM_ARGUMENTS, find_chromium
from agent.recommender.recommender import Recommender
from agent.serving.server import build_app, warm
from retrieval.errors import ConfigError

__all__ = ["PageTimes", "chromium", "page_times", "served", "until"]

PATIENCE = 60_000
"""Milliseconds until a step counts as failed."""


@dataclass(frozen=True)
class PageTimes:
    """Seconds. first_paint, interactive: from opening the address until something is seen, and until it can be typed into, for each
    visit, no cache.

    first_word, first_card, whole: from Enter until the first word of the answer stands there, the first card, and all of it, for
    each request of each visitor.
    """

    first_paint: tuple[float, ...]
    interactive: tuple[float, ...]
    first_word: tuple[float, ...]
    first_card: tuple[float, ...]
    whole: tuple[float, ...]

    def to_dict(self) -> dict[str, float]:
        """Medians and worst. JSON-able."""
        rows = {
            "first_paint": self.first_paint, "page_interactive": self.interactive, "first_word": self.first_word,
            "first_card": self.first_card, "whole_answer": self.whole,
        }  # fmt: skip
        found = {f"{name}_median_s": round(median(values), 3) for name, values in rows.items() if values}
        return found | {f"{name}_worst_s": round(max(values), 3) for name, values in rows.items() if values}


def chromium() -> str:
    """Return the path of a Chromium. Raises ConfigError where there is none, or no Playwright."""
    path = find_chromium()
    if path is None or find_spec("playwright") is None:
        raise ConfigError(
            "expected Chromium and Playwright to measure the page: apt-get install chromium; pip install playwright"
        )
    return path


def until(page: Any, expression: str) -> None:
    """Waits until an expression holds in a page, whose policy allows no script that is made of a string. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(expression)
        page.wait_for_timeout(20)


@contextmanager
def served(medley: Recommender, **settings: Any) -> Iterator[str]:
    """Serves the page of `medley` from a thread, without a token: its address on this machine. settings: others than its own."""
    import uvicorn

    app = build_app(medley, medley.settings.model_copy(update={"token": None} | settings))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(10)


_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"
_MARKS = """turn => {
  const at = what => performance.getEntriesByName(`medley-${what}-${turn}`)[0]?.startTime ?? -1;
  return [at("sent"), at("word"), at("card"), at("done")];
}"""
"""The page marks these moments itself: so those of several pages at once are right, whichever is looked at first."""


def _opened(browser: Any, url: str) -> tuple[Any, float, float]:
    """A page in a context of its own, the seconds until its first paint, and until it can be typed into."""
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("html[data-medley=ready]")
    return page, page.evaluate(_PAINT) / 1000, time.perf_counter() - started


def _asked(pages: Sequence[Any], request: str, turn: int) -> list[tuple[float, float, float]]:
    """Asks in all pages, one right after the other: seconds until the first word, the first card and the whole, of each."""
    for page in pages:
        page.fill("#request", request)
    for page in pages:
        page.keyboard.press("Enter")
    found = []
    for page in pages:
        page.wait_for_selector(f".turn[data-turn='{turn}']:not(.pending)")
        sent, word, card, done = (at / 1000 for at in page.evaluate(_MARKS, turn))
        found.append(
            (min(at - sent for at in (word, card, done) if at >= 0), (card if card >= 0 else done) - sent, done - sent)
        )
    for page in pages:
        page.click("[data-act=fresh]")
    return found


def page_times(medley: Recommender, requests: Sequence[str], visits: int = 3, together: int = 1) -> PageTimes:
    """Opens the page of `medley` `visits` times in fresh browsers' contexts and asks every request each time.

    together: visitors who ask at the same moment. The server is warm, as `medley serve` is when it says that it is up. Raises
    ConfigError without a browser, and MissingExtraError without the extra `chat`.
    """
    path = chromium()
    from playwright.sync_api import sync_playwright

    warm(medley)
    paints: list[float] = []
    interactive: list[float] = []
    answers: list[tuple[float, float, float]] = []
    with served(medley) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        _asked([_opened(browser, url)[0]], requests[0], 1)  # the browser's own start is not the page's
        for _ in range(visits):
            opened = [_opened(browser, url) for _ in range(together)]
            paints += [paint for _, paint, _ in opened]
            interactive += [ready for _, _, ready in opened]
            for turn, request in enumerate(requests, start=1):
                answers += _asked([page for page, _, _ in opened], request, turn)
            for page, _, _ in opened:
                page.context.close()
        browser.close()
    words, cards, wholes = zip(*answers, strict=True)
    return PageTimes(tuple(paints), tuple(interactive), words, cards, wholes)

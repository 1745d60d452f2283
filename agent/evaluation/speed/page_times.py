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
    """Seconds. interactive: from opening the address until the page can be typed into, for each visit, no cache.

    first_card, whole: from Enter until the first card, and until the whole answer, for each request.
    """

    interactive: tuple[float, ...]
    first_card: tuple[float, ...]
    whole: tuple[float, ...]

    def to_dict(self) -> dict[str, float]:
        """Medians and worst. JSON-able."""
        rows = {"page_interactive": self.interactive, "first_card": self.first_card, "whole_answer": self.whole}
        found = {f"{name}_median_s": round(median(values), 3) for name, values in rows.items() if values}
        return found | {f"{name}_worst_s": round(max(values), 3) for name, values in rows.items() if values}


def chromium() -> str:
    """The path of a Chromium. Raises ConfigError where there is none, or no Playwright."""
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
def served(medley: Recommender) -> Iterator[str]:
    """Serves the page of `medley` from a thread, without a token: its address on this machine."""
    import uvicorn

    app = build_app(medley, medley.settings.model_copy(update={"token": None}))
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


def _visit(browser: Any, url: str, requests: Sequence[str]) -> tuple[float, list[float], list[float]]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("html[data-medley=ready]")
    interactive, first, whole = time.perf_counter() - started, [], []
    for n, request in enumerate(requests, start=1):
        page.fill("#request", request)
        started = time.perf_counter()
        page.keyboard.press("Enter")
        page.wait_for_selector(f".turn[data-turn='{n}'] .card:not(.waiting)")
        first.append(time.perf_counter() - started)
        page.wait_for_selector(f".turn[data-turn='{n}']:not(.pending)")
        whole.append(time.perf_counter() - started)
        page.click("[data-act=fresh]")
    context.close()
    return interactive, first, whole


def page_times(medley: Recommender, requests: Sequence[str], visits: int = 3) -> PageTimes:
    """Opens the page of `medley` `visits` times in fresh browsers' contexts and asks every request each time.

    The server is warm, as `medley serve` is when it says that it is up. Raises ConfigError without a browser, and
    MissingExtraError without the extra `chat`.
    """
    path = chromium()
    from playwright.sync_api import sync_playwright

    warm(medley)
    with served(medley) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_ARGUMENTS))
        _visit(browser, url, requests[:1])  # the browser's own start is not the page's
        seen = [_visit(browser, url, requests) for _ in range(visits)]
        browser.close()
    return PageTimes(
        tuple(one[0] for one in seen), tuple(t for one in seen for t in one[1]), tuple(t for one in seen for t in one[2])
    )  # fmt: skip

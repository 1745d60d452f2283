"""One server with the starter catalogue and one Chromium for all tests of the page.

Skipped where there is no Playwright or no Chromium. `MEDLEY_SHOTS=FOLDER` keeps the screenshots there.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from agent import Recommender, Settings
from agent.demo import build_starter
from agent.settings import quiet_environment
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
PATIENCE = 20_000


@pytest.fixture(scope="package")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the starter catalogue, with the fake encoders."""
    folder = tmp_path_factory.mktemp("starter")
    index_catalog(read_catalog(build_starter(folder)), folder / "store", encoder_set("fake"))
    return folder / "store"


def served(app: Any, port: int = 0) -> tuple[Any, str, threading.Thread]:
    """Serves an application from a thread, on a free port where 0: the server, its address, the thread."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the extra 'chat'")
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    return server, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/", thread


@pytest.fixture(scope="package")
def medley(starter: Path) -> Iterator[Recommender]:
    with Recommender(starter, settings=Settings(count=4)) as opened:
        opened.recommend("warm")
        yield opened


@pytest.fixture(scope="package")
def address(medley: Recommender) -> Iterator[str]:
    """Where the page is served."""
    quiet_environment()
    pytest.importorskip("fastapi", reason="needs the extra 'chat'")
    from agent.serving.server import build_app

    server, url, thread = served(build_app(medley, medley.settings))
    yield url
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("MEDLEY_SHOTS") or tmp_path_factory.mktemp("shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class Visit:
    """One open page, what it asked for, and what went wrong in it."""

    page: Any
    hosts: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    allowed: tuple[str, ...] = ()

    def ask(self, text: str) -> Any:
        """Asks by words and waits for the whole answer: the last turn."""
        self.page.fill("#request", text)
        self.page.keyboard.press("Enter")
        return self.answered()

    def answered(self) -> Any:
        """The last turn, once it is complete."""
        self.page.wait_for_selector(".turn:last-child:not(.pending)", timeout=PATIENCE)
        return self.page.locator(".turn").last

    def titles(self) -> list[str]:
        """The titles of the last answer's cards."""
        return list(self.page.locator(".turn").last.locator(".card h3").all_inner_texts())

    def chips(self) -> list[str]:
        """The conditions that stand beside."""
        return list(self.page.locator(".chip.strike > span").all_inner_texts())


def until(page: Any, expression: str) -> None:
    """Waits until an expression holds in a page, whose policy allows no script that is made of a string."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(30)


Opener = Callable[..., Visit]


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Opener]:
    """Opens the page in a browser context of its own; at the end, nothing may have gone elsewhere or wrong."""
    visits: list[tuple[Visit, Any]] = []

    def opened(url: str | None = None, **options: Any) -> Visit:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 860}, "locale": "en-GB"} | options))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        one = Visit(page)
        page.on("request", lambda r: one.hosts.add(urlsplit(r.url).hostname or urlsplit(r.url).scheme))
        page.on("console", lambda m: one.wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: one.wrong.append(str(e)))
        page.goto(url or address)
        page.wait_for_selector("html[data-medley=ready]", timeout=3 * PATIENCE)
        page.wait_for_selector(".hello:not(.waiting), .start .state")
        visits.append((one, context))
        return one

    yield opened
    for one, context in visits:
        context.close()
        assert one.hosts <= {"127.0.0.1", "blob", "data"}, one.hosts
        assert [text for text in one.wrong if not any(part in text for part in one.allowed)] == []

"""A picture that went away after indexing leaves the first letter of the title, not a hole."""

import shutil
from pathlib import Path

import pytest

from agent import Recommender
from agent.settings import quiet_environment
from tests.agent.serving.page.conftest import Opener, served, until
from tests.catalogues import indexed


def test_a_letter_stands_for_a_picture_that_is_gone(tmp_path: Path, visit: Opener) -> None:
    pytest.importorskip("fastapi", reason="needs the extra 'chat'")
    quiet_environment()
    from agent.serving.server import build_app

    catalogue, store, _ = indexed(tmp_path, 12)
    with Recommender(store, model="offline") as medley:
        for picture in catalogue.parent.glob("*.png"):
            shutil.copy(Path(__file__), picture)
        server, url, thread = served(build_app(medley, medley.settings))
        one = visit(url)
        one.allowed = ("404",)
        turn = one.ask("a red fox")
        turn.locator(".card .pictures.none .letter").first.wait_for()
        assert not turn.locator(".card img").count()
        assert turn.locator(".card[data-item=i001] .letter").inner_text() == "R"
        one.page.click("[data-act=fresh]")
        one.page.wait_for_selector(".hello:not(.waiting)")
        until(one.page, "!document.querySelector('.hello img')")
        server.should_exit = True
        thread.join(10)

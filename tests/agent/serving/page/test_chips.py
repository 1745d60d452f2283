"""The three looks of a condition on the page, in a browser: said, inferred, struck; one click changes which it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.evaluation.data.oracle_cases import Script
from agent.evaluation.systems.scripted_model import Player, ScriptedChatModel
from agent.settings import quiet_environment
from tests.agent.serving.page.conftest import Opener, served

INFERRED = {"field": "category", "op": "eq", "values": ["vehicles"], "span": "to arrive by"}


@pytest.fixture(scope="module")
def knowing(starter: Path) -> Iterator[str]:
    """Where the page is served with a model that infers vehicles."""
    quiet_environment()
    pytest.importorskip("fastapi", reason="needs the extra 'chat'")
    from agent.serving.server import build_app

    player = Player()
    player.turn(Script(search=({"wish": "vehicle", "constraints": [INFERRED]},), gold=()), None)
    with Recommender(starter, model=ScriptedChatModel(player=player), settings=Settings(count=4)) as medley:
        server, url, thread = served(build_app(medley, medley.settings))
        yield url
        server.should_exit = True
        thread.join(10)


def test_a_click_makes_what_was_inferred_a_condition_and_another_strikes_it(visit: Opener, knowing: str, shots) -> None:
    one = visit(knowing)
    one.ask("something to arrive by under 40 dollars")
    assert one.chips() == ["price under 40"]
    inferred = one.page.locator(".chip.firm.inferred")
    assert inferred.locator("span").all_inner_texts() == ["category vehicles"]
    assert inferred.get_attribute("aria-label") == "Make it a condition: category vehicles"
    one.page.screenshot(path=shots / "inferred.png")
    inferred.click()
    one.page.wait_for_selector(".chip.strike:has-text('vehicles')")
    one.answered()
    assert sorted(one.chips()) == ["category vehicles", "price under 40"]
    assert one.page.locator(".chip.firm").count() == 0
    one.page.click(".chip.strike:has-text('vehicles')")
    one.page.wait_for_selector(".chip.restore")
    one.answered()
    assert one.chips() == ["price under 40"]
    one.page.click(".chip.restore")
    one.page.wait_for_selector(".chip.firm.inferred")
    one.answered()
    one.page.click(".unchip")
    one.page.wait_for_selector(".chip.restore:has-text('vehicles')")
    one.answered()
    assert one.page.locator(".turn").count() == 1

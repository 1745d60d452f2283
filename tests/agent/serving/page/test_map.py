"""The map of the catalogue: points by what differs most, the same every time; opened, zoomed and used by keyboard."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from agent.serving.page.fused_map import flattened
from tests.agent.serving.page.conftest import Opener


def test_points_lie_along_what_differs_most() -> None:
    rng = np.random.default_rng(3)
    rows = np.zeros((60, 9), np.float32)
    rows[:, 4] = np.linspace(-5, 5, 60)
    rows[:, 1] = rng.normal(0, 1, 60)
    rows += rng.normal(0, 0.01, rows.shape).astype(np.float32)
    points = flattened(rows)
    assert np.abs(points).max() == pytest.approx(1)
    assert abs(np.corrcoef(points[:, 0], rows[:, 4])[0, 1]) > 0.99
    assert abs(np.corrcoef(points[:, 1], rows[:, 1])[0, 1]) > 0.95
    assert np.array_equal(points, flattened(rows))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_items_have_points_too(count: int) -> None:
    assert flattened(np.eye(3, dtype=np.float32)[:count]).shape == (count, 2)


def test_the_map_opens_an_item_by_keyboard(visit: Opener, shots: Path) -> None:
    one = visit()
    one.ask("animals")
    page = one.page
    page.click("[data-act=map]")
    page.wait_for_selector("canvas.map")
    page.locator("canvas.map").focus()
    for key in ("+", "ArrowLeft", "n"):
        page.keyboard.press(key)
    title = page.locator(".map-told").inner_text().split(" · ")[0]
    page.screenshot(path=shots / "map.png")
    page.keyboard.press("Enter")
    page.wait_for_selector(".window .item h2")
    assert page.locator(".window .item h2").inner_text() == title

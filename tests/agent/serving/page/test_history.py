"""Conversations are kept in the browser: over reloads, by name, to be opened again, edited, saved and deleted."""

import json
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from tests.agent.serving.page.conftest import Opener

READY = "html[data-medley=ready]"


def test_a_conversation_goes_on_after_a_reload_and_is_kept_in_a_list(visit: Opener, shots: Path) -> None:
    one = visit()
    one.allowed = ("404",)
    page = one.page
    one.ask("animals, price under 10")
    titles = one.titles()
    page.locator(".like").first.click()
    one.ask("price under 5")
    page.reload()
    page.wait_for_selector(READY)
    assert page.locator(".turn").count() == 2
    assert [page.locator(".turn").first.locator(".card h3").nth(n).inner_text() for n in range(2)] == titles[:2]
    assert sorted(one.chips()) == ["category animals", "price under 5"]
    one.ask("not a frog")
    assert {"category animals", "no frog"} <= set(one.chips())
    page.click("[data-act=fresh]")
    assert page.locator(".turn").count() == 0
    one.ask("music")
    page.click("[data-act=history]")
    page.wait_for_selector(".rows li >> nth=1")
    assert page.locator(".rows .link").all_inner_texts() == ["music", "animals, price under 10"]
    page.screenshot(path=shots / "history.png")
    page.locator(".rename").nth(1).click()
    page.fill(".rows input", "For the zoo")
    page.keyboard.press("Enter")
    page.wait_for_selector(".rows .link:has-text('For the zoo')")
    with page.expect_download() as saved:
        page.locator(".rows li").filter(has_text="For the zoo").locator(".saves button").nth(1).click()
    kept = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert [turn["request"] for turn in kept["turns"]] == ["animals, price under 10", "price under 5", "not a frog"]
    assert kept["turns"][0]["items"][0]["title"] == titles[0]
    with page.expect_download() as saved:
        page.locator(".rows li").filter(has_text="For the zoo").locator(".saves button").nth(2).click()
    html = Path(saved.value.path()).read_text("utf-8")
    assert "data:image/webp;base64" in html
    assert "http" not in html.replace("http://www.w3.org", "")
    page.locator(".rows .link").filter(has_text="For the zoo").click()
    assert page.locator(".turn").count() == 3
    page.click("[data-act=history]")
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response("**/page/delete"):
        page.locator(".rows li").filter(has_text="For the zoo").locator(".delete").click()
    page.wait_for_selector(".rows li >> nth=1", state="detached")
    assert page.locator(".turn").count() == 0


def test_a_request_is_edited_and_takes_the_place_of_what_came_after_it(visit: Opener) -> None:
    one = visit()
    one.ask("animals, price under 10")
    one.ask("music")
    one.page.locator(".edit").first.click()
    assert one.page.input_value("#request") == "animals, price under 10"
    one.ask("vehicles")
    assert one.page.locator(".mine p").all_inner_texts() == ["vehicles"]
    assert one.chips() == ["category vehicles"]
    one.page.keyboard.press("ArrowUp")
    assert one.page.input_value("#request") == "vehicles"
    one.page.keyboard.press("Escape")
    assert one.page.input_value("#request") == ""


def test_how_an_answer_came_about_can_be_unfolded_and_it_can_be_copied(visit: Opener) -> None:
    one = visit()
    one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = one.ask("animals, price under 10")
    assert not turn.locator(".steps li").first.is_visible()
    turn.locator(".steps summary").click()
    steps = turn.locator(".steps ol li").all_inner_texts()
    assert steps[0] == "Read as: category animals · price under 10"
    assert steps[3] == "Checked the reasons of 4 against their facts"
    turn.locator(".copy").click()
    one.page.wait_for_selector(".told:has-text('Copied')")
    copied = one.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("animals, price under 10")
    assert one.titles()[0] in copied

"""The chat page in a real browser: asking, giving, liking, correcting, and every state of it. Nothing leaves loopback."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

from agent import Recommender, Settings
from agent.evaluation.speed.page_times import page_times
from agent.serving.server import build_app
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog, remove_items
from tests.agent.models.test_voice import transcribing
from tests.agent.serving.page.conftest import Opener, Visit, served, until
from tests.catalogues import indexed
from tests.media_files import picture, sound

pytestmark = pytest.mark.timeout(120)


def test_a_request_in_english_becomes_cards(visit: Opener, shots: Path) -> None:
    one = visit()
    one.page.wait_for_load_state("networkidle")
    one.page.screenshot(path=shots / "hello.png")
    turn = one.ask("animals, price under 10, not a frog")
    assert len(one.titles()) == 4
    first = turn.locator(".card").first
    assert first.locator(".reason").inner_text()
    assert re.search(r"words\d\.\d\d", first.locator(".legend").text_content())
    assert first.locator(".bar i").count() >= 1
    assert not first.locator(".legend").is_visible(), "scores are behind a click"
    first.locator(".score summary").click()
    assert first.locator(".legend").is_visible()
    sentences = turn.locator(".reason").all_inner_texts()
    assert len(set(sentences)) == len(sentences)
    assert first.locator(".attributes .asked dt").all_inner_texts() == ["price", "category"]
    for img in turn.locator(".pictures img").all():
        img.scroll_into_view_if_needed()
        assert img.get_attribute("alt").startswith("Picture of ")
        img.evaluate("img => img.decode()")
        assert 0 < img.evaluate("img => img.naturalWidth") <= 480
    assert one.chips() == ["category animals", "price under 10", "no frog"]
    assert one.page.locator(".notes").count() == 0, "that nothing is known of a nameless visitor's taste is no news"
    one.page.wait_for_load_state("networkidle")
    one.page.screenshot(path=shots / "answer.png")


def test_a_request_in_chinese_is_answered_in_chinese(visit: Opener, shots: Path) -> None:
    one = visit(locale="zh-CN")
    assert one.page.locator(".hello h2").inner_text() == "您在找什么？"
    assert one.page.evaluate("document.documentElement.lang") == "zh-CN"
    turn = one.ask("给我一个会叫的动物，不要狗")
    assert one.titles()
    assert "棕色的狗" not in one.titles()
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in one.titles())
    assert turn.locator(".more span").first.inner_text() == "更多类似的"
    assert one.page.locator(".side h2").inner_text() == "我的理解"
    one.page.screenshot(path=shots / "chinese.png")


def test_the_language_is_switched_at_any_time(visit: Opener) -> None:
    one = visit()
    one.ask("animals")
    one.page.click("[data-act=switch]")
    assert one.page.locator(".card .more span").first.inner_text() == "更多类似的"
    assert one.page.get_attribute("#request", "placeholder").startswith("用文字描述")
    one.page.reload()
    one.page.wait_for_selector("html[lang=zh-CN]")


def test_a_picture_is_searched_by(visit: Opener, medley: Recommender, tmp_path: Path) -> None:
    one = visit()
    wanted = medley.retriever.item("apple")
    one.page.set_input_files(".pick-image", wanted.media_path(wanted.images[0]))
    one.page.wait_for_selector(".given .preview img")
    one.page.click(".send")
    turn = one.answered()
    assert one.titles()[0] == "Red apple"
    assert "picture" in turn.locator(".legend").first.text_content()
    assert turn.locator(".mine img").get_attribute("alt") == "Your picture"
    assert one.page.locator(".tags").inner_text() == "Your picture"
    assert not one.page.locator(".given li").count()


def test_a_sound_is_searched_by_and_played(visit: Opener, medley: Recommender) -> None:
    one = visit()
    wanted = medley.retriever.item("rain")
    assert wanted.audio is not None
    one.page.set_input_files(".pick-audio", wanted.media_path(wanted.audio))
    one.page.wait_for_selector(".given .preview audio")
    one.page.click(".send")
    turn = one.answered()
    assert one.titles()[0] == "Rain on an umbrella"
    play = turn.locator(".play").first
    assert play.get_attribute("aria-label") == "Play the sound of Rain on an umbrella"
    play.click()
    one.page.wait_for_selector(".player.playing")
    assert play.get_attribute("aria-label") == "Pause the sound of Rain on an umbrella"
    play.click()


DROP = """([event, name, type, bytes]) => {
  const given = new DataTransfer(), file = new File([Uint8Array.from(bytes)], name, { type });
  given.items.add(file);
  const options = { bubbles: true, cancelable: true };
  if (event === "paste") document.querySelector("#request").dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: given }));
  else for (const kind of ["dragenter", "dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { ...options, dataTransfer: given }));
}"""


def test_pictures_and_sounds_can_be_dropped_and_pasted(visit: Opener, tmp_path: Path) -> None:
    one = visit()
    seen, heard = picture(tmp_path / "a.png").read_bytes(), sound(tmp_path / "a.wav", seconds=0.3).read_bytes()
    for event, content in (("drop", seen), ("paste", seen), ("drop", heard)):
        kind = "img" if content is seen else "audio"
        one.page.evaluate(DROP, [event, "<b>a</b>.png", "image/png" if content is seen else "audio/wav", list(content)])
        one.page.wait_for_selector(f".given .preview {kind}")
        assert not one.page.locator(".drop.on").count()
        assert one.page.locator(".remove").get_attribute("aria-label") == "Remove <b>a</b>.png"
        one.page.click(".remove")
        assert not one.page.locator(".given li").count()


def test_a_file_that_is_neither_is_refused_and_nothing_is_left(visit: Opener, tmp_path: Path) -> None:
    one = visit()
    one.allowed = ("400",)
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"MZ no picture")
    one.page.set_input_files(".pick-image", bad)
    one.page.wait_for_selector(".told.wrong")
    assert "neither a picture nor a sound" in one.page.locator(".told").inner_text()
    assert not one.page.locator(".given li").count()
    chinese = visit(locale="zh-CN")
    chinese.allowed = ("400",)
    chinese.page.set_input_files(".pick-image", bad)
    chinese.page.wait_for_selector(".told.wrong")
    assert "这不是图片或声音" in chinese.page.locator(".told").inner_text()
    bad.write_bytes(picture(tmp_path / "good.png").read_bytes()[:60])
    chinese.page.set_input_files(".pick-image", bad)
    chinese.page.wait_for_selector(".told.wrong:has-text('无法读取：')")


def test_likes_act_at_once_and_a_dislike_is_not_shown_again(visit: Opener) -> None:
    one = visit()
    one.ask("animals")
    card = one.page.locator(".card").first
    title = card.locator("h3").inner_text()
    with one.page.expect_response("**/page/mark"):
        card.locator(".like").click()
    assert card.locator(".like").get_attribute("aria-pressed") == "true"
    liked = one.ask("animals").locator(".legend").first.text_content()
    total, *parts = map(float, re.findall(r"-?\d\.\d\d", liked))
    assert "taste" in liked
    assert abs(total - sum(parts)) < 0.02, "the parts add up to the score"
    with one.page.expect_response("**/page/mark") as sent:
        card.locator(".dislike").click()
    assert sent.value.ok
    assert card.locator(".like").get_attribute("aria-pressed") == "false"
    assert card.locator(".disliked-note").is_visible()
    one.ask("animals")
    assert title not in one.titles()


def test_more_like_this_answers_with_what_is_near(visit: Opener, medley: Recommender) -> None:
    one = visit()
    one.ask("violin")
    card = one.page.locator(".card", has_text="Violin and bow").first
    card.locator(".more").click()
    turn = one.answered()
    assert turn.locator(".mine").inner_text().endswith("More like “Violin and bow”")
    assert "Violin and bow" not in one.titles()
    near = [p.item.title for p in medley.search(like=["violin"], k=8).picks]
    assert one.titles()[0] in near
    one.ask("price under 20")
    assert one.chips() == ["price under 20"]


def test_a_chip_is_removed_and_put_back(visit: Opener, shots: Path) -> None:
    one = visit()
    one.ask("animals, price under 3")
    few = one.page.locator(".meta").last.inner_text()
    one.page.click(".chip.strike:has-text('price')")
    one.page.wait_for_selector(".chip.restore")
    one.answered()
    assert one.chips() == ["category animals"]
    assert one.page.locator(".turn").count() == 1
    assert one.page.locator(".meta").last.inner_text() != few
    one.page.screenshot(path=shots / "struck.png")
    one.page.click(".chip.restore")
    one.page.wait_for_selector(".chip.strike:has-text('price')")
    one.answered()
    assert one.page.locator(".turn").count() == 1


def test_why_not_is_answered_below_and_in_words(visit: Opener, shots: Path) -> None:
    one = visit()
    one.ask("music, price under 30")
    one.page.fill(".why input", "the violin")
    one.page.click(".why button")
    one.page.wait_for_selector(".why-said")
    assert "its price is 210" in one.page.locator(".why-said").inner_text()
    said, request = one.page.locator(".why-said").bounding_box(), one.page.locator(".box").bounding_box()
    assert said["y"] + said["height"] <= request["y"]
    one.page.screenshot(path=shots / "why.png")
    one.ask("why not the red apple?")
    assert "its category is food" in one.page.locator(".turn").last.inner_text()


def test_an_error_of_the_server_is_shown_with_a_way_on(visit: Opener, shots: Path) -> None:
    one = visit()
    one.allowed = ("422",)
    one.page.evaluate("document.querySelector('#request').maxLength = 9999")
    one.ask("a" * 2001)
    failed = one.page.locator(".failed")
    assert "That didn't work" in failed.inner_text()
    assert "more than 2000 characters" in failed.inner_text()
    assert failed.locator("button").inner_text() == "Try again"
    one.page.screenshot(path=shots / "error.png")
    one.ask("animals")
    assert one.titles()


def test_a_server_that_is_gone_is_told_and_asked_again_once_it_is_back(visit: Opener, shots: Path) -> None:
    one = visit()
    one.allowed = ("Failed to", "ERR_", "error", "Error")
    one.ask("animals, price under 10")
    one.page.context.set_offline(True)
    one.page.fill("#request", "price under 5")
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector(".failed")
    assert "The server doesn't answer" in one.page.locator(".failed").inner_text()
    one.page.screenshot(path=shots / "gone.png")
    one.page.context.set_offline(False)
    one.page.wait_for_selector(".failed", state="detached")
    one.answered()
    assert one.page.locator(".mine p").all_inner_texts() == ["animals, price under 10", "price under 5"]
    assert sorted(one.chips()) == ["category animals", "price under 5"]


def test_a_server_that_was_started_anew_goes_on_with_the_conversation(visit: Opener, starter: Path) -> None:
    with Recommender(starter, settings=Settings(count=4)) as first:
        server, url, thread = served(build_app(first, first.settings))
        one = visit(url)
        one.allowed = ("Failed to", "ERR_")
        one.ask("animals, price under 10")
        server.should_exit = True
        thread.join(10)
    with Recommender(starter, settings=Settings(count=4)) as second:
        server, _, thread = served(build_app(second, second.settings), int(url.rstrip("/").rpartition(":")[2]))
        one.page.click(".chip.strike >> nth=0")
        one.page.wait_for_selector(".turn.pending", state="detached")
        one.answered()
        assert one.chips() == ["category animals", "price under 10"], "it is asked anew: the chips can be removed again"
        one.ask("price under 5")
        assert sorted(one.chips()) == ["category animals", "price under 5"]
        server.should_exit = True
        thread.join(10)
    with Recommender(starter, settings=Settings(count=4)) as third:
        server, _, thread = served(build_app(third, third.settings), int(url.rstrip("/").rpartition(":")[2]))
        one.ask("not a frog")
        assert "category animals" in one.chips(), "what was said before is told to it"
        server.should_exit = True
        thread.join(10)


def test_an_empty_catalogue_says_what_to_do_and_no_result_too(visit: Opener, tmp_path: Path, shots: Path) -> None:
    _, store, _ = indexed(tmp_path, 1)
    with Recommender(store) as small:
        server, url, thread = served(build_app(small, small.settings))
        one = visit(url)
        one.ask("frog")
        assert one.titles() == ["green frog 0"]
        assert one.page.locator(".pictures.none.sound").get_attribute("aria-label") == "green frog 0 has no picture"
        with one.page.expect_response("**/page/mark"):
            one.page.click(".dislike")
        one.ask("another frog")
        assert "Nothing fits all of that" in one.page.locator(".head").last.inner_text()
        one.page.screenshot(path=shots / "nothing.png")
        remove_items(store, ["i000"], encoder_set("fake"))
        other = visit(url)
        assert "This catalogue is empty" in other.page.locator(".start").inner_text()
        other.page.screenshot(path=shots / "empty.png")
        server.should_exit = True
        thread.join(10)


def test_it_fits_a_phone(visit: Opener, shots: Path) -> None:
    one = visit(viewport={"width": 375, "height": 740}, has_touch=True, is_mobile=True, color_scheme="dark")
    one.page.wait_for_load_state("networkidle")
    one.page.screenshot(path=shots / "phone-hello.png")
    one.ask("animals, price under 10, not a frog")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert one.page.evaluate(wide) == 0
    for button in one.page.locator(".tools button:visible, .top button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 36, button.inner_html()
        assert box["x"] + box["width"] <= 375
    one.page.wait_for_load_state("networkidle")
    for card in one.page.locator(".card").all():
        right = card.bounding_box()["x"] + card.bounding_box()["width"]
        for button in card.locator(".acts button").all():
            assert button.bounding_box()["x"] + button.bounding_box()["width"] <= right
    for kept in ("#request", ".chip >> nth=0", ".top h1"):  # in sight wherever the visitor has scrolled to
        box = one.page.locator(kept).bounding_box()
        assert 0 <= box["y"] <= 740 - box["height"], kept
    one.page.screenshot(path=shots / "phone.png")
    one.page.fill(".why input", "the violin")
    one.page.click(".why button")
    one.page.wait_for_selector(".why-said")
    one.page.wait_for_timeout(100)
    said, beside = one.page.locator(".why-said").bounding_box(), one.page.locator(".side").bounding_box()
    assert said["y"] + said["height"] <= beside["y"], "the conditions do not lie over the answer"


def test_everything_can_be_done_by_keyboard(visit: Opener) -> None:
    one = visit()
    assert one.page.evaluate("document.activeElement.id") == "request"
    one.page.keyboard.type("animals")
    one.page.keyboard.press("Enter")
    one.answered()
    card = one.page.locator(".card").first
    card.locator(".like").focus()
    one.page.keyboard.press("Space")
    assert card.locator(".like").get_attribute("aria-pressed") == "true"
    one.page.keyboard.press("/")
    assert one.page.evaluate("document.activeElement.id") == "request"
    assert one.page.input_value("#request") == ""
    for _ in range(60):
        one.page.keyboard.press("Shift+Tab")
        if one.page.evaluate("document.activeElement.className").startswith("chip strike"):
            break
    one.page.keyboard.press("Enter")
    one.page.wait_for_selector(".chip.restore")


def test_visitors_do_not_see_each_other(visit: Opener) -> None:
    one, other = visit(), visit()
    one.ask("animals, price under 10")
    other.ask("cheaper")
    assert not any("10" in chip for chip in other.chips())
    assert one.page.locator(".turn").count() == other.page.locator(".turn").count() == 1
    one.ask("but price under 5")
    assert "category animals" in one.chips()


def test_two_ask_at_the_same_time(visit: Opener) -> None:
    one, other = visit(), visit()
    for each, text in ((one, "animals"), (other, "music")):
        each.page.fill("#request", text)
        each.page.keyboard.press("Enter")
    assert one.answered()
    assert other.answered()
    assert one.chips() == ["category animals"]
    assert other.chips() == ["category music"]


def test_a_new_conversation_forgets(visit: Opener) -> None:
    one = visit()
    one.ask("animals, price under 10")
    for _ in range(2):  # what is understood is told again, be it the same
        one.page.click("[data-act=fresh]")
        assert one.page.locator(".turn").count() == 0
        one.ask("music")
        assert one.chips() == ["category music"]


def test_the_microphone_has_two_buttons_one_for_words_one_for_a_sound(visit: Opener) -> None:
    one = visit()
    one.page.context.grant_permissions(["microphone"])
    one.page.click("[data-act=speak]")
    assert "pip install -e '.[voice]'" in one.page.locator(".told").inner_text()
    one.page.click("[data-act=switch]")
    one.page.click("[data-act=speak]")
    assert "服务器需要一个模型" in one.page.locator(".told").inner_text()
    one.page.click("[data-act=switch]")
    one.page.click("[data-act=record]")
    one.page.wait_for_selector("[data-act=record][aria-pressed=true]")
    assert "a sound to search by" in one.page.locator(".told").inner_text()
    one.page.wait_for_timeout(700)
    one.page.click("[data-act=record]")
    one.page.wait_for_selector(".given .preview audio")
    one.page.click(".send")
    one.answered()
    assert one.page.locator(".tags").inner_text() == "Your sound"
    assert one.titles()


def test_a_spoken_request_becomes_words_to_send(visit: Opener, medley: Recommender) -> None:
    with transcribing() as (endpoint, handler):
        server, url, thread = served(build_app(medley, Settings(voice_url=endpoint)))
        one = visit(url)
        one.page.context.grant_permissions(["microphone"])
        one.page.click("[data-act=speak]")
        one.page.wait_for_selector("[data-act=speak][aria-pressed=true]")
        one.page.wait_for_timeout(500)
        one.page.click("[data-act=speak]")
        until(one.page, "document.querySelector('#request').value !== ''")
        assert one.page.input_value("#request") == "a striped animal"
        assert not one.page.locator(".given li").count()
        assert handler.heard is not None
        assert b"WAVEfmt" in handler.heard[2]
        server.should_exit = True
        thread.join(10)


def test_answers_are_read_aloud_by_the_browser(visit: Opener) -> None:
    one = visit()
    one.page.evaluate("speechSynthesis.speak = said => { window.said = said; }")
    one.ask("animals")
    one.page.click(".read")
    assert one.page.evaluate("said.text").startswith(one.titles()[0])
    assert one.page.evaluate("said.lang").startswith("en")
    assert one.page.locator(".read").inner_text() == "Stop reading"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit: Opener, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python")
    one = visit(color_scheme=scheme, reduced_motion="reduce")
    found = _serious(axe, one)
    one.ask("animals, price under 10, not a frog")
    one.page.locator(".like").first.click()
    one.page.click(".chip.strike >> nth=0")
    one.page.wait_for_selector(".chip.restore")
    one.answered()
    found += _serious(axe, one)
    assert found == []


def _serious(axe: Any, one: Visit) -> list[str]:
    response = axe.Axe().run(one.page).response
    return [
        f"{v['id']}: {node['html'][:120]} {node['any'][0]['message'] if node['any'] else ''}"
        for v in response["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


def test_text_of_items_is_shown_as_text(browser: Any, tmp_path: Path) -> None:
    nasty = "<img src=x onerror=window.hacked=1>\\\"'><script>window.hacked=1</script>"
    row = {"id": nasty, "title": "a", nasty: "a", "kind": "b"}
    (tmp_path / "c").mkdir()
    picture(tmp_path / "c" / "a.png")
    sound(tmp_path / "c" / "a.wav", seconds=0.3)
    rows = [row | {"image": "a.png", "audio": "a.wav"}, {"id": "b", "title": "plain", "kind": "x"}]
    (tmp_path / "c" / "c.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    catalog = read_catalog(tmp_path / "c" / "c.jsonl")  # takes HTML out of texts: items of other origins may have it
    marked = {"title": nasty, "description": nasty, "attributes": {nasty: nasty, "kind": "<b>bold</b>"}}
    items = tuple(replace(item, **marked) if item.id == nasty else item for item in catalog.items)
    index_catalog(replace(catalog, items=items), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store") as medley:
        server, url, thread = served(build_app(medley, medley.settings))
        context = browser.new_context()
        one = Visit(context.new_page())
        one.page.goto(url)
        one.page.wait_for_selector(".hello:not(.waiting)")
        one.ask("hacked")
        assert nasty in one.titles()
        assert one.page.locator(".card img.broken").count() == 0
        one.page.fill(".why input", nasty)
        one.page.click(".why button")
        one.page.wait_for_selector(".why-said")
        card = one.page.locator(".card").filter(has_text="onerror").first
        card.locator(".like").click()
        card.locator(".more").click()
        one.answered()
        one.page.click("[data-act=switch]")
        one.page.wait_for_timeout(200)
        assert one.page.evaluate("window.hacked") is None
        context.close()
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("width", [1280, 375])
def test_odd_shapes_and_long_texts_fit(visit: Opener, tmp_path: Path, width: int, shots: Path) -> None:
    picture(tmp_path / "tall.png", size=(20, 600))
    picture(tmp_path / "wide.png", size=(900, 12))
    rows = [
        {"id": "a", "title": "W" * 600, "image": "tall.png", "description": "a thing"},
        {"id": "b", "title": "a thing of many words " * 30, "image": "wide.png"},
        {"id": "c", "title": "a thing", **{f"attribute {n}": f"value {n} " + "z" * (n % 60) for n in range(300)}},
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    index_catalog(read_catalog(tmp_path / "c.jsonl"), tmp_path / "store", encoder_set("fake"))
    with Recommender(tmp_path / "store") as odd:
        server, url, thread = served(build_app(odd, odd.settings))
        one = visit(url, viewport={"width": width, "height": 800})
        one.page.wait_for_load_state("networkidle")
        for shown in one.page.locator(".shelf img:visible").all():
            assert shown.bounding_box()["height"] < 110, "a little more than its size, as it is turned"
        one.ask("a thing")
        assert one.page.locator(".card").count() == 3
        one.page.fill(".why input", "W" * 200)
        one.page.click(".why button")
        one.page.wait_for_selector(".why-said")
        one.page.screenshot(path=shots / f"odd-{width}.png")
        for part in one.page.locator(".card h3, .card .body, .acts, .why-said").all():
            box = part.bounding_box()
            assert box["x"] >= 0, part.inner_html()[:200]
            assert box["x"] + box["width"] <= width, part.inner_html()[:200]
            assert box["height"] < 420, part.inner_html()[:200]
        server.should_exit = True
        thread.join(10)


def test_nothing_a_visitor_gives_is_left_on_the_disk(
    visit: Opener, medley: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one = visit()
    item = medley.retriever.item("apple")
    one.page.set_input_files(".pick-image", item.media_path(item.images[0]))
    one.page.wait_for_selector(".given .preview img")
    assert list(tmp_path.rglob("*")) == []


def test_stopping_leaves_the_page_ready(visit: Opener) -> None:
    for milliseconds in (0, 30, 60, 120, 400):  # before it reached the server, under way, answered
        one = visit()
        one.page.fill("#request", "animals")
        one.page.keyboard.press("Enter")
        one.page.wait_for_timeout(milliseconds)
        one.page.keyboard.press("Escape")
        one.page.wait_for_selector(".send:visible")
        one.ask("music")
        assert one.titles(), milliseconds


def test_the_bench_times_the_page(browser: Any, medley: Recommender) -> None:
    assert browser
    with ThreadPoolExecutor(1) as pool:  # Playwright's loop runs once a thread
        times = pool.submit(page_times, medley, ["animals"], 1, 2).result()
    assert len(times.whole) == 2, "one answer of each visitor"
    assert 0 < times.first_paint[0] <= times.interactive[0] < 20
    for word, card, whole in zip(times.first_word, times.first_card, times.whole, strict=True):
        assert 0 < word <= card <= whole < 20
    assert times.to_dict()["first_card_worst_s"] == round(max(times.first_card), 3)

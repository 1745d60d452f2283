"""The view of MCP Apps in a browser: a host that shakes hands and sends a tool's answer sees cards; texts stay texts."""

import json
from importlib.resources import files
from typing import Any

from tests.agent.serving.page.conftest import PATIENCE

HOST = """<!doctype html><iframe sandbox="allow-scripts" width=700 height=500></iframe><script>
window.heard = [];
addEventListener("message", event => {
  heard.push(event.data.method);
  if (event.data.method === "ui/initialize") event.source.postMessage({ jsonrpc: "2.0", id: event.data.id, result: {} }, "*");
  if (event.data.method === "ui/notifications/initialized") event.source.postMessage({ jsonrpc: "2.0", method: "ui/notifications/tool-result", params: RESULT }, "*");
});
</script>"""
DOT = "R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="


def test_a_tools_answer_becomes_cards(browser: Any) -> None:
    items = [
        {"id": "a", "title": "Red wok", "reason": "It is red.", "attributes": {"price": 24.5, "price_currency": "EUR"}},
        {"id": "b", "title": "<img src=x onerror=parent.hacked=1>", "reason": "", "attributes": {}},
    ]
    content = [{"type": "text", "text": "picture of a"}, {"type": "image", "data": DOT, "mimeType": "image/gif"}]
    result = {"structuredContent": {"message": "2 fit.", "items": items}, "content": content}
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_content(HOST.replace("RESULT", json.dumps(result).replace("<", "\\u003c")))
    view = files("agent.serving.mcp").joinpath("cards.html").read_text("utf-8")
    page.evaluate("view => { document.querySelector('iframe').srcdoc = view; }", view)
    frame = page.frame_locator("iframe")
    frame.locator("li >> nth=1").wait_for()
    assert frame.locator("#said").inner_text() == "2 fit."
    assert frame.locator("li b").all_inner_texts() == ["Red wok", items[1]["title"]]
    assert frame.locator("li").first.locator(".price").inner_text() == "€24.50"
    assert frame.locator("img").count() == 1
    assert page.evaluate("window.heard")[:2] == ["ui/initialize", "ui/notifications/initialized"]
    page.close()

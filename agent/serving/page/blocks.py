"""The page as Gradio has it: one component that draws everything, whose requests stream their answers back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio
from pydantic import ValidationError

from agent.serving.page.static import static_text
from agent.serving.page.visits import Asked, Talk

__all__ = ["page_blocks"]

WAITING = 200
"""Requests that wait to be answered; more are refused."""
START = "window.medleyPage(element, trigger, props, watch); // triggers 'ask'"


def page_blocks(talk: Talk, together: int) -> gradio.Blocks:
    """The blocks to mount. `together`: requests that are answered at the same time."""

    def ask(event: gradio.EventData) -> Iterator[dict[str, Any]]:
        given = event._data if isinstance(event._data, dict) else {}
        try:
            asked = Asked.model_validate(given)
        except ValidationError as error:
            wrong = error.errors()[0]
            said = "too_long" if wrong["type"] == "string_too_long" else wrong["msg"]
            yield {"turn": given.get("turn"), "cards": [], "error": said, "done": True}
            return
        yield from talk.answer(asked)

    def failed() -> dict[str, Any]:
        return {"cards": [], "error": "", "done": True}

    blocks: gradio.Blocks = gradio.Blocks(title="Medley", fill_width=True, analytics_enabled=False)
    with blocks:
        stage: Any = gradio.HTML(
            html_template=static_text("page.html"), js_on_load=START, apply_default_css=False, elem_id="medley"
        )
        asking = stage.ask(
            ask, None, stage, show_progress="hidden", concurrency_limit=together, api_visibility="private",
            trigger_mode="multiple",
        )  # fmt: skip
        asking.failure(failed, None, stage, show_progress="hidden", api_visibility="private")
    blocks.queue(max_size=WAITING)
    return blocks

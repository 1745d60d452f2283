"""The web component `<medley-chat>`: one file for pages of other origins, open to anybody; it calls the HTTP interface with a key."""

from __future__ import annotations

import json

from fastapi import FastAPI
from fastapi.responses import Response

from agent.serving.page.static import static_text
from agent.serving.page.words import WORDS

__all__ = ["EMBEDDED", "component", "embedding_routes"]

EMBEDDED = "/embed/"
"""What its address begins with: pages elsewhere load it before they have any key."""
SPOKEN = ("conversation", "placeholder", "ask", "send", "reading", "nothing", "failed", "cart")
HEADERS = {
    "cache-control": "public, max-age=3600", "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin", "x-content-type-options": "nosniff",
}  # fmt: skip


def component() -> str:
    """Return the file, with the words of every language of the page in it."""
    words = {code: {name: spoken[name] for name in SPOKEN} for code, spoken in WORDS.items()}
    return static_text("medley-chat.js").replace("{{words}}", json.dumps(words, ensure_ascii=False))


def embedding_routes(app: FastAPI) -> None:
    """Adds the file to an application."""

    def sent() -> Response:
        return Response(component(), media_type="text/javascript", headers=HEADERS)

    app.add_api_route(f"{EMBEDDED}medley-chat.js", sent, methods=["GET"], include_in_schema=False, response_model=None)

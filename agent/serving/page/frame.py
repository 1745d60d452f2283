"""The page's frame: its HTML with the words of every language, the limits and the icons in it. Nothing of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from html import escape

from agent.recommender.turns import MOST_CHARACTERS
from agent.serving.page.face import Face
from agent.serving.page.settings import PageSettings
from agent.serving.page.static import static_text, static_version
from agent.serving.page.words import TAGS, WORDS

__all__ = ["frame", "item_frame", "operator_frame"]

LOGO = (
    '<svg class="logo" viewBox="0 0 44 28" aria-hidden="true"><rect class="text" x="1" y="5" width="18" height="18" rx="5"/>'
    '<circle class="image" cx="22" cy="14" r="9.5"/><path class="audio" d="M34 4.5l8.5 9.5-8.5 9.5-8.5-9.5z"/></svg>'
)


def _filled(name: str, parts: Mapping[str, str]) -> str:
    page = static_text(name)
    for part, text in parts.items():
        page = page.replace("{{" + part + "}}", text)
    return page


def _parts(settings: PageSettings, face: Face, language: str, *, voice: bool) -> dict[str, str]:
    limits = asdict(settings) | {"characters": MOST_CHARACTERS}
    given = {"words": WORDS, "tags": TAGS, "limits": limits, "voice": voice, "name": face.name}
    logo = '<img class="logo" src="page/logo" alt="">' if face.logo else LOGO
    return {
        "lang": TAGS[language], "name": escape(face.name), "version": static_version(), "icons": static_text("icons.svg"),
        "logo": logo, "given": json.dumps(given, ensure_ascii=False).replace("<", "\\u003c"),
    }  # fmt: skip


def frame(settings: PageSettings, face: Face, *, voice: bool, language: str = "en") -> str:
    """Return the page as it opens. voice: whether spoken requests can be written down."""
    return _filled("page.html", _parts(settings, face, language, voice=voice))


def item_frame(settings: PageSettings, face: Face, title: str, body: str, language: str) -> str:
    """Return the page of one item. body: its HTML."""
    return _filled("item.html", _parts(settings, face, language, voice=False) | {"title": escape(title), "body": body})


def operator_frame(settings: PageSettings, face: Face, language: str) -> str:
    """Return the operator's page as it opens: nothing of the store is in it."""
    return _filled("operate.html", _parts(settings, face, language, voice=False))

"""What items are called: their titles as people say them, and the items that a title means.

Knows items; no sentence and no facts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.catalog.items import Item
from retrieval.language.tables import either
from retrieval.language.words import fold

__all__ = ["forms", "title_forms", "titled"]

_TAIL = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*$")
_LAST = either("title_forms.last", re.IGNORECASE)


def title_forms(item: Item) -> tuple[str, ...]:
    """Return the titles of an item as people say them: whole, without what follows in brackets, the article put first."""
    found: list[str] = []
    for title in (item.title, *(words.get("title", "") for words in item.translations.values())):
        plain = title.strip()
        found.append(plain)
        while tail := _TAIL.search(plain):
            plain = plain[: tail.start()].strip()
            found += (
                [plain, re.sub(r"^a\.?k\.?a\.?\s*", "", tail[1])]
                if "a.k.a" in tail[1].lower() or "aka " in tail[1].lower()
                else [plain]
            )
        found += [f"{m[2]} {m[1]}" for form in list(found) if (m := _LAST.match(form))]
        found += [
            re.sub(r"^(?:the|an?)\s+", "", form, flags=re.IGNORECASE) for form in list(found) if len(form.split()) > 2
        ]
    return tuple(dict.fromkeys(form for form in found if form))


def forms(item: Item) -> set[str]:
    return {fold(form) for form in title_forms(item)}


def titled(phrase: str, pointed: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Return the items that a title means: those pointed at; where none is called so, those beside them."""
    return [i for i in pointed if phrase in forms(i)] or [i for i in others if phrase in forms(i)]

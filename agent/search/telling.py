"""What a chat model is told of a search: JSON, data only, in as few words as it can choose by.

Knows searches; nothing of models.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from agent.explanation.fact_sheet import FactSheet, items_of
from agent.explanation.reasons import explain, plain_value
from agent.planning.plan import told_conditions
from agent.search.search import Searched, question_in

__all__ = ["brief", "told"]

TITLE, VALUE, ABOUT = 80, 40, 110
"""Characters of a title, of a value and of a description that are told of a hit."""
FIELDS, ELEMENTS = 6, 3
"""Fields, and elements of a list."""


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def brief(sheet: FactSheet, language: str) -> dict[str, Any]:
    """A hit in about 60 tokens: id, title, the fields that were asked for before the others, the beginning of its text."""
    item = sheet.item
    asked = [f.field for f in (*sheet.conditions, *sheet.guesses, *sheet.broken) if f.field in item.attributes]
    names = list(dict.fromkeys((*asked, *item.attributes)))[:FIELDS]
    body: dict[str, Any] = {"id": item.id, "title": _cut(item.title_in(language), TITLE)}
    for name in names:
        own = items_of(item.attributes[name])
        values = [_cut(plain_value(v, name), VALUE) for v in own[:ELEMENTS]]
        body[name] = values[0] if len(own) == 1 else ", ".join(values) + ("…" if len(own) > ELEMENTS else "")
    if about := _cut(item.description_in(language), ABOUT):
        body["about"] = about
    if sheet.media:
        body["has"] = ", ".join(sorted(sheet.media))
    broken = [str(f) for f in sheet.broken]
    return body | ({"does_not_hold": broken} if broken else {})


def told(searched: Searched, shown: Sequence[str] | None = None, *, whole: bool = True) -> str:
    """What a model is told of a search. `shown`: the ids to tell of, in their order; all unless given. whole: all facts of each
    hit and the reason that is made of them, else briefly.

    What the person did is left out unless that may be shared.
    """
    plan = searched.plan
    sheets = {sheet.id: sheet if searched.shared else sheet.impersonal for sheet in searched.facts}
    facts = list(sheets.values()) if shown is None else [sheets[id] for id in shown if id in sheets]
    hits = [
        {"position": i} | sheet.public(plan.language) | {"reason": explain(sheet, plan.language).text}
        if whole
        else brief(sheet, plan.language)
        for i, sheet in enumerate(facts, start=1)
    ]
    body = {
        "hits": hits,
        "matching": searched.matching,
        "conditions": [
            {name: one[name] for name in ("text", "origin", "status", "span")}
            for one in told_conditions(plan, searched.dropped)
        ],
        "relaxed": [str(f) for c in searched.dropped for f in c.filters],
        "notes": list(searched.notes),
        "question": question_in(plan),
    }
    return json.dumps(body, ensure_ascii=False)

"""What a chat model is told of a search: JSON, data only, in as few words as it can choose by.

Knows searches; nothing of models.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from agent.explanation.fact_sheet import FactSheet
from agent.explanation.reasons import explain
from agent.planning.plan import told_conditions
from agent.search.compact import HIT_TOKENS, cut, item_body
from agent.search.search import question_in
from agent.search.turn import Searched

__all__ = ["brief", "told"]

DONE = 40
"""Characters of the title of an item that the person did something with."""


def brief(sheet: FactSheet, language: str, budget: int = HIT_TOKENS) -> dict[str, Any]:
    """A hit in at most `budget` tokens, about: id, title, what doesn't hold, the fields that were asked for before the others, the
    beginning of its text."""
    asked = [f.field for f in (*sheet.conditions, *sheet.guesses, *sheet.broken)]
    beside: dict[str, Any] = {"does_not_hold": [str(f) for f in sheet.broken]} if sheet.broken else {}
    beside |= {"did": [f"{d.kind} {cut(d.item.title_in(language), DONE)}" for d in sheet.done]} if sheet.done else {}
    beside |= {"has": ", ".join(sorted(sheet.media))} if sheet.media else {}
    return item_body(sheet.item, language, budget, asked, beside)


def told(
    searched: Searched, shown: Sequence[str] | None = None, *, whole: bool = True, budget: int = HIT_TOKENS
) -> str:
    """What a model is told of a search. `shown`: the ids to tell of, in their order; all unless given. whole: all facts of each
    hit and the reason that is made of them, else briefly, in at most `budget` tokens a hit, about.

    What the person did is left out unless that may be shared.
    """
    plan = searched.plan
    sheets = {sheet.id: sheet if searched.shared else sheet.impersonal for sheet in searched.facts}
    facts = list(sheets.values()) if shown is None else [sheets[id] for id in shown if id in sheets]
    hits = [
        {"position": i} | sheet.public(plan.language) | {"reason": explain(sheet, plan.language).text}
        if whole
        else brief(sheet, plan.language, budget)
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

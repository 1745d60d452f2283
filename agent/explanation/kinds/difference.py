"""What an item has where those that are shown with it have something else, beside what is said of all of them.

It stands where a card has nothing else to say. Knows which fields differ from the fact sheet.
"""

from __future__ import annotations

from agent.explanation.claim import Claim
from agent.explanation.clauses import LISTED
from agent.explanation.fact_sheet import Evidence, FactSheet, items_of
from agent.explanation.kinds.words import NAMED
from agent.explanation.labels import field_label, plain_value
from retrieval.language.packs import voice_of

__all__ = ["differing"]

DIFFERENCES = 2
"""Fields that are named."""


def differing(sheet: FactSheet, language: str) -> Claim | None:
    """Return its own values of the fields in which what is shown differs; None where it has none that are short."""
    t = voice_of(language)
    clauses: list[str] = []
    evidence: list[Evidence] = []
    for name in sheet.differs:
        values = [plain_value(v, name) for v in items_of(sheet.item.attributes.get(name))]
        if not values or any(len(v) > NAMED for v in values) or len(clauses) == DIFFERENCES:
            continue
        kind = "among" if isinstance(sheet.item.attributes.get(name), tuple) else "is"
        clauses.append(t.say(kind, label=field_label(name, language), value=t.listed(values[:LISTED])))
        evidence.append(Evidence("attribute", name, values[0]))
    return Claim(t.told(t.finally_.join(clauses)), tuple(evidence)) if clauses else None

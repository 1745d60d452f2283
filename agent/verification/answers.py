"""Verifies the picks of an answer: each condition that is said to hold or not to, and each sentence of the reason.

Knows answers and rows; changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.verification.conditions import holds
from agent.verification.sentences import faults
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.language.packs import voice_of

if TYPE_CHECKING:
    from agent.explanation.fact_sheet import FactSheet
    from agent.results.answer import Answer

__all__ = ["Disagreement", "borne_out", "verify", "verify_reason"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something that an answer says of an item and that its row doesn't bear out."""

    id: str
    reason: str
    why: str

    def __str__(self) -> str:
        return f"{self.id}: {self.why}, in “{self.reason}”"


def verify_reason(
    item: Item, reason: str, *, said: Sequence[Filter] = (), broken: Sequence[Filter] = ()
) -> tuple[Disagreement, ...]:
    """Return what a reason says of an item and its row doesn't bear out.

    said: the conditions that the reason rests on; broken: those that it says not to hold. Both are recomputed.
    """
    wrong = [f"the row does not satisfy {f}" for f in said if not holds(item, f)]
    wrong += [f"the row satisfies {f}, which is said to fail" for f in broken if holds(item, f)]
    return tuple(Disagreement(item.id, reason, why) for why in dict.fromkeys([*wrong, *faults(reason, item)]))


def verify(answer: Answer) -> tuple[Disagreement, ...]:
    """Return all that the picks of an answer say and their rows don't bear out, in order; empty where everything is so."""
    found: list[Disagreement] = []
    for pick in answer.picks:
        sheet = pick.facts
        said, broken = (sheet.conditions, sheet.broken) if sheet is not None else ((), ())
        found += verify_reason(pick.item, pick.reason, said=said, broken=broken)
    return tuple(found)


def borne_out(reason: str, sheet: FactSheet, language: str) -> str:
    """Return the reason where the row bears it out, else no more than what the item is; that it does not is logged."""
    wrong = verify_reason(sheet.item, reason, said=sheet.conditions, broken=sheet.broken)
    if not wrong:
        return reason
    _log.warning("left out a reason that its row does not bear out: %s", wrong[0])
    voice, title = voice_of(language), sheet.item.title_in(language)
    return (voice.say("just", title=title) if title else voice.say("nameless")) + voice.stop

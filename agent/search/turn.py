"""One turn of a conversation as the search takes it, and what a search gives back.

Knows what stands beside a request: its media, who asks, what was shown before. Searches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.explanation.fact_sheet import FactSheet
from agent.parsing.intent import Intent
from agent.personalization.behaviour import Personal
from agent.planning.context import HistoryEntry
from agent.planning.plan import Condition, Plan
from agent.planning.standing_facts import NOTHING, Standing
from agent.search.lead import Lead
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.catalog.places import Place
from retrieval.language.packs import language_of
from retrieval.search.retriever import Hit

__all__ = ["Searched", "Turn", "idle"]


@dataclass(frozen=True)
class Turn:
    """One request and what it stands on: its media, the person's own settings, and the turn before.

    spoken: the item that the last answer was about, which a comparison alone ("cheaper") is with. only: rank only these ids, where given. exclude: ids that are never answered. said: the turns before, oldest first. fill:
    whether items that satisfy fewer conditions follow where too few satisfy all. heard: what the person is known to have
    asked for, in their own words, where a model made the intent. without: conditions that the person has struck, written as
    `understood` of an answer has them. firm: what was only inferred or guessed, and the person has made certain. like: ids that were pointed at otherwise than by words. language: of the answer, where
    the request has no words. personal: what is known of who asks. notes: what the answer says first, whatever is found.
    hidden: the operator's policies, which every hit satisfies. of_age: what else every hit satisfies, until the person confirms to be
    of age; nothing once they have. most: how many are shown at once whatever is asked for; 0 for no bound. at: how many turns came before.
    given: conditions that were looked up in an item that the request names, beside those of its words.
    asks: whether a broad request may be answered by a question, too; only where a next turn can answer it. popular: what many
    people like, id → (0, 1], where that is known. cares: what people care about, field → 0 to 1, where their behaviour tells. eats: whether the catalogue is of things to eat or drink, where that is known; for_child: whether something for a child is asked for.
    near: where the nearest come first from. everything: whether all that there is is asked for, so that nothing is asked back. standing: what holds of who asks, whatever they ask for. settled: fields that are not asked for any more.
    """

    request: str
    image: Path | Any | None = None
    audio: Path | Any | None = None
    k: int | None = None
    where: tuple[Filter, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    shown: tuple[Item, ...] = ()
    spoken: tuple[Item, ...] = ()
    earlier: Plan | None = None
    only: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    said: tuple[HistoryEntry, ...] = ()
    fill: bool = False
    heard: str = ""
    without: tuple[str, ...] = ()
    firm: tuple[Filter, ...] = ()
    like: tuple[str, ...] = ()
    language: str | None = None
    personal: Personal | None = None
    notes: tuple[str, ...] = ()
    asks: bool = False
    given: tuple[Condition, ...] = ()
    hidden: tuple[Filter, ...] = ()
    of_age: tuple[Filter, ...] = ()
    most: int = 0
    at: int = 0
    popular: Callable[[], Mapping[str, float]] | None = None
    eats: bool | None = None
    for_child: bool = False
    standing: Standing = NOTHING
    cares: Callable[[], Mapping[str, float]] | None = None
    near: Place | None = None
    everything: bool = False
    settled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Searched:
    """One search: the plan that was executed, its hits in the order to show, their facts, and what was relaxed.

    k: how many of the hits to show. heard: the words that the facts speak of as asked for. shared: whether a chat model may
    be told what the person did. absent: words for what nothing of the catalogue is or has. grown_up: whether something was kept
    back that is shown only to whoever confirms to be of age. paid: what the answer says of sponsored items, if it shows these.
    lead: what is said before the first `k` of the hits, None where nothing is to be; at: how many turns came before.
    """

    intent: Intent
    plan: Plan
    hits: tuple[Hit, ...]
    facts: tuple[FactSheet, ...]
    dropped: tuple[Condition, ...]
    matching: int
    notes: tuple[str, ...]
    seconds: float
    k: int
    heard: str
    shared: bool = False
    absent: tuple[str, ...] = ()
    grown_up: bool = False
    paid: Callable[[Sequence[Item]], str] | None = None
    lead: Lead | None = None
    at: int = 0


def idle(turn: Turn, count: int) -> Searched:
    """Return what stands for a search where none is made: nothing is looked for, nothing found."""
    plan = Plan(language=turn.language or language_of(turn.request), k=turn.k or count)
    return Searched(Intent(language=plan.language), plan, (), (), (), 0, turn.notes, 0.0, plan.k, "")

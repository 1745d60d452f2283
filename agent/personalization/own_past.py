"""What a request asks of the person's own past, answered from their events: items to leave out, to choose among, to be like.

Knows the deeds that were asked for, the person's events, and plans; reads no request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from agent.parsing.deeds_asked import DeedAsked
from agent.personalization.behaviour import HIGH, Personal
from agent.planning.plan import Plan
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.catalog.items import Item

__all__ = ["Past", "past_of"]

VISIT = 3_600.0
"""Events within so many seconds of the latest one belong to the "last time"."""
NAMED = 3
"""Items that a note names."""

_DID = {
    "en": {"buy": "bought", "like": "liked", "rate": "rated", "cart": "put in your cart", "see": "seen or had", "any": "met"},
    "zh": {"buy": "买过", "like": "喜欢过", "rate": "评过", "cart": "放进过购物车", "see": "看过或有过", "any": "接触过"},
}  # fmt: skip
_NOTES = {
    "en": {
        "without": "Left out what you have {did}: {items}", "only": "Only what you have {did}: {items}", "like": "To be like what you have {did}: {items}",
        "nobody": "“{said}”: what you have {did} can't be known, for nobody is named",
        "nothing": "“{said}”: nothing is known that you have {did}",
    },
    "zh": {
        "without": "已排除您{did}的：{items}", "only": "只在您{did}的之中：{items}", "like": "与您{did}的相似：{items}",
        "nobody": "“{said}”：不知道您是谁，因此无法知道您{did}什么",
        "nothing": "“{said}”：没有您{did}的记录",
    },
}  # fmt: skip
_MORE = {"en": "{} and {} more", "zh": "{}等{}项"}


@dataclass(frozen=True)
class Past:
    """What was found. without, like: ids; only: ids to choose among, None for all. notes: what the answer says of it."""

    without: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()

    def applied(self, plan: Plan) -> Plan:
        """The plan with these items unseen, and those liked."""
        if not (self.without or self.like):
            return plan
        return replace(
            plan,
            unseen=tuple(dict.fromkeys((*plan.unseen, *self.without))),
            liked=tuple(dict.fromkeys((*plan.liked, *self.like))),
            wanted=tuple(id for id in plan.wanted if id not in self.without),
        )

    def among(self, only: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """What may be chosen from, of what was given."""
        if self.only is None:
            return only
        return self.only if only is None else tuple(id for id in self.only if id in only)


def _met(deed: DeedAsked, events: Sequence[BehaviorEvent]) -> list[str]:
    """The items of a deed, the newest first: stars count as liking where they are high; "last time" is the last visit."""
    told = [e for e in events if e.item and (deed.verb != "like" or e.kind != "rate" or (e.value or 0.0) >= HIGH)]
    if deed.last and told:
        told = [event for event in told if told[0].at - event.at <= VISIT]
    return list(dict.fromkeys(event.item for event in told if event.item))


def _named(ids: Sequence[str], lookup: Callable[[str], Item | None], tongue: str) -> str:
    titles = [f"“{item.title_in(tongue) or item.id}”" for id in ids[:NAMED] if (item := lookup(id))]
    listed = ("、" if tongue == "zh" else ", ").join(titles)
    if len(ids) <= NAMED:
        return listed
    return _MORE[tongue].format(listed, len(ids) if tongue == "zh" else len(ids) - NAMED)


def past_of(
    deeds: Sequence[DeedAsked], personal: Personal | None, lookup: Callable[[str], Item | None], language: str
) -> Past:
    """What the people of a request did of what it speaks of, and how the answer says so. `lookup`: an id to its item."""
    tongue = "zh" if language == "zh" else "en"
    found, notes = Past(), list[str]()
    for deed in deeds:
        did, words = _DID[tongue][deed.verb], _NOTES[tongue]
        if personal is None:
            notes.append(words["nobody"].format(said=deed.words, did=did))
            continue
        ids = [id for id in _met(deed, personal.did(deed.kinds)) if lookup(id) is not None]
        if not ids:
            notes.append(words["nothing"].format(said=deed.words, did=did))
            continue
        notes.append(words[deed.way].format(did=did, items=_named(ids, lookup, tongue)))
        if deed.way == "without":
            found = replace(found, without=(*found.without, *ids))
        elif deed.way == "like":
            found = replace(found, like=(*found.like, *ids))
        else:
            found = replace(found, only=tuple(ids) if found.only is None else tuple(i for i in found.only if i in ids))
    return replace(found, notes=tuple(dict.fromkeys(notes)))

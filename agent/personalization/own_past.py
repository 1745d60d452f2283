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
from retrieval.language.packs import voice_of

__all__ = ["Past", "past_of"]

VISIT = 3_600.0
"""Events within so many seconds of the latest one belong to the "last time"."""
NAMED = 3
"""Items that a note names."""


@dataclass(frozen=True)
class Past:
    """What was found. without, like: ids; only: ids to choose among, None for all. notes: what the answer says of it."""

    without: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()

    def applied(self, plan: Plan) -> Plan:
        """Return the plan with these items unseen, and those liked."""
        if not (self.without or self.like):
            return plan
        return replace(
            plan,
            unseen=tuple(dict.fromkeys((*plan.unseen, *self.without))),
            liked=tuple(dict.fromkeys((*plan.liked, *self.like))),
            wanted=tuple(id for id in plan.wanted if id not in self.without),
        )

    def among(self, only: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Return what may be chosen from, of what was given."""
        if self.only is None:
            return only
        return self.only if only is None else tuple(id for id in self.only if id in only)


def _met(deed: DeedAsked, events: Sequence[BehaviorEvent]) -> list[str]:
    """The items of a deed, the newest first: stars count as liking where they are high; "last time" is the last visit."""
    told = [e for e in events if e.item and (deed.verb != "like" or e.kind != "rate" or (e.value or 0.0) >= HIGH)]
    if deed.last and told:
        told = [event for event in told if told[0].at - event.at <= VISIT]
    return list(dict.fromkeys(event.item for event in told if event.item))


def _named(ids: Sequence[str], lookup: Callable[[str], Item | None], language: str) -> str:
    voice = voice_of(language)
    titles = [voice.quotes.format(item.title_in(language) or item.id) for id in ids[:NAMED] if (item := lookup(id))]
    listed = voice.comma.join(titles)
    if len(ids) <= NAMED:
        return listed
    return voice.say("past.more", listed=listed, rest=len(ids) - NAMED, all=len(ids))


def past_of(
    deeds: Sequence[DeedAsked], personal: Personal | None, lookup: Callable[[str], Item | None], language: str
) -> Past:
    """Return what the people of a request did of what it speaks of, and how the answer says so. `lookup`: an id to its item."""
    voice = voice_of(language)
    found, notes = Past(), list[str]()
    for deed in deeds:
        did = voice.say(f"past.{deed.verb}")
        if personal is None:
            notes.append(voice.say("past.note.nobody", said=deed.words, did=did))
            continue
        ids = [id for id in _met(deed, personal.did(deed.kinds)) if lookup(id) is not None]
        if not ids:
            notes.append(voice.say("past.note.nothing", said=deed.words, did=did))
            continue
        notes.append(voice.say(f"past.note.{deed.way}", did=did, items=_named(ids, lookup, language)))
        if deed.way == "without":
            found = replace(found, without=(*found.without, *ids))
        elif deed.way == "like":
            found = replace(found, like=(*found.like, *ids))
        else:
            found = replace(found, only=tuple(ids) if found.only is None else tuple(i for i in found.only if i in ids))
    return replace(found, notes=tuple(dict.fromkeys(notes)))

"""Moments of choice in a log of events: who chose which item when, what they had done before, and what they had asked for.

Knows events. A moment holds nothing that came at its time or after it but the choice itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import kind_of
from retrieval.behavior.events.log import Event, History
from retrieval.behavior.events.preferences import worth

__all__ = ["KEPT", "LIKED", "ChoiceEvent", "choices", "chose", "history_of", "person_name", "person_of", "plain"]

LIKED = 0.2
"""An event that says at least so much chooses its item."""
HIGH = 4.0
"""Stars from which on a rating does."""
ASKED = 1_800.0
"""Seconds for which a search counts as what was asked for."""
KEPT = 300
"""Events of a person that a moment keeps, the newest."""


@dataclass(frozen=True, eq=False)
class ChoiceEvent:
    """person: a user, or a session without one. before: their events earlier than `at`, oldest first. words: of their last
    search, where it was lately, else empty. consent: whether the choice and the search may train a language model.
    """

    person: str
    item: str
    at: float
    before: tuple[BehaviorEvent, ...]
    words: str = ""
    consent: bool = False


def person_name(user: str | None, session: str | None) -> str:
    """Return one name for a user, or a session without one; never the same for both."""
    return f"u{user}" if user else f"s{session}"


def person_of(event: BehaviorEvent) -> str:
    """Return whose an event is."""
    return person_name(event.user, event.session)


def chose(event: BehaviorEvent) -> bool:
    """Return whether an event says that its item was liked, rather than met."""
    kind = kind_of(event.kind)
    if kind is not None and kind.amount == "stars" and event.value is not None:
        return event.value >= HIGH
    return _about_item(event) and worth(event) >= LIKED


def _about_item(event: BehaviorEvent) -> bool:
    kind = kind_of(event.kind)
    return event.item is not None and kind is not None and kind.item


def plain(events: Sequence[BehaviorEvent]) -> list[Event]:
    """Return the events that are about an item, as signals are fitted on them."""
    return [Event(person_of(e), str(e.item), float(chose(e)), e.at) for e in events if _about_item(e)]


def history_of(events: Sequence[BehaviorEvent], place: Mapping[str, int]) -> History:
    """Return one person's events, oldest first, as signals are asked with them; items without a place are left out."""
    own = [e for e in events if e.item in place and _about_item(e)]
    return History.of([place[str(e.item)] for e in own], [float(chose(e)) for e in own])


def _moment(own: Sequence[BehaviorEvent], event: BehaviorEvent) -> ChoiceEvent:
    before = tuple(e for e in own if e.at < event.at)[-KEPT:]
    asked = next((e for e in reversed(before) if e.kind == "search"), None)
    if asked is not None and event.at - asked.at > ASKED:
        asked = None
    words = asked.words or "" if asked is not None else ""
    agreed = event.consent and (asked is None or asked.consent)
    return ChoiceEvent(person_of(event), event.item or "", event.at, before, words, agreed)


def choices(events: Sequence[BehaviorEvent], share: float = 1.0) -> tuple[list[ChoiceEvent], float]:
    """Return the choices in the last `share` of all choices by time, in that order, and the time at which that part begins.

    A choice has something before it that tells of the person, and is of an item that they hadn't chosen before. events:
    oldest first.
    """
    times = np.sort([e.at for e in events if chose(e)])
    cut = float(times[min(int(len(times) * (1 - share)), len(times) - 1)]) if len(times) else np.inf
    lines: dict[str, list[BehaviorEvent]] = {}
    had: set[tuple[str, str]] = set()
    found = []
    for event in events:
        line = lines.setdefault(person_of(event), [])
        if event.item is not None and chose(event):
            key = (person_of(event), event.item)
            if event.at >= cut and key not in had and line and line[0].at < event.at:
                found.append(_moment(line, event))
            had.add(key)
        line.append(event)
    return found, cut

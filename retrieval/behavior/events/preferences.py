"""From one person's events to what they say of items: how much each was liked or disliked, the newest counting most.

What a person says outright (like, dislike, stars, hide) takes the place of what they said before; what they do (view, play,
buy) adds to it. Knows events; nothing of vectors or of what items are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import kind_of

__all__ = ["Deed", "DeedSettings", "Deeds", "deeds_of", "hidden_by", "worth"]

MIDDLE = 3.0
"""Stars that say neither yes nor no."""
WHOLE_PLAY = 120.0
"""Seconds from which on a play counts in full."""
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class DeedSettings:
    """worths: how much one event of a kind says, where that isn't what the kind says itself. half_life_days, half_life_events: an event counts
    half as much for so many days, and for so many later events of the person, that lie between it and the newest.
    most: events of one person that are looked at, the newest.
    """

    worths: Mapping[str, float] = field(default_factory=dict)
    half_life_days: float = 30.0
    half_life_events: float = 20.0
    most: int = 300


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person's events say of one item: weight above 0 where they like it. kind, at, value: of the event that says most."""

    item: str
    kind: str
    at: float
    weight: float
    value: float | None = None


@dataclass(frozen=True)
class Deeds:
    """All of one person. items: the newest first. searches: words with their weights, the newest first. hidden: never to be
    shown again. events: how many there were.
    """

    items: tuple[Deed, ...] = ()
    searches: Mapping[str, float] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    events: int = 0

    @property
    def liked(self) -> tuple[Deed, ...]:
        """Those that speak for their item, the newest first."""
        return tuple(deed for deed in self.items if deed.weight > 0)

    @property
    def disliked(self) -> tuple[Deed, ...]:
        """Those that speak against it."""
        return tuple(deed for deed in self.items if deed.weight < 0)


def hidden_by(events: Sequence[BehaviorEvent]) -> frozenset[str]:
    """Return the items that a person's events, oldest first, hide: until they say outright that they like them after all."""
    hidden: set[str] = set()
    for event in events:
        kind = kind_of(event.kind)
        if event.item is None or kind is None:
            continue
        if kind.hides:
            hidden.add(event.item)
        elif kind.shows and worth(event) > 0:
            hidden.discard(event.item)
    return frozenset(hidden)


def worth(event: BehaviorEvent, worths: Mapping[str, float] | None = None) -> float:
    """Return what one event says by itself: stars and seconds count. worths: of kinds that say otherwise than they do themselves."""
    kind = kind_of(event.kind)
    if kind is None:
        return 0.0
    base = (worths or {}).get(event.kind, kind.worth)
    if kind.amount == "stars" and event.value is not None:
        return base * (event.value - MIDDLE) / 2
    if kind.amount == "seconds":
        return base * (0.25 if event.value is None else min(1.0, max(event.value / WHOLE_PLAY, 0.05)))
    return base


@dataclass
class _Item:
    """What was said of an item so far."""

    weight: float = 0.0
    best: float = 0.0
    kind: str = ""
    at: float = 0.0
    stars: float | None = None

    def add(self, event: BehaviorEvent, value: float) -> None:
        kind = kind_of(event.kind)
        outright = kind is not None and kind.outright
        if outright:
            self.weight, self.best = 0.0, 0.0
        self.weight += value
        if not self.kind or abs(value) >= self.best or outright:
            self.best, self.kind, self.at, self.stars = abs(value), event.kind, event.at, event.value


def deeds_of(events: Sequence[BehaviorEvent], settings: DeedSettings | None = None) -> Deeds:
    """Return what one person's events, oldest first, say."""
    settings = settings or DeedSettings()
    used = list(events)[-settings.most :]
    newest = used[-1].at if used else 0.0
    items: dict[str, _Item] = {}
    searches: dict[str, float] = {}
    for place, event in enumerate(used):
        age = (newest - event.at) / DAY / settings.half_life_days
        age += (len(used) - 1 - place) / settings.half_life_events
        value = worth(event, settings.worths) * 0.5**age
        about_words = (kind := kind_of(event.kind)) is not None and not kind.item
        if about_words and worth(event, settings.worths):
            words = " ".join((event.words or "").split())
            searches.pop(words, None)
            searches[words] = value
        if event.item is not None and not about_words:
            one = items.pop(event.item, _Item())
            one.add(event, value)
            items[event.item] = one
    found = tuple(Deed(id, one.kind, one.at, one.weight, one.stars) for id, one in reversed(items.items()))
    return Deeds(found, dict(reversed(searches.items())), hidden_by(events), len(used))

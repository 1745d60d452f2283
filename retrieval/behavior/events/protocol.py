"""What the rest of Medley asks of the record of behaviour events, whatever keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.behavior.events.event import BehaviorEvent

__all__ = ["EventRecord", "Recorded", "Removal"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of events: new; known already by their ids; or those of a person who was forgotten, left out."""

    new: int = 0
    known: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed: events, and sessions that were tied to a person."""

    events: int
    sessions: int


class EventRecord(Protocol):
    """The events of one store, for any number of writers at once.

    path: of the database; what is trained stands beside it. sequence, removals: grow with every change, with every removal.
    """

    path: Path

    @property
    def sequence(self) -> int: ...
    @property
    def removals(self) -> int: ...
    def __len__(self) -> int: ...
    def close(self) -> None: ...
    def record(self, given: BehaviorEvent | Iterable[BehaviorEvent]) -> Recorded:
        """Write events, each id once; they are on disk when it returns."""
        ...

    def merge(self, session: str, user: str) -> int: ...
    def clock(self, user: str | None = None, session: str | None = None) -> float: ...
    def owner(self, session: str) -> str | None: ...
    def events(
        self,
        *,
        user: str | None = None,
        session: str | None = None,
        kinds: Sequence[str] = (),
        since: float | None = None,
        limit: int | None = None,
    ) -> list[BehaviorEvent]:
        """Return events, oldest first; with `limit` the newest of them."""
        ...

    def sessions(self, user: str) -> list[str]: ...
    def counts(self) -> dict[str, int]: ...
    def forget(self, user: str | None = None, *, session: str | None = None) -> Removal:
        """Remove all that is known of a user or a session, from the disk as well; the same events stay out later."""
        ...

    def withdraw(self, id: str) -> bool:
        """Remove one event, from the disk as well; return whether it was there."""
        ...

    def expire(self, before: float) -> int: ...

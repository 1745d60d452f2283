"""What is known of a person: shown, exported, and forgotten, on disk and in memory.

Everything lies in the events of the store; tastes are made of them at every request. What was trained on them is marked as
due to be trained again. Knows the behaviour side; nothing of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from agent.personalization.behaviour import Behaviour
from agent.personalization.told_facts import StandingFacts
from retrieval.behavior.people.exploration import ExposureLog
from retrieval.behavior.training.artefact import mark_due, mark_forgotten
from retrieval.errors import QueryError, StoreError

__all__ = ["Forgot", "Privacy"]

Drop = Callable[[str | None, str | None, Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Forgot:
    """What was forgotten: events and sessions. retrain: whether models of the store were trained on the person's events."""

    events: int
    sessions: int
    retrain: bool


class Privacy:
    """The rights of the people of one store."""

    def __init__(self, behaviour: Behaviour, facts: StandingFacts, drop: Drop) -> None:
        """`facts`: what people have told of themselves. `drop` removes what is kept in memory of a user, a session, and the user's sessions."""
        self._behaviour, self._facts, self._drop = behaviour, facts, drop

    def show(self, user: str | None = None, *, session: str | None = None) -> dict[str, Any]:
        """Return what is known of somebody, in short: counts by kind, first and last, sessions, and what they lean to. JSON-able.

        Raises QueryError without a user or a session.
        """
        _named(user, session)
        log, people = self._behaviour.log, self._behaviour.people
        events = log.events(user=user, session=session)
        kinds = sorted({event.kind for event in events})
        taste = people.person(user, session).taste
        return {
            "user": user,
            "session": session,
            "events": len(events),
            "kinds": {kind: sum(event.kind == kind for event in events) for kind in kinds},
            "first": _day(events[0].at) if events else None,
            "last": _day(events[-1].at) if events else None,
            "sessions": log.sessions(user) if user else [],
            "searches": [event.words for event in events if event.kind == "search"],
            "facts": [{"id": fact.id, "words": fact.words} for fact in self._facts.of(user, session)],
            "interests": [
                {"part": one.part, "weight": round(one.weight, 3), "items": [d.item for d in one.deeds if d.item]}
                for one in taste.interests
            ],
        }

    def export(self, user: str | None = None, *, session: str | None = None) -> list[dict[str, Any]]:
        """Return every event of somebody, oldest first, as it can be imported again. JSON-able.

        Raises QueryError without a user or a session.
        """
        _named(user, session)
        events = [asdict(event) for event in self._behaviour.log.events(user=user, session=session)]
        return events + (self._facts.exported(session) if session else [])

    def forget(self, user: str | None = None, *, session: str | None = None) -> Forgot:
        """Removes all of somebody: events from the disk, tastes, crowds and conversations from memory.

        What was trained before is marked for training anew. Raises QueryError without a user or a session, StoreError where
        another process keeps the old pages of the database open: then forget again once it has ended; and where a repair has
        left damaged files.
        """
        _named(user, session)
        log = self._behaviour.log
        self._drop(user, session, log.sessions(user) if user else [])
        self._behaviour.people.drop()
        names = [f"u{user}", *(f"s{one}" for one in log.sessions(user))] if user else [f"s{session}"]
        known = bool(log.events(user=user, session=None if user else session, limit=1))
        retrain = known and mark_due(log.path.parent)
        try:  # the events go last: what fails before can be done again, knowing whose sessions they were
            for name in names:
                mark_forgotten(log.path.parent, name)
            if ExposureLog.there(log.path.parent):
                self._behaviour.exposures.forget(names)
            found = log.forget(user, session=None if user else session)
        finally:
            self._behaviour.people.drop()
            self._behaviour.retriever.drop_texts()
        if aside := sorted(folder.name for folder in log.path.parent.glob("damaged-*") if folder.is_dir()):
            raise StoreError(
                f"forgotten in '{log.path}'; but files that were damaged lie in {', '.join(aside)} and may still hold what they did. "
                "Remove them, and forget again"
            )
        return Forgot(found.events, found.sessions, retrain)


def _named(user: str | None, session: str | None) -> None:
    if not user and not session:
        raise QueryError("expected a user or a session; got neither")


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat("T", "seconds")

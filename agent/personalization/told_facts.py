"""The standing facts of people and sessions: kept, shown, and taken back.

Those of a user are events of the store, so that they are exported, and forgotten with the rest; those of a session without a user
live in this process only, as its conversation does. Knows the log and the reading of facts; nothing of how they are applied.
"""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from threading import Lock
from typing import Any

from agent.parsing import Vocabulary
from agent.personalization.behaviour import Behaviour
from agent.planning.standing_facts import NOTHING, Fact, Standing, fact_of, facts_in, standing_of
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.log_store import EventLog
from retrieval.errors import QueryError

__all__ = ["KIND", "StandingFacts"]

KIND = "fact"
"""The kind of event that a fact of a user is."""
SESSIONS = 5_000
"""Sessions whose facts are kept at once; of more, those told longest ago go."""
MOST = 50
"""Facts of one user or session; the newest count."""


class StandingFacts:
    """What people have told of themselves. Safe to use from several threads."""

    def __init__(self, behaviour: Behaviour, vocabulary: Callable[[], Vocabulary]) -> None:
        self._behaviour, self._vocabulary = behaviour, vocabulary
        self._sessions: OrderedDict[str, tuple[Fact, ...]] = OrderedDict()
        self._lock = Lock()
        self._read: tuple[Vocabulary, dict[str, Standing]] | None = None

    def of(self, user: str | None = None, session: str | None = None) -> tuple[Fact, ...]:
        """Return the facts of a user, then those of a session, each the oldest first."""
        told: list[Fact] = []
        if user and EventLog.there(self._behaviour.retriever.store.folder):
            events = self._behaviour.log.events(user=user, kinds=(KIND,), limit=MOST)
            told += [f for e in events if (f := fact_of(e.words or "", self._vocabulary(), e.id)) is not None]
        with self._lock:
            told += self._sessions.get(session or "", ())
        return tuple({(f.kind, f.words): f for f in told}.values())

    def tell(self, words: str, *, user: str | None = None, session: str | None = None) -> tuple[Fact, ...]:
        """Keeps the facts that words state, of a user, or of a session, and returns them; empty where they state none.

        Raises QueryError without a user or a session.
        """
        return self.keep([fact for fact, _ in facts_in(words, self._vocabulary())], user=user, session=session)

    def keep(self, facts: Iterable[Fact], *, user: str | None = None, session: str | None = None) -> tuple[Fact, ...]:
        """Keeps facts that were read before. One of the same kind that only one can hold of, a budget, takes the place of the older.

        Raises QueryError without a user or a session.
        """
        if not user and not session:
            raise QueryError("expected a user or a session to keep facts of; got neither")
        made = []
        for fact in facts:
            before = self.of(user, session)
            known = next((f for f in before if (f.kind, f.words) == (fact.kind, fact.words)), None)
            if known is not None:
                made.append(known)
                continue
            self.drop([f.id for f in before if f.kind == fact.kind and fact.kind in ("budget", "people")], user=user, session=session)  # fmt: skip
            made.append(self._kept(fact, user, session or ""))
        return tuple(made)

    def _kept(self, fact: Fact, user: str | None, session: str) -> Fact:
        named = replace(fact, id=uuid.uuid4().hex)
        if user:
            self._behaviour.record([BehaviorEvent(KIND, user=user, words=fact.words, id=named.id)])
            return named
        with self._lock:
            held = (*self._sessions.pop(session, ()), named)[-MOST:]
            self._sessions[session] = held
            while len(self._sessions) > SESSIONS:
                self._sessions.popitem(last=False)
        return named

    def drop(self, ids: Iterable[str], *, user: str | None = None, session: str | None = None) -> int:
        """Takes facts back, by their ids; those of a user from the disk as well. Returns how many there were."""
        gone, count = set(ids), 0
        with self._lock:
            held = self._sessions.get(session or "", ())
            left = tuple(f for f in held if f.id not in gone)
            count += len(held) - len(left)
            if held:
                self._sessions[session or ""] = left
        own = {f.id for f in self.of(user)} & gone if user else set()
        return count + sum(self._behaviour.log.withdraw(id) for id in sorted(own))

    def forget(self, sessions: Iterable[str]) -> None:
        """Drops what was told in sessions."""
        with self._lock:
            for session in sessions:
                self._sessions.pop(session, None)

    def merge(self, session: str, user: str) -> None:
        """Gives the facts of a session to the user that it turned out to be."""
        self.keep(self.of(session=session), user=user)
        self.forget([session])

    def exported(self, session: str) -> list[dict[str, Any]]:
        """Return the facts of a session as events, as those of a user are. JSON-able."""
        now = time.time()
        return [asdict(BehaviorEvent(KIND, session=session, at=now, words=f.words, id=f.id)) for f in self.of(session=session)]  # fmt: skip

    def standing(self, user: str | None = None, session: str | None = None) -> Standing:
        """Return what the facts of somebody are in this catalogue."""
        total, vocabulary = NOTHING, self._vocabulary()
        for fact in self.of(user, session):
            if self._read is None or self._read[0] is not vocabulary:
                self._read = (vocabulary, {})
            kept = self._read[1]
            name = f"{fact.kind} {fact.words}"
            if name not in kept:
                kept[name] = standing_of(fact, vocabulary)
            total = total + kept[name]
        return total

"""What people do, kept as events in a database of its own: who did what with which item, and when.

One file in the store folder beside the catalogue's, whose lock doesn't cover it. Any number of threads and processes may
write at once; an event is written once, however often it arrives. What is forgotten is overwritten on disk. `EventLog` is the
`EventRecord` of `protocol.py` in SQLAlchemy Core. Knows events, people and sessions; nothing of items or tastes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, case, delete, distinct, func, or_, select, update

from retrieval.behavior.events.event import AHEAD, BehaviorEvent
from retrieval.behavior.events.protocol import Recorded, Removal
from retrieval.behavior.events.secure_delete import SHORT, due, overwrite, removed
from retrieval.behavior.events.tables import (
    LAYOUT,
    REMOVALS,
    SEQUENCE,
    counters,
    events,
    forgotten,
    meta,
    sessions,
)
from retrieval.errors import QueryError, StoreError
from retrieval.store.database import Database
from retrieval.store.sqlite import PATIENCE, open_sqlite

__all__ = ["DATABASE", "BehaviorEvent", "EventLog", "Recorded", "Removal"]

DATABASE = "events.sqlite"
BATCH = 5_000
NAMED = 500
"""Ids that one statement names."""

_e = events.c
_EVENT = select(_e.kind, _e.item, _e.user, _e.session, _e.at, _e.value, _e.words, _e.id, _e.consent)


def _event(row: Sequence[Any]) -> BehaviorEvent:
    """An event of the columns of `_EVENT`."""
    kind, item, user, session, at, value, words, id, consent = row
    return BehaviorEvent(kind, item, user, session, at, value, words, id, bool(consent))


def _row(event: BehaviorEvent, owners: dict[str, str], latest: float) -> dict[str, Any]:
    """An event as it is written. owners: the users of sessions. latest: no event is later."""
    return {
        "kind": event.kind, "item": event.item, "user": event.user or owners.get(event.session or ""),
        "session": event.session, "at": min(event.at, latest), "value": event.value, "words": event.words,
        "id": event.id, "consent": int(event.consent),
    }  # fmt: skip


def _digest(id: str) -> bytes:
    return hashlib.blake2b(id.encode(), digest_size=16).digest()


class EventLog:
    """The events of one store. Safe to use from several threads, and from several processes at once."""

    def __init__(self, folder: Path | str, *, database: Database | None = None) -> None:
        """Open `events.sqlite` in a store's folder, or another database, and make it where it isn't there yet.

        One of an older format is migrated, and keeps every event. Raises StoreError where it can't be made, StoreDamaged where
        the file is no database of ours, StoreMismatch where a newer version of Medley made it.
        """
        self.path = Path(folder) / DATABASE
        self._db = database or open_sqlite(self.path, private=True)
        try:
            LAYOUT.prepare(self._db)
        except BaseException:
            self._db.close()
            raise

    @staticmethod
    def there(folder: Path | str) -> bool:
        """Return whether anything was ever recorded in this store."""
        return (Path(folder) / DATABASE).exists()

    def close(self) -> None:
        """Close the database; the log can't be used afterwards."""
        self._db.close()

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All or nothing, under a new sequence number."""
        with self._db.transaction():
            yield
            self._count(SEQUENCE)

    def _count(self, name: str) -> None:
        self._db.run(update(counters).where(counters.c.name == name).values(value=counters.c.value + 1))

    def _counted(self, name: str) -> int:
        return int(self._db.value(select(counters.c.value).where(counters.c.name == name)))

    @property
    def sequence(self) -> int:
        """Grows with every change, also with what is forgotten: what was made of the events is then out of date."""
        return self._counted(SEQUENCE)

    @property
    def removals(self) -> int:
        """Grows whenever something is removed: what was trained on the events before should be trained again."""
        return self._counted(REMOVALS)

    def __len__(self) -> int:
        return int(self._db.value(select(func.count()).select_from(events)))

    # -- writing --------------------------------------------------------------------------------------------------

    def record(self, given: BehaviorEvent | Iterable[BehaviorEvent]) -> Recorded:
        """Write events; they are on disk when it returns. Those whose ids are known change nothing.

        An event of a session that was merged into a user, and names no user, is that user's. Raises QueryError, before
        anything is written, where one of the events is not as it should be; StoreError where they can't be written.
        """
        wanted = [given] if isinstance(given, BehaviorEvent) else list(given)
        now = time.time()
        for event in wanted:
            if (fault := event.fault(now)) is not None:
                raise QueryError(fault)
        total = Recorded()
        for start in range(0, len(wanted), BATCH):  # others may write in between
            one = self._record(wanted[start : start + BATCH], now)
            total = Recorded(total.new + one.new, total.known + one.known, total.forgotten + one.forgotten)
        return total

    def _record(self, given: Sequence[BehaviorEvent], now: float) -> Recorded:
        with self._writing():
            latest = max(
                now, self._db.value(select(func.max(_e.at))) or 0.0
            )  # later than now where a clock was set back
            gone = self._held(forgotten.c.digest, [_digest(event.id) for event in given])
            left = [event for event in given if _digest(event.id) not in gone]
            there = self._held(_e.id, [event.id for event in left])
            fresh: dict[str, BehaviorEvent] = {}
            for event in left:
                if event.id not in there:
                    fresh.setdefault(event.id, event)
            owners = self._owners([e.session for e in fresh.values() if e.session and not e.user])
            rows = [_row(event, owners, latest) for event in fresh.values()]
            self._db.many(self._db.insert_new(events), rows)
        return Recorded(len(rows), len(left) - len(rows), len(given) - len(left))

    def _held(self, column: ColumnElement[Any], values: Sequence[Any]) -> set[Any]:
        """Those of `values` that a column has."""
        found: set[Any] = set()
        for start in range(0, len(values), NAMED):
            some = select(column).where(column.in_(values[start : start + NAMED]))
            found |= {value for (value,) in self._db.all(some)}
        return found

    def _owners(self, named: Sequence[str]) -> dict[str, str]:
        """The users of sessions that were merged into one."""
        wanted, found = list(dict.fromkeys(named)), dict[str, str]()
        for start in range(0, len(wanted), NAMED):
            some = select(sessions).where(sessions.c.session.in_(wanted[start : start + NAMED]))
            found |= dict(self._db.all(some))
        return found

    def merge(self, session: str, user: str) -> int:
        """Give a session's events to a user, who has made themselves known, and return how many there were.

        What comes under this session later and names no user is theirs, too. Events that were another user's stay so.
        Raises QueryError for an empty session or user.
        """
        if not session or not user:
            raise QueryError(f"expected a session and a user to merge it into; got '{session}' and '{user}'")
        with self._writing():
            moved = self._db.run(update(events).where(_e.session == session, _e.user.is_(None)).values(user=user))
            self._db.run(self._db.upsert(sessions), {"session": session, "user": user})
        return moved

    # -- reading --------------------------------------------------------------------------------------------------

    def clock(self, user: str | None = None, session: str | None = None) -> float:
        """Return now, in seconds since 1970; a moment after the newest event of this user or session where a clock was set back.

        What people do later comes later, whatever the clock says; by `AHEAD` at most.
        """
        user = user or (self.owner(session) if session else None)
        now, last = time.time(), self.events(user=user, session=session, limit=1) if user or session else []
        return min(max(now, last[0].at + 1e-3), now + AHEAD) if last else now

    def owner(self, session: str) -> str | None:
        """Return the user that a session was merged into."""
        return self._owners([session]).get(session)

    def events(
        self,
        *,
        user: str | None = None,
        session: str | None = None,
        kinds: Sequence[str] = (),
        since: float | None = None,
        limit: int | None = None,
    ) -> list[BehaviorEvent]:
        """Return events, oldest first; with `limit` the newest of them. user, session: of these alone; given both, of either.

        What a named user did under a session is that user's, not the session's.
        """
        wanted = _EVENT.order_by(_e.at.desc(), _e.row.desc()).limit(limit)
        who = [_e.user == user] if user is not None else []
        if session is not None:
            who.append((_e.session == session) & _e.user.is_(None))
        if who:
            wanted = wanted.where(or_(*who))
        if kinds:
            wanted = wanted.where(_e.kind.in_(list(kinds)))
        if since is not None:
            wanted = wanted.where(_e.at >= since)
        return [_event(row) for row in reversed(self._db.all(wanted))]

    def sessions(self, user: str) -> list[str]:
        """Return the sessions that a user's events came under, or that were merged into the user, in order."""
        merged = select(sessions.c.session).where(sessions.c.user == user)
        met = select(_e.session).where(_e.user == user, _e.session.is_not(None))
        return sorted(session for (session,) in self._db.all(merged.union(met)))

    def counts(self) -> dict[str, int]:
        """Return how many events there are of each kind, and how many people (users, and sessions without one)."""
        kinds = self._db.all(select(_e.kind, func.count()).group_by(_e.kind).order_by(_e.kind))
        alone = case((_e.user.is_(None), _e.session))
        users, nobodies = self._db.all(select(func.count(distinct(_e.user)), func.count(distinct(alone))))[0]
        return {kind: int(n) for kind, n in kinds} | {"users": int(users), "anonymous": int(nobodies)}

    # -- forgetting -----------------------------------------------------------------------------------------------

    def forget(self, user: str | None = None, *, session: str | None = None) -> Removal:
        """Remove all that is known of a user, or of a session that was never merged into one, from the file as well.

        Their events stay out when they arrive again: only a hash of each event's id is kept. Raises QueryError without a
        user or a session; StoreError where another process has the database open in a way that keeps the old pages.
        """
        if (user is None) == (session is None):
            raise QueryError("expected a user or a session to forget; got neither, or both")
        if user is not None:
            found = self._remove(_e.user == user, sessions.c.user == user, mark=True)
        else:
            found = self._remove((_e.session == session) & _e.user.is_(None), None, mark=True)
        overwrite(self._db, meta, PATIENCE)
        return found

    def withdraw(self, id: str) -> bool:
        """Remove one event, from the file as well, and return whether it was there. It stays out when it arrives again."""
        found = self._remove(_e.id == id, None, mark=True)
        overwrite(self._db, meta, PATIENCE)
        return found.events > 0

    def expire(self, before: float) -> int:
        """Remove the events of before a time, in seconds since 1970, and return how many there were.

        Where another process keeps the old pages of the file, they are overwritten by a later call: nobody waits for it.
        """
        old = self._db.all(select(_e.row).where(_e.at < before).limit(1))
        left = select(_e.session).where(_e.session.is_not(None))
        found = self._remove(_e.at < before, sessions.c.session.not_in(left), mark=False).events if old else 0
        with suppress(StoreError):
            if due(self._db, meta):
                overwrite(self._db, meta, SHORT)
        return found

    def _remove(self, which: ColumnElement[bool], links: ColumnElement[bool] | None, *, mark: bool) -> Removal:
        with self._writing():
            if mark:
                ids = [id for (id,) in self._db.all(select(_e.id).where(which))]
                self._db.many(self._db.insert_new(forgotten), [{"digest": _digest(id)} for id in ids])
            gone = self._db.run(delete(events).where(which))
            untied = self._db.run(delete(sessions).where(links)) if links is not None else 0
            self._count(REMOVALS)
            removed(self._db, meta)
        return Removal(gone, untied)

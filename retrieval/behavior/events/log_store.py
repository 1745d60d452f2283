"""What people do, kept as events in a database of its own: who did what with which item, and when.

SQLite in WAL mode, one file in the store folder beside the catalogue's, whose lock doesn't cover it. Any number of threads
and processes may write at once; an event is written once, however often it arrives. What is forgotten is overwritten on
disk. Knows events, people and sessions; nothing of items or tastes.
"""

from __future__ import annotations

import hashlib
import math
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from retrieval.behavior.events.secure_delete import SHORT, due, overwrite, private, removed
from retrieval.errors import QueryError, StoreDamaged, StoreError, StoreMismatch

__all__ = ["KINDS", "BehaviorEvent", "EventLog", "Forgotten", "Kind", "Recorded"]

Kind = Literal["view", "play", "search", "like", "dislike", "rate", "cart", "buy", "skip", "hide"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What people do. `play` may have seconds and `rate` has stars as its value; `search` has words and may have no item."""

DATABASE = "events.sqlite"
FORMAT = 1
STARS = 5.0
LONGEST_ID, LONGEST_WORDS = 500, 2_000
AHEAD = 86_400.0
"""Seconds that the clock of whoever reports an event may be ahead of ours; such an event is taken as of now."""
BATCH = 5_000
PATIENCE = 30.0
"""Seconds that a writer waits for others."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, item TEXT, user TEXT,
    session TEXT, at REAL NOT NULL, value REAL, words TEXT, consent INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS event_users ON events (user, at);
CREATE INDEX IF NOT EXISTS event_sessions ON events (session, at);
CREATE INDEX IF NOT EXISTS event_times ON events (at);
CREATE TABLE IF NOT EXISTS sessions (session TEXT PRIMARY KEY, user TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten (digest BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT OR IGNORE INTO meta VALUES ('format', '1'), ('sequence', '0'), ('removals', '0');
"""
_COLUMNS = "kind, item, user, session, at, value, words, id, consent"


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class BehaviorEvent:
    """Somebody did something.

    user, session: who; at least one, an anonymous person has a session alone. at: seconds since 1970, UTC. value: seconds
    of a `play`, stars (0 to 5) of a `rate`. words: those of a search. id: an event that arrives twice under one id is one
    event. consent: whether it may be written into examples for a chat model
    (`export sft`).
    """

    kind: str
    item: str | None = None
    user: str | None = None
    session: str | None = None
    at: float = field(default_factory=time.time)
    value: float | None = None
    words: str | None = None
    id: str = field(default_factory=_new_id)
    consent: bool = False

    def fault(self, now: float) -> str | None:
        """What is wrong with it, or None."""
        if self.kind not in KINDS:
            return f"expected an event of {', '.join(KINDS)}; got '{self.kind}'"
        if not self.user and not self.session:
            return "expected a user or a session; got neither: an event belongs to somebody"
        for name, text in (("id", self.id), ("item", self.item), ("user", self.user), ("session", self.session)):
            if text is not None and not 0 < len(text) <= LONGEST_ID:
                return f"expected {name} of 1 to {LONGEST_ID} characters; got {len(text)}"
        if not self.item and self.kind != "search":
            return f"expected the item of a '{self.kind}'; got none"
        if self.kind == "search" and not (self.words or "").strip():
            return "expected the words of a search; got none"
        if self.words is not None and len(self.words) > LONGEST_WORDS:
            return f"expected words of at most {LONGEST_WORDS} characters; got {len(self.words)}"
        if not (math.isfinite(self.at) and 0 < self.at <= now + AHEAD):
            return f"expected a time in seconds since 1970, not in the future; got {self.at}"
        return self._value_fault()

    def _value_fault(self) -> str | None:
        if self.kind == "rate" and self.value is None:
            return "expected the stars of a 'rate'; got none"
        if self.value is None:
            return None
        most = STARS if self.kind == "rate" else math.inf
        if not (math.isfinite(self.value) and 0 <= self.value <= most):
            wanted = f"0 to {STARS:g} stars" if self.kind == "rate" else "a value of at least 0"
            return f"expected {wanted}; got {self.value}"
        return None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of events: new; known already by their ids; or those of a person who was forgotten, left out."""

    new: int = 0
    known: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed: events, and sessions that were tied to a person."""

    events: int
    sessions: int


def _event(*row: Any) -> BehaviorEvent:
    """An event of the columns `_COLUMNS`."""
    kind, item, user, session, at, value, words, id, consent = row
    return BehaviorEvent(kind, item, user, session, at, value, words, id, bool(consent))


def _digest(id: str) -> bytes:
    return hashlib.blake2b(id.encode(), digest_size=16).digest()


class EventLog:
    """The events of one store. Safe to use from several threads, and from several processes at once."""

    def __init__(self, folder: Path | str) -> None:
        """Opens `events.sqlite` in a store's folder, and makes it where it isn't there yet.

        Raises StoreError where it can't be made, StoreDamaged where the file is no database of ours, StoreMismatch where
        another version of Medley made it.
        """
        self.path = Path(folder) / DATABASE
        self._lock = threading.RLock()
        try:
            private(self.path)
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
            self._db.execute("PRAGMA secure_delete = ON")
            self._made()
            found = self._meta("format")
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(f"expected to open the events in '{self.path}'; could not ({error})") from error
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"expected a database in '{self.path}'; could not read it ({error})") from error
        if found != str(FORMAT):
            self.close()
            raise StoreMismatch(f"expected events of format {FORMAT}; '{self.path}' has format {found}")

    @staticmethod
    def there(folder: Path | str) -> bool:
        """Whether anything was ever recorded in this store."""
        return (Path(folder) / DATABASE).exists()

    def _made(self) -> None:
        """Makes the tables, once: several processes may come upon an empty file at the same time."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as error:  # changing the mode doesn't wait for others
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)
        self._db.execute("PRAGMA synchronous = FULL")
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'forgotten'").fetchone() is None:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")

    def close(self) -> None:
        """Closes the database; the log can't be used afterwards."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> EventLog:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, under a new sequence number."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("UPDATE meta SET value = value + 1 WHERE key = 'sequence'")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def _meta(self, key: str) -> str:
        found = self._all("SELECT value FROM meta WHERE key = ?", [key])
        return str(found[0][0]) if found else ""

    @property
    def sequence(self) -> int:
        """Grows with every change, also with what is forgotten: what was made of the events is then out of date."""
        return int(self._meta("sequence"))

    @property
    def removals(self) -> int:
        """Grows whenever something is removed: what was trained on the events before should be trained again."""
        return int(self._meta("removals"))

    def __len__(self) -> int:
        return int(self._all("SELECT count(*) FROM events")[0][0])

    # -- writing --------------------------------------------------------------------------------------------------

    def record(self, events: BehaviorEvent | Iterable[BehaviorEvent]) -> Recorded:
        """Writes events; they are on disk when it returns. Those whose ids are known change nothing.

        An event of a session that was merged into a user, and names no user, is that user's. Raises QueryError, before
        anything is written, where one of the events is not as it should be; StoreError where they can't be written.
        """
        given = [events] if isinstance(events, BehaviorEvent) else list(events)
        now = time.time()
        for event in given:
            if (fault := event.fault(now)) is not None:
                raise QueryError(fault)
        total = Recorded()
        for start in range(0, len(given), BATCH):  # others may write in between
            one = self._record(given[start : start + BATCH], now)
            total = Recorded(total.new + one.new, total.known + one.known, total.forgotten + one.forgotten)
        return total

    def _record(self, events: Sequence[BehaviorEvent], now: float) -> Recorded:
        known = forgotten = 0
        try:
            with self._writing() as db:
                newest = db.execute("SELECT max(at) FROM events").fetchone()[0]
                latest = max(now, newest or 0.0)  # later than now where a clock was set back
                for event in events:
                    gone = db.execute("SELECT 1 FROM forgotten WHERE digest = ?", [_digest(event.id)]).fetchone()
                    if gone is not None:
                        forgotten += 1
                        continue
                    linked = "coalesce(?, (SELECT user FROM sessions WHERE session = ?))"
                    known += not db.execute(
                        f"INSERT OR IGNORE INTO events ({_COLUMNS}) VALUES (?, ?, {linked}, ?, ?, ?, ?, ?, ?)",
                        [
                            event.kind, event.item, event.user, event.session, event.session, min(event.at, latest),
                            event.value, event.words, event.id, event.consent,
                        ],
                    ).rowcount  # fmt: skip
        except sqlite3.Error as error:
            raise StoreError(f"expected to write {len(events)} events to '{self.path}'; could not ({error})") from error
        return Recorded(len(events) - known - forgotten, known, forgotten)

    def merge(self, session: str, user: str) -> int:
        """Gives a session's events to a user, who has made themselves known, and returns how many there were.

        What comes under this session later and names no user is theirs, too. Events that were another user's stay so.
        Raises QueryError for an empty session or user.
        """
        if not session or not user:
            raise QueryError(f"expected a session and a user to merge it into; got '{session}' and '{user}'")
        with self._writing() as db:
            moved = db.execute(
                "UPDATE events SET user = ? WHERE session = ? AND user IS NULL", [user, session]
            ).rowcount
            db.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", [session, user])
        return int(moved)

    # -- reading --------------------------------------------------------------------------------------------------

    def clock(self, user: str | None = None, session: str | None = None) -> float:
        """Now, in seconds since 1970; a moment after the newest event of this user or session where a clock was set back.

        What people do later comes later, whatever the clock says; by `AHEAD` at most.
        """
        user = user or (self.owner(session) if session else None)
        now, last = time.time(), self.events(user=user, session=session, limit=1) if user or session else []
        return min(max(now, last[0].at + 1e-3), now + AHEAD) if last else now

    def owner(self, session: str) -> str | None:
        """The user that a session was merged into."""
        found = self._all("SELECT user FROM sessions WHERE session = ?", [session])
        return found[0][0] if found else None

    def events(
        self,
        *,
        user: str | None = None,
        session: str | None = None,
        kinds: Sequence[str] = (),
        since: float | None = None,
        limit: int | None = None,
    ) -> list[BehaviorEvent]:
        """Events, oldest first; with `limit` the newest of them. user, session: of these alone; given both, of either.

        What a named user did under a session is that user's, not the session's.
        """
        tests, values = ["1"], list[Any]()
        tied = (("user = ?", user), ("session = ? AND user IS NULL", session))
        who = [(test, given) for test, given in tied if given is not None]
        if who:
            tests.append(f"({' OR '.join(test for test, _ in who)})")
            values += [given for _, given in who]
        if kinds:
            tests.append(f"kind IN ({', '.join('?' * len(kinds))})")
            values += kinds
        if since is not None:
            tests.append("at >= ?")
            values.append(since)
        statement = f"SELECT {_COLUMNS} FROM events WHERE {' AND '.join(tests)} ORDER BY at DESC, row DESC LIMIT ?"
        found = self._all(statement, [*values, -1 if limit is None else limit])
        return [_event(*row) for row in reversed(found)]

    def sessions(self, user: str) -> list[str]:
        """The sessions that a user's events came under, or that were merged into the user."""
        statement = (
            "SELECT session FROM sessions WHERE user = ? "
            "UNION SELECT session FROM events WHERE user = ? AND session IS NOT NULL ORDER BY session"
        )
        return [row[0] for row in self._all(statement, [user, user])]

    def counts(self) -> dict[str, int]:
        """How many events there are of each kind, and how many people (users, and sessions without one)."""
        found = {kind: int(n) for kind, n in self._all("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind")}
        people = "SELECT count(DISTINCT user), count(DISTINCT CASE WHEN user IS NULL THEN session END) FROM events"
        users, sessions = self._all(people)[0]
        return found | {"users": int(users), "anonymous": int(sessions)}

    # -- forgetting -----------------------------------------------------------------------------------------------

    def forget(self, user: str | None = None, *, session: str | None = None) -> Forgotten:
        """Removes all that is known of a user, or of a session that was never merged into one, from the file as well.

        Their events stay out when they arrive again: only a hash of each event's id is kept. Raises QueryError without a
        user or a session; StoreError where another process has the database open in a way that keeps the old pages.
        """
        if (user is None) == (session is None):
            raise QueryError("expected a user or a session to forget; got neither, or both")
        if user is not None:
            found = self._remove("user = ?", [user], "user = ?", mark=True)
        else:
            found = self._remove("session = ? AND user IS NULL", [session], "session = ? AND 0", mark=True)
        with self._lock:
            overwrite(self._db, self.path, PATIENCE)
        return found

    def expire(self, before: float) -> int:
        """Removes the events of before a time, in seconds since 1970, and returns how many there were.

        Where another process keeps the old pages of the file, they are overwritten by a later call: nobody waits for it.
        """
        gone = "session NOT IN (SELECT session FROM events WHERE session IS NOT NULL) AND ?"
        old = self._all("SELECT 1 FROM events WHERE at < ? LIMIT 1", [before])
        found = self._remove("at < ?", [before], gone, mark=False).events if old else 0
        with self._lock, suppress(StoreError):
            if due(self._db):
                overwrite(self._db, self.path, SHORT)
        return found

    def _remove(self, events: str, values: list[Any], sessions: str, *, mark: bool) -> Forgotten:
        with self._writing() as db:
            if mark:
                ids = [row[0] for row in db.execute(f"SELECT id FROM events WHERE {events}", values)]
                db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", [[_digest(id)] for id in ids])
            gone = db.execute(f"DELETE FROM events WHERE {events}", values).rowcount
            links = db.execute(f"DELETE FROM sessions WHERE {sessions}", values).rowcount
            db.execute("UPDATE meta SET value = value + 1 WHERE key = 'removals'")
            removed(db)
        return Forgotten(int(gone), int(links))

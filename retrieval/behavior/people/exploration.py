"""Trying things out: now and then the last place of an answer goes to another hit, drawn at random with known odds.

Epsilon-greedy (Sutton and Barto 2018, section 2.2) on one place, seeded. Every draw is written down with its odds, so that
other ways to choose can be judged by what came of it (`replay.py`). People are in it as salted hashes. Knows places, ids
and odds; nothing of requests.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.behavior.events.choices import chose, person_name, person_of
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.behavior.events.secure_delete import SHORT, due, overwrite, private, removed
from retrieval.errors import StoreError

__all__ = ["Draw", "ExposureLog", "explore"]

DATABASE = "exposures.sqlite"
PATIENCE = 30.0
"""Seconds that a writer waits for others."""
DAY = 86_400.0
"""Seconds after which what a person does is no answer to what was shown."""
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS exposures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, at REAL NOT NULL, item TEXT NOT NULL,
    propensity REAL NOT NULL, greedy TEXT NOT NULL, candidates TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS exposure_people ON exposures (person);
"""


@dataclass(frozen=True, slots=True)
class Draw:
    """place: of the hit that was drawn. propensity: how likely it was drawn. greedy: the place that is the best known.
    among: the places that could be drawn.
    """

    place: int
    propensity: float
    greedy: int
    among: tuple[int, ...]


def explore(hits: int, k: int, epsilon: float, seed: int, number: int) -> Draw | None:
    """Which of `hits` is shown at the last of `k` places, None where there is nothing to choose from.

    With odds 1 - `epsilon` the one that is there, else any from there on, all alike. The same seed and number of the draw
    give the same.
    """
    among = tuple(range(k - 1, hits))
    if len(among) < 2 or k < 1:
        return None
    rng = np.random.default_rng([seed, number])
    place = int(rng.choice(among)) if rng.random() < epsilon else k - 1
    odds = epsilon / len(among) + (1 - epsilon) * (place == k - 1)
    return Draw(place, float(odds), k - 1, among)


class ExposureLog:
    """The draws of one store. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Opens `exposures.sqlite` in a store's folder. Raises StoreError where it can't be made."""
        self.path = folder / DATABASE
        self._lock = threading.RLock()
        try:
            private(self.path)
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
            self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; {_TABLES}")
            self._db.execute("INSERT OR IGNORE INTO meta VALUES ('salt', ?)", [secrets.token_hex(16)])
            self._salt = bytes.fromhex(self._db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()[0])
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"expected to open the draws in '{self.path}'; could not ({error})") from error

    @staticmethod
    def there(folder: Path) -> bool:
        """Whether anything was ever tried out in this store."""
        return (folder / DATABASE).exists()

    def close(self) -> None:
        """Closes the database."""
        with self._lock:
            self._db.close()

    def __len__(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT coalesce(max(id), 0) FROM exposures").fetchone()[0])

    def _digest(self, person: str) -> str:
        return hashlib.blake2b(person.encode(), key=self._salt, digest_size=12).hexdigest()

    def record(self, person: str, draw: Draw, ids: Sequence[str], at: float | None = None) -> None:
        """Writes down what was shown to somebody at the last place. ids: of the hits, by place."""
        row = [
            self._digest(person), time.time() if at is None else at, ids[draw.place], draw.propensity, ids[draw.greedy],
            json.dumps([ids[place] for place in draw.among]),
        ]  # fmt: skip
        with self._lock:
            self._db.execute(
                "INSERT INTO exposures (person, at, item, propensity, greedy, candidates) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )

    def forget(self, people: Sequence[str]) -> int:
        """Removes what was shown to these people, from the file as well; how much it was.

        Raises StoreError where another process keeps the old pages: then forget again.
        """
        with self._lock:
            found = self._remove("person = ?", [[self._digest(person)] for person in people])
            overwrite(self._db, self.path, PATIENCE)
        return found

    def expire(self, before: float) -> int:
        """Removes what was shown before a time, in seconds since 1970; how much it was.

        Where another process keeps the old pages of the file, they are overwritten by a later call.
        """
        with self._lock:
            found = self._remove("at < ?", [[before]])
            with suppress(StoreError):
                if due(self._db):
                    overwrite(self._db, self.path, SHORT)
        return found

    def _remove(self, test: str, values: Sequence[Sequence[object]]) -> int:
        """Removes what a test holds for, by each of some values in turn, and notes it, all or nothing."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            gone = sum(self._db.execute(f"DELETE FROM exposures WHERE {test}", each).rowcount for each in values)
            if gone:
                removed(self._db)
        return int(gone)

    def rows(self, events: Sequence[BehaviorEvent]) -> list[dict[str, object]]:
        """Every draw as a row for `replay`: its reward is 1 where the person chose the item within a day, else 0.

        targets: how likely the ways to choose `greedy` (always the best known) and `uniform` (any) show the same item.
        """
        chosen: dict[tuple[str, str], list[float]] = {}
        for event in events:
            if event.item is not None and chose(event):
                names = {person_of(event), *([person_name(None, event.session)] if event.session else [])}
                for name in names:  # what was shown to a session that was merged into a user later
                    chosen.setdefault((self._digest(name), event.item), []).append(event.at)
        with self._lock:
            found = self._db.execute(
                "SELECT person, at, item, propensity, greedy, candidates FROM exposures ORDER BY id"
            )
            rows = found.fetchall()
        return [
            {
                "item": item, "propensity": odds,
                "reward": float(any(0 <= when - at <= DAY for when in chosen.get((person, item), ()))),
                "targets": {"greedy": float(item == greedy), "uniform": 1 / len(json.loads(among))},
            }
            for person, at, item, odds, greedy, among in rows
        ]  # fmt: skip

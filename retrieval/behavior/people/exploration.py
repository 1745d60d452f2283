"""Trying things out: now and then the last place of an answer goes to another hit, drawn at random with known odds.

Epsilon-greedy (Sutton and Barto 2018, section 2.2) on one place, seeded. Every draw is written down with its odds, so that
other ways to choose can be judged by what came of it (`replay.py`). People are in it as salted hashes. Knows places, ids
and odds; nothing of requests.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import ColumnElement, delete, func, insert, select

from retrieval.behavior.events.choices import chose, person_name, person_of
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.secure_delete import SHORT, due, overwrite, removed
from retrieval.behavior.people.exposure_tables import LAYOUT, SALT, exposures, meta
from retrieval.errors import StoreError
from retrieval.store.database import Database
from retrieval.store.sqlite import PATIENCE, open_sqlite

__all__ = ["Draw", "ExposureLog", "explore"]

DATABASE = "exposures.sqlite"
DAY = 86_400.0
"""Seconds after which what a person does is no answer to what was shown."""


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
    """Return which of `hits` is shown at the last of `k` places, None where there is nothing to choose from.

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

    def __init__(self, folder: Path, *, database: Database | None = None) -> None:
        """Open `exposures.sqlite` in a store's folder, or another database; one of an older format is migrated.

        Raises StoreError where it can't be made, StoreMismatch where a newer version of Medley made it.
        """
        self.path = folder / DATABASE
        self._db = database or open_sqlite(self.path, private=True)
        try:
            LAYOUT.prepare(self._db)
            self._salt = bytes.fromhex(self._db.value(select(meta.c.value).where(meta.c.key == SALT)))
        except BaseException:
            self._db.close()
            raise

    @staticmethod
    def there(folder: Path) -> bool:
        """Return whether anything was ever tried out in this store."""
        return (folder / DATABASE).exists()

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __len__(self) -> int:
        return int(self._db.value(select(func.max(exposures.c.id))) or 0)

    def _digest(self, person: str) -> str:
        return hashlib.blake2b(person.encode(), key=self._salt, digest_size=12).hexdigest()

    def record(self, person: str, draw: Draw, ids: Sequence[str], at: float | None = None) -> None:
        """Writes down what was shown to somebody at the last place. ids: of the hits, by place."""
        row = {
            "person": self._digest(person), "at": time.time() if at is None else at, "item": ids[draw.place],
            "propensity": draw.propensity, "greedy": ids[draw.greedy],
            "candidates": json.dumps([ids[place] for place in draw.among]),
        }  # fmt: skip
        self._db.run(insert(exposures), row)

    def forget(self, people: Sequence[str]) -> int:
        """Removes what was shown to these people, from the file as well; how much it was.

        Raises StoreError where another process keeps the old pages: then forget again.
        """
        found = self._remove(exposures.c.person.in_([self._digest(person) for person in people]))
        overwrite(self._db, meta, PATIENCE)
        return found

    def expire(self, before: float) -> int:
        """Removes what was shown before a time, in seconds since 1970; how much it was.

        Where another process keeps the old pages of the file, they are overwritten by a later call.
        """
        found = self._remove(exposures.c.at < before)
        with suppress(StoreError):
            if due(self._db, meta):
                overwrite(self._db, meta, SHORT)
        return found

    def _remove(self, which: ColumnElement[bool]) -> int:
        """Remove what a test holds for, and note it, all or nothing."""
        with self._db.transaction():
            gone = self._db.run(delete(exposures).where(which))
            if gone:
                removed(self._db, meta)
        return gone

    def rows(self, events: Sequence[BehaviorEvent]) -> list[dict[str, object]]:
        """Return every draw as a row for `replay`: its reward is 1 where the person chose the item within a day, else 0.

        targets: how likely the ways to choose `greedy` (always the best known) and `uniform` (any) show the same item.
        """
        chosen: dict[tuple[str, str], list[float]] = {}
        for event in events:
            if event.item is not None and chose(event):
                names = {person_of(event), *([person_name(None, event.session)] if event.session else [])}
                for name in names:  # what was shown to a session that was merged into a user later
                    chosen.setdefault((self._digest(name), event.item), []).append(event.at)
        wanted = select(
            exposures.c.person, exposures.c.at, exposures.c.item, exposures.c.propensity, exposures.c.greedy,
            exposures.c.candidates,
        ).order_by(exposures.c.id)  # fmt: skip
        return [
            {
                "item": item, "propensity": odds,
                "reward": float(any(0 <= when - at <= DAY for when in chosen.get((person, item), ()))),
                "targets": {"greedy": float(item == greedy), "uniform": 1 / len(json.loads(among))},
            }
            for person, at, item, odds, greedy, among in self._db.all(wanted)
        ]  # fmt: skip

"""What people did, in the order in which they did it: the data that every behaviour signal is fitted on.

Knows events by person, item, value and time. Knows nothing of files, of what an item is, or of how signals use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import QueryError

__all__ = ["Event", "History", "Log", "log_of", "people_of"]


@dataclass(frozen=True, slots=True)
class Event:
    """One person met one item. `value` > 0: it was liked, so much; ≤ 0: it was met, but not liked. `time`: any unit."""

    user: str
    item: str
    value: float = 1.0
    time: float = 0.0


@dataclass(frozen=True, eq=False)
class History:
    """What one person did before the moment of a recommendation, oldest first.

    items: int64 (h,) item numbers. values: float32 (h,) as in `Event`. ages: float32 (h,), how many events of the
    person came after each: 0 for the last. person: their number in the log that signals are fitted on, where they are
    in it: for signals that learn something of each person.
    """

    items: NDArray[np.int64]
    values: NDArray[np.float32]
    ages: NDArray[np.float32]
    person: int | None = None

    @classmethod
    def of(
        cls,
        items: Sequence[int] | NDArray[np.int64],
        values: Sequence[float] | None = None,
        person: int | None = None,
    ) -> History:
        """Return a history of item numbers, oldest first, each liked where no `values` are given."""
        n = len(items)
        given = np.ones(n, np.float32) if values is None else np.asarray(values, np.float32)
        if len(given) != n:
            raise ValueError(f"expected a value for each of {n} items; got {len(given)}")
        return cls(np.asarray(items, np.int64).reshape(n), given, np.arange(n - 1, -1, -1, dtype=np.float32), person)

    def weights(self, half_life: float | None, met: float = 0.0) -> NDArray[np.float32]:
        """Return how much each event counts, float32 (h,): half as much every `half_life` events (None: all alike).

        What was liked counts its value, what was only met counts `met`. Ages are those since the last event that counts,
        so that a long run of others doesn't make all weights vanish.
        """
        base = np.where(self.values > 0, self.values, np.float32(met))
        if half_life is None or not base.any():
            return np.asarray(base, np.float32)
        ages = self.ages - self.ages[base != 0].min()
        return np.asarray(base * 0.5 ** (np.maximum(ages, 0) / half_life), np.float32)


@dataclass(frozen=True, eq=False)
class Log:
    """Events grouped by person, each person's oldest first; equal times keep the order in which they were given.

    items: int64 (m,) item numbers below `size`. values: float32 (m,). times: float64 (m,). starts: int64
    (people + 1,); person p has the events starts[p] to starts[p + 1].
    """

    items: NDArray[np.int64]
    values: NDArray[np.float32]
    times: NDArray[np.float64]
    starts: NDArray[np.int64]
    size: int

    def __len__(self) -> int:
        return len(self.items)

    @property
    def people(self) -> NDArray[np.int64]:
        """The person of each event, int64 (m,)."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def histories(self) -> Iterator[History]:
        """Yield each person's events as a history."""
        for person, (start, end) in enumerate(zip(self.starts[:-1], self.starts[1:], strict=True)):
            yield History.of(self.items[start:end], list(self.values[start:end]), person)

    def kept(self, which: NDArray[np.bool_]) -> Log:
        """Return the log of the events where `which`, bool (m,), is true; people stay, also those without an event."""
        counts = np.bincount(self.people[which], minlength=len(self.starts) - 1)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return Log(self.items[which], self.values[which], self.times[which], starts, self.size)


def people_of(events: Iterable[Event]) -> dict[str, int]:
    """Return the number of each person in the log of `events`: in the order in which they first appear."""
    return {user: number for number, user in enumerate(dict.fromkeys(event.user for event in events))}


def log_of(events: Iterable[Event], ids: Sequence[str]) -> Log:
    """Return the log of `events` over the items `ids`, whose numbers are their places.

    Raises QueryError for an event of an unknown item, or with a value or time that is no finite number.
    """
    place = {id: number for number, id in enumerate(ids)}
    people: dict[str, int] = {}
    rows: list[tuple[int, int, float, float]] = []
    for event in events:
        if event.item not in place:
            raise QueryError(f"expected events of items of the catalogue; got the item '{event.item}'")
        if not (np.isfinite(event.value) and np.isfinite(event.time)):
            raise QueryError(f"expected a finite value and time of an event; got {event.value} and {event.time}")
        rows.append((people.setdefault(event.user, len(people)), place[event.item], event.value, event.time))
    table = np.array(rows, np.float64).reshape(-1, 4)
    table = table[np.lexsort((table[:, 3], table[:, 0]))]  # lexsort is stable
    starts = np.searchsorted(table[:, 0], np.arange(len(people) + 1)).astype(np.int64)
    return Log(table[:, 1].astype(np.int64), table[:, 2].astype(np.float32), table[:, 3].copy(), starts, len(ids))

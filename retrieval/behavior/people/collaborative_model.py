"""What the crowd says: scores from everybody's events, fitted when first asked for and kept until they have changed much.

A small log is fitted at once: by EASE where few items have events, by item-kNN where many have; items that no one touched
get nothing there, their content speaks for them. A large one is fitted in a thread of its own, while the last fit, or none,
answers, so that nobody waits: as the hybrid that `medley evaluate` measures, its settings and weights chosen on the last
part of the log, and again when it has grown by half. What was forgotten is never answered from: then the old fit is
dropped. Knows the log and ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from retrieval.behavior.events.choices import history_of, plain
from retrieval.behavior.events.differential_privacy import Noise
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import kind_of
from retrieval.behavior.events.log import History, Log, log_of
from retrieval.behavior.events.preferences import Deeds
from retrieval.behavior.events.protocol import EventRecord
from retrieval.behavior.models.base import FittedSignal, Row, Signal
from retrieval.behavior.models.blend import FittedBlend, scaled
from retrieval.behavior.models.content import Content
from retrieval.behavior.models.ease import Ease
from retrieval.behavior.models.itemknn import ItemKNN
from retrieval.behavior.models.pairs import columns, likes
from retrieval.behavior.models.popularity import Popularity
from retrieval.behavior.models.traces import Traces, traces_of
from retrieval.behavior.training.hybrid import Hybrid, choose_hybrid, hybrid_from, parts
from retrieval.behavior.training.trials import trials_of
from retrieval.behavior.training.tune import FEWEST

__all__ = [
    "CROWD",
    "CollaborativeModel",
    "CollaborativeSettings",
    "FittedCollaborative",
    "fitted_collaborative",
    "hybrid_of",
]

CROWD = "crowd"
"""The name of its part of a score."""
YOUNG = "collaborative"
"""The one part of a small log's crowd."""


@dataclass(frozen=True, slots=True)
class CollaborativeSettings:
    """at_once: events up to which a fit is made on the spot. ease_most: items with events up to which it is EASE. stale: share
    of the events by which the log may have grown before it is fitted again; changed: and before it is chosen again what it
    is made of, on at most `trials` events. people: fewer say nothing. ridge: for the few people of a young log; a long one
    takes more. noise: on pair counts, None for none; then all is item-kNN on them.
    """

    at_once: int = 3_000
    ease_most: int = 1_500
    stale: float = 0.02
    changed: float = 0.5
    trials: int = 2_000
    people: int = 2
    ridge: float = 20.0
    noise: Noise | None = None


@dataclass(frozen=True, eq=False)
class _Noised:
    """Item-kNN on a table of noised counts, float64 (m, m), of the items `known`."""

    table: NDArray[np.float64]
    known: NDArray[np.int64]
    size: int

    def score(self, history: History) -> NDArray[np.float32]:
        found = np.zeros(self.size, np.float32)
        at = np.searchsorted(self.known, history.items)
        inside = (at < len(self.known)) & (self.known[np.minimum(at, len(self.known) - 1)] == history.items)
        weights = history.weights(3.0)[inside]
        found[self.known] = np.maximum(weights @ self.table[at[inside]], 0)
        return found


@dataclass(frozen=True, eq=False)
class FittedCollaborative:
    """One fit. parts, weights: signals by name, and what each counts. sure: whether these were chosen on the log itself.

    likes: who liked what, csr (people, n). together: how many people bought both, csr (n, n); both zero where noise is asked for.
    """

    ids: Sequence[str]
    place: Mapping[str, int]
    parts: Mapping[str, FittedSignal]
    weights: Mapping[str, float]
    sure: bool
    popular: NDArray[np.float32]
    likes: sp.csr_matrix
    together: sp.csr_matrix
    traces: Traces
    people: int
    events: int
    sequence: int
    removals: int

    def rows(self, history: History) -> dict[str, Row]:
        """Return what each part gives every item, on one scale, float32 (n,), and as `blend` all of them together."""
        found = {name: scaled(part.score(history)) for name, part in self.parts.items()}
        given = [np.float32(self.weights[name]) * row for name, row in found.items()]
        return found | {"blend": np.asarray(np.sum(given, axis=0), np.float32)}

    def scores(self, events: Sequence[BehaviorEvent], most: int = 1_000) -> dict[str, float]:
        """Return what people who did the same also liked: id → (0, 1], the best 1, at most `most`. events: a person's, oldest first."""
        history = history_of(events, self.place)
        if not (history.values > 0).any() or self.people < 1:
            return {}
        used = [name for name in self.parts if self.weights[name]]
        if used == [YOUNG]:
            return self._best(self.parts[YOUNG].score(history), most)
        blend = FittedBlend([self.parts[name] for name in used], [self.weights[name] for name in used], "standard")
        return self._best(blend.score(history), most)

    def popularity(self, most: int = 1_000) -> dict[str, float]:
        """Return what many like: id → (0, 1]."""
        return self._best(self.popular, most)

    def liked(self, most: int) -> list[list[str]]:
        """Return what each of at most `most` people liked, ids; the people evenly spread."""
        ids = list(self.place)
        rows = range(0, self.likes.shape[0], max(1, self.likes.shape[0] // most))
        return [[ids[at] for at in self.likes[[row]].indices] for row in rows][:most]

    def alike(self, id: str, deeds: Deeds) -> int:
        """Return how many others liked this item and something that the person likes."""
        own = [self.place[d.item] for d in deeds.liked if d.item in self.place and d.item != id]
        if id not in self.place or not own:
            return 0
        liked = self.likes[:, [self.place[id]]].toarray().ravel() > 0
        same = np.asarray(self.likes[:, own].sum(axis=1)).ravel() > 0
        return int((liked & same).sum()) - any(d.item == id for d in deeds.items)

    def bought_with(self, id: str, most: int = 100) -> dict[str, float]:
        """Return what was bought by those who bought this, too: id → (0, 1], by the cosine of who bought what; at least two people."""
        if id not in self.place:
            return {}
        own = self.place[id]
        both = self.together[[own]].toarray().ravel().astype(np.float32)
        all_of = self.together.diagonal()
        both[own] = 0
        both[both < 2] = 0
        cosine = both / np.sqrt(np.maximum(all_of * max(float(all_of[own]), 1.0), 1.0))
        return self._best(np.asarray(cosine, np.float32), most)

    def _best(self, row: NDArray[np.float32], most: int) -> dict[str, float]:
        order = np.argsort(-row, kind="stable")[:most]
        top = float(row[order[0]]) if len(order) else 0.0
        return {self.ids[i]: float(row[i]) / top for i in order if row[i] > 0} if top > 0 else {}


def _log(events: Iterable[BehaviorEvent], known: Mapping[str, int], ids: Sequence[str]) -> Log:
    return log_of((event for event in plain(list(events)) if event.item in known), ids)


def _bounded(log: Log, most: int) -> Log:
    """Each person's newest `most` liked events."""
    later = np.zeros(len(log), np.int64)
    for start, end in zip(log.starts[:-1], log.starts[1:], strict=True):
        liked = log.values[start:end] > 0
        later[start:end] = np.where(liked, liked[::-1].cumsum()[::-1], most + 1)
    return log.kept(later <= most)


def _noised(log: Log, noise: Noise, most: int) -> _Noised:
    """Cosines of noised pair counts. The items are the first `most` of the catalogue, which no person can change."""
    known = np.arange(min(log.size, most), dtype=np.int64)
    table = likes(_bounded(log, noise.most))[:, known]
    counts = np.asarray((table.T @ table).toarray(), np.float64)
    found = noise.noised(counts, np.random.default_rng())
    sums = np.maximum(found.sum(axis=1), 1.0)
    return _Noised(np.maximum(found, 0) / np.sqrt(np.outer(sums, sums)), known, log.size)


def _young(log: Log, settings: CollaborativeSettings) -> tuple[dict[str, FittedSignal], dict[str, float]]:
    """What a small log is fitted as, or any where noise is asked for."""
    if settings.noise is not None:
        return {YOUNG: _noised(log, settings.noise, settings.ease_most)}, {YOUNG: 1.0}
    few = len(columns(log, log.size)) <= settings.ease_most
    signal: Signal = Ease(ridge=settings.ridge, half_life=3.0) if few else ItemKNN()
    return {YOUNG: signal.fit(log)}, {YOUNG: 1.0}


def fitted_collaborative(
    events: Sequence[BehaviorEvent],
    ids: Sequence[str],
    settings: CollaborativeSettings,
    hybrid: Hybrid | None = None,
    *,
    sequence: int = 0,
    removals: int = 0,
) -> FittedCollaborative:
    """Return the crowd of `events` over the items `ids`: as `hybrid` where one is given, else as that of a small log."""
    place = {id: number for number, id in enumerate(ids)}
    log = _log(events, place, ids)
    people = int(np.count_nonzero(np.diff(log.starts)))
    popular = Popularity(half_life=0.5).fit(log).score(History.of([]))
    parts: dict[str, FittedSignal]
    if hybrid is None or settings.noise is not None:
        parts, weights = _young(log, settings)
    else:
        parts = {name: hybrid.signals[name].fit(log) for name in hybrid.weights}
        weights = dict(hybrid.weights)
    bought, table = (
        likes(_log((e for e in events if (kind := kind_of(e.kind)) is not None and kind.owns), place, ids)),
        likes(log),
    )
    if settings.noise is not None:  # nothing is told but what is noised
        table, bought, popular = sp.csr_matrix(table * 0), sp.csr_matrix(bought * 0), np.zeros_like(popular)
    return FittedCollaborative(
        ids, place, parts, weights, hybrid is not None and hybrid.trials >= FEWEST, popular, table,
        sp.csr_matrix(bought.T @ bought), traces_of(log), people, len(events), sequence, removals,
    )  # fmt: skip


def hybrid_of(
    events: Sequence[BehaviorEvent], ids: Sequence[str], content: Content | None, settings: CollaborativeSettings
) -> Hybrid | None:
    """Return what a crowd of these events is best made of; None where they are too few to choose."""
    log = _log(events, {id: number for number, id in enumerate(ids)}, ids)
    trials = trials_of(log, "time", repeats=False, most=settings.trials)
    if len(trials) < FEWEST:
        return None
    return replace(choose_hybrid(parts(content), trials), tables={})  # they are large


class CollaborativeModel:
    """The crowd of one log of events. Safe to use from several threads.

    content: the content of items by their ids, None where there are too many of them to be held at hand. trained: the
    state of what `medley train` found the crowd to be best made of, None where it has found nothing.
    """

    def __init__(
        self,
        log: EventRecord,
        settings: CollaborativeSettings | None = None,
        content: Callable[[Sequence[str]], Content | None] = lambda ids: None,
        trained: Callable[[], Mapping[str, Any] | None] = lambda: None,
    ) -> None:
        self.log, self.settings, self._content, self._trained = (
            log,
            settings or CollaborativeSettings(),
            content,
            trained,
        )
        self._fitted: FittedCollaborative | None = None
        self._hybrid: tuple[Sequence[str], int, int, Hybrid | None] | None = None
        self._lock = Lock()
        self._thread: Thread | None = None

    def fit(self, ids: Sequence[str]) -> FittedCollaborative:
        """Return the crowd as it is now, over the items `ids`."""
        sequence, removals, events = self.log.sequence, self.log.removals, self.log.events()
        hybrid = self._made_of(events, ids, removals) if self.settings.noise is None else None
        return fitted_collaborative(events, ids, self.settings, hybrid, sequence=sequence, removals=removals)

    def _made_of(self, events: Sequence[BehaviorEvent], ids: Sequence[str], removals: int) -> Hybrid | None:
        """What `medley train` found; else of a large log what is chosen now, if it wasn't yet or of a much smaller one."""
        trained = self._trained()
        if trained is not None:
            return hybrid_from(trained, self._content(ids))
        if len(events) <= self.settings.at_once:
            return None
        kept = self._hybrid
        grown = kept is not None and len(events) > kept[1] * (1 + self.settings.changed)
        if kept is None or grown or kept[0] is not ids or kept[2] != removals:
            kept = self._hybrid = (
                ids,
                len(events),
                removals,
                hybrid_of(events, ids, self._content(ids), self.settings),
            )
        return kept[3]

    def _up_to_date(self, found: FittedCollaborative | None, ids: Sequence[str]) -> bool:
        if found is None or found.ids is not ids or found.removals != self.log.removals:
            return False
        behind = self.log.sequence - found.sequence
        noised = self.settings.noise is not None  # each fit spends the budget: removals alone call for one
        return noised or behind == 0 or behind < self.settings.stale * found.events

    def _usable(self, found: FittedCollaborative | None) -> FittedCollaborative | None:
        """The fit, if nothing that it was made of has been forgotten since, and enough people are in it."""
        if found is None or found.removals != self.log.removals:
            return None
        return found if found.people >= self.settings.people else None

    def now(self, ids: Sequence[str]) -> FittedCollaborative | None:
        """Return the last fit, made anew where that takes no time; None where none is ready, or too few people are in the log.

        ids: of the catalogue's items; the same object as long as they are the same.
        """
        with self._lock:
            if not self._up_to_date(self._fitted, ids):
                if len(self.log) <= self.settings.at_once and self.settings.noise is None:
                    self._fitted = self.fit(ids)
                elif self._thread is None or not self._thread.is_alive():
                    self._thread = Thread(target=self._behind, args=(ids,), name="medley-crowd", daemon=True)
                    self._thread.start()
            return self._usable(self._fitted)

    def _behind(self, ids: Sequence[str]) -> None:
        found = self.fit(ids)
        with self._lock:  # what was forgotten meanwhile must not come back
            self._fitted = found if found.removals == self.log.removals else None

    def wait(self, seconds: float = 60.0) -> None:
        """Waits for a fit that is on its way."""
        if self._thread is not None:
            self._thread.join(seconds)

    def drop(self) -> None:
        """Forgets the fit, and what it was made of."""
        with self._lock:
            self._fitted, self._hybrid = None, None

"""A learned order for hits: trained on the choices in a store's own events, and used on hits as they are found.

Training splits by time: signals are fitted on what is earlier than the choices that the ranker learns from, and whether it
is kept is decided on the last fifth of these. Knows events, hits and a retriever; no requests beyond the words of a search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.artefact import RANKER, Artefact, load_ranker, people_in
from retrieval.behavior.base import FittedSignal
from retrieval.behavior.crowd import CROWD
from retrieval.behavior.deeds import deeds_of, worth
from retrieval.behavior.ease import Ease
from retrieval.behavior.events import BehaviorEvent, EventLog
from retrieval.behavior.itemknn import ItemKNN
from retrieval.behavior.log import History, log_of
from retrieval.behavior.markov import Markov
from retrieval.behavior.moments import LIKED, Choice, choices, plain
from retrieval.behavior.pairs import columns
from retrieval.behavior.popularity import Popularity
from retrieval.behavior.ranker import Crossed, Group, Kind, RankerSettings, available, crossed, fit_ranker
from retrieval.behavior.taste import TASTE, TasteMaker
from retrieval.behavior.traces import TRACES, Traces, traces_of
from retrieval.query import LEXICAL, Hit, Query
from retrieval.retriever import Retriever

__all__ = ["NAMES", "SINGLES", "LiveRanker", "Trained", "train_ranker"]

SIGNALS = ("collaborative", "sequence", "popularity")
SINGLES = ("score", "text", "image", "audio", "lexical", "taste", *SIGNALS)
"""The columns that are an order of their own."""
NAMES = (*SINGLES, *TRACES)
RECENT = 0.4
"""The share of all choices, by time, that the ranker learns from."""
FEWEST = 50
"""Moments with their choice among the hits; fewer teach nothing."""
MOST = 4_000
POOL = 100
EASE_MOST = 1_500
NEWEST = 200_000
"""Events that signals are fitted on, at most."""

Step = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class _Signals:
    """What a log says of items, over the items `place`."""

    place: Mapping[str, int]
    fitted: Mapping[str, FittedSignal]
    traces: Traces

    def columns(self, before: Sequence[BehaviorEvent], hits: Sequence[Hit]) -> NDArray[np.float32]:
        """float32 (hits, signals + traces); an item that came after the fit has 0."""
        own = [e for e in before if e.item in self.place and e.kind != "search"]
        history = History.of([self.place[str(e.item)] for e in own], [float(worth(e) >= LIKED) for e in own])
        at = np.array([self.place.get(hit.id, -1) for hit in hits], np.int64)
        found = np.column_stack(
            [*(signal.score(history)[at] for signal in self.fitted.values()), self.traces.columns(history, at)]
        )
        found[at < 0] = 0
        return found.astype(np.float32)


def _signals(events: Sequence[BehaviorEvent], ids: Sequence[str]) -> _Signals:
    place = {id: number for number, id in enumerate(ids)}
    log = log_of((e for e in plain(events[-NEWEST:]) if e.item in place), ids)
    together = Ease(ridge=20.0) if len(columns(log, log.size)) <= EASE_MOST else ItemKNN()
    fitted = (together.fit(log), Markov().fit(log), Popularity(half_life=0.5).fit(log))
    return _Signals(place, dict(zip(SIGNALS, fitted, strict=True)), traces_of(log))


def _of_hit(hit: Hit) -> list[float]:
    """The columns that a hit brings along. What the crowd gave isn't among them: it knows what came after."""
    crowd = sum(value for name, value in hit.blocks.items() if name == CROWD)
    taste = sum(value for name, value in hit.blocks.items() if name.startswith(TASTE))
    by = [hit.modalities.get(name, 0.0) for name in ("text", "image", "audio")]
    return [hit.score - crowd, *by, hit.blocks.get(LEXICAL, 0.0), taste]


def _features(hits: Sequence[Hit], before: Sequence[BehaviorEvent], signals: _Signals) -> NDArray[np.float32]:
    """float32 (hits, NAMES)."""
    own = np.array([_of_hit(hit) for hit in hits], np.float32).reshape(len(hits), -1)
    return np.concatenate([own, signals.columns(before, hits)], axis=1)


@dataclass(frozen=True)
class Trained:
    """What training came to. artefact: None where nothing was kept, and `why` says so. JSON by `to_dict`."""

    events: int
    people: int
    moments: int
    found: int
    kind: Kind
    reached: Crossed | None = None
    artefact: Artefact | None = None
    why: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "events": self.events, "people": self.people, "moments": self.moments, "found": self.found,
            "kind": self.kind, "kept": self.artefact is not None, "why": self.why, "weights": dict(self.weights),
            "reached": self.reached.to_dict() if self.reached else None,
        }  # fmt: skip


def _spread(found: Sequence[Choice], most: int) -> list[Choice]:
    return [found[i] for i in np.unique(np.linspace(0, len(found) - 1, min(most, len(found))).astype(int))]


def _groups(
    asked: Sequence[Choice], signals: _Signals, retriever: Retriever, taste: float, progress: Step
) -> tuple[list[Group], list[str]]:
    """The moments whose choice was among the hits, and whose they are."""
    tastes, groups, people = TasteMaker(retriever), [], []
    for done, choice in enumerate(asked, start=1):
        progress("replaying choices", done, len(asked))
        leanings = tastes.taste(deeds_of(choice.before)).leanings(taste if choice.words else 1.0)
        if not choice.words and not leanings:
            continue
        hits = retriever.search(Query(text=choice.words, leanings=leanings, k=POOL)).hits
        chosen = np.array([hit.id == choice.item for hit in hits], bool)
        if chosen.any():
            before = np.array([hit.score for hit in hits], np.float32)
            groups.append(Group(_features(hits, choice.before, signals), chosen, before))
            people.append(choice.person)
    return groups, people


def data_hash(events: Sequence[BehaviorEvent]) -> str:
    """A hash of which events there are."""
    found = hashlib.blake2b(digest_size=12)
    for id in sorted(event.id for event in events):
        found.update(id.encode() + b"\0")
    return found.hexdigest()


def train_ranker(
    log: EventLog,
    retriever: Retriever,
    *,
    kind: Kind | None = None,
    settings: RankerSettings | None = None,
    taste: float = 0.3,
    dry_run: bool = False,
    progress: Step = lambda stage, done, total: None,
) -> Trained:
    """Learns an order from the choices of a store's events; nothing is written.

    taste: what a taste weighs beside a request, where hits are found to learn from. dry_run: counts what there is to learn from, and fits nothing. Raises what searching raises, MissingExtraError for
    trees without the extra [train].
    """
    events = [event for event in log.events() if event.item is None or retriever.store.item(event.item) is not None]
    asked, cut = choices(events, RECENT)
    asked = _spread(asked, MOST) if asked else []
    told = Trained(len(events), len({c.person for c in asked}), len(asked), 0, kind or available())
    if dry_run or len(asked) < FEWEST:
        why = "" if len(asked) >= FEWEST else f"expected at least {FEWEST} choices to learn from; got {len(asked)}"
        return Trained(**{**_shallow(told), "why": why})
    ids = list(retriever.refresh().ids)
    signals = _signals([event for event in events if event.at < cut], ids)
    groups, people = _groups(asked, signals, retriever, taste, progress)
    if len(groups) < FEWEST:
        why = f"of {len(asked)} choices {len(groups)} were among the first {POOL} hits; {FEWEST} are needed"
        return Trained(**{**_shallow(told), "found": len(groups), "why": why})
    reached = crossed(groups, NAMES, SINGLES, kind, settings, last=True)
    ranker = fit_ranker(groups, NAMES, kind, settings)
    body = {**_shallow(told), "found": len(groups), "reached": reached, "weights": ranker.weights()}
    if not reached.keeps:
        return Trained(**{**body, "why": "it gains nothing on the last fifth of the choices, which it hasn't seen"})
    salt, hashed = people_in(people)
    about = {
        "settings": asdict(settings or RankerSettings()), "moments": len(asked), "found": len(groups),
        "reached": reached.to_dict(),
    }  # fmt: skip
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return Trained(**{**body, "artefact": Artefact(ranker, data_hash(events), when, about, salt, hashed)})


def _shallow(told: Trained) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


class LiveRanker:
    """The trained ranker of a store, over its events as they are now. Safe to use from several threads."""

    def __init__(self, folder: Path, log: EventLog) -> None:
        """Raises what `load_ranker` raises."""
        self._path = folder / RANKER
        self._stamp = self._stamped()
        self.artefact = load_ranker(folder, NAMES)
        self._log, self._lock = log, Lock()
        self._kept: tuple[Sequence[str], int, int, _Signals] | None = None

    def _stamped(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def outdated(self) -> bool:
        """Whether another one has been trained since, or it was marked."""
        return self._stamped() != self._stamp

    @property
    def usable(self) -> bool:
        """Whether there is one that needn't be trained anew."""
        return self.artefact is not None and not self.artefact.retrain

    def _now(self, ids: Sequence[str]) -> _Signals:
        """The signals of the log: those at hand as long as it has grown by less than a fiftieth, and lost nothing."""
        sequence, removals = self._log.sequence, self._log.removals
        with self._lock:
            kept = self._kept
            fresh = kept is not None and kept[0] is ids and kept[2] == removals
            if kept is None or not fresh or sequence - kept[1] > 0.02 * kept[1]:
                kept = self._kept = (ids, sequence, removals, _signals(self._log.events(), ids))
            return kept[3]

    def scores(
        self, hits: Sequence[Hit], before: Sequence[BehaviorEvent], ids: Sequence[str]
    ) -> NDArray[np.float32] | None:
        """The learned score of each hit for somebody with these events, float32 (hits,); None where nothing is usable.

        ids: of the catalogue's items; the same object as long as they are the same.
        """
        if self.artefact is None or self.artefact.retrain or not hits:
            return None
        return self.artefact.ranker.score(_features(hits, before, self._now(ids)))

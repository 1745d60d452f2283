"""A learned order for hits: trained on the choices in a store's own events, and used on hits as they are found.

Training splits by time: the crowd is fitted on what is earlier than the choices that the ranker learns from, each of which
is replayed as the person would have been answered then; whether it is kept is decided on the last fifth of these. Hits have
the columns that the crowd's parts give, those that `medley evaluate` learns by, and some of their own. Knows events, hits
and a retriever; no requests beyond the words of a search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.choices import ChoiceEvent, choices, history_of
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.protocol import EventRecord
from retrieval.behavior.models.traces import TRACES
from retrieval.behavior.people.collaborative_model import (
    CollaborativeSettings,
    FittedCollaborative,
    fitted_collaborative,
    hybrid_of,
)
from retrieval.behavior.people.interest_profile import TASTE, InterestProfiler
from retrieval.behavior.people.people import PeopleSettings, content_of, known
from retrieval.behavior.training.artefact import RANKER, REMOVED, Artefact, load_ranker, people_in
from retrieval.behavior.training.hybrid import START, unchosen
from retrieval.behavior.training.ranker import Crossed, Group, Kind, RankerSettings, available, crossed, fit_ranker
from retrieval.search.query import LEXICAL, Hit, Query
from retrieval.search.retriever import Retriever

__all__ = ["NAMES", "SINGLES", "LiveRanker", "Trained", "train_ranker"]

OWN = ("score", "text", "image", "audio", "lexical", "taste")
SINGLES = (*OWN, *START, "blend")
"""The columns that are an order of their own."""
NAMES = (*SINGLES, *TRACES)
RECENT = 0.4
"""The share of all choices, by time, that the ranker learns from."""
FEWEST = 50
"""Moments with their choice among the hits; fewer teach nothing."""
MOST = 4_000
POOL = 100
Step = Callable[[str, int, int], None]


def _of_hit(hit: Hit) -> list[float]:
    """The columns `OWN`, which a hit brings along."""
    by = [hit.modalities.get(name, 0.0) for name in ("text", "image", "audio")]
    taste = sum(value for name, value in hit.blocks.items() if name.startswith(TASTE))
    return [hit.score, *by, hit.blocks.get(LEXICAL, 0.0), taste]


def _features(hits: Sequence[Hit], before: Sequence[BehaviorEvent], crowd: FittedCollaborative) -> NDArray[np.float32]:
    """float32 (hits, NAMES); of items that came after the fit, what the crowd tells is 0."""
    history = history_of(before, crowd.place)
    rows = crowd.rows(history)
    at = np.array([crowd.place.get(hit.id, -1) for hit in hits], np.int64)
    nothing = np.zeros(len(crowd.ids), np.float32)
    told = [rows.get(name, nothing)[at] for name in (*START, "blend")]
    of_crowd = np.column_stack([*told, crowd.traces.columns(history, at)])
    of_crowd[at < 0] = 0
    own = np.array([_of_hit(hit) for hit in hits], np.float32).reshape(len(hits), -1)
    return np.concatenate([own, of_crowd], axis=1).astype(np.float32)


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


def _spread(found: Sequence[ChoiceEvent], most: int) -> list[ChoiceEvent]:
    return [found[i] for i in np.unique(np.linspace(0, len(found) - 1, min(most, len(found))).astype(int))]


def _groups(
    asked: Sequence[ChoiceEvent], crowd: FittedCollaborative, retriever: Retriever, taste: float, progress: Step
) -> tuple[list[Group], list[str]]:
    """The moments whose choice was among the hits, and whose they are."""
    tastes, groups, people, settings = InterestProfiler(retriever), [], [], PeopleSettings()
    for done, choice in enumerate(asked, start=1):
        progress("replaying choices", done, len(asked))
        person, wordless = known(choice.before, tastes, crowd, settings), not choice.words
        leanings = person.leanings(1.0 if wordless else taste, wordless=wordless)
        if wordless and person.cold:
            continue
        left_out = tuple(sorted(person.met if wordless else person.deeds.hidden))
        hits = retriever.search(Query(text=choice.words, leanings=leanings, exclude=left_out, k=POOL)).hits
        chosen = np.array([hit.id == choice.item for hit in hits], bool)
        if chosen.any():
            before = np.array([hit.score for hit in hits], np.float32)
            groups.append(Group(_features(hits, choice.before, crowd), chosen, before))
            people.append(choice.person)
    return groups, people


def data_hash(events: Sequence[BehaviorEvent]) -> str:
    """Return a hash of which events there are."""
    found = hashlib.blake2b(digest_size=12)
    for id in sorted(event.id for event in events):
        found.update(id.encode() + b"\0")
    return found.hexdigest()


def train_ranker(
    log: EventRecord,
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
    removals = log.removals
    events = [event for event in log.events() if event.item is None or retriever.store.item(event.item) is not None]
    asked, cut = choices(events, RECENT)
    asked = _spread(asked, MOST) if asked else []
    told = Trained(len(events), len({c.person for c in asked}), len(asked), 0, kind or available())
    if dry_run or len(asked) < FEWEST:
        why = "" if len(asked) >= FEWEST else f"expected at least {FEWEST} choices to learn from; got {len(asked)}"
        return Trained(**{**_shallow(told), "why": why})
    ids = list(retriever.refresh().ids)
    earlier, content, crowd_settings = (
        [event for event in events if event.at < cut],
        content_of(retriever, ids),
        CollaborativeSettings(),
    )
    hybrid = hybrid_of(earlier, ids, content, crowd_settings) or unchosen(content)
    groups, people = _groups(
        asked, fitted_collaborative(earlier, ids, crowd_settings, hybrid), retriever, taste, progress
    )
    if len(groups) < FEWEST:
        why = f"of {len(asked)} choices {len(groups)} were among the first {POOL} hits; {FEWEST} are needed"
        return Trained(**{**_shallow(told), "found": len(groups), "why": why})
    reached = crossed(groups, NAMES, SINGLES, kind, settings, last=True)
    ranker = fit_ranker(groups, NAMES, kind, settings)
    body = {**_shallow(told), "found": len(groups), "reached": reached, "weights": ranker.weights()}
    if not reached.keeps:
        return Trained(**{**body, "why": "it gains nothing on the last fifth of the choices, which it hasn't seen"})
    if log.removals != removals:
        return Trained(**{**body, "why": REMOVED})
    salt, hashed = people_in(people)
    about = {
        "settings": asdict(settings or RankerSettings()), "moments": len(asked), "found": len(groups),
        "reached": reached.to_dict(), "hybrid": hybrid.state(),
    }  # fmt: skip
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return Trained(**{**body, "artefact": Artefact(ranker, data_hash(events), when, about, salt, hashed)})


def _shallow(told: Trained) -> dict[str, Any]:
    return {name: getattr(told, name) for name in told.__dataclass_fields__}


class LiveRanker:
    """The trained ranker of a store. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Raises what `load_ranker` raises."""
        self._path = folder / RANKER
        self._stamp = self._stamped()
        self.artefact = load_ranker(folder, NAMES)

    def _stamped(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def outdated(self) -> bool:
        """Return whether another one has been trained since, or it was marked."""
        return self._stamped() != self._stamp

    @property
    def usable(self) -> bool:
        """Whether there is one that needn't be trained anew."""
        return self.artefact is not None and not self.artefact.retrain

    def scores(
        self, hits: Sequence[Hit], before: Sequence[BehaviorEvent], crowd: FittedCollaborative | None
    ) -> NDArray[np.float32] | None:
        """Return the learned score of each hit for somebody with these events, float32 (hits,); None where nothing is usable.

        crowd: as it is now; without one nothing is.
        """
        if self.artefact is None or self.artefact.retrain or not hits or crowd is None:
            return None
        return self.artefact.ranker.score(_features(hits, before, crowd))

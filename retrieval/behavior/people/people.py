"""A person as a request needs them: their deeds, their taste, what the crowd adds, and what to fall back to without these.

Made from the newest events at every request; nothing of a person is kept but the last few, until the next event. Several
people together are one leaning that is fair to each. Knows the log and the retriever; nothing of requests.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.kinds import event_kinds, kind_of
from retrieval.behavior.events.preferences import Deed, Deeds, DeedSettings, deeds_of, hidden_by
from retrieval.behavior.events.protocol import EventRecord
from retrieval.behavior.models.content import Content
from retrieval.behavior.people.collaborative_model import (
    CROWD,
    CollaborativeModel,
    CollaborativeSettings,
    FittedCollaborative,
)
from retrieval.behavior.people.interest_profile import InterestProfile, InterestProfiler, InterestSettings
from retrieval.behavior.training.artefact import trained_hybrid
from retrieval.index.snapshot import Snapshot
from retrieval.search.boosts import Leaning, lean
from retrieval.search.retriever import Hit, Retriever

__all__ = ["GROUP", "POPULAR", "RANGE", "Fair", "People", "PeopleSettings", "PersonProfile", "content_of", "known"]

POPULAR, RANGE, GROUP = "popular", "range", "group"
"""Names of parts of a score: what many like, what shows the range of the catalogue, what several people like."""
Fair = Literal["least-misery", "borda", "average"]
WORDLESS = 1.0
"""Weight of leanings where nothing else is asked for: only their order counts then."""


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """crowd: the share of a person's weight that others' behaviour has, where it says something; sure: and where what it is
    made of was chosen on the log itself. content: items up to which the crowd knows their content. kept: people at hand. spread: items that stand for the range of a catalogue; among: of so many, evenly spaced.
    """

    deeds: DeedSettings = field(default_factory=DeedSettings)
    taste: InterestSettings = field(default_factory=InterestSettings)
    collaborative: CollaborativeSettings = field(default_factory=CollaborativeSettings)
    crowd: float = 0.4
    sure: float = 0.7
    content: int = 50_000
    kept: int = 256
    spread: int = 50
    among: int = 2_000


@dataclass(frozen=True, eq=False)
class PersonProfile:
    """deeds, taste: what the person did, and leans to. crowd: what those who liked the same liked, by id. fallback: the name
    and scores of what is offered to somebody of whom nothing is known that they like.
    """

    deeds: Deeds
    taste: InterestProfile
    crowd: Mapping[str, float]
    fallback: tuple[str, Mapping[str, float]]
    share: float = 0.4

    @property
    def cold(self) -> bool:
        """Whether nothing is known that the person likes."""
        return not self.taste.interests and not self.deeds.liked

    @property
    def met(self) -> frozenset[str]:
        """Items that the person has judged, or has: they aren't recommended where nothing is asked for."""
        return (
            frozenset(d.item for d in self.deeds.items if (kind := kind_of(d.kind)) is not None and kind.settles)
            | self.deeds.hidden
        )

    def leanings(self, weight: float, *, wordless: bool = False) -> tuple[Leaning, ...]:
        """Return the person as terms of a score that add about `weight` at most."""
        if wordless and self.cold:
            name, scores = self.fallback
            return (Leaning(name, scores=scores), *self.taste.leanings(weight))
        crowd = self.share if self.crowd else 0.0
        found = self.taste.leanings(weight * (1 - crowd))
        return (*found, Leaning(CROWD, scores=self.crowd, weight=weight * crowd)) if crowd else found

    def because(self, hit: Hit, vector: NDArray[np.float32]) -> Deed | None:
        """Return the deed that speaks for a hit, whose fused vector is `vector` (width,): what it is nearest to in its best part."""
        return self.taste.because(hit.id, vector, hit.blocks)


def content_of(retriever: Retriever, ids: Sequence[str]) -> Content:
    """Return the fused vectors of items as a signal; zero rows for items that the store lacks."""
    snapshot = retriever.refresh()
    known = [number for number, id in enumerate(ids) if id in snapshot.place_of]
    vectors = np.zeros((len(ids), snapshot.fusion.width), np.float32)
    vectors[known] = snapshot.vectors(snapshot.positions([ids[number] for number in known]))
    return Content(vectors, snapshot.fusion.like(vectors))


def known(
    events: Sequence[BehaviorEvent], tastes: InterestProfiler, crowd: FittedCollaborative | None, settings: PeopleSettings,
    hidden: frozenset[str] | None = None,
) -> PersonProfile:  # fmt: skip
    """Return who somebody with these events, oldest first, is before `crowd`. hidden: what they hid, where older events tell, too."""
    deeds = deeds_of(events, settings.deeds)
    deeds = deeds if hidden is None else replace(deeds, hidden=hidden)
    scores = crowd.scores(events) if crowd is not None and deeds.liked else {}
    share = settings.sure if crowd is not None and crowd.sure else settings.crowd
    return PersonProfile(deeds, tastes.taste(deeds), scores, (POPULAR, {}), share)


class People:
    """The people of one log of events, before the catalogue of one retriever. Safe to use from several threads."""

    def __init__(self, log: EventRecord, retriever: Retriever, settings: PeopleSettings | None = None) -> None:
        self.log, self.retriever, self.settings = log, retriever, settings or PeopleSettings()
        self.crowd = CollaborativeModel(log, self.settings.collaborative, self._content, self._trained)
        self._tastes = InterestProfiler(retriever, self.settings.taste)
        self._kept: OrderedDict[tuple[str | None, str | None], tuple[int, Snapshot, PersonProfile]] = OrderedDict()
        self._range: tuple[Snapshot, dict[str, float]] | None = None
        self._lock = Lock()

    def person(self, user: str | None = None, session: str | None = None) -> PersonProfile:
        """Return who this is now. A session that was merged into a user is that user."""
        if session is not None and user is None:
            user = self.log.owner(session)
        key, sequence, snapshot = (user, session), self.log.sequence, self.retriever.refresh()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0] == sequence and kept[1] is snapshot:
            return kept[2]
        events = self.log.events(user=user, session=session, limit=self.settings.deeds.most)
        lasting = [kind.name for kind in event_kinds() if kind.hides or kind.shows]
        said = self.log.events(user=user, session=session, kinds=lasting)  # for good, however old
        crowd = self.crowd.now(snapshot.ids)
        found = known(events, self._tastes, crowd, self.settings, hidden_by(said))
        if found.cold:
            popular = crowd.popularity() if crowd is not None else {}
            found = replace(found, fallback=(POPULAR, popular) if popular else (RANGE, self._spread(snapshot)))
        with self._lock:
            self._kept[key] = (sequence, snapshot, found)
            while len(self._kept) > self.settings.kept:
                self._kept.popitem(last=False)
        return found

    def _content(self, ids: Sequence[str]) -> Content | None:
        return content_of(self.retriever, ids) if len(ids) <= self.settings.content else None

    def _trained(self) -> Mapping[str, Any] | None:
        return trained_hybrid(self.retriever.store.folder)

    def drop(self) -> None:
        """Forgets what is at hand of everybody."""
        with self._lock:
            self._kept.clear()
        self.crowd.drop()

    def _spread(self, snapshot: Snapshot) -> dict[str, float]:
        """Items far from each other, the first nearest to the catalogue's mean (Gonzalez 1985): id → (0, 1]."""
        if self._range is not None and self._range[0] is snapshot:
            return self._range[1]
        alive = snapshot.alive()
        some = alive[np.unique(np.linspace(0, len(alive) - 1, min(len(alive), self.settings.among)).astype(int))]
        vectors = np.asarray(snapshot.vectors(some), np.float32)
        far = np.full(len(some), np.inf)
        taken = [int(np.argmin(((vectors - vectors.mean(axis=0)) ** 2).sum(axis=1)))] if len(some) else []
        while len(taken) < min(self.settings.spread, len(some)):
            far = np.minimum(far, ((vectors - vectors[taken[-1]]) ** 2).sum(axis=1))
            far[taken] = -1.0
            taken.append(int(np.argmax(far)))
        found = {snapshot.ids[some[i]]: 1 - rank / len(taken) for rank, i in enumerate(taken)}
        self._range = (snapshot, found)
        return found

    def together(self, people: Sequence[PersonProfile], how: Fair = "least-misery", most: int = 1_000) -> Leaning:
        """Return what several people may like together, as one leaning.

        least-misery: an item is as good as it is for whom it is worst (O'Connor et al. 2001), ties by the mean. borda: by the
        sum of its places (Borda 1781). average: by the mean. Each person's scores are brought to [0, 1] first.
        """
        snapshot = self.retriever.refresh()
        alive = snapshot.alive()
        rows = [self._scaled(person, snapshot, alive) for person in people]
        table = np.stack(rows) if rows else np.zeros((1, len(alive)))
        if how == "borda":
            value = np.argsort(np.argsort(table, axis=1, kind="stable"), axis=1).mean(axis=0) / max(len(alive) - 1, 1)
        else:
            value = table.mean(axis=0) if how == "average" else 0.9 * table.min(axis=0) + 0.1 * table.mean(axis=0)
        best = np.argsort(-value, kind="stable")[:most]
        return Leaning(GROUP, scores={snapshot.ids[alive[i]]: float(value[i]) for i in best if value[i] > 0})

    def _scaled(self, person: PersonProfile, snapshot: Snapshot, alive: NDArray[np.int64]) -> NDArray[np.float64]:
        terms = lean(person.leanings(WORDLESS, wordless=True), snapshot, alive, 0.5, {})
        row = (
            np.sum([np.asarray(term, np.float64) for term in terms.values()], axis=0) if terms else np.zeros(len(alive))
        )
        spread = float(row.max() - row.min()) if len(row) else 0.0
        return (row - row.min()) / spread if spread > 0 else np.zeros(len(alive))

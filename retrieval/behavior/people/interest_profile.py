"""Interest profile: what a person leans to, as queries in the space that items are searched in, made of their newest deeds.

Liked items ask as items do (`like`), searches as words do. Each modality has interests of its own: the pictures of what was
liked ask for pictures, the sounds for sounds, the texts for texts; an item has its share in all that it has. Interests are
few weighted groups, found greedily (the facility-location heuristic of Cornuejols et al. 1977), each asking for itself: a person who
likes jazz and metal is offered both, never what lies between. What items have in common by their attributes counts beside
that, as it does for items that a request points at. Nothing is fitted and nothing indexed: the next answer knows.

Knows deeds, fused vectors and a retriever. Knows no requests, and no other people.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from retrieval.behavior.events.kinds import kind_of
from retrieval.behavior.events.preferences import Deed, Deeds
from retrieval.catalog.items import MODALITIES
from retrieval.fusion.concat import Concat
from retrieval.index.snapshot import Snapshot
from retrieval.search.boosts import Leaning
from retrieval.search.query import Query
from retrieval.search.retriever import Retriever

__all__ = ["TASTE", "Interest", "InterestProfile", "InterestProfiler", "InterestSettings"]

TASTE = "taste"
"""The name of a taste's part of a score, alone or with a modality: `taste_audio`."""
KIN = f"{TASTE}_kin"
"""The part for values that an item shares with liked ones."""
HALF = 0.5
"""Deeds that together weigh so much say half of what can be said."""
KEPT = 4_000
"""Items whose rows are kept at hand."""

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class InterestSettings:
    """interests: at most so many of one modality. apart: a further interest must bring the liked items nearer to one by
    this share of their weight. least_kin: the least share of a taste that attributes have; more where vectors tell less of the
    items. kin: at most so many items get some of it. items, searches: the newest that are asked with. emphasis: how much a kind of deed counts for
    a modality, where that isn't what the kind says itself.
    """

    interests: int = 5
    apart: float = 0.08
    least_kin: float = 0.25
    kin: int = 2_000
    items: int = 60
    searches: int = 5
    emphasis: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def emphasis_of(self, kind: str, modality: str) -> float:
        """Return how much a kind of deed counts for a modality."""
        known = kind_of(kind)
        return self.emphasis.get(kind, known.emphasis if known is not None else {}).get(modality, 1.0)


@dataclass(frozen=True, eq=False)
class Interest:
    """One thing that a person likes, or doesn't, in one part of a score.

    vector: what it asks with, float32 (width,). weight: from 0 to 1, beside the others of its part. deeds, rows: what it was
    made of, and what each asks with, float32 (len(deeds), width); searches are deeds without an item.
    """

    part: str
    vector: Rows
    weight: float
    deeds: tuple[Deed, ...]
    rows: Rows


def _nothing(liked: str, id: str) -> float:
    return 0.0


@dataclass(frozen=True, eq=False)
class InterestProfile:
    """What a person leans to, and away from. shares: how much each part counts; they sum to 1.

    kin: how much items share with those that were liked, less what they share with disliked ones, by id. near: the same
    between two items, by their ids; deeds: the liked ones, for that.
    """

    interests: tuple[Interest, ...] = ()
    aversions: tuple[Interest, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    kin: Mapping[str, float] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    near: Callable[[str, str], float] = _nothing

    def leanings(self, weight: float) -> tuple[Leaning, ...]:
        """Return the taste as terms of a score: each part gives at most about its share of `weight`."""
        found = []
        for part, share in self.shares.items():
            towards = [one.vector * np.float32(one.weight) for one in self.interests if one.part == part]
            away = [one.vector * np.float32(one.weight) for one in self.aversions if one.part == part]
            found.append(
                Leaning(
                    part,
                    np.stack(towards) if towards else None,
                    np.stack(away) if away else None,
                    self.kin if part == KIN else {},
                    weight=weight * share,
                )
            )
        return tuple(found)

    def because(self, id: str, vector: Rows, parts: Mapping[str, float]) -> Deed | None:
        """Return the deed that an item, by its id and fused vector (width,), is near to: in the part that gave it most.

        parts: what each part of a score gave to the item. None where no part of the taste gave anything, or a search did.
        """
        given = [(value, part) for part, value in parts.items() if part in self.shares and value > 0]
        if given and max(given)[1] == KIN:
            return max(self.deeds, key=lambda deed: self.near(deed.item, id), default=None)
        own = [one for one in self.interests if given and one.part == max(given)[1]]
        if not own:
            return None
        near = max(own, key=lambda one: one.weight * float(one.vector @ vector))
        values = near.rows @ vector
        best = int(np.argmax(values))
        return near.deeds[best] if values[best] > 0 and near.deeds[best].item else None


def _groups(rows: Rows, weights: NDArray[np.float64], most: int, apart: float) -> NDArray[np.int64]:
    """Which group each row is in, int64 (n,): medoids are taken one by one, each the row that gains most likeness in all."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.where(lengths > 0, lengths, 1)
    likeness = np.maximum(unit @ unit.T, 0).astype(np.float64)
    covered = np.zeros(len(rows))
    taken: list[int] = []
    while len(taken) < min(most, len(rows)):
        gains = np.maximum(likeness - covered, 0) @ weights
        best = int(np.argmax(gains))
        if taken and gains[best] < apart * weights.sum():
            break
        taken.append(best)
        covered = np.maximum(covered, likeness[best])
    return np.asarray(np.argmax(likeness[:, taken], axis=1), np.int64)


def _interests(part: str, deeds: Sequence[Deed], rows: Rows, weights: NDArray[np.float64], settings: InterestSettings
) -> list[Interest]:  # fmt: skip
    """The groups of deeds in one part; the heaviest has the weight that all of them together deserve."""
    if not len(rows):
        return []
    group = _groups(rows, weights, settings.interests, settings.apart)
    masses = np.array([weights[group == g].sum() for g in range(group.max() + 1)])
    sure = weights.sum() / (weights.sum() + HALF)
    found = []
    for g in np.argsort(-masses, kind="stable"):
        own = group == g
        mean = weights[own] @ rows[own] / masses[g]
        wanted = float(weights[own] @ np.linalg.norm(rows[own], axis=1) / masses[g])
        length = float(np.linalg.norm(mean))
        vector = np.asarray(mean * (wanted / length if length else 0.0), np.float32)
        weight = float(sure * np.sqrt(masses[g] / masses.max()))
        found.append(Interest(part, vector, weight, tuple(d for d, o in zip(deeds, own, strict=True) if o), rows[own]))
    return found


class InterestProfiler:
    """Makes tastes over one retriever; keeps what items ask with at hand. Safe to use from several threads."""

    def __init__(self, retriever: Retriever, settings: InterestSettings | None = None) -> None:
        self.retriever, self.settings = retriever, settings or InterestSettings()
        self._rows: OrderedDict[tuple[str, str], Rows] = OrderedDict()
        self._of: Snapshot | None = None
        self._lock = Lock()

    def _parts(self, snapshot: Snapshot) -> dict[str, dict[str, float]]:
        """Part of a score → weights by modality that ask in it alone. One part where the fusion doesn't keep them apart."""
        if not isinstance(snapshot.fusion, Concat):
            return {TASTE: {}}
        there = {snapshot.fusion.modality(name) for name in snapshot.fusion.names}
        return {f"{TASTE}_{m}": {n: float(n == m) for n in MODALITIES} for m in MODALITIES if m in there}

    def _asking(self, ids: Sequence[str], part: str, weights: Mapping[str, float], snapshot: Snapshot) -> Rows:
        """What items ask with in one part, float32 (len(ids), width)."""
        with self._lock:
            if self._of is not snapshot:
                self._rows, self._of = OrderedDict(), snapshot
            kept = self._rows
            lacking = [id for id in ids if (part, id) not in kept]
            if lacking:
                found = snapshot.fusion.like(snapshot.vectors(snapshot.positions(lacking)), weights)
                kept.update(((part, id), row) for id, row in zip(lacking, found, strict=True))
            rows = [kept[part, id] for id in ids]
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, snapshot.fusion.width), np.float32)

    def _part(self, part: str, weights: Mapping[str, float], deeds: Deeds, snapshot: Snapshot, sign: int
    ) -> tuple[list[Interest], float]:  # fmt: skip
        """The interests (or aversions) of one part, and how much the deeds say in it."""
        modality = part.removeprefix(f"{TASTE}_")
        chosen = deeds.liked if sign > 0 else deeds.disliked
        own = [d for d in chosen if d.item in snapshot.place_of][: self.settings.items]
        rows = [self._asking([d.item for d in own], part, weights, snapshot)]
        if sign > 0 and self.settings.emphasis_of("search", modality):
            words = list(deeds.searches.items())[: self.settings.searches]
            own += [Deed("", "search", 0.0, weight) for _, weight in words]
            rows += [self.retriever.asking(Query(text=text, weights=weights))[None, :] for text, _ in words]
        emphasis = [self.settings.emphasis_of(d.kind, modality) for d in own]
        table, weight = np.concatenate(rows), np.array([abs(d.weight) for d in own]) * np.array(emphasis)
        there = np.flatnonzero(table.any(axis=1) & (weight > 0))
        found = _interests(part, [own[i] for i in there], table[there], weight[there], self.settings)
        return found, float(weight[there].sum())

    def taste(self, deeds: Deeds) -> InterestProfile:
        """Return the taste that deeds speak of. Items that the catalogue no longer has say nothing."""
        snapshot = self.retriever.refresh()
        interests: list[Interest] = []
        aversions: list[Interest] = []
        masses: dict[str, float] = {}
        described = snapshot.fusion.describe()
        for part, weights in self._parts(snapshot).items():
            liked, mass = self._part(part, weights, deeds, snapshot, 1)
            disliked, against = self._part(part, weights, deeds, snapshot, -1)
            usual = sum(float(b["weight"]) for b in described.values() if weights.get(str(b["modality"]), 1.0))
            interests, aversions = interests + liked, aversions + disliked
            masses[part] = (mass + against) * usual
        total = sum(masses.values())
        kin, share, near = self._kin(deeds, snapshot)
        shares = {part: (1 - share) * mass / total for part, mass in masses.items() if mass > 0}
        shares |= {KIN: share if shares else 1.0} if kin else {}
        return InterestProfile(tuple(interests), tuple(aversions), shares, kin, deeds.liked, near)

    def _kin(self, deeds: Deeds, snapshot: Snapshot) -> tuple[dict[str, float], float, Callable[[str, str], float]]:
        """What items share with liked and disliked ones by id, how much that counts, and the same for two items."""
        kinship, place = self.retriever.kinship(snapshot), snapshot.place_of
        sides = []
        for chosen in (deeds.liked, deeds.disliked):
            own = {place[d.item]: abs(d.weight) for d in chosen[: self.settings.items] if d.item in place}
            sides.append(kinship.related(own, len(snapshot.rows)))
        row = sides[0] - np.float32(self.retriever.settings.steer) * sides[1]
        best = np.argsort(-np.abs(row), kind="stable")[: self.settings.kin]
        found = {snapshot.ids[i]: float(row[i]) for i in best if row[i]}

        def near(liked: str, id: str) -> float:
            return kinship.between(place[liked], place[id]) if liked in place and id in place else 0.0

        return found, max(self.settings.least_kin, 1 - kinship.coverage) if found else 0.0, near

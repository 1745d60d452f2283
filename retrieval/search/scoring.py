"""The scores of items for a query: conditions, blocks and terms put together, in a snapshot of a store.

What the score is made of stands in `retriever.py`; which items are worth scoring, in `candidates.py`. Knows no item's content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import ANY_TEXT
from retrieval.encoders.base import EncoderSet
from retrieval.errors import QueryError, StoreDamaged
from retrieval.index.ann_recall import CANDIDATES
from retrieval.index.chroma import Collection
from retrieval.index.probing import complaint
from retrieval.index.snapshot import Snapshot
from retrieval.kept.facts import Catalogue, Facts
from retrieval.lexical.bm25 import WEIGHT, tokens
from retrieval.search.boosts import lean
from retrieval.search.candidates import best, possible, trusted
from retrieval.search.kept_kinship import kept_kinship
from retrieval.search.query import KINSHIP, LEXICAL, NAMED, Query
from retrieval.search.query_vector import QueryEncoder
from retrieval.search.shared_attributes import Kinship
from retrieval.search.shown_colours import COLOUR, ShownColours
from retrieval.store.store import Store

__all__ = ["RetrieverSettings", "Scored", "Scorer"]

GATHERED, GATHERED_CODED = 0.2, 0.03
"""The share of the items from which all are scored where they lie; the same where they are coded."""


@dataclass(frozen=True, slots=True)
class RetrieverSettings:
    """How the retriever weighs and searches.

    lexical: weight of the words as written, beside the blocks' weights that sum to 1. named: weight of values that are
        asked for by name. kinship: weight of values shared with liked items. colour: weight of named colours that pictures show.
    steer: weight of what is disliked or to be avoided, subtracted.
    graph_from: catalogues of this size or more take unfiltered candidates from the Chroma graph. Below it, exact
        search in eight bits is as fast and loses nothing.
    candidates: how many the graph and the words each propose.
    """

    lexical: float = WEIGHT
    named: float = 2.0
    kinship: float = 1.0
    colour: float = 0.15
    steer: float = 0.5
    graph_from: int = 300_000
    candidates: int = CANDIDATES


@dataclass(frozen=True)
class Scored:
    """Positions in a snapshot, best first, with their scores; the fused query to split scores by, and the terms."""

    snapshot: Snapshot
    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    query: NDArray[np.float32]
    terms: Mapping[str, NDArray[np.float32]]
    matching: int
    exact: bool
    notes: tuple[str, ...]


class Scorer:
    """Scores the items of one store. Keeps what it found of the last snapshot; safe to use from several threads."""

    def __init__(self, store: Store, encoders: EncoderSet, settings: RetrieverSettings, asker: QueryEncoder) -> None:
        """asker: turns the contents of a query into its fused vector."""
        self.settings = settings
        self._asker = asker
        self._colours = ShownColours(store, encoders)
        self._facts = Facts(store)
        self._kinship: tuple[Snapshot, Catalogue, Kinship] | None = None
        self._collection: tuple[Path, Collection | None] | None = None
        self._places: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The schema and the words of the items as they are now."""
        return self._facts.now()

    def kinship(self, snapshot: Snapshot) -> Kinship:
        """Return the attributes of the items of `snapshot`; no item is read but those that are asked for."""
        last, catalogue = self._kinship, self.catalogue
        if last is None or last[0] is not snapshot or last[1] is not catalogue:
            selection = catalogue.selection
            aligned = self._built_places(snapshot, selection.columns.rows)
            last = (snapshot, catalogue, kept_kinship(catalogue.words.coverage, selection, snapshot, aligned))
            self._kinship = last
        return last[2]

    def _check(self, query: Query, snapshot: Snapshot) -> None:
        known = self.catalogue.schema
        for f in query.filters:
            if f.field not in known and f.field not in ("title", "description", ANY_TEXT):
                fields = ", ".join(known.fields) or "none"
                raise QueryError(f"expected a field of the catalogue ({fields}); got '{f.field}'")
        blocks = set(snapshot.fusion.names) | {"text", "image", "audio", LEXICAL, NAMED, KINSHIP, COLOUR}
        blocks |= {leaning.name for leaning in query.leanings}
        for name, weight in query.weights.items():
            if name not in blocks or not (weight >= 0 and np.isfinite(weight)):
                raise QueryError(f"expected weights ≥ 0 by {', '.join(sorted(blocks))}; got {name}={weight}")
        if query.k < 1:
            raise QueryError(f"expected k of at least 1; got {query.k}")

    def _allowed(self, query: Query, snapshot: Snapshot) -> tuple[NDArray[np.bool_], int]:
        """Which positions may be returned, bool (n,), and how many satisfy the conditions."""
        if query.filters or query.having:
            allowed = self._satisfying(query, snapshot)
        else:
            allowed = ~snapshot.dead
        if query.only is not None:
            among = np.zeros(len(allowed), bool)
            among[snapshot.positions(query.only)] = True
            allowed &= among
        matching = int(allowed.sum())
        allowed[[snapshot.place_of[id] for id in query.exclude if id in snapshot.place_of]] = False
        return allowed, matching

    def _satisfying(self, query: Query, snapshot: Snapshot) -> NDArray[np.bool_]:
        """The live positions of items that satisfy the conditions, bool (n,)."""
        selection = self.catalogue.selection
        allowed = np.zeros(len(snapshot.rows), bool)
        mask, rows = selection.mask(query.filters, query.having), selection.columns.rows
        places = self._built_places(snapshot, rows)[mask]
        there = (places >= 0) & ~snapshot.dead[places]
        allowed[places[there]] = True
        more = np.array(selection.among_pending(query.filters, query.having), np.int64)
        allowed[snapshot.places(np.concatenate([rows[mask][~there], more]))] = True
        return allowed

    def _built_places(self, snapshot: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the rows of columns stand in the generation, −1 for those that it lacks; found once for both."""
        built = snapshot.generation.rows
        if self._places is None or self._places[0] is not built or self._places[1] is not rows:
            at = np.searchsorted(built, rows)
            at[at == len(built)] = 0
            found = np.where(built[at] == rows, at, -1) if len(built) else np.full(len(rows), -1)
            self._places = (built, rows, found)
        return self._places[2]

    def _graph(self, snapshot: Snapshot) -> Collection | None:
        """The open collection of the snapshot's generation, or None where it can't be trusted."""
        folder = snapshot.generation.folder
        if snapshot.generation.unkept:
            return None
        if self._collection is None or self._collection[0] != folder:
            try:
                if (wrong := complaint(folder)) is not None:
                    raise StoreDamaged(wrong)
                collection = Collection(folder / "chroma")
                collection.verify(snapshot.generation.ids, snapshot.generation.vectors, sample=8)
                self._collection = (folder, collection)
            except StoreDamaged:
                self._collection = (folder, None)
        return self._collection[1]

    def _terms(
        self, query: Query, snapshot: Snapshot, chosen: NDArray[np.int64] | None
    ) -> dict[str, NDArray[np.float32]]:
        """What each term adds to the score of each position, every one unless `chosen`: name → float32 (len(positions),)."""
        positions = np.arange(len(snapshot.rows)) if chosen is None else chosen
        words = {text: share for text, share in {**query.earlier, query.text: 1.0}.items() if text.strip()}
        found: dict[str, NDArray[np.float32]] = {LEXICAL: np.zeros(len(positions), np.float32)}
        for text, share in words.items():
            if spoken := tokens(text):
                found[LEXICAL] += np.float32(share) * snapshot.lexical_scores(spoken, positions)
        size = len(snapshot.rows)
        if query.named:
            found[NAMED] = self.kinship(snapshot).having(query.named, size)[positions]
        if query.like or query.kin or query.dislike:
            kinship, place_of = self.kinship(snapshot), snapshot.place_of
            liked = {**query.kin, **dict.fromkeys(query.like, 1.0)}
            near = kinship.related({place_of[id]: s for id, s in liked.items() if id in place_of}, size)
            far = kinship.related({place_of[id]: 1.0 for id in query.dislike if id in place_of}, size)
            found[KINSHIP] = (near - np.float32(self.settings.steer) * far)[positions]
        if (shown := self._colours.term(words, query.avoid, snapshot, positions)) is not None:
            found[COLOUR] = shown
        lexical = self.settings.lexical * snapshot.generation.manifest.weights.get(LEXICAL, 1.0)
        default = {LEXICAL: lexical, NAMED: self.settings.named, KINSHIP: self.settings.kinship}
        default |= {COLOUR: self.settings.colour}
        given = query.weights
        of = {COLOUR: "image"}
        said = {
            n: np.float32(default[n] * given.get(n, 1.0) * given.get(of.get(n, "text"), 1.0)) * v
            for n, v in found.items()
        }
        return said | lean(query.leanings, snapshot, chosen, self.settings.steer, given)

    def score(self, query: Query, snapshot: Snapshot, top: int | None = None) -> Scored:
        """Return the items that may be returned, best first: all of them, or the first `top`.

        Raises what `Retriever.search` raises.
        """
        self._check(query, snapshot)
        beside = query.like or query.kin or query.named
        vector = self._asker.vector(query, snapshot, self.kinship(snapshot).coverage if beside else 1.0)
        allowed, matching = self._allowed(query, snapshot)
        notes = [f"this projection is kept in memory only: {why}"] if (why := snapshot.generation.unkept) else []
        size, exact = int(allowed.sum()), True
        coded = top is not None and snapshot.generation.codes is not None
        whole = size > (GATHERED_CODED if coded else GATHERED) * len(
            allowed
        )  # scoring all of them in place takes less time than gathering these
        chosen = None if whole else np.flatnonzero(allowed)
        terms = self._terms(query, snapshot, chosen)
        conditions = query.filters or query.having or query.only is not None or query.exclude
        if (
            whole
            and not conditions
            and matching >= self.settings.graph_from
            and vector.any()
            and trusted(snapshot, vector)
        ):
            kept = self._candidates(snapshot, vector, terms, max(self.settings.candidates, query.k), notes)
            if kept is not None:
                chosen, exact, terms = kept, False, {name: term[kept] for name, term in terms.items()}
        if chosen is None and top is not None:
            chosen = possible(snapshot, vector, terms, allowed, top)
            terms = terms if chosen is None else {name: term[chosen] for name, term in terms.items()}
        scores = snapshot.products(vector, chosen)
        for term in terms.values():
            scores = scores + term
        places = np.flatnonzero(allowed) if chosen is None else np.arange(len(chosen))
        places = best(scores, places, snapshot.rows if chosen is None else snapshot.rows[chosen], top)
        positions = places if chosen is None else chosen[places]
        ordered = {name: term[places] for name, term in terms.items()}
        return Scored(snapshot, positions, scores[places], vector, ordered, matching, exact, tuple(notes))

    def _candidates(
        self,
        snapshot: Snapshot,
        vector: NDArray[np.float32],
        terms: Mapping[str, NDArray[np.float32]],
        count: int,
        notes: list[str],
    ) -> NDArray[np.int64] | None:
        """Positions worth scoring: the nearest by the graph, the best by each term, and what the graph lacks; ascending.

        `terms` are those of every position. None where the graph can't be trusted.
        """
        collection = self._graph(snapshot)
        if collection is None:
            if not snapshot.generation.unkept:
                notes.append("the Chroma collection is damaged: searched exactly; run medley index to rebuild it")
            return None
        ids = [id for id, _ in collection.search(vector[None, :], min(count, len(snapshot.generation.ids)))[0]]
        near = [snapshot.place_of[id] for id in ids if id in snapshot.place_of]
        alive, said = snapshot.alive(), []
        for term in terms.values():
            top = best(term, alive, snapshot.rows, count)
            said.append(top[term[top] > 0])
        return np.unique(np.concatenate([np.array(near, np.int64), *said, snapshot.pending()]))

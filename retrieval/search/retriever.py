"""The retriever: a query of words, pictures, sounds and liked items, under filters, to hits whose scores add up.

    score = Σ over blocks of  weight · similarity   +   Σ over terms of  weight · value in [0, 1]

The terms stand beside the blocks: the words as written (BM25), values of attributes that are asked for by name, named colours that pictures show, what
an item has in common with those that are liked, less what it has in common with those that are not, and leanings that
the query brings along.
Every similarity is 0 for the catalogue's average item and 1 for one that is the same as the query, so thresholds and
the lexical weight mean the same under each.
Filters are answered by SQLite and hold in every branch; what survives is scored exactly. An unfiltered query over a
large catalogue takes its candidates from the Chroma graph, where that was measured to lose next to nothing, from the
words and the latest changes, and scores those exactly. Knows no person and no language model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import ANY_TEXT
from retrieval.catalog.items import MODALITIES, Item
from retrieval.catalog.schema import Schema
from retrieval.encoders.base import EncoderSet
from retrieval.errors import QueryError, StoreDamaged
from retrieval.fusion.concat import Fusion
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.registry import Projection
from retrieval.index.ann_recall import ALL, CANDIDATES, ENOUGH
from retrieval.index.chroma import OWN, Collection
from retrieval.index.encode import Progress, check_encoders, encode_rows, raws_of
from retrieval.index.floor import nearness
from retrieval.index.probing import complaint
from retrieval.index.projections import choose_projection
from retrieval.index.snapshot import Snapshot, take_snapshot
from retrieval.kept.facts import Catalogue, Facts
from retrieval.lexical.bm25 import WEIGHT, tokens
from retrieval.media.reader import LIMITS, MediaLimits
from retrieval.search.boosts import BEHAVIOUR, Leaning, lean
from retrieval.search.kept_kinship import kept_kinship
from retrieval.search.query import KINSHIP, LEXICAL, NAMED, Hit, Query, Result
from retrieval.search.query_vector import QueryEncoder
from retrieval.search.shared_attributes import Kinship
from retrieval.search.shown_colours import COLOUR, ShownColours
from retrieval.store.store import Store

__all__ = [
    "BEHAVIOUR",
    "KINSHIP",
    "LEXICAL",
    "NAMED",
    "Hit",
    "Leaning",
    "Query",
    "Result",
    "Retriever",
    "RetrieverSettings",
]


NEAREST = 12
"""Items whose plain cosines tell how near a text comes."""


GATHERED, GATHERED_CODED = 0.2, 0.03
"""The share of the items from which all are scored where they lie; the same where they are coded."""
AMONG = 0.05
"""The share of the items up to which those that may be among the best are scored exactly, after a scan in eight bits."""


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
class _Scored:
    """Positions in a snapshot, best first, with their scores; the fused query to split scores by, and the terms."""

    snapshot: Snapshot
    positions: NDArray[np.int64]
    scores: NDArray[np.float32]
    query: NDArray[np.float32]
    terms: Mapping[str, NDArray[np.float32]]
    matching: int
    exact: bool
    notes: tuple[str, ...]


def _silent(stage: str, done: int, total: int) -> None:
    pass


class Retriever:
    """Searches one store. Sees changes of the store at the next search. Safe to use from several threads."""

    def __init__(
        self,
        folder: Path | str,
        encoders: EncoderSet,
        settings: RetrieverSettings | None = None,
        limits: MediaLimits = LIMITS,
        *,
        fusion: str | None = None,
        similarity: str | None = None,
        progress: Progress = _silent,
    ) -> None:
        """Opens the store in `folder`.

        `fusion` and `similarity`: those that it was indexed with unless named. Others are built now where they are not
        there yet, from the stored vectors, and kept beside them; in memory where the store can't be written. `progress`
        is told of it.

        Raises StoreError where there is none or nothing is indexed, StoreMismatch where other encoders made it,
        ConfigError for an unknown fusion or similarity, or where the catalogue has too little for it.
        """
        self.store = Store(Path(folder))
        self.encoders = encoders
        self.settings = settings or RetrieverSettings()
        self.limits = limits
        check_encoders(self.store, encoders)
        self._projection = choose_projection(self.store, fusion, similarity)
        self._asker = QueryEncoder(encoders, limits, self.settings.steer)
        self._snapshot = take_snapshot(self.store, encoders, None, self._projection, progress)
        self._colours = ShownColours(self.store, encoders)
        self._facts = Facts(self.store)
        self._kinship: tuple[Snapshot, Catalogue, Kinship] | None = None
        self._collection: tuple[Path, Collection | None] | None = None
        self._places: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None = None

    def close(self) -> None:
        """Closes the store."""
        self.store.close()

    # -- what is there --------------------------------------------------------------------------------------------

    def refresh(self) -> Snapshot:
        """Return the store as it is now."""
        self._snapshot = take_snapshot(self.store, self.encoders, self._snapshot, self._projection)
        return self._snapshot

    @property
    def projection(self) -> Projection:
        """The fusion and similarity that it searches with."""
        return Projection.named(self.refresh().generation.manifest.projection)

    @property
    def schema(self) -> Schema:
        """The fields, ranges and values of the items as they are now."""
        return self.catalogue.schema

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

    def item(self, id: str) -> Item:
        """Return one item.

        Raises QueryError where the store has none of that id.
        """
        found = self.store.item(id)
        if found is None:
            raise QueryError(f"expected the id of an item of the store; got '{id}'")
        return found

    def items(self, ids: Sequence[str]) -> list[Item]:
        """Items in that order; those that are gone are left out.

        Raises QueryError for an unknown id.
        """
        snapshot = self.refresh()
        return [record.item for record in self.store.records(snapshot.rows[snapshot.positions(ids)])]

    def vectors(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """Fused vectors of items, float32 (len(ids), width), in that order.

        Raises QueryError for an unknown id.
        """
        snapshot = self.refresh()
        return snapshot.vectors(snapshot.positions(ids))

    def asking(self, query: Query) -> NDArray[np.float32]:
        """Return the fused vector of a query's contents, float32 (width,); zero where nothing of it reaches an item.

        Raises what `search` raises.
        """
        return self._asker.vector(query, self.refresh())

    def encode_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of the first text encoder, float32 (len(texts), dim): for matching words with words."""
        return self._asker.texts(texts)

    def text_rows(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """Unit rows of texts by each text encoder, float32 (len(texts), dim) each; zero where an encoder can't read one."""
        return [unit(encode_rows(encoder, list(texts), items=False)) for encoder in self.encoders.of("text")]

    def written(self, words: Sequence[str]) -> bool:
        """Return whether the text of one item has all of these tokens (`lexical.tokens`)."""
        snapshot = self.refresh()
        positions = snapshot.alive()
        having = [snapshot.lexical_scores([word], positions) > 0 for word in dict.fromkeys(words)]
        return bool(having) and bool(np.logical_and.reduce(having).any())

    def nearness(self, text: str) -> float:
        """Return the greatest plain cosine of `text` to one of the nearest items, by any text encoder; 0 where none reads it."""
        snapshot = self.refresh()
        positions = snapshot.positions([hit.id for hit in self.search(Query(text=text, k=NEAREST)).hits])
        raws = raws_of(self.store, self.encoders, snapshot.rows[positions])
        own = [raws[encoder.name] for encoder in self.encoders.of("text")]
        return float(nearness(self.text_rows([text]), own)[0]) if len(positions) and own else 0.0

    def drop_texts(self) -> None:
        """Forgets the texts that were encoded last."""
        self._asker.drop()

    # -- searching ------------------------------------------------------------------------------------------------

    def _check(self, query: Query, snapshot: Snapshot) -> None:
        known = self.schema
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

    def _score(self, query: Query, top: int | None = None) -> _Scored:
        """The items that may be returned, best first: all of them, or the first `top`."""
        snapshot = self.refresh()
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
            and _trusted(snapshot, vector)
        ):
            kept = self._candidates(snapshot, vector, terms, max(self.settings.candidates, query.k), notes)
            if kept is not None:
                chosen, exact, terms = kept, False, {name: term[kept] for name, term in terms.items()}
        if chosen is None and top is not None:
            chosen = _possible(snapshot, vector, terms, allowed, top)
            terms = terms if chosen is None else {name: term[chosen] for name, term in terms.items()}
        scores = snapshot.products(vector, chosen)
        for term in terms.values():
            scores = scores + term
        places = np.flatnonzero(allowed) if chosen is None else np.arange(len(chosen))
        places = _best(scores, places, snapshot.rows if chosen is None else snapshot.rows[chosen], top)
        positions = places if chosen is None else chosen[places]
        ordered = {name: term[places] for name, term in terms.items()}
        return _Scored(snapshot, positions, scores[places], vector, ordered, matching, exact, tuple(notes))

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
            best = _best(term, alive, snapshot.rows, count)
            said.append(best[term[best] > 0])
        return np.unique(np.concatenate([np.array(near, np.int64), *said, snapshot.pending()]))

    def rank(self, query: Query) -> tuple[list[str], NDArray[np.float32]]:
        """Return every item that satisfies the conditions, best first: ids, and float32 scores. `k` is not used."""
        scored = self._score(query)
        keep = len(scored.scores) if query.threshold is None else int((scored.scores >= query.threshold).sum())
        return [scored.snapshot.ids[p] for p in scored.positions[:keep]], scored.scores[:keep]

    def search(self, query: Query) -> Result:
        """Return the `k` best items.

        Raises QueryError for an unknown field, item or weight; MediaError where the query's picture or sound can't
        be read; EncodingError where an encoder fails.
        """
        scored = self._score(query, query.k)
        snapshot = scored.snapshot
        keep = scored.scores >= (query.threshold if query.threshold is not None else -np.inf)
        positions, scores = scored.positions[keep][: query.k], scored.scores[keep][: query.k]
        rows = snapshot.rows[positions]
        split = snapshot.fusion.split(
            scored.query, snapshot.vectors(positions), lambda: raws_of(self.store, self.encoders, rows)
        )
        terms = {name: term[keep][: query.k] for name, term in scored.terms.items()}
        items = {record.row: record.item for record in self.store.records(rows)}
        hits = []
        for i, position in enumerate(positions):
            item = items.get(int(snapshot.rows[position]))
            if item is not None:
                hits.append(
                    _hit(
                        snapshot.fusion,
                        item,
                        float(scores[i]),
                        {n: float(v[i]) for n, v in split.items()},
                        {n: float(v[i]) for n, v in terms.items()},
                        query.leanings,
                    )
                )
        return Result(tuple(hits), scored.matching, scored.exact, scored.notes)


def _best(
    scores: NDArray[np.float32], places: NDArray[np.int64], rows: NDArray[np.int64], top: int | None
) -> NDArray[np.int64]:
    """The `top` of `places` with the highest scores, best first, all without it; of equal ones, those of the first rows."""
    own = scores[places]
    if top is not None and top < len(places):
        places = places[own >= _least(own, top)]
        own = scores[places]
    return np.asarray(places[np.lexsort((rows[places], -own))][:top])


def _least(scores: NDArray[np.float32], top: int) -> np.float32:
    """Return the least of the `top` highest scores, `top` < len(scores)."""
    return np.float32(
        -np.partition(-scores, top - 1)[top - 1]
    )  # from the other end numpy takes ten times as long among many equal ones


def _possible(
    snapshot: Snapshot,
    vector: NDArray[np.float32],
    terms: Mapping[str, NDArray[np.float32]],
    allowed: NDArray[np.bool_],
    top: int,
) -> NDArray[np.int64] | None:
    """Return the allowed positions that can be among the `top` best, ascending; None where nothing tells, or nearly all can.

    `terms` are those of every position. They are added to products in eight bits; what lies further than twice their bound below
    the last of the best is none of them.
    """
    nearly = snapshot.nearly(vector) if vector.any() else None
    if nearly is None:
        return None
    scores, bound = nearly
    for term in terms.values():
        scores = scores + term
    places = np.flatnonzero(allowed)
    own = scores[places]
    if top < len(own):
        places = places[own >= _least(own, top) - 2 * bound]
    return places if len(places) <= max(top, AMONG * len(allowed)) else None


def _trusted(snapshot: Snapshot, vector: NDArray[np.float32]) -> bool:
    """Return whether the graph was found to lose next to nothing for queries that fill the blocks that `vector` fills, float32 (width,).

    A query that fills one block is judged by what was measured with such queries; a weak block doesn't switch the graph off for the others.
    """
    filled, start = [], 0
    for name, block in snapshot.generation.manifest.blocks.items():
        stop = start + int(block["width"])
        filled += [name] if vector[start:stop].any() else []
        start = stop
    recall = snapshot.generation.manifest.recall
    asked = (OWN, *filled, *((ALL,) if len(filled) > 1 else ()))
    return min((recall.get(name, 1.0) for name in asked), default=1.0) >= ENOUGH


def _hit(
    fusion: Fusion,
    item: Item,
    score: float,
    blocks: dict[str, float],
    terms: dict[str, float],
    leanings: tuple[Leaning, ...],
) -> Hit:
    modalities: dict[str, float] = dict.fromkeys(MODALITIES, 0.0)
    for name, value in blocks.items():
        modalities[fusion.modality(name)] += value
    leaning = {one.name for one in leanings}
    modalities["image"] += terms.get(COLOUR, 0.0)
    modalities["text"] += sum(value for name, value in terms.items() if name not in leaning and name != COLOUR)
    if leanings:
        modalities[BEHAVIOUR] = sum(value for name, value in terms.items() if name in leaning)
    return Hit(item, score, blocks | terms, modalities)

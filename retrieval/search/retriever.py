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

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import MODALITIES, Item
from retrieval.catalog.schema import Schema
from retrieval.encoders.base import EncoderSet
from retrieval.errors import QueryError
from retrieval.fusion.concat import Fusion
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.registry import Projection
from retrieval.index.encode import Progress, check_encoders, encode_rows, raws_of
from retrieval.index.floor import nearness
from retrieval.index.projections import choose_projection
from retrieval.index.snapshot import Snapshot, take_snapshot
from retrieval.kept.facts import Catalogue
from retrieval.media.reader import LIMITS, MediaLimits
from retrieval.search.boosts import BEHAVIOUR, Leaning
from retrieval.search.query import KINSHIP, LEXICAL, NAMED, Hit, Query, Result
from retrieval.search.query_vector import QueryEncoder
from retrieval.search.scoring import RetrieverSettings, Scorer
from retrieval.search.shared_attributes import Kinship
from retrieval.search.shown_colours import COLOUR
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
        self._scorer = Scorer(self.store, encoders, self.settings, self._asker)

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
        return self._scorer.catalogue

    def kinship(self, snapshot: Snapshot) -> Kinship:
        """Return the attributes of the items of `snapshot`; no item is read but those that are asked for."""
        return self._scorer.kinship(snapshot)

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

    def rank(self, query: Query) -> tuple[list[str], NDArray[np.float32]]:
        """Return every item that satisfies the conditions, best first: ids, and float32 scores. `k` is not used."""
        scored = self._scorer.score(query, self.refresh())
        keep = len(scored.scores) if query.threshold is None else int((scored.scores >= query.threshold).sum())
        return [scored.snapshot.ids[p] for p in scored.positions[:keep]], scored.scores[:keep]

    def search(self, query: Query) -> Result:
        """Return the `k` best items.

        Raises QueryError for an unknown field, item or weight; MediaError where the query's picture or sound can't
        be read; EncodingError where an encoder fails.
        """
        scored = self._scorer.score(query, self.refresh(), query.k)
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

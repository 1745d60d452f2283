"""What approximate search loses: recall of the Chroma graph against exact search, in a catalogue or a made-up one.

A made-up catalogue has blocks like those of the default encoders, rows that lie near a few directions each, as
embeddings do, and items that lack a picture or, most of them, a sound. Queries lie near an item, and fill one block or
all of them. The way is the retriever's own: candidates from the graph, scored exactly.

Knows vectors, fusions, similarities and collections. Knows nothing of stores, encoders or files of a catalogue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from retrieval.fusion.concat import Fusion
from retrieval.fusion.fitted_similarity import FittedSimilarity
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.similarities import COSINE, similarity
from retrieval.index.chroma import Collection, build_collection

__all__ = [
    "ALL",
    "BLOCKS",
    "CANDIDATES",
    "ENOUGH",
    "GraphRecall",
    "MadeUp",
    "graph_recall",
    "make_up",
    "recall_by_block",
]

ALL = "all"
"""A query that fills every block that its item has."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One block of a made-up catalogue: columns, the share of items that have it, and its weight in a query."""

    width: int
    share: float
    weight: float


BLOCKS = {
    "text": MadeUp(256, 0.98, 0.5),
    "text_en": MadeUp(192, 0.98, 1.0),
    "look": MadeUp(192, 0.8, 2.0),
    "timbre": MadeUp(64, 0.3, 2.0),
}
LATENT = 48
"""Directions that what an item is about varies in; the k-th one varies as 1/√k."""
NOISE = 0.6
"""How much of a block's row says nothing of what the item is about."""
UNEVEN = 0.4
"""The standard deviation of the logarithm of lengths."""
ASIDE = 0.4
"""How far from its item a query lies, as a share of a row's length."""
K = 10
CHUNK = 5_000
ENOUGH = 0.99
"""The share of exact search's ten that the graph must find to be searched at all."""
CANDIDATES = 400
"""How many the graph proposes: what it finds is measured with as many as it is searched for."""


@dataclass(frozen=True, slots=True)
class GraphRecall:
    """What the graph finds of the ten nearest items, for queries that fill `query`: a block by name, or "all".

    recall: the share of exact search's ten that come back. seconds: to build and verify the collection.
    milliseconds: the median time of one search in the graph, exact scoring included.
    """

    items: int
    similarity: str
    query: str
    recall: float
    seconds: float
    milliseconds: float


def _rows(random: np.random.Generator, latent: NDArray[np.float64], block: MadeUp) -> NDArray[np.float32]:
    turn = random.standard_normal((LATENT, block.width))
    rows = np.empty((len(latent), block.width), np.float32)
    for start in range(0, len(latent), CHUNK):
        part = latent[start : start + CHUNK] @ turn
        part /= np.linalg.norm(part, axis=1, keepdims=True)
        noise = random.standard_normal(part.shape) / np.sqrt(block.width)
        rows[start : start + CHUNK] = unit(part + NOISE * noise)
    rows[random.random(len(rows)) >= block.share] = 0
    return rows


def make_up(items: int, seed: int = 0, *, lengths: bool = False) -> dict[str, NDArray[np.float32]]:
    """Rows of a made-up catalogue: block → float32 (items, width), zero where the item lacks it.

    They are unit length or, with `lengths`, of log-normal length, as encoders give that don't normalise.
    """
    random = np.random.default_rng(seed)
    scale = 1 / np.sqrt(np.arange(1, LATENT + 1))
    latent = random.standard_normal((items, LATENT)) * scale
    rows = {name: _rows(random, latent, block) for name, block in BLOCKS.items()}
    if not lengths:
        return rows
    long = {name: random.lognormal(0, UNEVEN, (items, 1)).astype(np.float32) for name in rows}
    return {name: block * long[name] for name, block in rows.items()}


def _queries(
    rows: dict[str, NDArray[np.float32]], measures: dict[str, FittedSimilarity], query: str, count: int, seed: int
) -> NDArray[np.float32]:
    """Asking vectors, float32 (count, width), each near a random item that has what the query fills."""
    random = np.random.default_rng(seed)
    names = list(rows) if query == ALL else [query]
    there = np.flatnonzero(np.any([rows[name].any(axis=1) for name in names], axis=0))
    items = random.choice(there, min(count, len(there)), replace=False)
    parts = []
    weights = np.array([BLOCKS[name].weight * rows[name][items].any(axis=1) * (name in names) for name in rows])
    shares = weights / weights.sum(axis=0)
    for name, share in zip(rows, shares, strict=True):
        own = rows[name][items]
        noise = random.standard_normal(own.shape) * ASIDE / np.sqrt(own.shape[1])
        lengths = np.linalg.norm(own, axis=1, keepdims=True)
        asking = measures[name].asking((unit(own + noise * lengths) * lengths).astype(np.float32))
        parts.append(asking * share[:, None])
    return np.concatenate(parts, axis=1).astype(np.float32)


def _measured(
    collection: Collection,
    ids: Sequence[str],
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    candidates: int,
) -> tuple[float, float]:
    """Mean recall and median milliseconds."""
    found, times = [], []
    place_of = {id: place for place, id in enumerate(ids)}
    for query in queries:
        exact = np.argsort(-(vectors @ query), kind="stable")[:K]
        started = time.perf_counter()
        near = np.array([place_of[id] for id, _ in collection.search(query[None, :], min(candidates, len(vectors)))[0]])
        near = near[np.argsort(-(vectors[near] @ query), kind="stable")[:K]]
        times.append(time.perf_counter() - started)
        least = float(vectors[exact[-1]] @ query)
        found.append(np.mean(vectors[near] @ query >= least - 1e-6))
    return float(np.mean(found)), 1000 * float(np.median(times))


def graph_recall(
    items: int,
    *,
    how: str = COSINE,
    candidates: int = CANDIDATES,
    queries: int = 100,
    seed: int = 0,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[GraphRecall]:
    """Recall@10 of the graph in a made-up catalogue of `items`, for each kind of query in turn.

    `how` names the similarity, `candidates` is that of `RetrieverSettings`. `progress` is told how many vectors are in
    the graph. Needs about 6 KB of memory and of disk an item.
    """
    measured_by = similarity(how)
    rows = make_up(items, seed, lengths=measured_by.lengths)
    measures = {name: measured_by.fit(block) for name, block in rows.items()}
    vectors = np.concatenate([measures[name].stored(block) for name, block in rows.items()], axis=1)
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        ids = [str(n) for n in range(items)]
        build_collection(Path(folder) / "chroma", ids, vectors, progress)
        seconds = time.perf_counter() - started
        collection = Collection(Path(folder) / "chroma")
        for query in (*rows, ALL):
            asked = _queries(rows, measures, query, queries, seed + 1)
            recall, milliseconds = _measured(collection, ids, vectors, asked, candidates)
            yield GraphRecall(items, how, query, recall, seconds, milliseconds)
        collection.close()


def recall_by_block(
    collection: Collection, ids: Sequence[str], vectors: NDArray[np.float32], fusion: Fusion, *, queries: int = 50
) -> dict[str, float]:
    """Recall@10 of a catalogue's own graph, for queries that fill one block each, and all: block → share found.

    vectors: float32 (n, width), the fused vectors of `ids` that the collection was built of. A query is an item of the
    catalogue, reduced to what it has in the block.
    """
    random = np.random.default_rng(0)
    found, start = {}, 0
    widths = {name: int(block["width"]) for name, block in fusion.describe().items()}
    for name, width in (widths | {ALL: fusion.width}).items():
        start = 0 if name == ALL else start
        stop = start + width
        there = np.flatnonzero(vectors[:, start:stop].any(axis=1))
        if len(there):
            places = random.choice(there, min(queries, len(there)), replace=False)
            rows = np.zeros((len(places), fusion.width), np.float32)
            rows[:, start:stop] = vectors[np.sort(places), start:stop]
            found[name] = _measured(collection, ids, vectors, fusion.like(rows), CANDIDATES)[0]
        start = stop
    return found

"""What a search among vectors costs, block by block, beside those who do the same: numpy, faiss, Chroma's graph.

On made-up vectors in blocks like those of the default encoders, with gaps (`retrieval.index.ann_recall.make_up`). Ours is the scan in
eight bits with exact scores of what can be among the best; its ten are compared with numpy's. Seconds are of the processor, all threads
of this process together, with one thread of BLAS and of faiss. A peer that isn't installed is left out; so is Chroma's graph, whose
building takes minutes, above 20,000 items.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from agent.evaluation.speed.registry import Bench, Measured, Options, measured, register
from retrieval.index.ann_recall import ALL, BLOCKS, CANDIDATES, make_up
from retrieval.index.chroma import Collection, build_collection
from retrieval.index.codes import Codes, write_codes
from retrieval.index.encode import Progress

__all__: list[str] = []

K = 10
GRAPH_UP_TO = 20_000
ASIDE = 0.4
"""How far from its item a query lies, as a share of a row's length."""

Search = Callable[[NDArray[np.float32]], NDArray[np.int64]]


def _best(scores: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    near = np.argpartition(-scores, K)[:K]
    return np.asarray(near[np.argsort(-scores[near])], np.int64)


def _coded(codes: Codes, vectors: NDArray[np.float32]) -> Search:
    def search(query: NDArray[np.float32]) -> NDArray[np.int64]:
        nearly, bound = codes.products(query)
        kept = np.flatnonzero(nearly >= -np.partition(-nearly, K - 1)[K - 1] - 2 * bound)
        return np.asarray(kept[_best(vectors[kept] @ query)] if len(kept) > K else kept)

    return search


def _faiss(vectors: NDArray[np.float32]) -> Search | None:
    try:
        import faiss  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return lambda query: np.asarray(index.search(query[None], K)[1][0], np.int64)


def _graph(folder: Path, vectors: NDArray[np.float32], stack: ExitStack, progress: Progress) -> Search:
    ids = [str(n) for n in range(len(vectors))]
    build_collection(folder, ids, vectors, lambda done: progress("building the graph", done, len(ids)))
    collection = Collection(folder)
    stack.callback(collection.close)

    def search(query: NDArray[np.float32]) -> NDArray[np.int64]:
        near = np.array([int(id) for id, _ in collection.search(query[None], min(CANDIDATES, len(vectors)))[0]])
        return np.asarray(near[_best(vectors[near] @ query)])

    return search


def _queries(rows: dict[str, NDArray[np.float32]], block: str, count: int, seed: int) -> list[NDArray[np.float32]]:
    """Queries near items that have the block, filled there, or wherever their item is."""
    random = np.random.default_rng(seed)
    names = list(rows) if block == ALL else [block]
    there = np.flatnonzero(np.all([rows[name].any(axis=1) for name in names], axis=0))
    found = []
    for item in random.choice(there, count):
        parts = []
        for name, own in rows.items():
            aside = random.standard_normal(own.shape[1]) * ASIDE / np.sqrt(own.shape[1])
            parts.append((own[item] + aside) * BLOCKS[name].weight * (name in names))
        found.append(np.concatenate(parts).astype(np.float32))
    return found


def _timed(
    search: Search, queries: list[NDArray[np.float32]], exact: list[NDArray[np.int64]]
) -> tuple[list[float], float]:
    """Seconds of each query, and the share of the exact ten that is found."""
    seconds, found = [], []
    for query, right in zip(queries, exact, strict=True):
        started = process_time()
        near = search(query)
        seconds.append(process_time() - started)
        found.append(len(set(near.tolist()) & set(right.tolist())) / K)
    return seconds, float(np.mean(found))


def _run(options: Options, progress: Progress) -> list[Measured]:
    rows = make_up(options.items, options.seed)
    vectors = np.concatenate(list(rows.values()), axis=1)
    lines = []
    with threadpool_limits(1), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="medley-bench-")))
        started = process_time()
        write_codes(folder, vectors, [block.width for block in BLOCKS.values()])
        lines.append(measured("a row coded", [(process_time() - started) / len(vectors)]))
        codes = Codes.open(folder)
        assert codes is not None
        peers: dict[str, Search | None] = {"faiss, all columns": _faiss(vectors)}
        if options.items <= GRAPH_UP_TO:
            peers["Chroma's graph"] = _graph(folder / "chroma", vectors, stack, progress)
        for block in (*BLOCKS, ALL):
            queries = _queries(rows, block, options.repeats, options.seed + 1)
            exact = [_best(vectors @ query) for query in queries]
            own, recall = _timed(_coded(codes, vectors), queries, exact)
            plain, _ = _timed(lambda query: _best(vectors @ query), queries, exact)
            told = {"numpy, all columns": (plain, 1.0)}
            told |= {name: _timed(peer, queries, exact) for name, peer in peers.items() if peer is not None}
            for name, (seconds, theirs) in told.items():
                note = f"recall@{K} {recall:.3f}, the peer's {theirs:.3f}"
                lines.append(
                    measured(f"a scan: {block}", own, peer=name, peer_p50=measured("", seconds).p50, note=note)
                )
    return lines


register(Bench("scan", "what a search among vectors costs, beside numpy, faiss and Chroma's graph", _run))

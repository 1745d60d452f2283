"""What an answer costs by the size of the catalogue: the first one, one after a change, conditions, and a search beside numpy.

On a seeded, made-up catalogue with words, a block of numbers for them, and seven attributes. Seconds are of the processor, all
threads of this process together, so that other work on the machine doesn't count. The peers do the same with the same data: the
record's own SQL for conditions, whose rows must be equal, one product with the whole matrix for a search. There is no graph:
that one is measured where it is built.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.evaluation.speed.like import bench_encoders
from agent.evaluation.speed.registry import Bench, Measured, Options, measured, register
from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.errors import ConfigError, StoreDamaged
from retrieval.fusion.registry import DEFAULT
from retrieval.index.build import build
from retrieval.index.encode import Progress, encode_items, remember_encoders
from retrieval.index.indexer import add_items, put_items, remove_items
from retrieval.search.query import Query
from retrieval.store.lock import writing
from retrieval.store.store import Store

__all__ = ["CONDITIONS", "made_up_items"]

WORDS, MAKERS, KINDS, TAGS = 3_000, 500, 20, 300
CONDITIONS: dict[str, tuple[Filter, ...]] = {
    "half of the items": (Filter("price", "range", (None, 20)),),
    "a tenth": (Filter("year", "range", (2019, None)),),
    "one value": (Filter("kind", "eq", "kind 13"),),
    "a list": (Filter("tags", "in", ("tag 1", "tag 2", "tag 3")),),
    "a negation": (Filter("kind", "eq", "kind 0", negate=True),),
    "range, list and negation": (
        Filter("price", "range", (5, 50)),
        Filter("tags", "in", ("tag 1", "tag 2", "tag 3"), negate=True),
        Filter("in_stock", "eq", True),
    ),
}
REQUESTS = ("word7 word8 word9", "word7 under 20", "word7, not kind 0", "the cheapest word7")
"""What is asked: words alone, a range, a negation, an order."""


def made_up_items(count: int, seed: int) -> list[Item]:
    """Items with titles, descriptions and up to seven attributes, some of which each lacks."""
    random = np.random.default_rng(seed)
    found = []
    for n in range(count):
        words = [f"word{k}" for k in random.integers(0, WORDS, 12)]
        attributes: dict[str, Any] = {
            "kind": f"kind {int(KINDS * random.random() ** 2)}",
            "price": round(float(random.lognormal(3, 1)), 2),
            "year": int(random.integers(1950, 2027)),
            "maker": f"maker {int(MAKERS * random.random() ** 2)}",
            "tags": tuple({f"tag {k}": None for k in random.integers(0, TAGS, random.integers(1, 5))}),
            "released": date(1990, 1, 1) + timedelta(days=int(random.integers(0, 13_000))),
            "in_stock": bool(random.random() < 0.6),
        }
        kept = {name: value for name, value in attributes.items() if name == "kind" or random.random() < 0.9}
        found.append(Item(f"i{n}", " ".join(words[:3]), " ".join(words[3:]), attributes=kept))
    return found


def _store(folder: Path, options: Options, progress: Progress) -> tuple[Path, Measured]:
    """A store of made-up items without a graph, and what it took to write a row of it, encoding left out."""
    encoders, items = bench_encoders(), made_up_items(options.items, options.seed)
    with writing(folder):
        store = Store(folder, create=True)
        encoded = encode_items(store, items, encoders, progress=progress)
        started = process_time()
        with store.transaction():
            remember_encoders(store, encoders)
            put_items(store, items, encoded, "catalogue")
        took = (process_time() - started) / len(items)
        started = process_time()
        build(store, encoders, DEFAULT, progress, graph=False)
        built = process_time() - started
        store.close()
    return folder, measured(
        "a row written, without encoding", [took], aim=0.0002, note=f"the index of all: {built:.1f} s"
    )


def _times(deed: Callable[[], Any], repeats: int) -> list[float]:
    seconds = []
    for _ in range(repeats):
        started = process_time()
        deed()
        seconds.append(process_time() - started)
    return seconds


def _conditions(medley: Recommender, repeats: int) -> list[Measured]:
    retriever, found = medley.retriever, []
    for name, filters in CONDITIONS.items():
        selection = retriever.catalogue.selection
        fast, slow = selection.select(filters), retriever.store.select(filters)
        if not np.array_equal(fast, slow):
            raise StoreDamaged(f"the columns say otherwise than the record of {', '.join(map(str, filters))}")
        peer = measured("", _times(partial(retriever.store.select, filters), 3)).p50
        seconds = _times(partial(selection.select, filters), repeats)
        found.append(measured(f"conditions: {name}", seconds, aim=0.0015, peer="the record's SQL, the same rows", peer_p50=peer, note=f"{len(fast):,} items"))  # fmt: skip
    return found


def _numpy(vectors: NDArray[np.float32], vector: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.argpartition(-(vectors @ vector), 10)[:10]


def _searches(medley: Recommender, folder: Path, repeats: int) -> list[Measured]:
    """Searches by words: untouched, with one item left out, and after changes; beside one product with the matrix."""
    retriever, encoders = medley.retriever, bench_encoders()
    query = Query(REQUESTS[0])
    vector, vectors = retriever.asking(query), np.asarray(retriever.refresh().generation.vectors)
    peer = measured("", _times(partial(_numpy, vectors, vector), repeats)).p50
    less = Query(REQUESTS[0], exclude=("i1",))
    changes: Sequence[tuple[str, Callable[[], Any], Query]] = (
        ("a search, untouched", retriever.refresh, query),
        ("a search, one item left out", retriever.refresh, less),
        ("a search, one item added", partial(add_items, folder, [Item("new", "word7 word8")], encoders), query),
        ("a search, one item removed", partial(remove_items, folder, ["i2"], encoders), query),
    )
    found = []
    for name, change, asked in changes:
        change()
        retriever.search(asked)
        seconds = _times(partial(retriever.search, asked), repeats)
        found.append(measured(name, seconds, peer="numpy, the whole matrix", peer_p50=peer))
    return found


def _answers(medley: Recommender, repeats: int) -> list[Measured]:
    return [
        measured(f"an answer: {request}", _times(partial(medley.recommend, request), repeats), aim=0.05)
        for request in REQUESTS
    ]


def _changed(medley: Recommender, folder: Path, repeats: int) -> list[Measured]:
    """The first answer after one item was added, changed or removed, and what the write took."""
    encoders, request = bench_encoders(), REQUESTS[1]
    answers, writes = [], []
    for n in range(repeats):
        made = Item("one", f"word7 word{n}", attributes={"kind": "kind 1", "price": float(n)})
        add, remove = partial(add_items, folder, [made], encoders), partial(remove_items, folder, ["one"], encoders)
        writes += _times(remove if n % 3 == 2 else add, 1)
        answers += _times(partial(medley.recommend, request), 1)
    return [
        measured("the first answer after one change", answers, aim=0.05),
        measured("one item added, changed or removed", writes),
    ]


def _warm(folder: Path, progress: Progress) -> None:
    """Loads what a process loads once, whatever it is asked: libraries and dictionaries."""
    small, _ = _store(folder, Options(items=60), progress)
    with Recommender(small, settings=Settings(model="offline"), encoders=bench_encoders()) as medley:
        for request in (*REQUESTS, "a zebra"):
            medley.recommend(request)


def _run(options: Options, progress: Progress) -> list[Measured]:
    if options.store is not None:
        raise ConfigError("the benchmark 'catalogue' makes its own catalogue: leave out --store, and choose --items")
    with tempfile.TemporaryDirectory(prefix="medley-bench-") as temporary:
        _warm(Path(temporary) / "small", progress)
        folder, row = _store(Path(temporary) / "store", options, progress)
        started = process_time()
        medley = Recommender(folder, settings=Settings(model="offline"), encoders=bench_encoders())
        opened = process_time() - started
        with medley:
            first = _times(partial(medley.recommend, REQUESTS[1]), 1)
            found = [row, measured("opening", [opened]), measured("the first answer after opening", first, aim=1.0)]
            found += _answers(medley, options.repeats)
            found += _conditions(medley, options.repeats)
            found += _changed(medley, folder, max(3, options.repeats // 2))
            return found + _searches(medley, folder, options.repeats)


register(Bench("catalogue", "what answers, conditions and changes cost by the size of the catalogue", _run))

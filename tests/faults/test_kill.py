"""Indexing that is killed at any moment and run again ends where an undisturbed run ends."""

import random
import time
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index import encode
from retrieval.index.indexer import index_catalog
from retrieval.search.retriever import Query, Retriever
from tests.catalogues import indexed
from tests.processes import started


def _index(catalogue: Path, store: Path) -> None:
    encode.BATCH = 4
    index_catalog(read_catalog(catalogue), store, encoder_set("fake"), progress=_slowly)


def _slowly(stage: str, done: int, total: int) -> None:
    time.sleep(0.01)


QUERIES = ("green frog", "蓝鸟", "steam train 12", "violin", "white owl 7")


def _state(store: Path) -> tuple[list[str], np.ndarray, list[list[str]]]:
    retriever = Retriever(store, encoder_set("fake"))
    ids = retriever.store.ids()
    tops = [[h.id for h in retriever.search(Query(text=q, k=10)).hits] for q in QUERIES]
    vectors = retriever.vectors(ids)
    retriever.close()
    return ids, np.array(vectors), tops


@pytest.mark.timeout(280)
def test_killed_six_times_it_ends_the_same(tmp_path) -> None:
    catalogue, store, _ = indexed(tmp_path, 30)
    ids, vectors, tops = _state(store)
    start = time.monotonic()
    started(_index, catalogue, tmp_path / "timed").join()
    whole = time.monotonic() - start
    moments = random.Random(7)
    killed = 0
    for n in range(6):
        target = tmp_path / f"killed{n}"
        process = started(_index, catalogue, target)
        process.join(moments.uniform(0.1, 1.0) * whole)
        if process.exitcode is None:
            process.kill()
            killed += 1
        process.join()
        again = started(_index, catalogue, target)
        again.join()
        assert again.exitcode == 0
        found_ids, found, found_tops = _state(target)
        assert found_ids == ids
        assert np.abs(found - vectors).max() < 1e-6
        assert found_tops == tops
    assert killed >= 3

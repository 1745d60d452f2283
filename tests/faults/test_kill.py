"""Indexing that is killed at any moment and run again ends where an undisturbed run ends."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_sets import encoder_set
from retrieval.search.retriever import Query, Retriever
from tests.catalogues import indexed

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys, time
from pathlib import Path
from retrieval.index import encode
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
encode.BATCH = 4
def slowly(stage, done, total):
    time.sleep(0.01)
index_catalog(read_catalog(sys.argv[1]), Path(sys.argv[2]), encoder_set("fake"), progress=slowly)
"""
QUERIES = ("green frog", "蓝鸟", "steam train 12", "violin", "white owl 7")


def _start(catalogue: Path, store: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(catalogue), str(store)], cwd=ROOT, stderr=subprocess.PIPE
    )


def _state(store: Path) -> tuple[list[str], np.ndarray, list[list[str]]]:
    retriever = Retriever(store, encoder_set("fake"))
    ids = retriever.store.ids()
    tops = [[h.id for h in retriever.search(Query(text=q, k=10)).hits] for q in QUERIES]
    vectors = retriever.vectors(ids)
    retriever.close()
    return ids, np.array(vectors), tops


@pytest.mark.timeout(280)
def test_killed_ten_times_it_ends_the_same(tmp_path) -> None:
    catalogue, store, _ = indexed(tmp_path, 60)
    ids, vectors, tops = _state(store)
    started = time.monotonic()
    _start(catalogue, tmp_path / "timed").wait()
    whole = time.monotonic() - started
    moments = random.Random(7)
    killed = 0
    for n in range(10):
        target = tmp_path / f"killed{n}"
        process = _start(catalogue, target)
        try:
            process.wait(moments.uniform(0.25, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        process.communicate()
        again = _start(catalogue, target)
        _, errors = again.communicate()
        assert again.returncode == 0, errors.decode()
        found_ids, found, found_tops = _state(target)
        assert found_ids == ids
        assert np.abs(found - vectors).max() < 1e-6
        assert found_tops == tops
    assert killed >= 5

"""What the graph loses against exact search; where it would lose more than a hundredth, it isn't searched."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_sets import encoder_set
from retrieval.index import build
from retrieval.index.ann_recall import BLOCKS, ENOUGH, graph_recall, make_up
from retrieval.index.chroma import Collection, build_collection
from retrieval.search.retriever import Query, Retriever, RetrieverSettings
from tests.catalogues import indexed


@pytest.mark.parametrize("how", ["cosine", "ip"])
def test_the_graph_finds_what_exact_search_finds_also_by_one_block(how) -> None:
    found = list(graph_recall(10_000 if how == "cosine" else 3_000, how=how, queries=20))
    assert {one.query for one in found} == {*BLOCKS, "all"}
    assert min(one.recall for one in found) >= ENOUGH


def test_a_collection_of_other_vectors_is_found_out(tmp_path: Path) -> None:
    vectors = np.concatenate(list(make_up(400).values()), axis=1)
    ids = [str(n) for n in range(400)]
    build_collection(tmp_path / "chroma", ids, vectors)
    with closing(Collection(tmp_path / "chroma")) as collection:
        collection.verify(ids, vectors * np.random.default_rng(0).uniform(0.2, 5, (400, 1)).astype(np.float32))
        with pytest.raises(Exception, match="can't be found by their own vectors"):
            collection.verify(ids, np.concatenate(list(make_up(400, seed=1).values()), axis=1))


def test_a_graph_that_loses_too_much_is_not_searched(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(build, "MEASURED_FROM", 30)
    _, store, _ = indexed(tmp_path, 40)
    settings = RetrieverSettings(graph_from=10)
    with closing(Retriever(store, encoder_set("fake"), settings)) as retriever:
        measured = retriever.refresh().generation.manifest.recall
        assert set(measured) == {*retriever.refresh().fusion.names, "all"}
        assert min(measured.values()) == 1
        assert not retriever.search(Query("frog")).exact
        snapshot = retriever.refresh()
        worse = replace(snapshot.generation.manifest, recall={**measured, "text": 0.9})
        monkeypatch.setattr(
            retriever, "refresh", lambda: replace(snapshot, generation=replace(snapshot.generation, manifest=worse))
        )
        assert retriever.search(Query("frog")).exact

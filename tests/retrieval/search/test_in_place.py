"""A search that scores all items where they lie gives what one gives that gathers them, and follows each change."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import add_items, remove_items
from retrieval.index.snapshot import _as_built, _assemble
from retrieval.search.boosts import Leaning
from retrieval.search.query import Query
from retrieval.search.retriever import Retriever
from retrieval.search.shared_attributes import Kinship, NamedValue
from tests.catalogues import indexed


@pytest.fixture(params=[False, True], ids=["exact", "coded"])
def retriever(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("retrieval.index.build.CODED_FROM", 1 if request.param else 10**9)
    monkeypatch.setattr("retrieval.search.candidates.AMONG", 1.0)
    _, store, _ = indexed(tmp_path)
    opened = Retriever(store, encoder_set("fake"))
    assert (opened.refresh().generation.codes is not None) == request.param
    yield opened
    opened.close()


def _change(retriever: Retriever) -> None:
    folder, encoders = retriever.store.folder, retriever.encoders
    new = Item("new", title="a red violin", attributes={"category": "music", "price": 7.0, "tags": ("even",)})
    twin = replace(new, id="i003", attributes={"category": "music", "price": 99.0})
    add_items(folder, [new, twin], encoders)
    remove_items(folder, ["i004", "i011"], encoders)
    add_items(folder, [replace(new, title="a blue violin")], encoders)


FILTERS = [
    (),
    (Filter("category", "eq", "animals"),),
    (Filter("category", "eq", "music", negate=True), Filter("price", "range", (6, 40))),
    (Filter("tags", "eq", "t3"),),
    (Filter("title", "contains", "violin"),),
]


def _queries(retriever: Retriever) -> list[Query]:
    rows = retriever.vectors(["i001", "i002"])
    leaning = Leaning("taste", towards=rows, away=rows[:1], scores={"i005": 0.4, "gone": 1.0})
    asked = [
        Query("red violin"),
        Query("fox", like=("i001",), dislike=("i002",), exclude=("i001", "i009")),
        Query("", named=(NamedValue("even", ("tags",)),), leanings=(leaning,)),
        Query("train", only=("i004", "i012", "i001", "i020"), exclude=("i012",)),
        Query("train", having=("audio",), k=3),
    ]
    known = retriever.refresh().place_of
    asked = [replace(q, only=None if q.only is None else tuple(id for id in q.only if id in known)) for q in asked]
    return [replace(query, filters=filters) for query, filters in product(asked, FILTERS)]


def _reference(retriever: Retriever, query: Query) -> set[str]:
    """The ids of the items that may be returned, asked of each."""
    found = {item.id for item in retriever.store.items() if all(matches(item, f) for f in query.filters)}
    media = {item.id for item in retriever.store.items() if item.audio is not None}
    found &= media if query.having else found
    return (found if query.only is None else found & set(query.only)) - set(query.exclude)


@pytest.mark.parametrize("changed", [False, True])
def test_in_place_and_gathered_give_the_same(
    retriever: Retriever, changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever.refresh()
    if changed:
        _change(retriever)
    for query in _queries(retriever):
        monkeypatch.setattr("retrieval.search.scoring.GATHERED", 2.0)
        slow, slow_scores = retriever.rank(query)
        assert set(slow) == _reference(retriever, query)
        monkeypatch.setattr("retrieval.search.scoring.GATHERED", -1.0)
        monkeypatch.setattr("retrieval.search.scoring.GATHERED_CODED", -1.0)
        fast, fast_scores = retriever.rank(query)
        np.testing.assert_allclose(fast_scores, slow_scores, atol=2e-6)
        assert sorted(fast) == sorted(slow)
        hits = retriever.search(query).hits
        assert [hit.id for hit in hits] == fast[: query.k]
        np.testing.assert_allclose([sum(hit.blocks.values()) for hit in hits], fast_scores[: query.k], atol=2e-6)


def test_a_snapshot_that_followed_changes_is_the_one_of_all_rows(retriever: Retriever) -> None:
    retriever.refresh()
    _change(retriever)
    found = retriever.refresh()
    opened = Retriever(retriever.store.folder, retriever.encoders)
    slow = _assemble(retriever.store, retriever.encoders, found.generation, found.fusion, found.sequence)
    for snapshot in (found, opened.refresh()):
        assert set(snapshot.place_of) == set(slow.place_of)
        ids = sorted(slow.place_of)
        assert snapshot.rows[snapshot.positions(ids)].tolist() == slow.rows[slow.positions(ids)].tolist()
        np.testing.assert_array_equal(snapshot.vectors(snapshot.positions(ids)), slow.vectors(slow.positions(ids)))
        places = slow.positions(ids), snapshot.positions(ids)
        for words in (["red"], ["violin", "blue"]):
            own, other = slow.lexical_scores(words, places[0]), snapshot.lexical_scores(words, places[1])
            np.testing.assert_allclose(own, other)
        assert len(snapshot.alive()) == len(ids)
    opened.close()


def test_what_was_built_is_taken_as_it_is(retriever: Retriever) -> None:
    found = retriever.refresh()
    assert _as_built(found.generation, found.fusion).place_of == dict(found.place_of)


@pytest.mark.parametrize("changed", [False, True])
def test_kinship_by_columns_is_that_of_all_items(retriever: Retriever, changed: bool) -> None:
    if changed:
        _change(retriever)
    snapshot = retriever.refresh()
    fast, size = retriever.kinship(snapshot), len(snapshot.rows)
    slow = Kinship.of((snapshot.place_of[item.id], item) for item in retriever.store.items())
    assert fast.coverage == slow.coverage
    for position, traits in slow.traits.items():
        assert fast.traits[position] == traits
        np.testing.assert_array_equal(fast.related({position: 0.7}, size), slow.related({position: 0.7}, size))
        assert fast.between(position, 0) == slow.between(position, 0)
    for field, value in (("category", "Music"), ("tags", "even"), ("tags", "nothing")):
        assert fast.telling(field, value) == slow.telling(field, value)
        named = [NamedValue(value, (field, "category"))]
        np.testing.assert_array_equal(fast.having(named, size), slow.having(named, size))


def test_few_are_scored_exactly_where_the_rest_can_be_none_of_the_best(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (snapshot := retriever.refresh()).generation.codes is None:
        pytest.skip("nothing is coded")
    scored: list[int] = []
    monkeypatch.setattr("retrieval.search.scoring.GATHERED_CODED", -1.0)
    products = type(snapshot).products
    monkeypatch.setattr(
        type(snapshot),
        "products",
        lambda self, asking, positions=None: scored.append(len(positions)) or products(self, asking, positions),
    )
    retriever.search(Query("red violin", k=3))
    assert 3 <= scored[0] < len(snapshot.rows) / 2

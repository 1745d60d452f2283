"""Values in common: rare ones count, and what they add is a part of the score like any other."""

import math
from dataclasses import replace

import numpy as np
import pytest

from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.errors import QueryError
from retrieval.search.retriever import KINSHIP, LEXICAL, NAMED, Query, Retriever
from retrieval.search.shared_attributes import Kinship, NamedValue
from tests.films import films_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return films_store(tmp_path_factory.mktemp("kinship"))


@pytest.fixture
def retriever(store):
    found = Retriever(store, encoder_set("fake"))
    yield found
    found.close()


def _items() -> list[tuple[int, Item]]:
    cast = [("A", "B"), ("A",), ("B", "C"), ("D",)]
    return [(n, Item(str(n), attributes={"cast": names, "kind": "film", "year": 1999})) for n, names in enumerate(cast)]


def test_the_arithmetic_is_that_of_the_docstring() -> None:
    found = Kinship.of(_items())
    shared = math.log(4 / 2) / math.log(4)
    own = 2 * shared
    want = [own / (own + 2), shared / (shared + 2), shared / (shared + 2), 0]
    np.testing.assert_allclose(found.related({0: 1.0}, 4), want, atol=1e-6)
    half = 0.5 * shared
    np.testing.assert_allclose(found.related({1: 0.5}, 4), [half / (half + 2), half / (half + 2), 0, 0], atol=1e-6)
    np.testing.assert_allclose(found.having([NamedValue(" d", ("cast",))], 4), [0, 0, 0, 1 / 3], atol=1e-6)
    assert not found.having([NamedValue("D", ("director",))], 4).any()


def test_coverage_is_the_share_of_items_that_vectors_tell_of() -> None:
    assert Kinship.of([(0, Item("a", title="abcd", attributes={"cast": ("ab", "cd")}))]).coverage == 0.5
    pictured = Item("b", title="abcd", attributes={"cast": ("ab", "cd")}, images=("b.png",))
    assert Kinship.of([(0, pictured)]).coverage == 1
    assert Kinship.of([(0, replace(pictured, images=())), (1, pictured)]).coverage == 0.75
    assert Kinship.of([(0, Item("a", title="abcd", attributes={"price": 3}))]).coverage == 1
    assert Kinship.of([]).coverage == 1


def test_liked_items_lift_what_shares_their_attributes_and_scores_add_up(retriever) -> None:
    result = retriever.search(Query(like=("reef",), exclude=("reef",), k=28))
    assert [hit.id for hit in result.hits[:2]] == ["lamp", "salt"]
    for hit in result.hits:
        assert sum(hit.blocks.values()) == pytest.approx(hit.score, abs=1e-5)
        assert sum(hit.modalities.values()) == pytest.approx(hit.score, abs=1e-5)
    assert result.hits[0].blocks[KINSHIP] > result.hits[1].blocks[KINSHIP] > 0
    without = retriever.search(Query(like=("reef",), exclude=("reef",), k=28, weights={KINSHIP: 0.0}))
    assert all(hit.blocks[KINSHIP] == 0 for hit in without.hits)


def test_kin_counts_by_its_share_and_dislike_takes_away(retriever) -> None:
    def kinship(**query) -> dict[str, float]:
        return {hit.id: hit.blocks[KINSHIP] for hit in retriever.search(Query(text="film", k=28, **query)).hits}

    assert kinship(kin={"reef": 1.0})["lamp"] > kinship(kin={"reef": 0.5})["lamp"] > 0
    assert kinship(dislike=("reef",))["lamp"] < 0
    assert kinship(dislike=("reef",))["moth"] == 0


def test_named_values_and_earlier_words_are_parts_of_the_score(retriever) -> None:
    hit = retriever.search(Query(text="paper", named=(NamedValue("Kofi Mensah", ("cast",), 0.5),), k=28)).hits
    blocks = {one.id: one.blocks for one in hit}
    assert blocks["kite"][NAMED] == pytest.approx(2.0 * 0.5 / 2.5, abs=1e-5)
    assert blocks["lamp"][NAMED] == 0
    assert blocks["lamp"][LEXICAL] > 0
    plain = retriever.search(Query(text="plain", k=28)).hits
    more = retriever.search(Query(text="plain", earlier={"dune": 0.5}, k=28)).hits
    lexical = {one.id: one.blocks[LEXICAL] for one in more}
    assert lexical["dune"] > 0 == {one.id: one.blocks[LEXICAL] for one in plain}["dune"]
    for one in (*hit, *more):
        assert sum(one.blocks.values()) == pytest.approx(one.score, abs=1e-5)


def test_meaning_may_be_other_words_than_those_looked_for_as_written(retriever) -> None:
    (other,) = retriever.search(Query(text="paper lamp", meaning="", only=("lamp",))).hits
    (whole,) = retriever.search(Query(text="paper lamp", only=("lamp",))).hits
    assert other.blocks[LEXICAL] == whole.blocks[LEXICAL] > 0
    assert all(value == 0 for name, value in other.blocks.items() if name != LEXICAL)
    assert any(value != 0 for name, value in whole.blocks.items() if name != LEXICAL)


def test_a_weight_of_a_term_that_isnt_there_is_refused(retriever) -> None:
    with pytest.raises(QueryError, match="kinship"):
        retriever.search(Query(text="a", weights={"kinships": 1.0}))

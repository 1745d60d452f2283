"""From a catalogue to hits: scores that add up, filters that hold, changes that are seen at once, damage that heals."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalog.filters import Filter, matches
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import QueryError, StoreError, StoreLocked, StoreMismatch
from retrieval.index.encode import remember_encoders
from retrieval.index.generation import current_generation
from retrieval.index.indexer import add_items, index_catalog, remove_items
from retrieval.search.retriever import LEXICAL, Query, Retriever, RetrieverSettings
from retrieval.store.lock import writing
from retrieval.store.store import Store
from tests.catalogues import indexed

FAKE = encoder_set("fake")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return indexed(tmp_path_factory.mktemp("made"))


@pytest.fixture
def fresh(tmp_path):
    return indexed(tmp_path)


def test_every_item_is_indexed_and_nothing_is_wrong(made) -> None:
    _, _, report = made
    assert (report.items, report.changed, report.problems, report.built) == (40, 40, [], True)


def test_the_right_item_comes_first_and_its_score_is_the_sum_of_what_is_shown(made) -> None:
    hits = Retriever(made[1], FAKE).search(Query(text="steam train 4", k=5)).hits
    assert hits[0].id == "i004"
    for hit in hits:
        assert sum(hit.blocks.values()) == pytest.approx(hit.score, abs=1e-5)
        assert sum(hit.modalities.values()) == pytest.approx(hit.score, abs=1e-5)
        assert LEXICAL in hit.blocks


def test_a_picture_and_a_sound_find_themselves(made) -> None:
    folder = made[0].parent
    retriever = Retriever(made[1], FAKE)
    assert retriever.search(Query(image=folder / "p7.png", k=1)).hits[0].id == "i007"
    hit = retriever.search(Query(audio=folder / "s8.wav", k=1)).hits[0]
    assert hit.id == "i008"
    assert hit.modalities["audio"] > 0


def test_filters_hold_in_every_branch(made) -> None:
    filters = (
        Filter("category", "eq", "animals"),
        Filter("price", "range", (10, 40)),
        Filter("tags", "eq", "odd", negate=True),
    )
    for settings in (RetrieverSettings(), RetrieverSettings(graph_from=0)):
        retriever = Retriever(made[1], FAKE, settings)
        result = retriever.search(Query(text="green frog", filters=filters, k=40))
        expected = {i.id for i in retriever.store.items() if all(matches(i, f) for f in filters)}
        assert {hit.id for hit in result.hits} == expected
        assert result.matching == len(expected)


def test_the_graph_finds_what_exact_search_finds(made) -> None:
    exact = Retriever(made[1], FAKE).search(Query(text="blue bird", k=10))
    graph = Retriever(made[1], FAKE, RetrieverSettings(graph_from=0)).search(Query(text="blue bird", k=10))
    assert exact.exact
    assert not graph.exact
    assert [h.id for h in graph.hits] == [h.id for h in exact.hits]
    assert [h.score for h in graph.hits] == pytest.approx([h.score for h in exact.hits], abs=1e-6)


def test_liked_items_pull_and_disliked_items_push(made) -> None:
    retriever = Retriever(made[1], FAKE)
    ids, plain = retriever.rank(Query(text="owl"))
    again, pulled = retriever.rank(Query(text="owl", like=("i003",)))
    _, pushed = retriever.rank(Query(text="owl", dislike=("i003",)))
    assert dict(zip(again, pulled, strict=True))["i003"] > dict(zip(ids, plain, strict=True))["i003"]
    assert pushed.min() < plain.min()


def test_weights_choose_the_modality(made) -> None:
    folder = made[0].parent
    query = Query(text="violin", image=folder / "p7.png", k=1)
    retriever = Retriever(made[1], FAKE)
    hit = retriever.search(replace(query, weights={"image": 0.0})).hits[0]
    assert hit.modalities["image"] == 0
    with pytest.raises(QueryError, match="weights"):
        retriever.search(replace(query, weights={"smell": 1.0}))


def test_threshold_only_exclude_and_having(made) -> None:
    retriever = Retriever(made[1], FAKE)
    result = retriever.search(Query(text="violin 3", threshold=0.3, k=40))
    assert result.hits
    assert all(h.score >= 0.3 for h in result.hits)
    assert [
        h.id for h in retriever.search(Query(text="violin", only=("i003", "i011"), exclude=("i003",), k=5)).hits
    ] == ["i011"]
    assert all(h.item.audio for h in retriever.search(Query(text="frog", having=("audio",), k=40)).hits)


def test_unknown_fields_and_ids_are_refused(made) -> None:
    retriever = Retriever(made[1], FAKE)
    with pytest.raises(QueryError, match="expected a field"):
        retriever.search(Query(text="x", filters=(Filter("colour", "eq", "red"),)))
    with pytest.raises(QueryError, match="expected ids"):
        retriever.search(Query(like=("nobody",)))


def test_added_changed_and_removed_items_count_at_once_and_move_no_other(fresh) -> None:
    _, store, _ = fresh
    retriever = Retriever(store, FAKE)
    before = retriever.vectors(["i001", "i030"]).copy()
    add_items(store, [Item("new", title="purple zebra"), replace(retriever.item("i002"), title="orange walrus")], FAKE)
    assert retriever.search(Query(text="purple zebra", k=1)).hits[0].id == "new"
    assert retriever.search(Query(text="orange walrus", k=1)).hits[0].item.title == "orange walrus"
    assert sum(h.id == "i002" for h in retriever.search(Query(text="walrus bird", k=60)).hits) == 1
    remove_items(store, ["i001"], FAKE)
    assert "i001" not in retriever.rank(Query(text="red fox 1"))[0]
    assert np.array_equal(retriever.vectors(["i030"])[0], before[1])


def test_pending_changes_are_folded_in_by_the_next_index_and_answers_stay(fresh) -> None:
    path, store, _ = fresh
    add_items(store, [Item("new", title="purple zebra")], FAKE)
    retriever = Retriever(store, FAKE)
    query = Query(text="zebra frog", weights={LEXICAL: 0})  # the statistics of BM25 move; the vectors don't
    ids, scores = retriever.rank(query)
    index_catalog(read_catalog(path), store, FAKE)
    again, new_scores = Retriever(store, FAKE).rank(query)
    assert "new" in again
    by_id = dict(zip(ids, scores, strict=True))
    assert {i: pytest.approx(s, abs=1e-6) for i, s in zip(again, new_scores, strict=True)} == by_id
    assert retriever.rank(query)[0] == again  # the open reader sees the new generation


def test_indexing_again_encodes_only_what_changed(fresh) -> None:
    path, store, _ = fresh
    lines = path.read_text("utf-8").splitlines()
    row = json.loads(lines[1]) | {"title": "something else", "title_zh": "别的"}
    path.write_text("\n".join([lines[0], json.dumps(row), *lines[3:]]), "utf-8")
    report = index_catalog(read_catalog(path), store, FAKE)
    assert (report.items, report.changed, report.removed, report.encoded) == (39, 1, 1, 2)
    unchanged = index_catalog(read_catalog(path), store, FAKE)
    assert (unchanged.changed, unchanged.encoded, unchanged.built) == (0, 0, False)


def test_an_unreadable_picture_costs_itself_alone(tmp_path) -> None:
    path, store, _ = indexed(tmp_path, 12)
    (path.parent / "p4.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"broken" * 20)
    report = index_catalog(read_catalog(path), store, FAKE)
    assert [p.id for p in report.problems] == ["i004"]
    retriever = Retriever(store, FAKE)
    assert retriever.search(Query(image=path.parent / "p7.png", k=1)).hits[0].id == "i007"
    assert retriever.search(Query(text="steam train 4", k=1)).hits[0].modalities["image"] == 0


def test_a_second_writer_is_refused_and_told_who_writes(fresh) -> None:
    _, store, _ = fresh
    with writing(store), pytest.raises(StoreLocked, match="process"):
        add_items(store, [Item("x", title="x")], FAKE)


def test_other_encoders_are_refused(fresh) -> None:
    class Other:
        name, version, modality, dim = "other", "1", "text", 8

        def encode(self, contents):
            return np.ones((len(contents), 8), np.float32)

    other = replace(FAKE, name="other", encoders=(*FAKE.encoders, Other()))
    with pytest.raises(StoreMismatch, match="--rebuild"):
        Retriever(fresh[1], other)


def test_no_store_says_how_to_make_one(tmp_path) -> None:
    with pytest.raises(StoreError, match="medley index"):
        Retriever(tmp_path / "none", FAKE)


@pytest.mark.parametrize("victim", ["chroma/chroma.sqlite3", "vectors.npy", "generation.json", "fusion.npz"])
def test_a_damaged_index_is_rebuilt_without_encoding(fresh, victim: str) -> None:
    path, store, _ = fresh
    expected = Retriever(store, FAKE).rank(Query(text="green frog"))
    generation: Path = current_generation(store)
    (generation / victim).write_bytes(b"nonsense" * 100)
    report = index_catalog(read_catalog(path), store, FAKE)
    assert report.built
    assert report.encoded == 0
    again = Retriever(store, FAKE).rank(Query(text="green frog"))
    assert again[0] == expected[0]
    assert again[1] == pytest.approx(expected[1], abs=1e-6)


def test_a_rebuild_after_damage_moves_no_vector(fresh) -> None:
    path, store, _ = fresh
    add_items(store, [Item(f"new{n}", title=f"purple zebra {n}") for n in range(20)], FAKE)
    before = Retriever(store, FAKE).vectors(["i003", "new7"]).copy()
    (current_generation(store) / "vectors.npy").write_bytes(b"nonsense" * 100)
    assert index_catalog(read_catalog(path), store, FAKE).built
    assert np.abs(Retriever(store, FAKE).vectors(["i003", "new7"]) - before).max() < 1e-6


def test_an_index_older_than_its_encoders_is_not_searched_with_them(fresh) -> None:
    path, store, _ = fresh
    text = type("Newer", (type(FAKE.encoders[0]),), {"version": "next"})()
    newer = replace(FAKE, encoders=(text, *FAKE.encoders[1:]))
    opened = Store(store)
    remember_encoders(opened, newer)  # a rebuild with other encoders, cut off before its index was built
    opened.close()
    with pytest.raises(StoreError, match="cut off"):
        Retriever(store, newer)
    assert index_catalog(read_catalog(path), store, newer).built
    assert Retriever(store, newer).search(Query(text="steam train 4", k=1)).hits[0].id == "i004"


def test_ids_and_file_names_are_not_searchable(tmp_path) -> None:
    _path, store, _ = indexed(tmp_path, 12)
    retriever = Retriever(store, FAKE)
    for word in ("i004", "p4", "png", "catalogue"):
        assert all(h.blocks[LEXICAL] == 0 for h in retriever.search(Query(text=word, k=12)).hits)

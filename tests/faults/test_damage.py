"""Parts of a store that are damaged or missing: mended on the spot, or told in one error of ours with the remedy."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder_sets import encoder_set
from retrieval.errors import StoreDamaged
from retrieval.index import probing
from retrieval.index.chroma import Collection, build_collection
from retrieval.index.generation import POINTER, current_generation
from retrieval.search.retriever import Query, Retriever, RetrieverSettings
from retrieval.store.lock import writing
from retrieval.store.store import DATABASE, Store
from tests.faults.deeds import deeds, outcome, search

Copy = Callable[[], Path]
PAGE = 4096


def scrambled(path: Path, moments: random.Random) -> None:
    """Overwrites parts of some pages of a database."""
    data = bytearray(path.read_bytes())
    for _ in range(moments.choice([1, 3, 8])):
        size = moments.choice([PAGE, 64, 16])
        at = moments.randrange(1, len(data) // PAGE) * PAGE + moments.randrange(PAGE - size + 1)
        data[at : at + size] = moments.choice([moments.randbytes(size), bytes(size), b"\xff" * size])
    path.write_bytes(data)


def spoiled(path: Path, how: str, moments: random.Random) -> None:
    """A file that is missing, cut, emptied, overwritten in places, or a folder."""
    data = bytearray(path.read_bytes())
    if how in ("gone", "folder"):
        path.unlink()
        if how == "folder":
            path.mkdir()
        return
    if how == "junk":
        for _ in range(20):
            data[moments.randrange(len(data))] ^= moments.randrange(1, 256)
    path.write_bytes(b"" if how == "empty" else data[: len(data) // 2] if how == "cut" else data)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.torture) for n in range(2, 60))])
def test_scrambled_pages_never_end_in_a_foreign_error(whole, copied: Copy, seed: int) -> None:
    store = copied()
    scrambled(store / (DATABASE if seed % 3 else "events.sqlite"), random.Random(seed))
    for name, deed in deeds(whole[0]).items():
        told = outcome(deed, store)
        assert told == "ok" or (told.startswith("Store") and "medley" in told), (name, told)


def test_a_damaged_database_names_the_remedy(copied: Copy) -> None:
    store = copied()
    with (store / DATABASE).open("r+b") as file:
        file.seek(PAGE)
        file.write(b"\xff" * PAGE * 20)
    assert "doctor" in (told := outcome(search, store)), told
    assert told.startswith("StoreDamaged")


def test_a_missing_column_is_damage(copied: Copy) -> None:
    store = copied()
    with sqlite3.connect(store / DATABASE) as database:
        database.execute("ALTER TABLE items RENAME COLUMN body TO gone")
    database.close()
    with pytest.raises(StoreDamaged, match="no such column"):
        Store(store).items().__next__()


@pytest.mark.parametrize("junk", ["{", "[1]", ""])
def test_a_fact_that_is_no_json_is_damage(copied: Copy, junk: str) -> None:
    store = copied()
    opened = Store(store)
    opened.set_meta("encoders", junk)
    opened.close()
    assert "'encoders'" in (told := outcome(search, store)), told
    assert "--rebuild" in told


PARTS = (
    POINTER, "generation.json", "vectors.npy", "rows.npy", "ids.json", "fusion.npz", "words.json", "idf.npy",
    "params.index.json", "facts",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_what_is_made_of_the_record_is_made_again(copied: Copy, part: str) -> None:
    moments = random.Random(part)
    wanted = search(copied())
    for how in moments.sample(["gone", "cut", "empty", "folder", "junk"], 1):
        store = copied()
        spoiled(next(path for path in store.rglob(part) if path.is_file()), how, moments)
        assert search(store) == wanted, how
        assert search(store) == wanted, f"{how}, opened again"


def test_while_another_process_writes_a_reader_makes_it_in_memory(copied: Copy) -> None:
    store = copied()
    wanted, folder = search(store), current_generation(store)
    assert folder is not None
    (folder / "vectors.npy").unlink()
    with writing(store):
        reader = Retriever(store, encoder_set("fake"))
        assert [hit.id for hit in reader.search(Query(text="green frog", k=3)).hits] == wanted
        reader.close()
    assert not (folder / "vectors.npy").exists()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a collection that is large enough for Chroma to keep its graph in files."""
    folder = tmp_path_factory.mktemp("graph")
    vectors = np.random.default_rng(0).normal(size=(1_100, 8)).astype(np.float32)
    build_collection(folder / "chroma", [f"i{n}" for n in range(1_100)], vectors)
    probing.mark(folder)
    return folder


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin", "link_lists.bin", "length.bin"])
@pytest.mark.parametrize("how", ["gone", "cut", "junk"])
def test_a_damaged_graph_is_known_without_opening_it(graph: Path, tmp_path: Path, name: str, how: str) -> None:
    shutil.copytree(graph, tmp_path / "copy")
    assert probing.complaint(tmp_path / "copy") is None
    spoiled(next((tmp_path / "copy").rglob(name)), how, random.Random(1))
    assert name in (probing.complaint(tmp_path / "copy") or "")


def test_a_graph_stays_what_was_written_when_it_is_searched(graph: Path) -> None:
    for _ in range(2):
        collection = Collection(graph / "chroma")
        collection.search(np.ones((1, 8), np.float32), 3)
        collection.close()
        assert probing.complaint(graph) is None


def test_an_unmarked_graph_is_probed_once(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, asked = tmp_path / "copy", list[Path]()
    shutil.copytree(graph, folder)
    (folder / probing.MARK).unlink()
    monkeypatch.setattr(probing, "probe", lambda folder: asked.append(folder))
    assert probing.complaint(folder) is None
    assert probing.complaint(folder) is None
    assert len(asked) == 1


def test_what_the_probe_complains_of_is_searched_exactly(copied: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "probe", lambda folder: "the process that opened it ended with code -11")
    reader = Retriever(copied(), encoder_set("fake"), RetrieverSettings(graph_from=10))
    found = reader.search(Query(text="green frog", k=3))
    reader.close()
    assert found.exact
    assert len(found.hits) == 3


def test_what_a_failed_build_left_goes_with_the_next_indexing(whole, copied: Copy) -> None:
    store = copied()
    orphan = store / "generations" / "000099-1-abcdef00"
    shutil.copytree(current_generation(store) or store, orphan)
    os.unlink(orphan / "generation.json")
    assert outcome(deeds(whole[0])["index"], store) == "ok"
    assert not orphan.exists()

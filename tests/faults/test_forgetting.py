"""A person who was forgotten stands in no byte of the store's folder; what lies outside of it is told."""

import shutil
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.serving.access.audit import Audit
from retrieval.errors import StoreError
from retrieval.rescue.repair import ASIDE
from tests.faults import kills
from tests.faults.kills import ANN, WORDS, named_in


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kills.make(tmp_path_factory.mktemp("known"))


def test_no_byte_of_the_folder_names_who_was_forgotten(known: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(known, store)
    with Recommender(store, settings=Settings(explore=1.0)) as medley:
        medley.recommend(f"something green {WORDS}", user=ANN, k=1)
        Audit(store).note("feedback", ANN, events=1)
        assert named_in(store, (ANN, WORDS)), "else it shows nothing"
        assert medley.privacy.forget(ANN).events >= 60
        assert medley.privacy.show(ANN)["events"] == 0
    assert named_in(store, (ANN, WORDS)) == []


def test_damaged_files_that_were_moved_aside_are_named(known: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(known, store)
    aside = store / f"{ASIDE}20260101-000000-1"
    aside.mkdir()
    (aside / "events.sqlite").write_bytes(b"x")
    with Recommender(store, settings=Settings()) as medley:
        with pytest.raises(StoreError, match=aside.name):
            medley.privacy.forget(ANN)
        shutil.rmtree(aside)
        medley.privacy.forget(ANN)
    assert named_in(store, (ANN, WORDS)) == []


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    for n, data in enumerate((ANN.encode(), ANN.encode("utf-16-le"), ANN.encode().hex().encode(), b"nothing")):
        (tmp_path / f"file{n}").write_bytes(b"\x00" * 99 + data)
    assert named_in(tmp_path, (ANN,)) == ["file0", "file1", "file2"]

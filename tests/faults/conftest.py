"""One small store with a log of events, made once, and copies of it that tests may spoil."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from tests.catalogues import WORDS

ITEMS = 120


def write_rows(folder: Path, count: int = ITEMS) -> Path:
    """A catalogue of texts alone."""
    path = folder / "catalog.jsonl"
    rows = (
        {"id": f"i{n:03d}", "title": f"{WORDS[n % 8]} {n}", "kind": WORDS[n % 8].split()[-1], "price": n * 1.5}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The catalogue's file and its store, neither of which is to be changed."""
    folder = tmp_path_factory.mktemp("whole")
    catalogue = write_rows(folder)
    index_catalog(read_catalog(catalogue), folder / "store", encoder_set("fake"))
    with EventLog(folder / "store") as log:
        log.record([BehaviorEvent("like", f"i{n % ITEMS:03d}", user=f"u{n % 9}", id=f"e{n}") for n in range(200)])
    return catalogue, folder / "store"


@pytest.fixture
def copied(whole: tuple[Path, Path], tmp_path: Path) -> Callable[[], Path]:
    """Makes a copy of the store, as often as it is called."""
    made: list[Path] = []

    def copy() -> Path:
        made.append(tmp_path / f"copy{len(made)}")
        shutil.copytree(whole[1], made[-1])
        return made[-1]

    return copy

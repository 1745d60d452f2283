"""Indexing again after few changes costs what they cost: nothing is built, and the next answer knows them."""

import json
from pathlib import Path

import pytest

from retrieval.catalog.filters import Filter
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index import build, indexer
from retrieval.index.indexer import Report, index_catalog
from retrieval.search.retriever import Query, Retriever
from tests.catalogues import indexed

FAKE = encoder_set("fake")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr(build, "FEW_FROM", 20)
    monkeypatch.setattr(build, "FEW_SHARE", 0.1)
    path, store, _ = indexed(tmp_path, 40)
    return path, store


def _priced(path: Path, store: Path, ids: set[str], price: float) -> Report:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    changed = [row | {"price": price} if row["id"] in ids else row for row in rows]
    path.write_text("\n".join(map(json.dumps, changed)), "utf-8")
    return index_catalog(read_catalog(path), store, FAKE)


def test_a_changed_price_builds_nothing_and_is_found(made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(indexer, "_tokens", lambda item: asked.append(item.id) or [item.title])
    report = _priced(*made, {"i007"}, 777)
    assert (report.changed, report.encoded, report.built) == (1, 0, False)
    assert asked == ["i007"]  # the words of items that stay as they were aren't read again
    hits = (
        Retriever(made[1], FAKE)
        .search(Query(text="anything", filters=(Filter("price", "range", (777, None)),), k=9))
        .hits
    )
    assert [hit.id for hit in hits] == ["i007"]


def test_changes_add_up_until_they_are_many(made: tuple[Path, Path]) -> None:
    assert not _priced(*made, {"i001", "i002", "i003"}, 5).built
    assert _priced(*made, {"i004", "i005"}, 6).built


def test_a_small_catalogue_is_always_built(tmp_path: Path) -> None:
    path, store, _ = indexed(tmp_path, 12)
    assert _priced(path, store, {"i001"}, 5).built

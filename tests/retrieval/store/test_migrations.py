"""Databases of older formats open, migrate and keep everything; newer ones are refused with the way out."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from retrieval.behavior.events import tables as event_tables
from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.log_store import EventLog
from retrieval.behavior.people import exposure_tables
from retrieval.behavior.people.exploration import ExposureLog
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.errors import StoreDamaged, StoreError, StoreMismatch
from retrieval.store import catalog_tables
from retrieval.store.migrations import Layout
from retrieval.store.sqlite import open_sqlite
from retrieval.store.store import Store
from tests.retrieval.store.old_formats import catalogue_of_format_1, events_of_format_1, exposures_of_format_1

KINDS: list[tuple[str, Callable[[Path], None], Callable[[Path], Any], Layout]] = [
    ("catalog.sqlite3", catalogue_of_format_1, Store, catalog_tables.LAYOUT),
    ("events.sqlite", events_of_format_1, EventLog, event_tables.LAYOUT),
    ("exposures.sqlite", exposures_of_format_1, ExposureLog, exposure_tables.LAYOUT),
]


def _set_format(path: Path, format: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?)", [format])


def _shape(path: Path) -> dict[str, object]:
    """Each table's columns and indexes, without the names that SQLite gives by itself."""
    with closing(sqlite3.connect(path)) as db:
        names = [
            n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        ]
        indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        return {
            name: (
                sorted((c[1], c[2], bool(c[3] or c[5]), c[5]) for c in db.execute(f"PRAGMA table_info({name})")),
                [i for (i,) in db.execute(indexes, [name])],
            )
            for name in sorted(names)
        }


def test_events_of_the_first_format_are_all_there_and_go_on(tmp_path) -> None:
    events_of_format_1(tmp_path)
    with EventLog(tmp_path) as log:
        assert len(log) == 2_001
        assert (log.sequence, log.removals) == (7, 3)
        assert log.events(user="bob") == [
            BehaviorEvent("search", None, "bob", "visit", 2e9 - 6e8, None, "青蛙", "s1", True)
        ]
        assert [e.item for e in log.events(user="ann", limit=2)] == ["i1998", "i1999"]
        assert log.record(BehaviorEvent("like", "x", user="ann", id="gone")).forgotten == 1
        assert log.record(BehaviorEvent("like", "i1", user="ann", id="e1")).known == 1
        assert log.record(BehaviorEvent("like", "i1", session="visit")).new == 1
        assert (log.sequence, len(log.events(user="bob"))) == (10, 2)


def test_a_catalogue_of_the_first_format_is_searched_and_changed(tmp_path) -> None:
    catalogue_of_format_1(tmp_path)
    with closing(Store(tmp_path)) as store:
        assert (store.ids(), store.sequence, store.get_meta("encoders")) == (["a", "b"], 2, "[]")
        assert store.select([Filter("price", "range", (None, 6))]).tolist() == [1]
        with store.transaction():
            assert store.put(Item("c", "Bee"), "c", {}, [], "catalogue")
        assert store.rows()[0].tolist() == [1, 2, 3]
        assert store.changes(2) is not None


def test_exposures_of_the_first_format_keep_their_salt_and_draws(tmp_path) -> None:
    exposures_of_format_1(tmp_path)
    with closing(ExposureLog(tmp_path)) as log:
        assert (len(log), log._salt.hex()) == (1, "00112233445566778899aabbccddeeff")
        assert log.rows([])[0]["item"] == "a"


@pytest.mark.parametrize(("name", "old", "opened", "layout"), KINDS)
def test_what_is_migrated_is_what_is_made_anew(tmp_path, name, old, opened, layout) -> None:
    old(tmp_path / "old")
    (tmp_path / "new").mkdir()
    opened(tmp_path / "old").close()
    (opened(tmp_path / "new", create=True) if opened is Store else opened(tmp_path / "new")).close()
    assert _shape(tmp_path / "old" / name) == _shape(tmp_path / "new" / name)


@pytest.mark.parametrize(("name", "old", "opened", "layout"), KINDS)
def test_a_newer_one_is_refused_with_the_way_out_and_left_as_it_is(tmp_path, name, old, opened, layout) -> None:
    old(tmp_path)
    _set_format(tmp_path / name, "99")
    before = _shape(tmp_path / name)
    with pytest.raises(
        StoreMismatch, match=r"format 99: a newer version.*pip install --upgrade medley-recommender; or "
    ):
        opened(tmp_path)
    assert _shape(tmp_path / name) == before


@pytest.mark.parametrize(("name", "old", "opened", "layout"), KINDS)
def test_a_migration_that_fails_leaves_the_old_format(tmp_path, monkeypatch, name, old, opened, layout) -> None:
    old(tmp_path)
    before = _shape(tmp_path / name)

    def half(op: Any) -> None:
        op.execute("CREATE TABLE half (x INTEGER)")
        op.execute("INSERT INTO nowhere VALUES (1)")

    broken = Layout(layout.holds, layout.metadata, layout.meta, (*layout.migrations, half))
    database = open_sqlite(tmp_path / name)
    with pytest.raises(StoreError, match="nowhere"):
        broken.prepare(database)
    database.close()
    assert _shape(tmp_path / name) == before
    opened(tmp_path).close()


def test_several_that_open_an_old_one_at_once_migrate_it_once(tmp_path) -> None:
    events_of_format_1(tmp_path)
    found: list[int] = []

    def look() -> None:
        with EventLog(tmp_path) as log:
            found.append(len(log))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [2_001] * 6


def test_what_is_no_database_of_ours_is_said_so(tmp_path) -> None:
    with pytest.raises(StoreError, match="there is none"):
        Store(tmp_path)
    (tmp_path / "catalog.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreDamaged, match="it is damaged"):
        Store(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    sqlite3.connect(other / "catalog.sqlite3").close()
    (other / "catalog.sqlite3").touch()
    with pytest.raises(StoreError, match="no tables"):
        Store(other)


@pytest.mark.parametrize("layout", [layout for *_, layout in KINDS])
def test_every_table_can_be_made_in_postgresql(layout) -> None:
    engine = create_engine("sqlite://")
    assert engine.dialect.name == "sqlite"
    for table in layout.metadata.sorted_tables:
        said = str(CreateTable(table).compile(dialect=postgresql.dialect()))
        assert "ROWID" not in said
        assert " REAL" not in said
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql.dialect()))

"""Repair keeps every row that can be read of a damaged store and makes the rest of it; backups are whole, or none."""

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.cli.doctor import examine
from agent.recommender.opened import encoders_of
from retrieval.behavior.events.log_store import DATABASE as EVENTS
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.errors import StoreDamaged, StoreError
from retrieval.rescue.backup import back_up, checked, restore
from retrieval.rescue.repair import ASIDE, repair
from retrieval.store.salvage import in_use, integrity
from retrieval.store.store import DATABASE, Store
from tests.faults.conftest import ITEMS
from tests.faults.deeds import outcome, search
from tests.faults.test_damage import PAGE, scrambled
from tests.processes import started

Copy = Callable[[], Path]


def silent(stage: str, done: int, total: int) -> None:
    """Nobody is told how far it is."""


def ids(store: Path) -> list[str]:
    """The ids of a store's record."""
    opened = Store(store)
    try:
        return opened.ids()
    finally:
        opened.close()


def pages_of(path: Path, table: str) -> list[int]:
    """The pages of a database that hold rows of a table."""
    with sqlite3.connect(path) as db:
        try:
            found = [
                n for (n,) in db.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,))
            ]
        except sqlite3.OperationalError:
            pytest.skip("this SQLite can't tell the pages of a table")
    db.close()
    return found


def spoil(path: Path, pages: list[int]) -> None:
    """Overwrites whole pages."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(b"\xff" * PAGE)


def flushed(store: Path) -> None:
    """Has the write-ahead logs of a store written into its files."""
    for name in (DATABASE, EVENTS):
        db = sqlite3.connect(store / name)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()


def test_a_whole_store_is_left_as_it_is(copied: Copy) -> None:
    store = copied()
    wanted = search(store)
    done = repair(store, encoders_of, silent)
    assert (done.done, done.lost, done.aside) == ((), (), None)
    assert search(store) == wanted


def test_of_a_damaged_record_all_but_the_damaged_rows_are_kept(copied: Copy) -> None:
    store = copied()
    flushed(store)
    leaves = pages_of(store / DATABASE, "items")
    spoil(store / DATABASE, leaves[1:2])
    assert integrity(store / DATABASE) is not None
    done = repair(store, encoders_of, silent)
    left = ids(store)
    assert 0 < len(done.lost) < ITEMS / 2
    assert sorted([*left, *done.lost]) == [f"i{n:03d}" for n in range(ITEMS)]
    assert left == sorted(left), "rows keep their numbers"
    assert integrity(store / DATABASE) is None
    assert set(search(store)) <= set(left)
    assert (done.aside or store).name.startswith(ASIDE)


@pytest.mark.parametrize(
    "table", ["attributes", *(pytest.param(name, marks=pytest.mark.torture) for name in ("contents", "vectors"))]
)
def test_what_is_made_of_items_costs_no_item(copied: Copy, table: str) -> None:
    store = copied()
    wanted = search(store)
    flushed(store)
    spoil(store / DATABASE, pages_of(store / DATABASE, table)[:3])
    done = repair(store, encoders_of, silent)
    assert not done.lost
    assert len(ids(store)) == ITEMS
    assert search(store) == wanted


def test_events_are_kept_and_none_is_made_up(copied: Copy) -> None:
    store = copied()
    with EventLog(store) as log:
        before = {event.id: event for event in log.events()}
        sequence = log.sequence
    flushed(store)
    spoil(store / EVENTS, pages_of(store / EVENTS, "events")[:1])
    done = repair(store, encoders_of, silent)
    assert EVENTS in done.done[0]
    with EventLog(store) as log:
        after = {event.id: event for event in log.events()}
        assert 0 < len(after) < len(before)
        assert all(before[id] == event for id, event in after.items())
        assert log.sequence > sequence, "what was made of the events before is out of date"
        assert log.record([BehaviorEvent("like", "i001", user="u1", id="e0")]).new == ("e0" not in after)


def _repair(store: Path) -> None:
    repair(store, encoders_of, silent)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_scrambled_ends_whole_or_in_our_error(copied: Copy, seed: int) -> None:
    store = copied()
    flushed(store)
    for name in (DATABASE, EVENTS):
        scrambled(store / name, random.Random(f"{seed} {name}"))
    told = outcome(_repair, store)
    if told != "ok":
        assert told.startswith("Store"), told
        assert "medley" in told or "backup" in told, told
        return
    assert integrity(store / DATABASE) is None
    assert integrity(store / EVENTS) is None
    search(store)


HOLDING = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("SELECT count(*) FROM events").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_database_that_others_have_open_is_not_mended(copied: Copy) -> None:
    store = copied()
    flushed(store)
    assert not in_use(store / EVENTS)
    command = [sys.executable, "-c", HOLDING, str(store / EVENTS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        assert in_use(store / EVENTS)
        spoil(store / EVENTS, pages_of(store / EVENTS, "events")[:1])
        with pytest.raises(StoreError, match="End the servers"):
            repair(store, encoders_of, silent)
        process.communicate("")


@pytest.mark.torture
@pytest.mark.parametrize("after", [0.05 * n for n in range(1, 31)])
def test_a_repair_that_is_killed_can_be_done_again(copied: Copy, after: float) -> None:
    store = copied()
    flushed(store)
    spoil(store / DATABASE, pages_of(store / DATABASE, "attributes")[:1])
    spoil(store / EVENTS, pages_of(store / EVENTS, "events")[:1])
    process = started(_repair, store)
    process.join(after)
    process.kill()
    process.join()
    repair(store, encoders_of, silent)
    assert len(ids(store)) == ITEMS
    with EventLog(store) as log:
        assert log.events()
    assert integrity(store / DATABASE) is None
    assert integrity(store / EVENTS) is None


# -- backups ----------------------------------------------------------------------------------------------------------


def test_a_backup_taken_while_events_are_written_is_restored_whole(copied: Copy, tmp_path: Path) -> None:
    store = copied()
    wanted = search(store)
    (store / "keys.json").write_text("{}")
    ended = threading.Event()

    def write() -> None:
        with EventLog(store) as log:
            n = 0
            while not ended.is_set():
                log.record([BehaviorEvent("like", "i001", user="w", id=f"w{n}")])
                n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(store, tmp_path / "backup")
    finally:
        ended.set()
        writer.join()
    assert made.items == ITEMS
    assert not list((tmp_path / "backup").rglob("*-wal"))
    restore(tmp_path / "backup", tmp_path / "again")
    repair(tmp_path / "again", encoders_of, silent)
    assert search(tmp_path / "again") == wanted
    assert (tmp_path / "again" / "keys.json").exists()
    with EventLog(tmp_path / "again") as log:
        assert len(log.events()) >= 200
    assert examine(None, tmp_path / "again", {}, silent).healthy


def test_a_backup_that_has_changed_is_not_restored(copied: Copy, tmp_path: Path) -> None:
    back_up(copied(), tmp_path / "backup")
    path = tmp_path / "backup" / "files" / EVENTS
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(StoreDamaged, match="has changed"):
        restore(tmp_path / "backup", tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_backup_names_no_file_outside_of_the_store(copied: Copy, tmp_path: Path) -> None:
    back_up(copied(), tmp_path / "backup")
    manifest = tmp_path / "backup" / "backup.json"
    for place in ("../../etc/passwd", "/etc/passwd", ""):
        manifest.write_text(manifest.read_text().replace(f'"{DATABASE}"', f'"{place}"'))
        with pytest.raises(StoreDamaged, match="can't be read"):
            checked(tmp_path / "backup")
        manifest.write_text(manifest.read_text().replace(f'"{place}"', f'"{DATABASE}"'))
    checked(tmp_path / "backup")


def test_of_a_damaged_store_no_backup_is_left(copied: Copy, tmp_path: Path) -> None:
    store = copied()
    flushed(store)
    spoil(store / DATABASE, pages_of(store / DATABASE, "items")[:1])
    with pytest.raises(StoreError, match="--repair"):
        back_up(store, tmp_path / "backup")
    assert not list(tmp_path.glob("*backup*"))
    shutil.rmtree(store)
    with pytest.raises(StoreError, match="there is none"):
        back_up(store, tmp_path / "backup")


def test_nothing_is_overwritten(copied: Copy, tmp_path: Path) -> None:
    store = copied()
    back_up(store, tmp_path / "backup")
    with pytest.raises(StoreError, match="new folder"):
        back_up(store, tmp_path / "backup")
    with pytest.raises(StoreError, match="holds something"):
        restore(tmp_path / "backup", store)

"""The log of events: durable, idempotent, for many writers at once; and what is forgotten is gone from the disk."""

import multiprocessing
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from retrieval.behavior.events.kinds import event_kinds
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.errors import QueryError, StoreDamaged
from retrieval.store.lock import writing

DAY = 86_400.0


@pytest.fixture
def log(tmp_path):
    with EventLog(tmp_path) as opened:
        yield opened


def test_what_is_recorded_is_read_back_oldest_first_also_by_another(log, tmp_path) -> None:
    now = time.time()
    late = BehaviorEvent("rate", "b", user="ann", session="s", at=now, value=4.5, consent=True)
    early = BehaviorEvent("search", user="ann", at=now - 5, words="青蛙")
    assert log.record([late, early]).new == 2
    assert log.events(user="ann") == [early, late]
    with EventLog(tmp_path) as other:
        assert other.events() == [early, late]
        assert other.counts() == {"rate": 1, "search": 1, "users": 1, "anonymous": 0}


def test_a_replayed_event_counts_once(log) -> None:
    event = BehaviorEvent("like", "a", user="ann", id="e1")
    assert log.record([event, event]).known == 1
    assert log.record(event).known == 1
    assert len(log) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "stare", "item": "a"}, "expected an event of view"),
        ({"kind": "like"}, "expected the item"),
        ({"kind": "like", "item": "a", "user": None}, "user or a session"),
        ({"kind": "search"}, "words of a search"),
        ({"kind": "rate", "item": "a"}, "stars"),
        ({"kind": "rate", "item": "a", "value": 9.0}, "0 to 5 stars"),
        ({"kind": "play", "item": "a", "value": float("nan")}, "at least 0"),
        ({"kind": "like", "item": "a", "at": time.time() + 3 * DAY}, "future"),
        ({"kind": "like", "item": "a", "at": -1.0}, "since 1970"),
        ({"kind": "like", "item": "a" * 600}, "characters"),
    ],
)
def test_a_bad_event_is_refused_and_nothing_of_its_batch_is_written(log, given, said) -> None:
    good = BehaviorEvent("like", "a", user="ann")
    with pytest.raises(QueryError, match=said):
        log.record([good, BehaviorEvent(**{"user": "ann", **given})])
    assert len(log) == 0


def test_every_kind_can_be_recorded(log) -> None:
    kinds = [kind.name for kind in event_kinds()]
    for kind in kinds:
        log.record(BehaviorEvent(kind, "a", session="s", value=3.0 if kind in ("rate", "play") else None, words="w"))
    assert [e.kind for e in log.events(session="s")] == kinds


def _write(folder: Path, name: str, count: int) -> None:
    with EventLog(folder) as log:
        for n in range(count):
            log.record(BehaviorEvent("view", f"i{n}", user=name, id=f"{name}-{n}"))
            log.record(BehaviorEvent("view", f"i{n}", user="all", id=f"all-{n}"))


def test_threads_and_processes_write_at_once_and_nothing_is_lost_or_doubled(tmp_path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_write, args=(tmp_path, f"p{n}", 25)) for n in range(2)]
    threads = [threading.Thread(target=_write, args=(tmp_path, f"t{n}", 25)) for n in range(4)]
    for worker in (*processes, *threads):
        worker.start()
    for worker in (*processes, *threads):
        worker.join(60)
    assert [p.exitcode for p in processes] == [0, 0]
    with EventLog(tmp_path) as log:
        for name in ("p0", "p1", "t0", "t1", "t2", "t3", "all"):
            assert len(log.events(user=name)) == 25


def test_one_log_is_shared_by_threads(log) -> None:
    def write(name: str) -> None:
        for n in range(20):
            log.record(BehaviorEvent("view", "a", user=name, id=f"{name}{n}"))
            log.events(user=name)

    threads = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(log) == 80


def test_a_session_becomes_a_users_with_what_comes_later(log) -> None:
    log.record([BehaviorEvent("like", "a", session="s"), BehaviorEvent("like", "z", session="other")])
    assert log.merge("s", "ann") == 1
    log.record(BehaviorEvent("like", "b", session="s"))
    assert [e.item for e in log.events(user="ann")] == ["a", "b"]
    assert log.owner("s") == "ann"
    assert log.sessions("ann") == ["s"]
    log.merge("s", "bob")  # somebody else at the same machine: what was Ann's stays hers
    log.record(BehaviorEvent("like", "c", session="s"))
    assert [e.item for e in log.events(user="ann")] == ["a", "b"]
    assert [e.item for e in log.events(user="bob")] == ["c"]


def test_the_newest_and_some_kinds_can_be_asked_for(log) -> None:
    log.record([BehaviorEvent("view" if n % 2 else "like", f"i{n}", user="ann", at=1e9 + n) for n in range(10)])
    assert [e.item for e in log.events(user="ann", limit=2)] == ["i8", "i9"]
    assert [e.item for e in log.events(kinds=["like"], since=1e9 + 5)] == ["i6", "i8"]


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_forgotten_is_in_no_file_and_stays_out(log, tmp_path) -> None:
    mine = [
        BehaviorEvent("search", user="zanzibar-ann", session="sess-ann", words=f"peculiar words {n}", id=f"e-ann-{n}")
        for n in range(300)
    ]
    log.record([*mine, *(BehaviorEvent("like", f"i{n}", user="bob") for n in range(300))])
    log.merge("sess-ann", "zanzibar-ann")
    assert b"zanzibar-ann" in _bytes(tmp_path)
    sequence, removals = log.sequence, log.removals
    with EventLog(tmp_path):  # somebody else has it open
        found = log.forget("zanzibar-ann")
    assert (found.events, found.sessions) == (300, 1)
    left = _bytes(tmp_path)
    assert not any(secret in left for secret in (b"zanzibar-ann", b"sess-ann", b"peculiar", b"e-ann-"))
    assert log.sequence > sequence
    assert log.removals > removals
    assert len(log.events(user="bob")) == 300
    assert log.record(mine).forgotten == 300
    assert log.events(user="zanzibar-ann") == []


def test_old_events_expire(log, tmp_path) -> None:
    old, new = BehaviorEvent("like", "ancient", user="ann", at=1e9), BehaviorEvent("like", "fresh", user="ann")
    log.record([old, new])
    assert log.expire(time.time() - 30 * DAY) == 1
    assert log.events() == [new]
    assert b"ancient" not in _bytes(tmp_path)
    assert log.expire(time.time() - 30 * DAY) == 0


def test_nobody_waits_for_old_pages_that_another_reads_and_they_go_later(log, tmp_path) -> None:
    log.record(
        [BehaviorEvent("search", user="ann", words="ancient words", at=1e9), BehaviorEvent("like", "b", user="ann")]
    )
    with closing(sqlite3.connect(tmp_path / "events.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM events").fetchone()
        started = time.monotonic()
        assert log.expire(time.time() - DAY) == 1
        assert time.monotonic() - started < 10
        assert len(log) == 1
        assert b"ancient" in _bytes(tmp_path)
    assert log.expire(time.time() - DAY) == 0
    assert b"ancient" not in _bytes(tmp_path)


def test_events_are_written_while_the_catalogue_is(log, tmp_path) -> None:
    with writing(tmp_path):
        assert log.record(BehaviorEvent("like", "a", user="ann")).new == 1


def test_what_comes_later_is_later_whatever_clocks_say(log) -> None:
    now = time.time()
    log.record(BehaviorEvent("like", "a", user="ann", at=now + 3_600))  # a telephone that is ahead
    assert log.events(user="ann")[0].at <= time.time()
    log._db.run(text("UPDATE events SET at = :at"), {"at": now + 3_600})  # ours was ahead, and was set back
    log.merge("s", "ann")
    log.record(BehaviorEvent("dislike", "a", session="s", at=log.clock(session="s")))
    assert log.clock(user="ann") > now + 3_600
    assert log.clock(user="bob") == pytest.approx(time.time(), abs=60)


def test_a_file_that_is_no_database_is_said_so(tmp_path) -> None:
    (tmp_path / "events.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreDamaged, match="it is damaged"):
        EventLog(tmp_path)

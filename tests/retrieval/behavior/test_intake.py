"""Files of events: planted faults are found, counted and shown by example, and nothing else suffers from them."""

import json
import time
from dataclasses import replace

import pytest

from retrieval.behavior.events.import_events import CleanRules, clean, read_events
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.errors import CatalogError

KNOWN = {"a", "b", "c"}
NOW = 1_800_000_000.0
T = 1_700_000_000.0


def _counts(left_out) -> dict[str, int]:
    return {entry.reason: entry.count for entry in left_out}


def test_a_csv_is_read_by_the_usual_names_and_imported_once(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "user_id,item_id,event,rating,timestamp\nann,a,rating,4.5,1700000000\nann,b,purchase,,2023-11-14T22:13:20\n"
        "bob,c,click,,1700000050000\n",
        "utf-8",
    )
    found = read_events(path, KNOWN, NOW)
    assert [(e.user, e.item, e.kind, e.value, e.at) for e in found.events] == [
        ("ann", "a", "rate", 4.5, T),
        ("ann", "b", "buy", None, T),
        ("bob", "c", "view", None, T + 50),
    ]
    assert [(entry.count, entry.kept) for entry in found.left_out] == [(1, True)]  # the milliseconds are told
    with EventLog(tmp_path) as log:
        assert log.record(found.events).new == 3
        assert log.record(read_events(path, KNOWN, NOW).events).known == 3


def test_jsonl_and_parquet_say_the_same(tmp_path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    rows = [
        {"kind": "search", "words": "会叫的青蛙", "user": "ann", "at": T, "id": "x1", "consent": True},
        {"kind": "play", "item": "a", "session": "s", "value": 30.5, "at": T + 9, "id": "x2"},
    ]
    (tmp_path / "log.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    pandas.DataFrame(rows).astype(object).where(lambda f: f.notna(), None).to_parquet(tmp_path / "log.parquet")
    one, other = (read_events(tmp_path / f"log.{kind}", KNOWN, NOW) for kind in ("jsonl", "parquet"))
    assert one.events == other.events
    assert [(e.kind, e.words, e.session, e.value, e.consent) for e in one.events] == [
        ("search", "会叫的青蛙", None, None, True),
        ("play", None, "s", 30.5, False),
    ]


def test_each_planted_fault_is_counted_with_examples(tmp_path) -> None:
    good = [f"ann,a,view,,{T + 60 * n}" for n in range(5)]
    bad = [
        f"ann,nowhere,view,,{T}", f"ann,elsewhere,view,,{T}",  # unknown items
        "ann,a,view,,-5", f"ann,a,view,,{NOW + 9e8}", "ann,a,view,,yesterday",  # impossible times
        f"ann,a,view,,{T}", f"ann,a,view,,{T + 0.4}",  # twice the same
        f"ann,b,dance,,{T}", f"ann,b,rate,97,{T}", f"ann,b,rate,much,{T}", f",b,view,,{T}",
    ]  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("user,item,event,value,timestamp\n" + "\n".join(good + bad) + "\n", "utf-8")
    found = read_events(path, KNOWN, NOW)
    counts = _counts(found.left_out)
    assert len(found.events) == 5
    assert (counts["unknown item"], counts["impossible time"], counts["twice the same"]) == (2, 3, 2)
    assert counts["unknown kind of event"] == counts["the value is no number"] == 1
    assert sum(counts.values()) == len(bad)
    assert found.rows == len(good) + len(bad)
    unknown = next(entry for entry in found.left_out if entry.reason == "unknown item")
    assert unknown.examples == ("'nowhere'", "'elsewhere'")
    assert "2 left out: unknown item" in str(unknown)


def test_bots_are_told_from_people_who_rate_in_one_go() -> None:
    crawler = [BehaviorEvent("view", "abc"[n % 3], user="crawler", at=T + 0.3 * n, id=f"c{n}") for n in range(300)]
    clock = [BehaviorEvent("play", "abc"[n % 3], session="clock", at=T + 60.0 * n, id=f"k{n}") for n in range(60)]
    moved = [BehaviorEvent("rate", f"i{n}", user="moved-in", value=4.0, at=T, id=f"m{n}") for n in range(300)]
    known = KNOWN | {f"i{n}" for n in range(300)}
    rules = CleanRules(again=0.0)
    kept, left_out = clean([*crawler, *clock, *moved], known, NOW, rules)
    assert {event.user for event in kept} == {"moved-in"}
    [bots] = left_out
    assert bots.count == 360
    assert any("crawler" in e and "within a minute" in e for e in bots.examples)
    assert any("clock" in e and "one every 60 s" in e for e in bots.examples)
    kept, left_out = clean([*crawler, *clock, *moved], known, NOW, CleanRules(again=0.0, bots=False))
    assert len(kept) == 660
    assert left_out[0].kept


def test_a_bot_that_views_one_item_is_found_and_a_log_that_was_written_twice_makes_none() -> None:
    crawler = [BehaviorEvent("view", "a", user="crawler", at=T + 0.1 * n, id=f"c{n}") for n in range(200)]
    person = [
        BehaviorEvent("view", "abc"[n % 3], user="ann", at=T + 0.7 * n + 0.3 * (n % 2), id=f"p{n}") for n in range(100)
    ]
    again = [replace(event, id=f"{event.id}-again") for event in person]
    kept, left_out = clean([*crawler, *person, *again], KNOWN, NOW)
    assert {event.user for event in kept} == {"ann"}
    assert [entry.count for entry in left_out if "bot" in entry.reason] == [200]


def test_another_scale_of_ratings_is_brought_to_five(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"user,item,rating,timestamp\nann,a,8,{T}\n", "utf-8")
    assert read_events(path, KNOWN, NOW, CleanRules(stars=10)).events[0].value == 4.0
    assert _counts(read_events(path, KNOWN, NOW).left_out) == {"expected 0 to 5 stars": 1}


def test_a_file_without_who_or_when_is_said_so(tmp_path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("item,value\na,1\n", "utf-8")
    with pytest.raises(CatalogError, match=r"who .* when"):
        read_events(path, KNOWN, time.time())
    with pytest.raises(CatalogError, match="there is none"):
        read_events(tmp_path / "none.csv", KNOWN, time.time())

"""Every statement of the stores can be said in PostgreSQL as well: nothing of SQLite alone is in what they share."""

from contextlib import closing
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import ClauseElement

from retrieval.behavior.events.event import BehaviorEvent
from retrieval.behavior.events.log_store import EventLog
from retrieval.behavior.people.exploration import ExposureLog, explore
from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.catalog.items import Item, Problem
from retrieval.store.database import Database
from retrieval.store.store import Store

SAID: list[str] = []


def _compiled(statement: Executable) -> str:
    assert isinstance(statement, ClauseElement)
    return str(statement.compile(dialect=postgresql.dialect()))


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every statement that a database is asked is said in PostgreSQL, too; those that name the dialect are made for it."""
    SAID.clear()
    for name in ("all", "value", "run", "many"):
        asked = getattr(Database, name)

        def both(self: Database, statement: Any, *given: Any, asked: Any = asked) -> Any:
            if not isinstance(statement, sqlite.Insert):
                SAID.append(_compiled(statement))
            return asked(self, statement, *given)

        monkeypatch.setattr(Database, name, both)
    made = Database._insert

    def inserted(self: Database, table: Table) -> Any:
        SAID.append(_compiled(postgresql.insert(table).on_conflict_do_nothing()))
        return made(self, table)

    monkeypatch.setattr(Database, "_insert", inserted)


def test_the_catalogue(tmp_path) -> None:
    with closing(Store(tmp_path, create=True)) as store:
        with store.transaction():
            store.put(
                Item("a", "Frog", "no nuts", attributes={"price": 4.5}), "1", {"text": ["d"]}, ["frog"], "catalogue"
            )
            store.put(Item("a", "Toad"), "2", {"text": ["d"]}, ["toad"], "added")
            store.set_problems([Problem("b", "id", "twice", True)])
        store.put_vectors("e", {"d": np.ones(2, np.float32)})
        store.keep_fitted({"k": b"1"})
        rows = store.rows()[0]
        store.raw_rows("e", "text", 2, rows)
        store.select(
            [
                Filter("price", "range", (1, None)), Filter("price", "in", (1, "2")), Filter("title", "contains", "toad"),
                Filter(ANY_TEXT, "has", "nuts", negate=True), Filter("price", "exists", negate=True),
            ],
            ["text"],
        )  # fmt: skip
        assert store.changes(0) is not None
        assert [store.fitted("k"), store.item("a").title, store.ids("added")] == [b"1", "Toad", ["a"]]
        assert [next(iter(store.items())).id, store.stamps(1), store.known_vectors("e")] == ["a", [(1, 2)], {"d"}]
        store.prune_changes(1)
        with store.transaction():
            store.remove(["a"])
        assert store.prune_vectors() == 1
    assert len(SAID) > 40
    assert not any("instr(" in said or "PRAGMA" in said for said in SAID)


def test_events_and_exposures(tmp_path) -> None:
    with EventLog(tmp_path) as log:
        log.record([BehaviorEvent("like", "a", session="s"), BehaviorEvent("view", "a", user="ann", at=1e9)])
        log.merge("s", "ann")
        found = log.events(user="ann", session="s", kinds=["like"], since=0.0, limit=1)
        assert [len(found), log.sessions("ann"), log.counts()["users"]] == [1, ["s"], 1]
        log.expire(1.1e9)
        log.forget("ann")
    with closing(ExposureLog(tmp_path)) as draws:
        draws.record("uann", explore(4, 2, 1.0, 0, 0), list("abcd"), at=1.0)
        assert len(draws.rows([])) == len(draws) == 1
        draws.expire(2.0)
        draws.forget(["uann"])
    assert len(SAID) > 25
    assert any('"user"' in said for said in SAID)

"""The change log: what it tells turns the items of any earlier state into those of now."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog.items import Item
from retrieval.store.store import DATABASE, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store", create=True)
    yield opened
    opened.close()


def _put(store: Store, id: str, title: str) -> None:
    with store.transaction():
        store.put(Item(id, title=title), title, {}, [], "added")


def _state(store: Store) -> dict[int, Item]:
    rows, _, _ = store.rows()
    return {record.row: record.item for record in store.records(rows)}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["one", "two", ""])), max_size=12))
def test_an_earlier_state_and_the_changes_since_give_the_state_of_now(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, str]]
) -> None:
    store = Store(tmp_path_factory.mktemp("log"), create=True)
    states = {0: _state(store)}
    for id, title in deeds:
        if title:
            _put(store, id, title)
        else:
            with store.transaction():
                store.remove([id])
        states[store.sequence] = _state(store)
    now = _state(store)
    for since, state in states.items():
        changes = store.changes(since)
        assert changes is not None
        assert changes.sequence == store.sequence
        assert all(state[row] == item for row, item in changes.before.items())
        rest = {row: item for row, item in state.items() if row not in changes.before}
        assert rest | {row: record.item for row, record in changes.after.items()} == now
    store.close()


def test_a_log_that_does_not_reach_back_says_so(store: Store) -> None:
    _put(store, "a", "one")
    _put(store, "b", "two")
    store.prune_changes(1)
    assert store.changes(0) is None
    assert store.changes(1) is not None
    assert store.changes(9) is None


def test_a_store_of_an_earlier_version_logs_from_its_next_change_on(store: Store) -> None:
    _put(store, "a", "one")
    store.close()
    with sqlite3.connect(store.folder / DATABASE) as other:
        other.executescript("DROP TABLE changes; UPDATE meta SET value = '1' WHERE key = 'format'")
    other.close()
    store = Store(store.folder)
    assert store.changes(0) is None
    store.prune_changes(1)
    _put(store, "b", "two")
    assert store.changes(0) is None
    found = store.changes(1)
    assert found is not None
    assert [r.item.id for r in found.after.values()] == ["b"]
    store.close()

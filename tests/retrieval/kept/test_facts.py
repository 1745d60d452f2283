"""Kept facts are those that are read from all items, whatever came, went and was closed in between; damage costs time alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.cli.doctor import examine
from agent.parsing.lexicon import Vocabulary
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import index_catalog
from retrieval.kept.facts import Catalogue, Facts, facts_fault, keep_facts
from retrieval.kept.titles import listed
from retrieval.store.store import Store
from tests.catalogues import indexed
from tests.retrieval.kept.made_up import ITEMS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store", create=True)
    yield opened
    opened.close()


def _put(store: Store, *items: Item) -> None:
    with store.transaction():
        for item in items:
            store.put(item, repr(item), {}, [], "added")


def _ordered(mapping: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: sorted(value) for key, value in mapping.items()}


def _agrees(found: Catalogue, items: list[Item]) -> None:
    slow = Vocabulary.of(items)
    fast = Vocabulary.kept(found.schema, found.words)
    assert fast.schema == slow.schema
    assert dict(fast.titles) == dict(slow.titles)
    assert _ordered(fast.title_forms) == _ordered(slow.title_forms)
    assert set(fast.title_words) == set(slow.title_words)
    assert (fast.longest, fast.media, dict(fast.together)) == (slow.longest, slow.media, dict(slow.together))
    assert dict(fast.usage) == dict(slow.usage)
    assert fast.values == slow.values
    assert fast.kinds == slow.kinds
    assert set(found.words.strong) == set(listed(slow.titles))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ITEMS, then=ITEMS, gone=st.sets(st.sampled_from([f"i{n}" for n in range(8)])), anew=st.booleans())
def test_facts_follow_every_change(
    tmp_path_factory: pytest.TempPathFactory, first: list[Item], then: list[Item], gone: set[str], anew: bool
) -> None:
    store = Store(tmp_path_factory.mktemp("facts"), create=True)
    _put(store, *first)
    facts = Facts(store)
    before = facts.now()
    _agrees(before, first)
    facts = Facts(store) if anew else facts
    _put(store, *then)
    with store.transaction():
        store.remove(sorted(gone))
    _agrees(facts.now(), list(store.items()))
    _agrees(Facts(store).now(), list(store.items()))
    _agrees(before, first)  # what somebody holds does not change
    store.close()


HATS = [Item(f"h{n}", title=f"Hat {n}", attributes={"kind": "hat", "maker": f"m{n}"}) for n in range(4)]


def _read(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `Store.numbered` is asked from now on."""
    asked: list[str] = []
    whole = Store.numbered

    def numbered(self: Store) -> Iterator[tuple[int, Item]]:
        asked.append("all")
        return whole(self)

    monkeypatch.setattr(Store, "numbered", numbered)
    return asked


def test_neither_opening_nor_a_change_reads_all_items(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(store, *HATS)
    keep_facts(store)
    asked = _read(store, monkeypatch)
    facts = Facts(store)
    assert facts.now().schema.size == 4
    assert facts.now() is facts.now()
    _put(store, Item("new", title="Cap", attributes={"kind": "cap"}))
    assert set(facts.now().schema["kind"].values) == {"hat", "cap"}
    assert asked == []


@pytest.mark.parametrize("damage", ["missing", "cut", "first line", "a part", "another version"])
def test_what_is_damaged_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    _put(store, *HATS)
    keep_facts(store)
    path = store.folder / "kept" / "facts"
    data = path.read_bytes()
    at = data.index(b"Hat 2")
    broken = {
        "missing": b"",
        "cut": data[:-1],
        "first line": data.replace(b'\\"sequence\\": 4', b'\\"sequence\\": 3'),
        "a part": data[: at - 9] + b"\xff" * 9 + data[at:],
        "another version": data,
    }[damage]
    if damage == "another version":
        monkeypatch.setattr("retrieval.kept.facts.FORMAT", 0)
    path.write_bytes(broken)
    if damage == "missing":
        path.unlink()
    asked = _read(store, monkeypatch)
    _agrees(Facts(store).now(), HATS)
    assert asked[:1] == ["all"]
    del asked[:]
    Facts(store).now()
    assert asked == []


def test_facts_of_another_record_are_not_taken_for_those_of_this_one(tmp_path: Path) -> None:
    for title in ("Hat", "Cap"):
        store = Store(tmp_path, create=True)
        _put(store, *(Item(f"i{n}", title=f"{title} {n}") for n in range(3)))
        assert set(Facts(store).now().words.titles) == {f"{title} {n}" for n in range(3)}
        store.close()
        for path in tmp_path.glob("catalog.sqlite3*"):
            path.unlink()


def test_what_is_written_while_all_items_are_read_is_counted_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(store, *HATS)
    whole, writer = Store.numbered, Store(store.folder)

    def numbered(self: Store) -> Iterator[tuple[int, Item]]:
        read = list(whole(self))
        _put(writer, Item("late", title="Late"), Item("h0", title="Other"))
        with writer.transaction():
            writer.remove(["h1"])
        return iter(read)

    monkeypatch.setattr(Store, "numbered", numbered)
    found = Facts(store).now()
    monkeypatch.setattr(Store, "numbered", whole)
    _agrees(found, list(store.items()))
    writer.close()


def test_doctor_and_index_see_damage_that_opening_does_not(tmp_path: Path) -> None:
    catalogue, folder, _ = indexed(tmp_path)
    store, path = Store(folder), folder / "kept" / "facts"
    assert facts_fault(store) is None
    whole = path.read_bytes()
    path.write_bytes(whole[:-3] + b"\x7f" + whole[-2:])
    assert "not what was written" in (facts_fault(store) or "")
    assert any("what is kept of the catalogue" in one for one in examine(None, folder, {}, lambda *_: None).ailments)
    assert not index_catalog(read_catalog(catalogue), folder, encoder_set("fake")).built
    assert facts_fault(store) is None
    path.unlink()
    assert facts_fault(store) == "nothing is kept"
    store.close()


def test_a_field_that_becomes_a_closed_list_is_counted_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.kept.words.MOST_TOGETHER", 2)
    monkeypatch.setattr("retrieval.kept.words.CLOSED", 3)
    monkeypatch.setattr("agent.parsing.lexicon.CLOSED", 3)
    _put(store, *HATS)
    facts = Facts(store)
    facts.now()
    with store.transaction():
        store.remove(["h0", "h1"])
    _agrees(facts.now(), HATS[2:])

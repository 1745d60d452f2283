"""Columns answer conditions exactly as the record does, whatever has changed since they were made."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog.filters import ANY_TEXT, Filter
from retrieval.catalog.items import Item, Modality, Scalar
from retrieval.catalog.operators.base import Operator, register_operator, unregister_operator
from retrieval.kept.facts import Facts
from retrieval.store.store import Store
from tests.retrieval.kept.made_up import ITEMS

_FIELDS = st.sampled_from(["kind", "price", "tags", "day", "note", "title", "description", "colour"])
_SCALARS: list[Scalar] = [
    "red",
    "5",
    "true",
    5,
    5.0,
    0.5,
    1,
    True,
    False,
    date(2020, 1, 2),
    "2020-01-02",
    "nowhere",
    "鱼",
]
_BOUNDS: list[Scalar | None] = [None, -1, 0.5, 5]
_DAYS: list[Scalar | None] = [None, date(2020, 1, 2), date(2020, 1, 5)]


def _ranges(bounds: Sequence[Scalar | None]) -> st.SearchStrategy[Any]:
    pairs = st.tuples(st.sampled_from(bounds), st.sampled_from(bounds))
    return pairs.filter(lambda pair: any(bound is not None for bound in pair))


_CONDITIONS = st.one_of(
    st.builds(Filter, _FIELDS, st.just("eq"), st.sampled_from(_SCALARS), st.booleans()),
    st.builds(
        Filter, _FIELDS, st.just("in"), st.lists(st.sampled_from(_SCALARS), max_size=3).map(tuple), st.booleans()
    ),
    st.builds(Filter, _FIELDS, st.just("range"), _ranges(_BOUNDS), st.booleans(), st.booleans(), st.booleans()),
    st.builds(Filter, _FIELDS, st.just("range"), _ranges(_DAYS), st.booleans(), st.booleans(), st.booleans()),
    st.builds(
        Filter,
        st.one_of(_FIELDS, st.just(ANY_TEXT)),
        st.just("contains"),
        st.sampled_from(["red", "fish", "nuts", "茶", "", "e"]),
        st.booleans(),
    ),
    st.builds(Filter, st.just(ANY_TEXT), st.just("has"), st.sampled_from(["nuts", "fish"]), st.booleans()),
    st.builds(Filter, st.one_of(_FIELDS, st.just(ANY_TEXT)), st.just("exists"), st.none(), st.booleans()),
)
_MEDIA: list[tuple[Modality, ...]] = [(), ("image",), ("text", "audio")]


def _put(store: Store, *items: Item) -> None:
    with store.transaction():
        for item in items:
            has = {"image": item.images, "audio": (item.audio,) if item.audio else (), "text": item.texts()}
            contents = {m: [f"{m}{item.id}{n}" for n, _ in enumerate(own)] for m, own in has.items()}
            store.put(item, repr(item), contents, [], "added")  # type: ignore[arg-type]  # the keys are modalities


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=ITEMS,
    then=ITEMS,
    gone=st.sets(st.sampled_from([f"i{n}" for n in range(8)])),
    asked=st.lists(st.tuples(st.lists(_CONDITIONS, max_size=2), st.sampled_from(_MEDIA)), min_size=1, max_size=5),
)
def test_columns_answer_as_the_record_does(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Item],
    then: list[Item],
    gone: set[str],
    asked: list[tuple[list[Filter], tuple[Modality, ...]]],
) -> None:
    store = Store(tmp_path_factory.mktemp("columns"), create=True)
    _put(store, *first)
    facts = Facts(store)
    for _ in range(3):
        for filters, having in asked:
            found = facts.now().selection.select(filters, having)
            assert found.tolist() == store.select(filters, having).tolist()
        _put(store, *then)
        with store.transaction():
            store.remove(sorted(gone))
        then = []
        facts = facts if gone else Facts(store)
    store.close()


class _Longer(Operator):
    name, takes = "longer", "values"

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return any(len(str(value)) > int(str(f.value)) for value in values)


def test_a_strangers_operator_is_asked_of_the_record(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.mktemp("stranger"), create=True)
    _put(store, *(Item(f"i{n}", attributes={"name": "x" * n}) for n in range(5)))
    facts = Facts(store)
    register_operator(_Longer())
    try:
        f = Filter("name", "longer", 2)
        assert facts.now().selection.select([f]).tolist() == store.select([f]).tolist() == [4, 5]
        _put(store, Item("new", attributes={"name": "xxxx"}))
        assert facts.now().selection.select([f]).tolist() == [4, 5, 6]
    finally:
        unregister_operator("longer")
        store.close()

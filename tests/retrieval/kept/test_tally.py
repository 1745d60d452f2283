"""The counted schema is the one that is read from the items, whatever came and went."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.catalog.items import Item
from retrieval.catalog.schema import infer_schema
from retrieval.kept.tally import SchemaTally
from tests.retrieval.kept.made_up import ITEMS


@settings(max_examples=150, deadline=None)
@given(items=ITEMS, gone=ITEMS, looks=st.booleans(), kept=st.booleans())
def test_counts_give_the_schema_of_the_items_that_are_there(
    items: list[Item], gone: list[Item], looks: bool, kept: bool
) -> None:
    tally = SchemaTally(gone)
    if looks:
        tally.schema()
    if kept:
        tally = SchemaTally(state=json.loads(json.dumps(tally.state())))
    for item in items:
        tally.count(item, 1)
    for item in gone:
        tally.count(item, -1)
    assert tally.schema() == infer_schema(items)
    assert list(tally.schema().fields) == list(infer_schema(items).fields)
    for name, field in tally.schema().fields.items():
        assert list(field.values) == list(infer_schema(items)[name].values)


def test_fields_that_have_not_changed_stay_the_same_objects() -> None:
    tally = SchemaTally([Item("a", attributes={"kind": "hat", "price": 3})])
    before = tally.schema()
    tally.count(Item("b", attributes={"price": 4}), 1)
    assert tally.schema()["kind"] is before["kind"]
    assert before["price"].maximum == 3


def test_a_currency_beside_a_price_is_counted_along() -> None:
    items = [Item(id, attributes={"price": n, "price_currency": code}) for id, n, code in (("a", 3, "EUR"), ("b", 5, "EUR"))]  # fmt: skip
    tally = SchemaTally(items)
    before = tally.schema()
    assert (before, before["price"].units) == (infer_schema(items), ("EUR",))
    tally.count(Item("c", attributes={"kind": "hat"}), 1)
    assert tally.schema()["price"] is before["price"]
    tally.count(Item("d", attributes={"price": 1, "price_currency": "USD"}), 1)
    assert tally.schema()["price"].units == ("EUR", "USD")

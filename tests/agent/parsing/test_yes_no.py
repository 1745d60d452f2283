"""What people say of fields of yes and no: the word, its opposite, and no of either, in both languages."""

from __future__ import annotations

import pytest

from agent.parsing import Vocabulary, read_request
from retrieval.catalog.items import Item

GREEN = [
    Item(
        id=f"p{n}",
        title=title,
        attributes={"toxic_to_pets": toxic, "signed": n == 1, "in_stock": n != 2, "indoor": n < 3, "evergreen": n == 2},
    )
    for n, (title, toxic) in enumerate([("Boston Fern", False), ("Peace Lily", True), ("Aloe", True), ("Rose", False)])
]
VOCABULARY = Vocabulary.of(GREEN)


def read(text: str) -> set[str]:
    """Return the conditions of a request as `field=value`, refused ones with "!"; refused words as they are."""
    intent = read_request(text, VOCABULARY)
    conditions = {f"{'!' if c.negate else ''}{c.field}={c.values[0]}" for c in intent.constraints if c.op == "eq"}
    return conditions | set(intent.excluded)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("non-toxic plants", {"toxic_to_pets=false"}),
        ("something green, nothing toxic", {"toxic_to_pets=false"}),
        ("a plant that isn't poisonous to dogs", {"toxic_to_pets=false"}),
        ("plants minus the toxic ones", {"toxic_to_pets=false"}),
        ("plants safe for cats", {"toxic_to_pets=false"}),
        ("one that won't poison the puppy", {"toxic_to_pets=false"}),
        ("pet-friendly plants", {"toxic_to_pets=false"}),
        ("poisonous plants only", {"toxic_to_pets=true"}),
        ("对猫安全的植物", {"toxic_to_pets=false"}),
        ("没有毒的植物", {"toxic_to_pets=false"}),
        ("会让狗中毒的千万别给我", {"toxic_to_pets=false"}),
        ("宠物不能碰的有毒植物", {"toxic_to_pets=true"}),
        ("signed ones", {"signed=true"}),
        ("unsigned ones", {"signed=false"}),
        ("nothing that is not unsigned", {"signed=false"}),
        ("签名的不要", {"!signed=true"}),
        ("不是没有签名的", {"signed=true"}),
        ("please don't list what's out of stock", {"in_stock=true"}),
        ("缺货的就别列出来了", {"in_stock=true"}),
        ("不要缺货的", {"in_stock=true"}),
        ("不要缺货的，也不要带刺的", {"in_stock=true", "刺"}),
        ("something safe for kids", set()),
        ("deciduous ones", {"evergreen=false"}),
        ("outdoor plants", {"indoor=false"}),
    ],
)
def test_the_answer_that_is_meant_is_read(text: str, conditions: set[str]) -> None:
    assert read(text) == conditions


def test_what_may_be_unknown_is_left_out_only_where_it_may_harm() -> None:
    strict, loose = (read_request(text, VOCABULARY).constraints[0] for text in ("nothing toxic", "nothing signed"))
    assert (strict.negate, strict.values) == (False, ("false",))
    assert (loose.negate, loose.values) == (True, ("true",))

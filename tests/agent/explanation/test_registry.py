"""A stranger's reason: registered in a dozen lines, told in its place, and checked on the row by its own check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.explanation.claim import Claim
from agent.explanation.fact_sheet import Evidence, FactSheet
from agent.explanation.reasons import explain
from agent.explanation.registry import Reason, reasons, register_reason, unregister_reason
from agent.verification import register_check, verify_reason
from agent.verification.registry import checks, unregister_check
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.errors import ConfigError


def repairable(sheet: FactSheet, language: str) -> Claim | None:
    score = sheet.item.attributes.get("repair_score")
    if not isinstance(score, float) or score < 8:
        return None
    return Claim(f"It is easy to repair: {score:g} of 10.", (Evidence("attribute", "repair_score", f"{score:g}"),))


def as_repairable(text: str, item: Item) -> Iterator[str]:
    if "easy to repair" in text and f"{item.attributes.get('repair_score', 0):g} of 10" not in text:
        yield "the row's repair score is another"


@pytest.fixture
def registered() -> Iterator[None]:
    register_reason(Reason("repairable", repairable), before="words")
    register_check("repairable", as_repairable)
    yield
    unregister_check("repairable")
    unregister_reason("repairable")


PHONE = Item(id="p", title="Phone", attributes={"repair_score": 9.0, "price": 200.0})


@pytest.mark.usefixtures("registered")
def test_it_is_told_in_its_place() -> None:
    sheet = FactSheet(PHONE, conditions=(Filter("price", "range", (None, 300.0)),))
    assert explain(sheet).text == "Its price is 200, at most 300, as you asked. It is easy to repair: 9 of 10."
    assert "repair" not in explain(FactSheet(Item(id="q", title="Tablet", attributes={"repair_score": 2.0}))).text


@pytest.mark.usefixtures("registered")
def test_it_is_checked_on_the_row() -> None:
    text = explain(FactSheet(PHONE)).text
    assert verify_reason(PHONE, text) == ()
    worn = Item(id="p", title="Phone", attributes={"repair_score": 3.0})
    assert [d.why for d in verify_reason(worn, text)] == ["the row's repair score is another"]


def test_without_it_nothing_of_it_is_told() -> None:
    assert "repair" not in explain(FactSheet(PHONE)).text
    assert list(reasons()) == ["conditions", "guessed", "words", "liked", "earlier", "media"]


@pytest.mark.parametrize(
    ("name", "before"), [("words", None), ("another", "nothing of this name")], ids=["taken", "unknown"]
)
def test_a_registration_that_cannot_be_says_why(name: str, before: str | None) -> None:
    with pytest.raises(ConfigError, match="expected"):
        register_reason(Reason(name, repairable), before=before)


def test_only_what_is_registered_is_forgotten() -> None:
    with pytest.raises(ConfigError, match="conditions"):
        unregister_reason("nothing of this name")
    assert not checks()
    with pytest.raises(ConfigError, match="no names"):
        unregister_check("nothing of this name")

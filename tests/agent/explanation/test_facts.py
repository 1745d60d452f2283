"""Fact sheets: every part is verified on the item, and what a model is told is data."""

import json
from datetime import date

import pytest

from agent.explanation.fact_sheet import FactSheet, Word, fact_sheet
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.search.retriever import Hit
from tests.agent.made_up import find, sheet_of


def _hit(id: str, **modalities: float) -> Hit:
    return Hit(find(id), sum(modalities.values()), modalities, modalities)


def test_conditions_are_verified_never_assumed() -> None:
    holds, lied = Filter("genres", "eq", "Drama"), Filter("year", "range", (1990, None))
    relaxed_but_true = Filter("minutes", "range", (None, 120))
    sheet = sheet_of("q7f1", filters=[holds, lied], relaxed=[relaxed_but_true])
    assert sheet.conditions == (holds, relaxed_but_true)
    assert sheet.broken == (lied,)


def test_shares_sum_to_one_and_nothing_negative_counts() -> None:
    hit = Hit(find("s01"), 0.4, {"use": 0.3, "lexical": 0.1, "mel": -0.2}, {"text": 0.4, "image": 0.0, "audio": -0.2})
    sheet = fact_sheet(hit)
    assert sheet.shares == {"text": 1.0, "image": 0.0, "audio": 0.0}
    assert sheet.blocks == pytest.approx({"use": 0.75, "lexical": 0.25, "mel": 0.0})


def test_no_score_gives_no_shares() -> None:
    sheet = fact_sheet(Hit(find("s01"), -0.1, {"use": -0.1}, {"text": -0.1, "image": 0.0, "audio": 0.0}))
    assert set(sheet.shares.values()) == {0.0}
    assert not sheet.near("image")
    assert not sheet.near("text")


def test_near_needs_a_large_share_a_high_place_and_the_medium() -> None:
    beside = [_hit("s06", text=0.1, audio=score) for score in (0.9, 0.8, 0.7)]
    assert sheet_of("s01", text=0.1, audio=0.4).near("audio")
    assert not sheet_of("s01", text=0.9, audio=0.1).near("audio")
    assert not sheet_of("s01", text=0.1, audio=0.4, beside=beside).near("audio")
    assert sheet_of("s01", text=0.1, audio=0.4, beside=beside).ranks["audio"] == 4
    assert not sheet_of("s03", text=0.1, audio=0.4).near("audio")  # it has no sound


def test_words_are_as_written_with_their_field_in_either_language() -> None:
    assert sheet_of("s01", "two Frogs please").words == (Word("Frogs", "title"),)
    assert sheet_of("s01", "给我一只青蛙").words == (Word("青蛙", "title"),)
    assert Word("ghost", "description") in sheet_of("q7f4", "a ghost story").words
    assert sheet_of("u2", "会投石头的小恶魔").words[-1] == Word("小恶魔", "description")


def test_refused_words_are_no_reason() -> None:
    no_sofa = Filter("*", "contains", "striped", negate=True)
    assert "striped" not in {w.text for w in sheet_of("s03", "a cat, nothing striped", filters=[no_sofa]).words}


def test_a_word_that_the_text_denies_is_no_reason() -> None:
    pie = Item("pie", title="No-meat pie", description="Baked, with onions. 不含糖")
    words = {word.text for word in fact_sheet(Hit(pie, 1, {}, {}), request="baked meat with onions and 糖").words}
    assert words == {"baked", "onions"}


def test_what_is_shared_with_an_item_pointed_at() -> None:
    (liked,) = sheet_of("q7f2", like=["q7f4"]).likes
    assert liked.shared == {"genres": ("Comedy",), "cast": ("Omar Haddad",)}


def test_query_says_what_the_request_had() -> None:
    assert sheet_of("s01", "frog", given="audio").query == {"text", "audio"}
    assert sheet_of("s01", "  ").query == frozenset()


def test_public_is_short_json_in_the_readers_language() -> None:
    item = Item("x", "t" * 500, "d" * 5000, attributes={"tags": tuple(f"tag{i}" for i in range(99)), "made": date(2020, 5, 1), "ok": True},
                translations={"zh": {"title": "标题"}})  # fmt: skip
    sheet = fact_sheet(
        Hit(item, 1.0, {"use": 1.0}, {"text": 1.0, "image": 0.0, "audio": 0.0}),
        request="标题",
        filters=[Filter("ok", "eq", True)],
    )
    body = sheet.public("zh")
    assert len(json.dumps(body, ensure_ascii=False)) < 1500
    assert body["title"] == "标题"
    assert sheet.public("en")["title"].endswith("…")
    assert body["attributes"]["made"] == "2020-05-01"
    assert body["holds"] == ["ok = True"]
    assert body["shares"] == {"text": 1.0}


def test_an_item_without_anything_has_a_sheet() -> None:
    sheet = fact_sheet(Hit(Item("x"), 0.0, {}, {}))
    assert isinstance(sheet, FactSheet)
    assert sheet.public("en") == {"id": "x"}
    assert sheet.titles == ()

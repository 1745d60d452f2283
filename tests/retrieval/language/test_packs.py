"""The packs of languages: each keeps the contract, and what is asked of an unknown language is answered in English."""

from __future__ import annotations

import pytest

from retrieval.language.chinese.pack import CHINESE
from retrieval.language.english.pack import ENGLISH
from retrieval.language.pack import joined
from retrieval.language.packs import CODES, PACKS, pack_of, voice_of
from retrieval.language.tables import each, either, word_set
from tests.contracts.pack_contract import PackContract


class TestEnglish(PackContract):
    pack = ENGLISH
    samples = ("dresses", "knives", "cheese")


class TestChinese(PackContract):
    pack = CHINESE
    samples = ("连衣裙", "小刀", "奶酪")


def test_each_language_is_listed_once_and_english_is_first() -> None:
    assert CODES[0] == "en"
    assert len(set(CODES)) == len(PACKS)


def test_another_language_is_answered_in_english() -> None:
    assert pack_of("xx") is ENGLISH
    assert voice_of("zh") is CHINESE.voice


def test_words_agree_with_what_they_tell_of() -> None:
    assert voice_of("en").say("is", label="toppings", value="ham") == "its toppings are ham"
    assert voice_of("en").say("has field", label="award") == "it has an award"
    assert voice_of("en").ordinal(11) == "11th"
    assert voice_of("en").ordinal(22) == "22nd"


def test_a_sentence_opens_as_its_language_opens_one() -> None:
    assert voice_of("en").told("its price is 3") == "Its price is 3."
    assert voice_of("zh").told("价格是3") == "它的价格是3。"


def test_a_name_that_no_pack_has_is_an_error() -> None:
    for ask in (each, either, word_set):
        with pytest.raises(KeyError):
            ask("no.such")


def test_patterns_and_words_of_all_packs_stand_under_one_name() -> None:
    child = either("grown_ups.child")
    assert child.search("a toy for my child")
    assert child.search("给孩子的玩具")
    assert {"phone", "手机"} <= word_set("phrases.sole")
    assert len(each("grown_ups.child")) == 2


def test_a_name_in_two_tables_of_one_pack_is_an_error() -> None:
    with pytest.raises(ValueError, match="stand in two"):
        joined({"a.b": "x"}, {"a.b": "y"})

"""The packs of languages: each keeps the contract, and what is asked of an unknown language is answered in English."""

from __future__ import annotations

from retrieval.language.chinese.pack import CHINESE
from retrieval.language.english.pack import ENGLISH
from retrieval.language.packs import CODES, PACKS, pack_of, voice_of
from tests.contracts.pack_contract import PackContract


class TestEnglish(PackContract):
    pack = ENGLISH


class TestChinese(PackContract):
    pack = CHINESE


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

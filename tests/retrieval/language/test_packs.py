"""The packs of languages: each keeps the contract, and what is asked of an unknown language is answered in English."""

from __future__ import annotations

from typing import ClassVar

import pytest

from retrieval.language.chinese.pack import CHINESE
from retrieval.language.english.pack import ENGLISH
from retrieval.language.japanese.pack import JAPANESE
from retrieval.language.pack import joined
from retrieval.language.packs import CODES, PACKS, language_of, pack_of, packs_in, voice_of
from retrieval.language.stance import Stance
from retrieval.language.tables import each, either, word_set
from tests.contracts.pack_contract import PackContract


class TestEnglish(PackContract):
    pack = ENGLISH
    samples = ("dresses", "knives", "cheese")
    numbers: ClassVar[dict[str, float]] = {"twenty five cups": 25, "half an hour": 0.5, "a dozen eggs": 12}
    bounds: ClassVar[dict[str, tuple[float | None, float | None]]] = {
        "under 30 euros": (None, 30),
        "at least 4 stars": (4, None),
        "between 5 and 9 km": (5, 9),
    }
    refusals: ClassVar[dict[str, str]] = {
        "a cake without nuts": "nuts",
        "it lacks wifi": "wifi",
        "hardly any sugar": "sugar",
        "no pork please": "pork",
    }
    free: ClassVar[dict[str, tuple[str, Stance]]] = {
        "an alcohol-free beer": ("alcohol", "free"),
        "beer with 5% alcohol": ("alcohol", "has"),
        "gluten-free, with nuts": ("nut", "has"),
        "sugar-free": ("sugar", "free"),
    }


class TestChinese(PackContract):
    pack = CHINESE
    samples = ("连衣裙", "小刀", "奶酪")
    numbers: ClassVar[dict[str, float]] = {"两百五": 250, "三千零二十": 3020, "四点五": 4.5}
    bounds: ClassVar[dict[str, tuple[float | None, float | None]]] = {
        "30元以下": (None, 30),
        "不少于三星": (3, None),
        "五到九公里": (5, 9),
    }
    refusals: ClassVar[dict[str, str]] = {"不含坚果的": "坚果", "除了猪肉以外": "猪肉"}
    free: ClassVar[dict[str, tuple[str, Stance]]] = {
        "无糖酸奶": ("糖", "free"),
        "不含酒精": ("酒精", "free"),
        "加了糖": ("糖", "has"),
    }


class TestJapanese(PackContract):
    pack = JAPANESE
    samples = ("チョコレート", "おもちゃ", "ください")
    numbers: ClassVar[dict[str, float]] = {
        "三千円のかばん": 3000,
        "一万五千円": 15000,
        "りんごをふたつ": 2,
        "3億円": 3e8,
    }
    bounds: ClassVar[dict[str, tuple[float | None, float | None]]] = {
        "3000円以下のお菓子": (None, 3000),
        "2時間未満の映画": (None, 2),
        "1万円より高いかばん": (10_000, None),
        "星4つ以上のホテル": (4, None),
        "2000円から3000円までのもの": (2000, 3000),
        "少なくとも五日間の旅": (5, None),
    }
    refusals: ClassVar[dict[str, str]] = {
        "砂糖なしのお菓子": "砂糖",
        "ナッツを含まないケーキ": "ナッツ",
        "豚肉以外がいい": "豚肉",
        "辛くないもの、卵と乳製品は苦手": "卵と乳製品",
        "アルコール抜きで": "アルコール",
    }
    free: ClassVar[dict[str, tuple[str, Stance]]] = {
        "砂糖不使用のジャムです。": ("砂糖", "free"),
        "グルテンフリーのパン": ("グルテン", "free"),
        "ノンアルコールのビール": ("アルコール", "free"),
        "アルコールが入ったビール": ("アルコール", "has"),
        "卵は使っていません。": ("卵", "free"),
    }


def test_a_text_in_japanese_is_read_by_its_pack_in_place_of_the_chinese() -> None:
    assert [pack.code for pack in packs_in("砂糖なしのお菓子")] == ["en", "ja"]
    assert [pack.code for pack in packs_in("不含坚果の零食，给孩子吃的")] == ["en", "zh", "ja"]
    assert [pack.code for pack in packs_in("a cake without nuts")] == ["en"]
    assert language_of("3000円以下のお菓子") == "ja"
    assert language_of("鲜の味饼干，给孩子吃的") == "zh"


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

"""Folding and scripts: one form in which texts are compared, and one test for Chinese characters."""

from __future__ import annotations

import re
from pathlib import Path

from retrieval.catalog.filters import Filter, folded_value, matches
from retrieval.catalog.items import Item
from retrieval.language.packs import language_of
from retrieval.language.text import fold, has_han

ROOT = Path(__file__).parents[3]
_HAN_RANGE = re.compile(r"\\u(?:3400|4e00)")


def test_a_text_is_folded_place_by_place() -> None:
    assert fold("Ｐrice：１００～200元") == "price：100~200元"
    assert len(fold("İStraße “a”")) == len("İStraße “a”")


def test_values_are_folded_as_texts_are_without_white_space_around() -> None:
    assert folded_value(" Ｐro\u3000“X” ") == fold("Ｐro\u3000“X”")
    assert matches(Item("1", attributes={"brand": "Ｐro"}), Filter("brand", "eq", "pro"))


def test_there_is_one_fold_and_one_range_of_chinese_characters() -> None:
    files = [path for folder in ("agent", "retrieval") for path in (ROOT / folder).rglob("*.py")]
    folds = [path for path in files if re.search(r"^def fold\(", path.read_text("utf-8"), re.MULTILINE)]
    assert [path.relative_to(ROOT).as_posix() for path in folds] == ["retrieval/language/text.py"]
    ranges = [path for path in files if _HAN_RANGE.search(path.read_text("utf-8"))]
    names = {path.relative_to(ROOT).as_posix() for path in ranges}
    outside = {name for name in names if not name.startswith(("retrieval/language/", "agent/verification/"))}
    assert outside <= {"agent/grounding/comparisons.py", "agent/parsing/parser.py", "retrieval/encoder_sets/fake.py"}


def test_a_third_of_letters_of_its_own_makes_a_language() -> None:
    assert language_of("推荐 USB 耳机") == "zh"
    assert language_of("the film 活着 by Zhang Yimou") == "en"
    assert has_han("活")


def test_what_is_plain_is_folded_as_all_else_is() -> None:
    plain = "".join(map(chr, range(128)))
    assert fold(plain) + "é" == fold(plain + "é")

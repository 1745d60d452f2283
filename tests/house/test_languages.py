"""What is known of one language stands in its pack, and nothing else branches on a language. Reads source; runs nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKS = ("retrieval/language/english/", "retrieval/language/chinese/", "retrieval/language/japanese/")
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
DATA = {
    "agent/demo/starter_items.py",
    "agent/demo/stamps.py",
    "agent/demo/showcases.py",
    "retrieval/encoder_sets/fake.py",
}
"""Catalogues in several languages, which are data and know nothing of a language; and a double that tests embed with."""


def _literals(source: str) -> Iterator[str]:
    """The string literals of a module but for its docstrings."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def _of_a_language(source: str) -> list[str]:
    return [text for text in _literals(source) if HAN.search(text) or text == "zh"]


FILES = sorted(
    name
    for folder in ("agent", "retrieval", "prompts")
    for path in (ROOT / folder).rglob("*.py")
    if not (name := path.relative_to(ROOT).as_posix()).startswith(PACKS) and name not in DATA
)


@pytest.mark.parametrize("name", FILES)
def test_a_language_stands_in_its_pack(name: str) -> None:
    found = _of_a_language((ROOT / name).read_text(encoding="utf-8"))
    assert found == [], "put these into the packs of retrieval/language"


def test_a_chinese_literal_and_a_branch_are_seen_and_a_docstring_is_not() -> None:
    assert _of_a_language('def f(x):\n    """像 this"""\n    return x == "zh" or x in "别的"\n') == ["zh", "别的"]

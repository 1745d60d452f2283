"""Public docstrings of functions open with a verb ("Return", "Read") in the folders of `DONE`; the list only grows. Reads source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DONE = (
    "agent/demo", "agent/explanation", "agent/grounding", "agent/loop", "agent/models", "agent/tools", "retrieval/kept",
    "agent/evaluation/data", "agent/evaluation/report", "agent/evaluation/speed", "agent/evaluation/systems", "agent/personalization",
    "agent/results", "agent/verification", "retrieval/audit", "retrieval/behavior", "retrieval/encoder_sets", "retrieval/encoders",
    "retrieval/fusion", "retrieval/index", "retrieval/lexical", "retrieval/media", "retrieval/rescue", "retrieval/search",
    "retrieval/store", "retrieval/teaching",
)  # fmt: skip
NO_VERBS = frozenset(
    "a all an any as at both by each every for from how in it its json more no none nothing of one several so that the their "
    "these this those what when where whether which who whose why with".split()
)


def _without_verb(source: str) -> Iterator[str]:
    """The public functions whose docstring opens with an article, a question word or the like; properties are nouns."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if any("property" in ast.unparse(decorator) for decorator in node.decorator_list):
            continue
        words = (ast.get_docstring(node) or "").split()
        if words and words[0].strip(",.:;\"'").lower() in NO_VERBS:
            yield node.name


@pytest.mark.parametrize("folder", DONE)
def test_public_docstrings_open_with_a_verb(folder: str) -> None:
    found = [
        f"{path.name}: {name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in _without_verb(path.read_text(encoding="utf-8"))
    ]
    assert not found, found


def test_a_noun_is_seen_and_a_verb_or_a_property_is_not() -> None:
    source = (
        'def f():\n    """The sum."""\ndef g():\n    """Return the sum."""\n@property\ndef h():\n    """The sum."""\n'
    )
    assert list(_without_verb(source)) == ["f"]

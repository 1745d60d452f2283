"""What is known of one language stands in its pack, and nothing else branches on a language. Reads source; runs nothing.

`NOT_YET` lists the files that still hold Chinese, with how many literals each: the numbers only go down.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKS = ("retrieval/language/english/", "retrieval/language/chinese/")
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
DATA = {
    "agent/demo/starter_items.py",
    "agent/demo/stamps.py",
    "agent/demo/showcases.py",
    "retrieval/encoder_sets/fake.py",
}
"""Catalogues in several languages, which are data and know nothing of a language; and a double that tests embed with."""
NOT_YET: dict[str, int] = {
    "agent/cli/help.py": 2,
    "agent/dialogue/undo.py": 14,
    "agent/evaluation/speed/page.py": 1,
    "agent/evaluation/systems/planted_claims.py": 40,
    "agent/evaluation/systems/simulated_user.py": 41,
    "agent/evaluation/tasks/lies.py": 2,
    "agent/evaluation/tasks/truth_judge.py": 5,
    "agent/explanation/behaviour_reasons.py": 7,
    "agent/grounding/amounts.py": 3,
    "agent/grounding/case.py": 5,
    "agent/grounding/claims.py": 16,
    "agent/grounding/comparisons.py": 9,
    "agent/grounding/ground.py": 5,
    "agent/grounding/marking.py": 1,
    "agent/grounding/marks.py": 1,
    "agent/grounding/mentions.py": 1,
    "agent/grounding/relations.py": 1,
    "agent/grounding/said.py": 4,
    "agent/grounding/titles.py": 3,
    "agent/grounding/wording.py": 54,
    "agent/grounding/words.py": 2,
    "agent/parsing/amount_constraints.py": 6,
    "agent/parsing/analysis.py": 2,
    "agent/parsing/certainty.py": 4,
    "agent/parsing/comparatives.py": 15,
    "agent/parsing/count_and_media.py": 8,
    "agent/parsing/deeds_asked.py": 26,
    "agent/parsing/discourse_markers.py": 5,
    "agent/parsing/exclusions.py": 3,
    "agent/parsing/field_cues.py": 3,
    "agent/parsing/field_resolution.py": 8,
    "agent/parsing/fitting.py": 24,
    "agent/parsing/intent.py": 2,
    "agent/parsing/item_references.py": 9,
    "agent/parsing/lexicon.py": 12,
    "agent/parsing/measure_constraints.py": 11,
    "agent/parsing/parser.py": 6,
    "agent/parsing/partial.py": 1,
    "agent/parsing/semantic_query.py": 1,
    "agent/parsing/things.py": 13,
    "agent/parsing/title_requests.py": 1,
    "agent/parsing/translation.py": 1,
    "agent/parsing/value_candidates.py": 2,
    "agent/parsing/value_constraints.py": 3,
    "agent/parsing/value_mentions.py": 8,
    "agent/planning/carry_over.py": 1,
    "agent/planning/clarification.py": 2,
    "agent/planning/clarification_reply.py": 14,
    "agent/planning/compiler.py": 3,
    "agent/planning/safety.py": 2,
    "agent/search/absence.py": 2,
    "agent/search/absent_words.py": 1,
    "agent/search/grown_ups.py": 2,
    "agent/search/presence.py": 17,
    "agent/search/thing.py": 3,
    "agent/search/why_not.py": 2,
    "agent/serving/server.py": 1,
    "agent/verification/raw.py": 26,
    "agent/verification/sentences.py": 33,
    "retrieval/catalog/folder.py": 1,
    "retrieval/catalog/items.py": 1,
    "retrieval/catalog/moments.py": 1,
    "retrieval/catalog/safety.py": 12,
    "retrieval/encoders/hub_models.py": 1,
    "retrieval/index/floor.py": 5,
    "retrieval/language/ages.py": 20,
    "retrieval/language/aliases.py": 4,
    "retrieval/language/amounts.py": 67,
    "retrieval/language/concepts.py": 105,
    "retrieval/language/dates.py": 24,
    "retrieval/language/foreign.py": 1,
    "retrieval/language/measures.py": 10,
    "retrieval/language/numbers.py": 33,
    "retrieval/language/periods.py": 6,
    "retrieval/language/phrases.py": 10,
    "retrieval/language/recent.py": 20,
    "retrieval/language/safety.py": 4,
    "retrieval/language/units.py": 59,
    "retrieval/language/words.py": 4,
    "retrieval/lexical/bm25.py": 1,
}


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
    assert len(found) <= NOT_YET.get(name, 0), f"put these into the packs of retrieval/language: {found}"


def test_the_list_of_what_has_not_moved_only_shrinks() -> None:
    counts = {name: len(_of_a_language((ROOT / name).read_text(encoding="utf-8"))) for name in FILES}
    assert {name: n for name, n in NOT_YET.items() if counts.get(name, 0) < n} == {}, "lower these numbers"


def test_a_chinese_literal_and_a_branch_are_seen_and_a_docstring_is_not() -> None:
    assert _of_a_language('def f(x):\n    """像 this"""\n    return x == "zh" or x in "别的"\n') == ["zh", "别的"]

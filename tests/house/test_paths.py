"""The documents name files that are there. Knows how a path is written in prose; nothing of what the files hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    "NOTICE",
    *sorted(str(path.relative_to(ROOT)) for folder in (ROOT, ROOT / "docs") for path in folder.glob("*.md")),
)
_PATH = re.compile(
    r"(?<![\w/.])(?:agent|retrieval|prompts|tests|notebooks)/[a-z0-9_./-]+\.(?:py|npz|svg|jsonl|ipynb)\b"
)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "CHANGELOG.md"])  # which tells of older trees
def test_a_document_names_files_that_are_there(name: str) -> None:
    named = set(_PATH.findall((ROOT / name).read_text(encoding="utf-8")))
    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_a_notice_names_each_file_of_numbers_that_comes_with_the_package() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    held = {str(path.relative_to(ROOT)) for folder in ("agent", "retrieval") for path in (ROOT / folder).rglob("*.npz")}
    assert held
    assert held == {path for path in _PATH.findall(notice) if path.endswith(".npz")}

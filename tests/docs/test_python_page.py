"""The code of docs/python.md runs as it stands there, in its order."""

import re
import shutil
from pathlib import Path

import pytest

from tests.catalogues import indexed

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")
CODE = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    catalogue, store, _ = indexed(tmp_path)
    store.rename(tmp_path / "shop")
    shutil.copy(catalogue, tmp_path / "shop.jsonl")
    shutil.copy(catalogue.parent / "p7.png", tmp_path / "photo.png")
    shutil.copy(catalogue.parent / "s8.wav", tmp_path / "call.wav")
    monkeypatch.chdir(tmp_path)


def test_the_page_runs(shop, capsys):
    names: dict = {"__name__": "page"}
    printed = []
    for number, code in enumerate(CODE, start=1):
        exec(compile(code, f"docs/python.md, block {number}", "exec"), names)
        printed.append(capsys.readouterr().out)
    assert len(CODE) == 11
    assert all(printed)
    assert "green frog" not in printed[1]
    assert "price < 20" in printed[1]
    assert "grey cat" in printed[7]
    assert "catalogue" in printed[10]
    assert "not a picture" in printed[10]


def test_every_part_of_an_answer_is_on_the_page():
    from dataclasses import fields

    from agent import Answer, Pick

    for field in [*fields(Answer), *fields(Pick)]:
        assert f"`{field.name}`" in PAGE or field.name in ("request", "language", "position")

"""The tree's layers, as `docs/architecture.md` lists them: no import goes up, and no folder is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.draw_layers import svg

ROOT = Path(__file__).parents[2]
TOPS = ("agent", "retrieval", "prompts")
MOST_LOOSE = 10


def _modules() -> dict[str, Path]:
    paths = [path for top in TOPS for path in (ROOT / top).rglob("*.py")]
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}


MODULES = _modules()


def _layers() -> list[str]:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    block = re.search(r"```layers\n(.*?)```", text, re.DOTALL)
    assert block is not None
    return [line.split()[0] for line in block[1].splitlines() if line.strip()]


LAYERS = _layers()


def room_of(module: str, layers: list[str]) -> str:
    """The layer of a module: the longest name in the list that its own name begins with."""
    held = [name for name in layers if module == name or module.startswith(f"{name}.")]
    return max(held, key=len) if held else ""


def imports_of(source: str) -> Iterator[str]:
    """Every module that a source imports, wherever in it, also for type checking alone."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def upward(module: str, source: str, layers: list[str]) -> list[str]:
    """The imports of a module that go up, or to a folder beside that stands above it."""
    own = layers.index(room_of(module, layers))
    found = []
    for target in imports_of(source):
        if target.split(".")[0] in TOPS:
            there = layers.index(room_of(target, layers))
            if there < own:
                found.append(f"{module} imports {target}, which stands above it")
    return found


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_import_goes_up(module: str) -> None:
    assert not upward(module, MODULES[module].read_text("utf-8"), LAYERS)


def test_an_import_that_goes_up_is_seen_wherever_it_hides() -> None:
    hidden = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from agent.search.turn import Turn\n"
        "def f():\n    import agent.cli.main\n"
    )
    assert len(upward("agent.parsing.parser", hidden, LAYERS)) == 2
    assert not upward("agent.cli.main", hidden, LAYERS)


def test_every_folder_has_a_layer_and_every_layer_a_folder() -> None:
    folders = {m for m, path in MODULES.items() if path.name == "__init__.py"}
    inside = {f for f in folders if room_of(f, LAYERS) != f}
    assert all(room_of(f, LAYERS) for f in folders)
    assert inside <= {f for f in folders if f.count(".") >= 2}, (
        "a folder at the top of a package wants a layer of its own"
    )
    assert len(set(LAYERS)) == len(LAYERS)
    assert {name for name in LAYERS if name not in MODULES} == set()


@pytest.mark.parametrize("top", ["agent", "retrieval"])
def test_few_files_stand_loose(top: str) -> None:
    assert len(list((ROOT / top).glob("*.py"))) <= MOST_LOOSE


def test_the_picture_shows_the_layers_as_they_are() -> None:
    assert (ROOT / "docs" / "architecture.svg").read_text("utf-8") == svg()

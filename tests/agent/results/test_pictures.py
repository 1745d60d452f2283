"""Pictures are drawn in a terminal that can show them, and nowhere else."""

import json
import os
import pty
import subprocess
import sys
import termios
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from agent.results.terminal_pictures import ROWS, pictures
from retrieval.catalog.items import Item
from retrieval.errors import MissingExtraError
from tests.catalogues import indexed
from tests.media_files import picture

ROOT = Path(__file__).parents[3]
BLOCK = "▀"


@pytest.fixture
def item(tmp_path: Path) -> Item:
    return Item(
        "a",
        "a red square",
        images=(picture(tmp_path / "a.png", size=(40, 40), colour=(200, 0, 0)).name,),
        root=tmp_path,
    )


def drawn(item: Item, wanted: Any, **terminal: Any) -> str:
    console = Console(file=StringIO(), width=80, _environ={"TERM": "xterm-256color"}, **terminal)
    with pictures(wanted, console) as draw:
        found = draw(item)
        if found is not None:
            console.print(found)
    return console.file.getvalue()


def test_blocks_where_there_are_colours_and_nothing_where_not(item: Item) -> None:
    pytest.importorskip("textual_image", reason="needs the extra 'pictures'")
    terminal = {"force_terminal": True, "color_system": "truecolor"}
    shown = drawn(item, "blocks", **terminal)
    assert shown.count("\n") >= ROWS - 1
    assert "200;0;0" in shown
    assert BLOCK in shown
    assert drawn(item, "none", **terminal) == ""
    assert drawn(item, "blocks", force_terminal=False) == ""
    assert drawn(item, "blocks", force_terminal=True, color_system=None) == ""
    assert drawn(Item("b", "no picture"), "blocks", **terminal) == ""
    Path(item.root, item.images[0]).write_bytes(b"torn")
    assert drawn(item, "blocks", **terminal) == ""


def test_without_the_extra_there_are_none_and_blocks_say_how_to_get_it(
    item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("textual_image", "textual_image.renderable"):
        monkeypatch.setitem(sys.modules, name, None)
    terminal = {"force_terminal": True, "color_system": "truecolor"}
    assert drawn(item, "auto", **terminal) == ""
    with pytest.raises(MissingExtraError, match=r"\.\[pictures\]"):
        drawn(item, "blocks", **terminal)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed(tmp_path_factory.mktemp("pictures"), 12)[1]


def _typed(store: Path, *options: str, size: tuple[int, int] = (24, 80)) -> str:
    """What a search prints to a real terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, size)
    command = [
        sys.executable,
        "-m",
        "agent.cli.main",
        "search",
        "blue bird",
        "--store",
        str(store),
        "-k",
        "1",
        *options,
    ]
    environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    told = b""
    try:
        while part := os.read(ours, 65_536):
            told += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait(60) == 0, told[-2000:]
    return told.decode(errors="replace")


def test_a_real_terminal_shows_them_and_json_never_holds_any(store: Path) -> None:
    pytest.importorskip("textual_image", reason="needs the extra 'pictures'")
    assert BLOCK in _typed(store, "--pictures", "auto")
    assert BLOCK not in _typed(store, "--pictures", "blocks", size=(0, 0)), "it can't be asked what it can"
    assert json.loads(_typed(store, "--pictures", "blocks", "--json"))["items"][0]["id"] in ("i002", "i010")


def test_a_terminal_that_nobody_types_on_is_not_asked(item: Item, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("textual_image", reason="needs the extra 'pictures'")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with open(theirs, "w") as terminal, open(os.devnull) as nobody:
        monkeypatch.setattr(sys, "__stdout__", terminal)
        monkeypatch.setattr(sys, "__stdin__", nobody)
        assert BLOCK not in drawn(item, "blocks", force_terminal=True, color_system="truecolor")
    os.close(ours)

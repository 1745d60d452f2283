"""The conversation in the terminal: files with every kind of name, and commands that aren't requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent import Recommender
from agent.cli.chat import _media, converse
from tests.catalogues import indexed


@pytest.fixture(scope="module")
def medley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    with Recommender(indexed(tmp_path_factory.mktemp("terminal"), 12)[1], model="offline") as opened:
        yield opened


def test_a_file_is_found_by_its_name_with_spaces_and_apostrophes(tmp_path: Path) -> None:
    cat, rabbit = tmp_path / "my cat.png", tmp_path / "gran's rabbit.png"
    for file in (cat, rabbit):
        file.touch()
    assert _media(f"/image {cat} but grey") == ("but grey", {"image": cat})
    assert _media(f'like this /image "{cat}"') == ("like this", {"image": cat})
    assert _media(f"/audio {rabbit}") == ("", {"audio": rabbit})
    assert _media("/image nowhere.png calm") == ("calm", {"image": Path("nowhere.png")})
    assert _media("gran's birthday") == ("gran's birthday", {})


def test_commands_are_no_requests(
    medley: Recommender, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(["/like 1", "/liek 1", "/help", "/quit"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    converse(medley)
    captured = capsys.readouterr()
    said, printed = " ".join(captured.err.split()), " ".join(captured.out.split())
    assert "medley chat --user NAME" in said
    assert "got '/liek'" in said
    assert printed.count("/quit ends") == 2
    assert "1. " not in printed

"""Help teaches: every command has examples, and each of them is a call that its command's own parser takes."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from agent.cli.help import EXAMPLES, SECTIONS
from agent.cli.main import app

ROOT: Any = typer.main.get_command(app)
FILES = ("shop.jsonl", "queries.jsonl", "requests.jsonl", "dialogs.jsonl", "early.jsonl", "late.jsonl", "log.csv", "choices.jsonl", "films.jsonl", "tasks.jsonl")  # fmt: skip
"""Files that the examples speak of and their parser wants to be there."""


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    yield " ".join(path), command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*path, name))


COMMANDS = dict(_commands(ROOT))


def _parsed(command: Any, words: list[str], parent: Any = None, path: str = "") -> str:
    """The path of the command that the words call. Raises what its parser raises."""
    context = command.make_context(path or "medley", words, parent=parent)
    rest = [*getattr(context, "_protected_args", ()), *context.args]
    if not rest or not hasattr(command, "commands"):
        return path
    name, inner, rest = command.resolve_command(context, rest)
    return _parsed(inner, rest, context, f"{path} {name}".strip())


def test_every_command_has_examples_and_a_place_in_the_list() -> None:
    assert set(EXAMPLES) == set(COMMANDS)
    assert sorted(name for listed in SECTIONS.values() for name in listed) == sorted(ROOT.commands)
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert "…" not in shown
    assert "..." not in shown.split("Options:")[1]


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path or "medley")
def test_the_help_of_a_command_shows_examples_that_its_parser_takes(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        (tmp_path / name).touch()
    shown = CliRunner().invoke(app, [*path.split(), "--help"]).stdout
    examples = shown.partition("Examples:\n")[2].replace("\\\n", "")
    lines = [line.strip() for line in examples.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert lines
    for line in lines:
        words = shlex.split(line)
        called = words[words.index("medley") + 1 :]
        if called == ["--install-completion"]:  # which would write into the home folder
            continue
        reached = _parsed(ROOT, called)
        assert reached == path or not path or reached.startswith(f"{path} "), line


def test_the_shell_completes_commands_and_what_options_take() -> None:
    def completed(words: str, at: int) -> list[str]:
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(at), "_MEDLEY_COMPLETE": "complete_bash"}
        return CliRunner().invoke(app, prog_name="medley", env=asked).stdout.split()

    assert sorted(completed("medley re", 1)) == ["recommend", "remove", "restore"]
    assert completed("medley search --fusion ", 3) == ["aligned", "concat", "mean"]
    assert "classic" in completed("medley index shop.jsonl --encoders c", 4)
    assert completed("medley events record l", 3) == ["like"]

"""Watching: it acts once a change has come to rest, and not while a file is written or gone for a moment."""

from __future__ import annotations

from pathlib import Path

from agent.cli.watching import fingerprint, watch


def played(path: Path, steps: list[str | None]) -> int:
    """How often `watch` acts where the file has these contents one second after another; None: it is gone."""
    acts: list[str] = []
    left = list(steps)

    def sleep(seconds: float) -> None:
        if not left:
            return
        text = left.pop(0)
        path.unlink(missing_ok=True) if text is None else path.write_text(text, "utf-8")

    watch(path, lambda: acts.append("acted"), sleep=sleep, going=lambda: bool(left))
    return len(acts)


def test_it_acts_once_for_a_change_that_has_come_to_rest(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("a", "utf-8")
    assert played(file, ["a", "ab", "abc", "abcd", "abcd"]) == 1
    file.write_text("a", "utf-8")
    assert played(file, ["longer", "longer still", "longer still"]) == 1


def test_a_file_that_is_gone_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text("a", "utf-8")
    assert played(file, [None, None]) == 0


def test_a_fingerprint_tells_of_every_file_of_a_folder_but_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a", "utf-8")
    before = fingerprint(tmp_path)
    (tmp_path / ".medley-media").mkdir()
    (tmp_path / ".medley-media" / "x").write_text("x", "utf-8")
    assert fingerprint(tmp_path) == before
    (tmp_path / "in" / "b.txt").write_text("b", "utf-8")
    assert fingerprint(tmp_path) != before

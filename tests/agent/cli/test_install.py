"""The set-up: uv where it can be had, told what pip's configuration says; pip otherwise; nothing installed is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from agent.cli import install

ROOT = Path(__file__).parents[3]


def test_pips_settings_are_told_to_uv() -> None:
    listing = (
        "global.index-url='https://one.example/simple'\n"
        "global.extra-index-url='https://two.example/simple\\nfile:///three/simple'\n"
        ":env:.find-links='/wheels'\ninstall.constraint='/c.txt'\n"
    )
    assert install.uv_options(install.pip_settings(listing)) == [
        "--index=https://one.example/simple",
        "--index=https://two.example/simple",
        "--index=file:///three/simple",
        "--index-strategy=unsafe-best-match",
        "--find-links=/wheels",
        "--constraints=/c.txt",
    ]
    assert install.uv_options({}) == []
    assert install.uv_options({"index-url": ["https://one.example/simple"]}) == [
        "--default-index=https://one.example/simple"
    ]
    assert install.uv_options({"extra-index-url": ["file:///three/simple"]})[:2] == [
        f"--index={install.PYPI}",
        "--index=file:///three/simple",
    ]


def _script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a `.venv` whose python, and a `uv` on the path, write down what they are called with."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    _script(tmp_path / ".venv/bin/python", f'echo "$@" >> {tmp_path}/python.log')
    return tmp_path


def test_uv_installs_where_it_is(home: Path) -> None:
    _script(home / "bin/uv", f'echo "$@" >> {home}/uv.log')
    assert install.main("chat") == 0
    assert (home / "uv.log").read_text().split()[:2] == ["pip", "install"]
    assert "-e .[chat]" in (home / "uv.log").read_text()
    assert "pip install" not in (home / "python.log").read_text()


def test_pip_goes_on_where_uv_fails(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _script(home / "bin/uv", "exit 2")
    assert install.main("dev") == 0
    assert "-c constraints.txt -e .[dev]" in (home / "python.log").read_text()
    assert "pip goes on" in capfd.readouterr().out


def test_uv_is_fetched_and_pip_takes_over_where_it_cannot_be(home: Path) -> None:
    _script(home / ".venv/bin/python", f'echo "$@" >> {home}/python.log; case "$*" in *uv==*) exit 1;; esac')
    assert install.main("chat") == 0
    calls = (home / "python.log").read_text().splitlines()
    assert [install.UV in call for call in calls] == [True, False]
    assert calls[1].endswith("-e .[chat]")


def test_a_failed_installation_is_a_failed_command(home: Path) -> None:
    _script(home / ".venv/bin/python", "exit 1")
    assert install.main("chat") == 1


def test_it_runs_before_anything_is_installed() -> None:
    bare = (sys.executable, "-S", "-I", str(ROOT / "agent/cli/install.py"), "nothing")
    done = subprocess.run(bare, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("usage: python3 ")


def test_the_wheel_holds_all_that_the_program_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"
    tracked = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in tracked.split("\0")[:-1]:
        if name.startswith(("agent/", "retrieval/", "prompts/", "pyproject", "README.md", "LICENSE", "NOTICE")):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    pip = (
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(source),
    )
    subprocess.run(pip, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        held = set(packed.namelist())
        packed.extractall(tmp_path / "installed")
    kept = (name for name in tracked.split("\0")[:-1] if name.startswith(("agent/", "retrieval/", "prompts/")))
    assert {name for name in kept if not name.endswith(".md")} <= held
    command = (sys.executable, "-P", "-m", "agent.cli.main", "--help")
    variables = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "recommend" in done.stdout

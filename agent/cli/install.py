"""Sets up `.venv` with this project: `python3 agent/cli/install.py chat`, or `dev` for everything.

Run by the Makefile before anything is installed, so it uses the standard library alone and imports nothing of the
project. `uv` installs where it is there or can be had from the package index, told what pip's configuration says of
indexes; where it can't, pip does. Both keep what was fetched: an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

VENV = Path(".venv")
UV = "uv==0.13.9"
CONSTRAINTS = "constraints.txt"
PYPI = "https://pypi.org/simple"
WANTED = {"chat": "the recommender with its chat page", "dev": "everything, with what the tests need"}
"""What can be installed: extras of the project, and what they are."""


def _in_venv(name: str) -> str:
    return str(VENV / ("Scripts" if os.name == "nt" else "bin") / name)


def _runs(*command: str, **variables: str) -> bool:
    """Run a command with its output shown, and return whether it succeeded."""
    return subprocess.run(command, env={**os.environ, **variables}, check=False).returncode == 0


def find_uv() -> str | None:
    """Return the path of `uv`, fetched from the package index where it isn't there; None where it can't be had."""
    for name in (shutil.which("uv"), _in_venv("uv")):
        if name and Path(name).exists():
            return name
    quiet = ("--quiet", "--disable-pip-version-check")
    return _in_venv("uv") if _runs(_in_venv("python"), "-m", "pip", "install", *quiet, UV) else None


def pip_settings(listing: str) -> dict[str, list[str]]:
    """Return what `pip config list` printed, by the last part of each name; values of several words are split.

    >>> pip_settings("global.index-url='https://example.org/simple'\\n:env:.find-links='a b'")
    {'index-url': ['https://example.org/simple'], 'find-links': ['a', 'b']}
    """
    settings: dict[str, list[str]] = {}
    for line in listing.splitlines():
        name, found, value = line.partition("=")
        if found:
            settings[name.rpartition(".")[2]] = str(ast.literal_eval(value)).split()
    return settings


def uv_options(settings: dict[str, list[str]]) -> list[str]:
    """Return the options of `uv pip install` that say what pip's settings say: indexes, folders of files, bounds."""
    options = [f"--default-index={url}" for url in settings.get("index-url", [])]
    extra = settings.get("extra-index-url", [])
    if extra:  # as pip does it: the best version of all indexes; of one version the main index's files, which are whole
        main = settings.get("index-url", [PYPI])
        options = [f"--index={url}" for url in (*main, *extra)] + ["--index-strategy=unsafe-best-match"]
    options += [f"--find-links={place}" for place in settings.get("find-links", [])]
    return options + [f"--constraints={file}" for file in settings.get("constraint", [])]


def _with_uv(extra: str) -> bool:
    uv = find_uv()
    if uv is None:
        return False
    pip = (_in_venv("python"), "-m", "pip", "config", "list")
    settings = pip_settings(subprocess.run(pip, capture_output=True, text=True, check=False).stdout)
    certificates = {"SSL_CERT_FILE": settings["cert"][0]} if settings.get("cert") else {}
    python = ("--python", _in_venv("python"), "--constraints", CONSTRAINTS)
    return _runs(uv, "pip", "install", *python, *uv_options(settings), "-e", f".[{extra}]", **certificates)


def _with_pip(extra: str) -> bool:
    options = ("--disable-pip-version-check", "-c", CONSTRAINTS)
    return _runs(_in_venv("python"), "-m", "pip", "install", *options, "-e", f".[{extra}]")


def _gigabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e9


def main(extra: str) -> int:
    """Install the extra and return the exit status."""
    start = time.monotonic()
    print(f"Installing into {VENV}: {WANTED[extra]}. Ctrl-C stops it; the next run goes on.", flush=True)
    if not Path(_in_venv("python")).exists() and not _runs(sys.executable, "-m", "venv", str(VENV)):
        return 1
    if not _with_uv(extra):
        print("uv can't install it: pip goes on.", flush=True)
        if not _with_pip(extra):
            return 1
    print(f"Installed: {_gigabytes(VENV):.1f} GB in {VENV}, {time.monotonic() - start:.0f} s.", flush=True)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([extra] for extra in WANTED):
        sys.exit(f"usage: python3 {sys.argv[0]} {'|'.join(WANTED)}")
    sys.exit(main(sys.argv[1]))

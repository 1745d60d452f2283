"""Processes of their own that begin with Medley imported: what they do is real, only the four seconds of import are saved.

A server (multiprocessing's "forkserver") imports the command line once and forks for each process. It has opened no
store and started no thread, so that a fork is as good as a fresh start.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["medley", "started"]

IMPORTED = ["agent.cli.main", "agent.cli.chat", "agent.cli.behaviour", "agent.recommender.recommender"]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(IMPORTED)


def started(work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Start `work(*arguments)`, a function of a module, in a process of its own."""
    process = _context.Process(target=work, args=arguments)
    process.start()
    return process


def medley(
    *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None, timeout: float = 240
) -> subprocess.CompletedProcess[str]:
    """Run the command line; give what it printed and its exit code, as `subprocess.run` does."""
    with TemporaryDirectory() as folder:
        printed, told = Path(folder) / "stdout", Path(folder) / "stderr"
        values = dict(os.environ if environment is None else environment)
        process = started(_command, list(arguments), values, str(cwd or Path.cwd()), str(printed), str(told))
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"medley {' '.join(arguments)} ran longer than {timeout} s")
        out, err = (path.read_text("utf-8") for path in (printed, told))
        return subprocess.CompletedProcess(["medley", *arguments], process.exitcode, out, err)


def _command(arguments: list[str], environment: dict[str, str], cwd: str, printed: str, told: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for path, descriptor in ((printed, 1), (told, 2)):
        file = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    from agent.cli.main import main

    sys.argv = ["medley", *arguments]
    main()

"""Watches a file or folder and acts when it has changed and come to rest: by its files' times and sizes, every second or so.

Works on any file system, those of networks too. Knows files; nothing of catalogues.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["fingerprint", "watch"]

Fingerprint = frozenset[tuple[str, int, int]]


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for folder, names, files in os.walk(path):
            names[:] = [name for name in names if not name.startswith(".")]
            yield from (Path(folder) / file for file in files if not file.startswith("."))
    elif path.exists():
        yield path


def fingerprint(path: Path) -> Fingerprint:
    """The names, times and sizes of the files at `path`; those that vanish meanwhile are left out."""
    found = set()
    for file in _files(path):
        try:
            told = file.stat()
        except OSError:
            continue
        found.add((str(file), told.st_mtime_ns, told.st_size))
    return frozenset(found)


def watch(
    path: Path,
    act: Callable[[], None],
    *,
    every: float = 1.0,
    sleep: Callable[[float], None] = time.sleep,
    going: Callable[[], bool] = lambda: True,
) -> None:
    """Calls `act` whenever what is at `path` has changed and hasn't for `every` seconds since; while `going`.

    A file that is gone for a moment, as while it is replaced, is waited for.
    """
    last = fingerprint(path)
    while going():
        sleep(every)
        now = fingerprint(path)
        if not now or now == last:
            continue
        while True:
            sleep(every)
            rested = fingerprint(path)
            if rested == now:
                break
            now = rested
        last = now
        act()

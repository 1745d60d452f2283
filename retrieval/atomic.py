"""Writes a file whole or not at all. Knows nothing of what is in it."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["reserve", "write_atomically"]

LEFT = ".medley-part"
ORPHANED = 600.0
"""How an unfinished file ends; seconds after which what a writer that was killed left beside a file is removed by the next."""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Puts `data` at `path` in one step: a reader sees the old file or the new one, also after a power cut.

    mode: who may read and write it, as the operating system has it.

    A folder that stands where the file belongs is moved aside. Raises OSError, and leaves nothing behind, when it can't be written.
    """
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}-aside-{os.urandom(4).hex()}"))
    _tidy(path)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=LEFT, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, mode)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    _sync_folder(path.parent)


def _tidy(path: Path) -> None:
    """Removes what killed writers of a file left beside it. A living one has its own for less than a moment."""
    lead = f".{path.name[:80]}."
    with suppress(OSError), os.scandir(path.parent) as beside:
        for one in beside:
            if (
                one.name.startswith(lead)
                and one.name.endswith(LEFT)
                and time.time() - one.stat(follow_symlinks=False).st_mtime > ORPHANED
            ):
                os.unlink(one.path)


def reserve(path: Path) -> None:
    """Take the disk space of a file that will be mapped: where there is none, writing to the mapping would end the process.

    Raises OSError where the disk is full.
    """
    with path.open("r+b") as file:
        os.posix_fallocate(file.fileno(), 0, path.stat().st_size)

"""What disks and databases fail with, as errors of our tree: each says what happened, that nothing is lost, and the remedy.

Knows errors and folders; nothing of what is stored.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import MedleyError, StoreDamaged, StoreError

__all__ = ["database_fault", "disk_fault", "mapped_disk", "room_left"]

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
DENIED = (errno.EROFS, errno.EACCES, errno.EPERM)
FAILING = (errno.EIO, errno.ESTALE, errno.ENXIO)
IN_THE_WAY = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST)
LITTLE = 1 << 20
"""Bytes of free space below which a disk that can't be written is taken for full."""
SAFE = "Nothing that was acknowledged is lost"


def room_left(folder: Path) -> int | None:
    """Return the free bytes of the disk of a folder, or of the nearest one above it that is there; None where nobody knows."""
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _full(folder: Path, told: object) -> StoreError:
    return StoreError(f"the disk of '{folder}' is full ({told}). {SAFE}: free some space, and run it again")


def _denied(folder: Path, told: object) -> StoreError:
    return StoreError(
        f"expected to write '{folder}'; it is read-only for this user ({told}). {SAFE}: give the right to write there, or copy "
        "the store to where it may be written"
    )


def _failing(folder: Path, told: object) -> StoreError:
    room = room_left(folder)
    if room is not None and room < LITTLE:
        return _full(folder, told)
    return StoreError(
        f"the disk of '{folder}' could not be read or written ({told}): it may be full, over a limit of its user, or failing. "
        f"{SAFE}: look at it with: df -h, and run it again"
    )


def disk_fault(error: OSError, folder: Path) -> StoreError | None:
    """Return an operating system's error about a folder as one of ours; None for what has nothing to do with its disk."""
    told = error.strerror or error
    if error.errno in FULL:
        return _full(folder, told)
    if error.errno in FAILING:
        return _failing(folder, told)
    named = Path(str(error.filename)) if error.filename is not None else folder
    if not named.is_relative_to(folder) and named not in folder.parents:
        return _denied(folder, told) if error.errno == errno.EROFS else None
    if error.errno in DENIED:
        return _denied(folder, f"{told}: {named}")
    if error.errno in IN_THE_WAY:
        return StoreDamaged(
            f"expected to write '{named}'; something else stands there ({told}). {SAFE}: move it away, and run it again"
        )
    return None


@contextmanager
def mapped_disk(folder: Path) -> Iterator[None]:
    """Within it, errors of the disk of `folder` are StoreError; others stay as they are."""
    try:
        yield
    except MedleyError:
        raise
    except OSError as error:
        if (fault := disk_fault(error, folder)) is None:
            raise
        raise fault from error


_FULL = ("disk is full", "no space left", "file too large")
_FAILING = ("disk i/o error", "input/output error")
_DENIED = ("readonly", "read-only", "unable to open database", "permission denied", "attempt to write")
_BUSY = ("locked", "busy")
_DAMAGED = (
    "malformed", "not a database", "no such table", "no such column", "no such index", "has no column", "corrupt", "decode",
    "encrypted", "unsupported file format", "missing chunk",
)  # fmt: skip


def database_fault(told: str, name: str, folder: Path | None) -> StoreError:
    """Return what an engine told of a database as one of our errors. folder: where its files lie, if they do.

    StoreDamaged, with the way to mend it, where what it holds can't be read; StoreError where it can't be reached or written.
    """
    told = told[:200]
    text = told.lower()
    if any(sign in text for sign in _DAMAGED):
        remedy = f". Run: medley doctor --store '{folder}' --repair" if folder else ""
        return StoreDamaged(f"expected a whole database in '{name}'; it is damaged ({told}){remedy}")
    if folder is not None:
        for signs, fault in ((_FULL, _full), (_FAILING, _failing)):
            if any(sign in text for sign in signs):
                return fault(folder, told)
        if any(sign in text for sign in _DENIED):
            room = room_left(folder)
            return _full(folder, told) if room is not None and room < LITTLE else _denied(folder, told)
    if any(sign in text for sign in _BUSY):
        return StoreError(f"expected to write '{name}'; another process is writing it ({told}). Wait, and run it again")
    return StoreError(f"expected to read and write the database '{name}'; could not ({told})")

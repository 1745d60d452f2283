"""One writer of a store at a time, by a lock that names its owner.

The operating system lets go of the lock when its owner dies, however it dies. Behaviour events are not covered: they
live in a database of their own.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import StoreLocked
from retrieval.store.faults import mapped_disk

__all__ = ["writing"]

PATIENCE = 0.5
"""Seconds that a second writer waits before it is refused."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Holds the right to write the store in `folder`. What its disk fails with inside becomes a StoreError with the remedy.

    Raises StoreLocked within a second where another process holds it; StoreError where nothing can be written there.
    """
    with mapped_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
        owner = folder / "writer.json"
        lock = FileLock(folder / "writer.lock")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            raise StoreLocked(
                f"expected to write the store '{folder}' alone; {_named(owner)} is writing it. Wait until it is done, or stop it"
            ) from None
        try:
            with suppress(OSError):  # whose name it is helps others; a full disk may still take what is to be removed
                owner.write_text(json.dumps(_facts()), "utf-8")
            yield
        finally:
            with suppress(OSError):
                owner.unlink(missing_ok=True)
            lock.release()


def _facts() -> dict[str, object]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat("T", "seconds")}


def _named(owner: Path) -> str:
    try:
        facts = json.loads(owner.read_text("utf-8"))
        return f"process {facts['pid']} on {facts['host']}, since {facts['since']},"
    except (OSError, ValueError, KeyError):
        return "another process"

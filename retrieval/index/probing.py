"""Whether a collection may be opened in this process: damaged files of its graph end whoever opens them, by a signal.

The files of a graph are hashed when it is built; what differs is damaged. Where nothing was hashed the collection is opened in a
process of its own first (`chroma.probe`), and hashed where that went well. Knows files; nothing of vectors.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from retrieval.atomic import write_atomically
from retrieval.index.chroma import probe

__all__ = ["MARK", "complaint", "mark"]

MARK = "probed.json"
KEPT = "index_metadata.pickle"
"""The file that Chroma has beside a graph which it keeps. Without it (some hundred items) it makes the graph anew from its database
whenever it opens it, and the files differ each time."""


def _hashes(folder: Path) -> dict[str, str]:
    """The hash of each file of the graph in `folder`; none where it isn't kept in files."""
    if not any(folder.rglob(KEPT)):
        return {}
    return {path.relative_to(folder).as_posix(): _hash(path) for path in sorted(folder.glob("*/*")) if path.is_file()}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _marked(generation: Path) -> dict[str, str]:
    try:
        return dict(json.loads((generation / MARK).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def mark(generation: Path) -> None:
    """Note the files of a collection that was just built, or probed. Raises OSError."""
    write_atomically(generation / MARK, json.dumps(_hashes(generation / "chroma")).encode())


def complaint(generation: Path) -> str | None:
    """Return what is wrong with the collection in `generation/chroma`, or None."""
    before = _marked(generation)
    try:
        now = _hashes(generation / "chroma")
    except OSError as error:
        return f"its files can't be read ({error})"
    if before and now == before:
        return None
    if before:
        changed = sorted(name for name in {**before, **now} if before.get(name) != now.get(name))
        return f"'{changed[0]}' is not what was written"
    found = probe(generation)
    if found is None:
        with suppress(OSError):  # where nothing can be written, it is asked again
            mark(generation)
    return found

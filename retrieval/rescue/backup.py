"""Backup and restore: every database of a store copied online, each checked, with all else that nothing can be made of.

    BACKUP/backup.json    when, of what, and each file with its size and SHA-256
    BACKUP/files/         the files, by their places in the store

The index isn't in it: it is built from the record when the backup is restored, and nothing is encoded for it. Nor are the pictures
and sounds of a catalogue, which lie elsewhere. Knows files; nothing of what they hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from retrieval.errors import StoreDamaged, StoreError
from retrieval.index.generation import POINTER
from retrieval.store.faults import mapped_disk
from retrieval.store.lock import writing
from retrieval.store.salvage import BESIDE, copy_online, integrity
from retrieval.store.store import DATABASE, Store

__all__ = ["Backup", "back_up", "checked", "restore"]

MANIFEST, FILES = "backup.json", "files"
FORMAT = 1
DATABASES = (".sqlite", ".sqlite3")
MADE = ("generations", "kept")
"""Folders of what is made of the record."""
PASSING = ("writer.lock", "writer.json", "keys.json.lock")
"""Files that have to do with a process that runs, or with the index."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds: how many items, files and bytes, and when it was made."""

    folder: Path
    items: int
    files: int
    size: int
    made: str


def _files(folder: Path) -> Iterator[Path]:
    """The files of a store that nothing can be made of, by their places in it."""
    for top, folders, names in os.walk(folder):
        here = Path(top)
        if here == folder:
            folders[:] = [name for name in folders if name not in MADE and not name.startswith((".", "damaged-"))]
        for name in sorted(names):
            path = here / name
            passing = here == folder and (name in PASSING or name.startswith((".", POINTER)))
            if not passing and not name.endswith(BESIDE) and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def back_up(folder: Path, target: Path) -> Backup:
    """Copy the store in `folder` into a new folder; others may read and write it meanwhile, but not index it.

    Raises StoreError where there is no store, where `target` is there or can't be written, or where a database is damaged:
    then no backup is left.
    """
    folder, target = Path(folder), Path(target)
    if not (folder / DATABASE).is_file():
        raise StoreError(f"expected a store in '{folder}'; there is none")
    if target.exists():
        raise StoreError(f"expected a new folder for the backup; '{target}' is there")
    work = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with mapped_disk(target.parent):
            shutil.rmtree(work, ignore_errors=True)
            (work / FILES).mkdir(parents=True, mode=0o700)
        with writing(folder), mapped_disk(target.parent):
            listed = [_copied(folder, place, work / FILES) for place in _files(folder)]
            facts = {
                "format": FORMAT, "made": datetime.now(UTC).isoformat("T", "seconds"), "store": str(folder.resolve()),
                "items": _size(folder), "files": listed,
            }  # fmt: skip
            (work / MANIFEST).write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")
            for path in sorted(work.rglob("*")):
                _sync(path)
            work.rename(target)
            _sync(target.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return checked(target)


def _copied(folder: Path, place: Path, files: Path) -> dict[str, Any]:
    source, copy = folder / place, files / place
    copy.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in DATABASES:
        copy_online(source, copy)
        if (fault := integrity(copy)) is not None:
            raise StoreDamaged(
                f"expected a whole database in '{source}'; it is damaged ({fault}). Run: medley doctor --store '{folder}' --repair"
            )
    else:
        shutil.copy2(source, copy)
    return {"path": place.as_posix(), "size": copy.stat().st_size, "sha256": _hash(copy)}


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _size(folder: Path) -> int:
    store = Store(folder)
    try:
        return len(store)
    finally:
        store.close()


def checked(backup: Path) -> Backup:
    """Return what a backup holds, every file compared with its hash. Raises StoreDamaged for one that isn't whole."""
    backup = Path(backup)
    try:
        facts = json.loads((backup / MANIFEST).read_text("utf-8"))
        listed = [(_place(f["path"]), int(f["size"]), str(f["sha256"])) for f in facts["files"]]
        made, items = str(facts["made"]), int(facts["items"])
        newer = int(facts["format"]) > FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"expected a backup in '{backup}'; its {MANIFEST} can't be read ({error})") from error
    if newer:
        raise StoreError(
            f"expected a backup of format {FORMAT} or older in '{backup}'; a newer version of Medley made it"
        )
    for place, size, wanted in listed:
        path = backup / FILES / place
        if path.is_symlink() or not path.is_file() or path.stat().st_size != size or _hash(path) != wanted:
            raise StoreDamaged(
                f"expected the file '{place}' of the backup '{backup}' as it was written; it is missing or has changed. Take another backup"
            )
    return Backup(backup, items, len(listed), sum(size for _, size, _ in listed), made)


def _place(path: object) -> PurePosixPath:
    """A place within a store. Raises ValueError for one outside."""
    place = PurePosixPath(str(path))
    if place.is_absolute() or ".." in place.parts or not place.parts:
        raise ValueError(f"a file outside of the store: {str(path)[:100]}")
    return place


def restore(backup: Path, folder: Path) -> Backup:
    """Put a backup into `folder`, which is new or empty; the index has yet to be built. It appears whole or not at all.

    Raises StoreDamaged for a backup that isn't whole, StoreError where something is in the way or nothing can be written.
    """
    folder = Path(folder)
    found = checked(backup)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"expected a new or an empty folder; '{folder}' holds something. Move it away first")
    work = folder.with_name(f".{folder.name}-{os.getpid()}-{int(time.time())}")
    try:
        with mapped_disk(folder.parent):
            folder.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(Path(backup) / FILES, work)
            for path in sorted(work.rglob("*")):
                _sync(path)
            if folder.exists():
                folder.rmdir()
            work.rename(folder)
            _sync(folder.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found

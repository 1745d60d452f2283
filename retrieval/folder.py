"""Reads a folder of pictures and sounds as catalogue rows: files of the same name are one item.

Titles come from sound tags or file names, here only: in a catalogue file a row without a title stays without one.
Knows nothing of items being checked, which `catalog.py` does.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import MediaError
from retrieval.items import Problem
from retrieval.media import MediaReader
from retrieval.rows import Row, Table

__all__ = ["PICTURES", "SOUNDS", "read_folder", "title_of"]

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".avif"))
SOUNDS = frozenset((".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif"))

_TRACK = re.compile(r"^\d{1,3}(\s*[._-]\s*|\s+)(?=[^\W\d])")
_OPAQUE = re.compile(r"(?=.*\d)[0-9a-f]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAPS = re.compile(r"[\s_-]+")
_CATALOGUES = (".jsonl", ".ndjson", ".csv", ".tsv")


def title_of(stem: str) -> str:
    """A file name without its suffix as a title: words parted, a leading track number dropped; "" for a mere code.

    >>> title_of("03 - My_BlueCar"), title_of("ruby-throated_hummingbird"), title_of("9f86d081884c7d65")
    ('My Blue Car', 'ruby throated hummingbird', '')
    """
    if _OPAQUE.fullmatch(stem):
        return ""
    return _GAPS.sub(" ", _HUMP.sub(" ", _TRACK.sub("", stem))).strip()


def _files(root: Path) -> Iterator[Path]:
    """Every file below the folder by name, hidden ones and linked folders left out, in one fixed order."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name).relative_to(root)


def _tagged(root: Path, audio: str, reader: MediaReader) -> dict[str, object]:
    """What the sound's own tags say; nothing where it can't be read, which shows when its media is checked."""
    try:
        tags = dict[str, object](reader.tags(root / audio, root))
    except MediaError:
        return {}
    year = re.match(r"\d{4}", str(tags.pop("year", "")))
    return {**tags, "year": int(year.group())} if year else tags


def _cells(root: Path, key: Path, pictures: list[Path], sounds: list[Path], reader: MediaReader) -> dict[str, object]:
    cells: dict[str, object] = {"id": key.as_posix(), "title": title_of(key.name)}
    folders = key.parent.parts
    if folders:
        cells["category"] = folders[0] if len(folders) == 1 else list(folders)
    if pictures:
        cells["image"] = [path.as_posix() for path in pictures]
    if sounds:
        cells["audio"] = [path.as_posix() for path in sounds]
        cells |= _tagged(root, sounds[0].as_posix(), reader)
    return cells


def _left_out(root: Path, others: list[Path]) -> list[tuple[int, Problem]]:
    """One problem that counts the files which are neither pictures nor sounds, and points to a catalogue file."""
    if not others:
        return []
    kinds = Counter(path.suffix.lower() or "without a suffix" for path in others)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(6))
    lists = [path.name for path in others if path.suffix.lower() in _CATALOGUES and not path.parent.parts]
    hint = f"; to read {lists[0]}, name that file instead of the folder" if lists else ""
    return [(0, Problem(root.name, "files", f"left out what is neither picture nor sound: {told}{hint}"))]


def read_folder(root: Path, reader: MediaReader) -> Table:
    """The pictures and sounds below `root` as rows, those of the same folder and name (but for the suffix) as one.

    `id` is the relative path without suffix; `title` comes from the sound's tags or the name; `artist`, `album`,
    `genre` and `year` from the tags; `category` from the sub-folders. Other files are counted in one problem.
    """
    pictures: dict[Path, list[Path]] = {}
    sounds: dict[Path, list[Path]] = {}
    others: list[Path] = []
    keys: dict[Path, None] = {}
    for path in _files(root):
        suffix = path.suffix.lower()
        kind = pictures if suffix in PICTURES else sounds if suffix in SOUNDS else None
        if kind is None:
            others.append(path)
            continue
        key = path.with_suffix("")
        keys[key] = None
        kind.setdefault(key, []).append(path)
    rows = []
    for number, key in enumerate(keys, 1):
        label = key.as_posix().encode(errors="backslashreplace").decode()  # a name that is not UTF-8 can be printed
        rows.append(Row(number, label, _cells(root, key, pictures.get(key, []), sounds.get(key, []), reader)))
    return Table(tuple(rows), tuple(_left_out(root, others)))

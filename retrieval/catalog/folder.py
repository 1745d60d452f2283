"""Reads a folder of pictures, sounds and videos as catalogue rows: files of the same name are one item.

Titles come from sound tags or file names, here only: in a catalogue file a row without a title stays without one.
Knows nothing of items being checked, which `catalog.py` does.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.catalog.file_words import TEXTS, caption_of, cover_of, photo_cells, sound_cells, with_caption
from retrieval.catalog.items import Problem
from retrieval.catalog.rows import FileName, Table, TableRow
from retrieval.language.tables import fragment
from retrieval.media.extract import Extraction
from retrieval.media.reader import MediaReader

__all__ = ["PICTURES", "SOUNDS", "VIDEOS", "holds_media", "read_folder", "title_of"]

PICTURES = frozenset(
    (
        ".png",
        ".jpg",
        ".jpeg",
        ".jfif",
        ".jpe",
        ".gif",
        ".webp",
        ".bmp",
        ".tif",
        ".tiff",
        ".avif",
        ".heic",
        ".heif",
        ".svg",
    )
)
SOUNDS = frozenset((".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".m4a", ".m4b"))
VIDEOS = frozenset((".mp4", ".m4v", ".mov", ".webm", ".mkv"))

_TRACK = re.compile(r"^\d{1,3}(\s*[._-]\s*|\s+)(?=[^\W\d])")
_OPAQUE = re.compile(r"(?=.*\d)[0-9a-f]{12,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CAMERA = re.compile(
    rf"(_?(img|dsc[nf]?|pxl|mvimg|pano|vid|gopr|dji|wp)[\s_-]?\d{{3,}}|mmexport\d{{3,}}|{fragment('folder.camera')})"
    r"([\s_.~()-]|\d|wa|at|am|pm|mp|hdr|edited|copy|portrait)*",
    re.IGNORECASE,
)
"""Names that cameras, phones and messengers give."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAPS = re.compile(r"[\s_-]+")
_CATALOGUES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")


def title_of(stem: str) -> str:
    """A file name without its suffix as a title: words parted, a leading track number dropped; "" for a mere code
    or what a camera calls its pictures.

    >>> title_of("03 - My_BlueCar"), title_of("ruby-throated_hummingbird"), title_of("9f86d081884c7d65")
    ('My Blue Car', 'ruby throated hummingbird', '')
    >>> title_of("IMG_2034"), title_of("WhatsApp Image 2024-05-01 at 10.11.12"), title_of("IMG_2034 our dog")
    ('', '', 'IMG 2034 our dog')
    """
    if _OPAQUE.fullmatch(stem) or _CAMERA.fullmatch(stem):
        return ""
    return _GAPS.sub(" ", _HUMP.sub(" ", _TRACK.sub("", stem))).strip()


def _files(root: Path) -> Iterator[Path]:
    """Every file below the folder by name, hidden ones and linked folders left out, in one fixed order."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder, name).relative_to(root)


def holds_media(root: Path) -> bool:
    """Whether there is a picture, sound or video below the folder, hidden ones left out."""
    return any(path.suffix.lower() in PICTURES | SOUNDS | VIDEOS for path in _files(root))


@dataclass
class _Group:
    """The files of one item."""

    pictures: list[Path] = field(default_factory=list)
    sounds: list[Path] = field(default_factory=list)
    videos: list[Path] = field(default_factory=list)
    texts: list[Path] = field(default_factory=list)


def _cells(root: Path, key: Path, group: _Group, reader: MediaReader, kept: Extraction) -> dict[str, object]:
    cells: dict[str, object] = {"id": key.as_posix(), "title": title_of(key.name)}
    folders = key.parent.parts
    if folders:
        cells["category"] = folders[0] if len(folders) == 1 else list(folders)
    if group.pictures:
        cells["image"] = [FileName(path.as_posix()) for path in group.pictures]
        cells |= photo_cells(root, group.pictures[0].as_posix(), reader)
    if group.sounds:
        sounds = [path.as_posix() for path in group.sounds]
        cells["audio"] = [FileName(path) for path in sounds]
        cells |= sound_cells(root, sounds[0], reader)
        if not group.pictures and (cover := cover_of(root, sounds, reader, kept)):
            cells["image"] = [FileName(cover)]
    if group.videos:
        cells["video"] = [FileName(path.as_posix()) for path in group.videos]
    for path in group.texts[:1]:
        cells = with_caption(cells, caption_of(root, path, reader))
    return cells


def _left_out(root: Path, others: list[Path]) -> list[tuple[int, Problem]]:
    """One problem that counts the files which are neither pictures, sounds nor videos, and points to a catalogue file."""
    if not others:
        return []
    kinds = Counter(path.suffix.lower() or "without a suffix" for path in others)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(6))
    lists = [path.name for path in others if path.suffix.lower() in _CATALOGUES and not path.parent.parts]
    hint = f"; to read {lists[0]}, name that file instead of the folder" if lists else ""
    return [(0, Problem(root.name, "files", f"left out what is neither picture nor sound: {told}{hint}"))]


def read_folder(root: Path, reader: MediaReader) -> Table:
    """The pictures, sounds and videos below `root` as rows, those of the same folder and name (but for the suffix) as one.

    `id` is the relative path without suffix; `title` comes from the file's own tags or the name; `artist`, `album`, `genre`,
    `year`, `taken`, `camera`, `keywords` and where it was taken from the tags; a text beside a file (`cat.txt`) is its
    description, and the picture that a sound carries its picture; `category` comes from the sub-folders. Other files are
    counted in one problem.
    """
    groups: dict[Path, _Group] = {}
    others: list[Path] = []
    kept = Extraction(root, reader.limits)
    files = list(_files(root))
    told = {path.with_suffix("") for path in files if path.suffix.lower() in PICTURES | SOUNDS | VIDEOS}
    for path in files:
        key, suffix = path.with_suffix(""), path.suffix.lower()
        if suffix in TEXTS and key in told:
            groups.setdefault(key, _Group()).texts.append(path)
            continue
        if suffix not in PICTURES | SOUNDS | VIDEOS:
            others.append(path)
            continue
        group = groups.setdefault(key, _Group())
        (group.pictures if suffix in PICTURES else group.sounds if suffix in SOUNDS else group.videos).append(path)
    rows = []
    for number, (key, group) in enumerate(groups.items(), 1):
        label = key.as_posix().encode(errors="backslashreplace").decode()  # a name that is not UTF-8 can be printed
        rows.append(TableRow(number, label, _cells(root, key, group, reader, kept)))
    return Table(tuple(rows), tuple(_left_out(root, others)), of_files=True)

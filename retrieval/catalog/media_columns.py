"""Which columns of a table name pictures, sounds or videos, whatever they are called: told by their cells, and by their names.

Knows cells and names of columns, and which files lie in a folder; decodes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from retrieval.catalog.files.table import TableRow
from retrieval.catalog.folder import PICTURES, SOUNDS, VIDEOS
from retrieval.language.columns import heads

__all__ = ["is_remote", "lying", "media_below", "media_columns", "media_kind", "media_names"]

_KINDS = {**dict.fromkeys(PICTURES, "image"), **dict.fromkeys(SOUNDS, "audio"), **dict.fromkeys(VIDEOS, "video")}
_URL = re.compile(r"https?://\S+|//\S+\.\S+", re.IGNORECASE)
_SUFFIX = re.compile(r"(\.\w{2,4})(?:[?#].*)?$")
_PARTS = re.compile(r"\s*[|;,\n]\s*")
_SHARE = 0.8
_SAMPLE = 200
_MOST_FILES = 50_000


def media_kind(name: str) -> str:
    """Tell "image", "audio" or "video" by the suffix of a file name or URL, or "".

    >>> media_kind("a/b.JPG"), media_kind("https://x.org/c.mp3?d=1"), media_kind("blue")
    ('image', 'audio', '')
    """
    match = _SUFFIX.search(name.strip())
    return _KINDS.get(match[1].lower(), "") if match else ""


def media_names(cell: str) -> list[str]:
    """Part a cell that lists several files or URLs; one that names a single file stays whole, whatever it is called.

    >>> media_names("a.jpg, b.jpg"), media_names("Cup, blue.jpg")
    (['a.jpg', 'b.jpg'], ['Cup, blue.jpg'])
    """
    parts = [part for part in _PARTS.split(cell.strip()) if part]
    if len(parts) > 1 and all(media_kind(part) or _URL.fullmatch(part) for part in parts):
        return parts
    return [cell.strip()] if cell.strip() else []


def media_below(root: Path) -> Mapping[str, str]:
    """Find the media files below a folder by their path and, where it is one's alone, by their name."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for path in _walk(root):
        name = path.rsplit("/", 1)[-1]
        twice |= {name} if found.get(name, path) != path else set()
        found[path] = path
        found.setdefault(name, path)
        if len(found) > _MOST_FILES:
            break
    return {name: path for name, path in found.items() if name not in twice or name == path}


def _walk(root: Path) -> Iterator[str]:
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in _KINDS:
                yield Path(folder, name).relative_to(root).as_posix()


def _cells(rows: Sequence[TableRow], column: str) -> list[str]:
    found = []
    for row in rows[:_SAMPLE]:
        value = row.cells.get(column)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and part.strip():
                found += media_names(part)
            elif part is not None and part != "" and not isinstance(part, str):
                return []
    return found


def lying(name: str, below: Mapping[str, str]) -> str:
    """Find the media file that a cell names, by its path or, as on another computer, by its name alone; "" where none is.

    below: what `media_below` found.
    """
    plain = name.replace("\\", "/").removeprefix("./")
    return below.get(name) or below.get(plain) or below.get(plain.rsplit("/", 1)[-1], "")


def _kind(rows: Sequence[TableRow], column: str, root: Path, below: dict[str, str]) -> str:
    """The kind of media that a column names; "" where it names none."""
    cells = _cells(rows, column)
    if not cells:
        return ""
    kinds = [media_kind(cell) for cell in cells]
    urls = sum(_URL.fullmatch(cell) is not None for cell in cells)
    named = next((kind for kind in ("image", "audio", "video") if heads(column, kind)), "")
    if named == "image" and urls >= _SHARE * len(cells) and not any(kind in ("audio", "video") for kind in kinds):
        return "image"
    for kind in dict.fromkeys(filter(None, kinds)):
        if kinds.count(kind) < _SHARE * len(cells) and not (named and kinds.count(kind) >= 0.5 * len(cells)):
            continue
        if not (named or urls or below):
            below.update(media_below(root))
        if named or urls or any(lying(cell, below) for cell in cells):
            return kind
    return ""


def media_columns(rows: Sequence[TableRow], columns: Collection[str], root: Path) -> dict[str, str]:
    """Tell which of `columns` name media, and of which kind: "image", "audio" or "video".

    Most cells must be files by their suffix, or URLs where the name speaks of pictures; where the name says nothing, the
    files must be there, or be URLs.

    >>> rows = [TableRow(1, "line 1", {"photo": "https://x.org/1.jpg", "colour": "red"})]
    >>> media_columns(rows, ["photo", "colour"], Path("."))
    {'photo': 'image'}
    """
    below: dict[str, str] = {}
    return {column: kind for column in columns if (kind := _kind(rows, column, root, below))}


def is_remote(rows: Sequence[TableRow], column: str) -> bool:
    """Tell whether most cells of a column of media are addresses on the net."""
    cells = _cells(rows, column)
    return sum(_URL.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)

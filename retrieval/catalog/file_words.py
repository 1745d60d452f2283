"""What the files of a folder say of themselves: tags of sounds, EXIF, IPTC and XMP of pictures, and texts that lie beside them.

Gives cells as a row of a catalogue has them. Knows files and the reader that decodes them; nothing of items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from retrieval.catalog.files.encodings import decoded, mended
from retrieval.errors import CatalogError, MediaError
from retrieval.media.extract import Extraction
from retrieval.media.places import town_of
from retrieval.media.reader import MediaReader, open_media

__all__ = ["TEXTS", "caption_of", "cover_of", "photo_cells", "sound_cells", "with_caption"]

TEXTS = frozenset((".txt", ".caption", ".lab"))
"""Suffixes of texts that lie beside pictures and sounds and tell of them."""
_TITLE = 100
"""Letters up to which a text of one line is a title where the file's name is none."""


def sound_cells(root: Path, audio: str, reader: MediaReader) -> dict[str, object]:
    """What the sound's own tags say; nothing where it can't be read, which shows when its media is checked."""
    try:
        tags = dict[str, object](reader.tags(root / audio, root))
    except MediaError:
        return {}
    year = re.match(r"\d{4}", str(tags.pop("year", "")))
    words = mended({name: str(value) for name, value in tags.items()})
    if words.get("albumartist") == words.get("artist"):
        words.pop("albumartist", None)
    elif "albumartist" in words:
        words["album_artist"] = words.pop("albumartist")
    return {**words, "year": int(year.group())} if year else dict(words)


def photo_cells(root: Path, image: str, reader: MediaReader) -> dict[str, object]:
    """What the picture says of itself, with the town where it was taken; nothing where it can't be read."""
    try:
        told: dict[str, Any] = reader.photo(root / image, root)
    except MediaError:
        return {}
    if "latitude" in told and "city" not in told:
        told = {**town_of(told["latitude"], told["longitude"]), **told}
    return {name: value for name, value in told.items() if value not in ("", [], None)}


def caption_of(root: Path, path: Path, reader: MediaReader) -> str:
    """The text in a file beside a picture or sound, white space apart as it stands there; "" where it is none."""
    try:
        with open(open_media(root / path, root, reader.limits), "rb") as file:
            data = file.read(reader.limits.characters * 4)
        text, _ = decoded(data, path)
    except (MediaError, CatalogError):
        return ""
    return re.sub(r"[ \t]+", " ", text.replace("\r\n", "\n")).strip()[: reader.limits.characters]


def with_caption(cells: dict[str, object], text: str) -> dict[str, object]:
    """Cells with a text that lies beside the file: its title where it is short and there is no other, else its description."""
    if not text:
        return cells
    if not cells.get("title") and len(text) <= _TITLE and "\n" not in text:
        return {**cells, "title": text}
    return {**cells, "description": text}


def cover_of(root: Path, sounds: Sequence[str], reader: MediaReader, kept: Extraction) -> str:
    """The picture that a sound carries, as a file of the folder for what was taken out; "" where there is none to be had."""
    for audio in sounds:
        with suppress(MediaError, CatalogError):
            if data := reader.cover(root / audio, root):
                return kept.keep(data)
    return ""

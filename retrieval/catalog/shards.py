"""Shards of WebDataset: tar files in which the files of one sample stand beside each other under one name.

    cat_001.jpg  cat_001.txt  cat_001.json  cat_001.cls

Media are taken out into files beside the shards; nothing is written anywhere else, whatever the archive says. Knows tar files
and rows; nothing of items.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from retrieval.catalog.file_words import TEXTS, with_caption
from retrieval.catalog.files.encodings import decoded
from retrieval.catalog.files.table import FileName, Found, OmittedMedia, malformed, table_of
from retrieval.catalog.folder import PICTURES, SOUNDS, VIDEOS, holds_media
from retrieval.catalog.rows import Table, TableRow
from retrieval.errors import CatalogError, MediaError
from retrieval.media.extract import Extraction
from retrieval.media.reader import MediaLimits

__all__ = ["read_shards", "shards_of"]

_KINDS = {**dict.fromkeys(PICTURES, "image"), **dict.fromkeys(SOUNDS, "audio"), **dict.fromkeys(VIDEOS, "video")}
_LABELS = (".cls", ".cls2", ".index")


def shards_of(source: Path) -> list[Path]:
    """The tar files that a path is or, as a folder without media of its own, holds; empty where it is neither."""
    if source.is_file():
        return [source] if source.suffix.lower() == ".tar" and tarfile.is_tarfile(source) else []
    found = sorted(path for path in source.glob("*.tar") if path.is_file())
    return found if found and not holds_media(source) else []


def _parts(name: str) -> tuple[str, str]:
    """The name of a sample and what kind of file of it this is: all behind the first point of the file's own name."""
    path = PurePosixPath(name)
    base, point, kind = path.name.partition(".")
    return (path.parent / base).as_posix(), f"{point}{kind}".lower()


def _value(kind: str, data: bytes, kept: Extraction, path: Path) -> tuple[str, object]:
    """The field of a sample that a file of it fills, and with what. Raises CatalogError or ValueError for one that can't be read."""
    suffix = PurePosixPath(f"x{kind}").suffix
    if suffix in _KINDS:
        try:
            return _KINDS[suffix], FileName(kept.keep(data))
        except MediaError as error:
            return _KINDS[suffix], OmittedMedia(str(error))
    text = decoded(data, path)[0].strip()
    if suffix == ".json":
        return "json", json.loads(text)
    return ("text" if suffix in TEXTS else "label" if suffix in _LABELS else suffix[1:]), text


def _row(number: int, name: str, files: Sequence[tuple[str, object]]) -> TableRow:
    cells: dict[str, object] = {"id": name}
    for field, value in files:
        if field == "json" and isinstance(value, dict):
            cells |= {
                str(key): part for key, part in value.items() if str(key) not in ("image", "audio", "video", "id")
            }
        elif field in ("image", "audio", "video"):
            cells[field] = [*list(cells.get(field, [])), value]  # type: ignore[call-overload]  # lists are all that stands there
        elif field != "text":
            cells[field] = value
    caption = next((str(value) for field, value in files if field == "text"), "")
    return TableRow(number, name, with_caption(cells, caption))


def _samples(
    shard: Path, kept: Extraction, limits: MediaLimits
) -> Iterator[tuple[str, list[tuple[str, object]]] | str]:
    """The samples of one shard in order, and in words what couldn't be read of it."""
    name, files = "", list[tuple[str, object]]()
    with tarfile.open(shard, "r:") as archive:
        for member in archive:
            if not member.isreg() or PurePosixPath(member.name).name.startswith((".", "__")):
                continue
            sample, kind = _parts(member.name)
            if sample != name and files:
                yield name, files
                files = []
            name = sample
            stream: IO[bytes] | None = archive.extractfile(member) if member.size <= limits.bytes else None
            if stream is None:
                yield f"{member.name}: expected at most {limits.bytes:,} bytes, got {member.size:,}"
                continue
            try:
                files.append(_value(kind, stream.read(), kept, Path(member.name)))
            except (CatalogError, ValueError) as error:
                yield f"{member.name}: can't be read ({error})"
    if files:
        yield name, files


def read_shards(shards: Sequence[Path], limits: MediaLimits) -> Table:
    """The samples of tar files as rows, their media taken out beside them. A shard that ends too early keeps what came before.

    Raises CatalogError where media can't be kept, or nothing can be read.
    """
    kept = Extraction(shards[0].parent, limits)
    found: list[Found] = []
    for shard in shards:
        try:
            for sample in _samples(shard, kept, limits):
                number = len(found) + 1
                found.append(
                    malformed(number, shard.name, sample) if isinstance(sample, str) else _row(number, *sample)
                )
        except (tarfile.TarError, EOFError, OSError) as error:
            found.append(malformed(len(found) + 1, shard.name, f"is damaged or cut short ({error})"))
    return table_of(found)

"""Files that are packed: gzip, bzip2, xz and zip, unpacked in memory up to a limit. Knows bytes; no tables."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, cast

from retrieval.errors import CatalogError

__all__ = ["is_packed", "unpacked"]

_MARKS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"PK\3\4")
_READABLE = (
    ".csv",
    ".tsv",
    ".jsonl",
    ".ndjson",
    ".json",
    ".xml",
    ".txt",
    ".xlsx",
    ".ods",
    ".xls",
    ".dat",
    ".data",
    ".item",
    ".rss",
)


def is_packed(data: bytes) -> bool:
    """Whether bytes are packed; a spreadsheet, which is a zip too, must be asked for before."""
    return data.startswith(_MARKS)


def _member(packed: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The one file in a zip that can be a catalogue."""
    files = [info for info in packed.infolist() if not info.is_dir() and not _hidden(info.filename)]
    usable = [info for info in files if PurePosixPath(info.filename.lower()).suffix in _READABLE]
    telling = [info for info in usable if not info.filename.lower().endswith(".txt")]
    wanted = telling or usable or files
    if len(wanted) != 1:
        names = ", ".join(info.filename for info in wanted[:8])
        raise CatalogError(
            f"{path}: expected one catalogue file in it, found {names or 'none'}: unpack it and name one"
        )
    return wanted[0]


def _stream(data: bytes) -> IO[bytes]:
    stream = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return cast(IO[bytes], bz2.BZ2File(stream) if data.startswith(b"BZh") else lzma.LZMAFile(stream))


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def unpacked(data: bytes, path: Path, largest: int) -> tuple[bytes, Path]:
    """What is packed in `data`, of at most `largest` bytes, and the name that tells its form.

    Raises CatalogError where it can't be unpacked, is larger, or holds not exactly one file that may be a catalogue.
    """
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                info = _member(packed, path)
                with packed.open(info) as file:
                    found = file.read(largest + 1)
            inner = path.with_name(PurePosixPath(info.filename).name)
        else:
            with _stream(data) as file:
                found = file.read(largest + 1)
            inner = path.with_suffix("") if path.suffix.lower() in (".gz", ".bz2", ".xz", ".gzip") else path
    except (
        OSError,
        EOFError,
        zlib.error,
        lzma.LZMAError,
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise CatalogError(f"{path}: can't be unpacked ({error})") from error
    if len(found) > largest:
        raise CatalogError(f"{path}: expected at most {largest:,} bytes unpacked: split it")
    return found, inner

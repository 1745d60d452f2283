"""Takes pictures and sounds out of catalogue files that hold them as bytes, into files beside the catalogue.

Each is named by a hash of its content, written once and whole, and only if its first bytes are those of a picture, a
sound or a video. Knows bytes and limits. Knows nothing of rows or of decoding.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from retrieval.atomic import write_atomically
from retrieval.errors import CatalogError, MediaError
from retrieval.media.reader import MediaLimits
from retrieval.media.signatures import LENGTH, sniff

__all__ = ["MEDIA_FOLDER", "Extraction", "media_folder"]

MEDIA_FOLDER = ".medley-media"
"""Where what was fetched or taken out is kept, in the catalogue's folder."""


def media_folder(root: Path) -> Path:
    """Return the folder for taken-out media below `root`, made where it isn't there.

    Raises CatalogError where it can't be made or written, or is a link.
    """
    folder = root / MEDIA_FOLDER
    try:
        if folder.is_symlink():
            raise CatalogError(f"{folder}: expected a folder to keep pictures and sounds in, got a link: remove it")
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CatalogError(
            f"{folder}: pictures and sounds are taken out of the catalogue into this folder, which can't be made "
            f"({error.strerror}): copy the catalogue to a folder of your own"
        ) from error
    return folder


class Extraction:
    """Takes media out of one catalogue, at most `limits.media_bytes` in all."""

    def __init__(self, root: Path, limits: MediaLimits) -> None:
        self._root, self._limits = root, limits
        self._left = limits.media_bytes

    def keep(self, data: bytes) -> str:
        """Writes `data` unless it is there already; returns its path relative to the root.

        Raises MediaError where it is empty, larger than `limits.bytes`, or no picture, sound or video; CatalogError
        where it can't be written or the catalogue holds more than is allowed.
        """
        if not data:
            raise MediaError("expected the bytes of a picture or sound, got none")
        if len(data) > self._limits.bytes:
            raise MediaError(f"expected at most {self._limits.bytes:,} bytes, got {len(data):,}")
        kind = sniff(data[:LENGTH])
        if kind is None:
            raise MediaError(f"expected the bytes of a picture, sound or video; they start with {data[:12]!r}")
        self._left -= len(data)
        if self._left < 0:
            raise CatalogError(
                f"expected at most {self._limits.media_bytes:,} bytes of pictures and sounds in one catalogue: split it"
            )
        path = media_folder(self._root) / f"{kind}-{hashlib.sha256(data).hexdigest()[:32]}"
        if not path.is_file():
            try:
                write_atomically(path, data)
            except OSError as error:
                raise CatalogError(f"{path}: can't be written ({error.strerror}): free some space") from error
        return path.relative_to(self._root).as_posix()

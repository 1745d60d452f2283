"""What visitors give: pictures and sounds, limited in size and kind, decoded at once, their files deleted at once.

Only what was decoded waits to be asked with, under a name that can't be guessed. Decoding happens in the limited process
that reads the catalogue's media, too. Knows nothing of requests.
"""

from __future__ import annotations

import io
import os
import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import AsyncIterable
from pathlib import Path
from typing import Any, Literal

from agent.serving.page.settings import PageSettings
from retrieval.errors import MediaError
from retrieval.media.reader import MediaReader
from retrieval.media.signatures import LENGTH, sniff

__all__ = ["Expired", "TooLarge", "Uploads", "WrongKind", "received"]

Kind = Literal["image", "audio"]


class TooLarge(MediaError):
    """More bytes than are read."""


class WrongKind(MediaError):
    """Neither a picture nor a sound, or in a form that isn't read."""


class Expired(MediaError):
    """A picture or sound that is no longer kept."""


async def received(parts: AsyncIterable[bytes], most: int) -> bytes:
    """A body, of `most` bytes at most. Raises TooLarge beyond it, without reading the rest."""
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > most:
            raise TooLarge(f"expected at most {most:,} bytes")
    return bytes(body)


class Uploads:
    """Decoded pictures and sounds that wait. Safe to share between threads."""

    def __init__(self, settings: PageSettings, reader: MediaReader) -> None:
        self._settings, self._reader = settings, reader
        self._kept: OrderedDict[str, tuple[Kind, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, content: bytes) -> tuple[str, Kind]:
        """Decodes a picture or sound and keeps it: its name, and what it is.

        Raises WrongKind where it is neither, MediaError where it can't be read, TooLarge where it is larger than its kind may be.
        """
        kind, decoded = self._decoded(content)
        name = secrets.token_urlsafe(18)
        with self._lock:
            self._kept[name] = (kind, decoded)
            while len(self._kept) > self._settings.kept:
                self._kept.popitem(last=False)
        return name, kind

    def recording(self, content: bytes) -> bytes:
        """A spoken request as WAV, no longer than any other sound is read: a small file may hold hours.

        Raises WrongKind where it is no sound, MediaError where it can't be read.
        """
        kind, decoded = self._decoded(content)
        if kind != "audio":
            raise WrongKind("expected a recording as WAV, FLAC, OGG or MP3; got something else")
        import soundfile

        written = io.BytesIO()
        soundfile.write(written, decoded.samples, decoded.rate, format="WAV")
        return written.getvalue()

    def _decoded(self, content: bytes) -> tuple[Kind, Any]:
        kind = sniff(content[:LENGTH])
        if kind not in ("image", "audio"):
            raise WrongKind("expected a picture or a sound; got something else, or a format that isn't read")
        most = self._settings.picture_bytes if kind == "image" else self._settings.sound_bytes
        if len(content) > most:
            raise TooLarge(f"expected at most {most:,} bytes; got {len(content):,}")
        with tempfile.TemporaryDirectory(prefix="medley-page-") as folder:
            path = Path(folder) / "given"
            path.write_bytes(content)
            try:
                decoded = self._reader.image(path) if kind == "image" else self._reader.sound(path)
            except MediaError as error:
                raise MediaError(str(error).replace(f"{folder}{os.sep}given", "the file")) from error
        return kind, decoded

    def take(self, name: str | None, kind: Kind) -> Any | None:
        """What is kept under a name, no longer kept afterwards; None without a name.

        Raises Expired where there is none of that kind.
        """
        if name is None:
            return None
        with self._lock:
            found = self._kept.pop(name, None)
        if found is None or found[0] != kind:
            raise Expired("expected a picture or sound that was given just before; it is no longer there")
        return found[1]

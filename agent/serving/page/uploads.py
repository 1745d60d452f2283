"""What visitors give: pictures and sounds, limited in size and kind, decoded at once, their files deleted at once.

Only what was decoded waits to be asked with, under a name that can't be guessed. Decoding happens in the limited process
that reads the catalogue's media, too. Knows nothing of requests.
"""

from __future__ import annotations

import io
import secrets
import threading
from collections import OrderedDict
from typing import Any

from agent.serving.access.uploads import Kind, Uploads, WrongKind
from agent.serving.page.settings import PageSettings
from retrieval.errors import MediaError
from retrieval.media.reader import MediaReader

__all__ = ["Expired", "Waiting"]


class Expired(MediaError):
    """A picture or sound that is no longer kept."""


class Waiting:
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
        largest: dict[Kind, int] = {"image": self._settings.picture_bytes, "audio": self._settings.sound_bytes}
        with Uploads(largest) as files:
            kind = files.keep(None, content)
            path = files.kept[kind]
            try:
                return kind, self._reader.image(path) if kind == "image" else self._reader.sound(path)
            except MediaError as error:
                raise MediaError(files.masked(str(error))) from error

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

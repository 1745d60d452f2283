"""Pictures and sounds of items as MCP carries them: pictures small and encoded anew, sounds as they are while not large."""

from __future__ import annotations

import base64
import io
import mimetypes
import os

from agent.serving.mcp.schemas import clean
from retrieval.catalog.items import Item
from retrieval.errors import MediaError
from retrieval.media.reader import MediaLimits, MediaReader, open_media, probe

__all__ = ["Media"]

SIDE = 512
"""Largest side of a picture, in pixels."""
SOUND = 3 << 20
"""Largest sound that is sent, in bytes."""


class Media:
    """Reads the media of a catalogue's items; decoding happens in a limited process. Safe to share between threads."""

    def __init__(self) -> None:
        self._reader = MediaReader(MediaLimits(side=SIDE))

    def close(self) -> None:
        """Ends the process that decodes."""
        self._reader.close()

    def picture(self, item: Item, n: int = 0) -> tuple[str, str]:
        """A picture of an item in base64, and its media type. Raises MediaError."""
        if not 0 <= n < len(item.images):
            raise MediaError(f"expected one of the {len(item.images)} pictures of '{clean(item.id)}'; got {n}")
        image = self._reader.image(item.media_path(item.images[n]), item.root)
        held = io.BytesIO()
        image.save(held, "JPEG", quality=85)
        return base64.b64encode(held.getvalue()).decode(), "image/jpeg"

    def sound(self, item: Item) -> tuple[str, str]:
        """The sound of an item in base64, and its media type.

        Raises MediaError where it has none, where it isn't one, or where it is larger than is sent.
        """
        if item.audio is None:
            raise MediaError(f"expected an item with a sound; '{clean(item.id)}' has none")
        path, limits = item.media_path(item.audio), MediaLimits(bytes=SOUND)
        if probe(path, item.root, limits) != "audio":
            raise MediaError(f"expected a sound at '{clean(item.audio)}'; the file is none")
        with os.fdopen(open_media(path, item.root, limits), "rb") as file:
            content = file.read()
        guessed = mimetypes.guess_type(path.name)[0] or ""
        kind = {"audio/x-wav": "audio/wav", "audio/x-flac": "audio/flac"}.get(guessed, guessed)
        return base64.b64encode(content).decode(), kind if kind.startswith("audio/") else "application/octet-stream"

"""Pictures for chat models that see: scaled, encoded anew without anything that a file says beside its pixels.

Files are decoded in a limited process. Knows pictures; nothing of what is asked.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from retrieval.catalog.items import Item
from retrieval.errors import MediaError
from retrieval.media.reader import MediaLimits, MediaReader

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["Block", "Sight"]

Block = dict[str, Any]
"""A picture as a part of a message, as LangChain's standard content has it."""

SIDE, THUMBNAIL = 768, 256
"""The largest side of a person's picture, and of an item's, in pixels."""
QUALITY = 80


def _upright(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.exif_transpose(image).convert("RGB")


def _block(image: Image.Image, side: int) -> Block:
    """The pixels of an RGB picture alone, as JPEG, at most `side` on a side."""
    from PIL import Image

    small = image.copy()
    small.thumbnail((side, side))
    bare = Image.frombytes("RGB", small.size, small.tobytes())  # nothing of what the file said comes along
    held = io.BytesIO()
    bare.save(held, "JPEG", quality=QUALITY)
    return {"type": "image", "base64": base64.b64encode(held.getvalue()).decode(), "mime_type": "image/jpeg"}


class Sight:
    """Makes pictures fit for a chat model. Safe to share between threads; the process that decodes starts at first use."""

    def __init__(self) -> None:
        self._reader: MediaReader | None = None
        self._lock = Lock()

    def close(self) -> None:
        """Ends the process that decodes."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    def _decoded(self, path: Path, root: Path | None) -> Image.Image:
        with self._lock:
            if self._reader is None:
                self._reader = MediaReader(MediaLimits(side=SIDE))
            return self._reader.image(path, root)

    def given(self, image: Any) -> Block:
        """Return the picture of a person: a path, or a decoded picture. Raises MediaError where it can't be read."""
        from PIL import Image

        if isinstance(image, str | Path):
            return _block(self._decoded(Path(image), None), SIDE)
        if not isinstance(image, Image.Image):
            raise MediaError(f"expected a picture or its path; got a {type(image).__name__}")
        return _block(_upright(image), SIDE)

    def thumbnail(self, item: Item) -> Block:
        """Return the first picture of an item, small. Raises MediaError where it has none, or it can't be read."""
        if not item.images:
            raise MediaError(f"expected an item with a picture; '{item.id}' has none")
        return _block(self._decoded(item.media_path(item.images[0]), item.root), THUMBNAIL)

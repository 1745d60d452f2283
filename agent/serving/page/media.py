"""The catalogue's own pictures and sounds for the page: by item, never by path; pictures scaled down, sounds as waves too.

Knows items and the limited process that decodes their files.
"""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from agent.recommender.recommender import Recommender
from retrieval.catalog.items import Item
from retrieval.errors import MediaError
from retrieval.media.reader import LIMITS, MediaReader, open_media

__all__ = ["SIDES", "CatalogueMedia"]

SIDES = (96, 240, 480, 960)
"""Largest sides of a picture that may be asked for, in pixels."""
BARS = 56
"""Bars of a wave."""
TYPES = {".wav": "audio/wav", ".flac": "audio/flac", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".mp3": "audio/mpeg"}


def _wave(samples: np.ndarray, bars: int = BARS) -> str:
    """The loudness over time as an SVG of rounded bars, black on nothing: the page uses it as a mask."""
    parts = np.array_split(np.abs(samples), bars)
    peaks = np.array([float(np.sqrt(np.mean(part**2))) if len(part) else 0.0 for part in parts])
    peaks = np.maximum(peaks / (peaks.max() or 1.0), 0.06)
    drawn = "".join(
        f'<rect x="{4 * i + 0.5:g}" y="{24 - 23 * p:.1f}" width="3" height="{46 * p:.1f}" rx="1.5"/>'
        for i, p in enumerate(peaks)
    )
    size = f'viewBox="0 0 {4 * bars} 48" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'


class CatalogueMedia:
    """Pictures and sounds of one catalogue. Safe to share between threads."""

    def __init__(self, medley: Recommender, reader: MediaReader, cache_bytes: int) -> None:
        self._medley, self._reader, self._most = medley, reader, cache_bytes
        self._cache: OrderedDict[tuple[str, Path, int, int], bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def _cached(self, kind: str, path: Path, side: int, make: Callable[[], bytes]) -> bytes:
        try:
            key = (kind, path, side, path.stat().st_mtime_ns)
        except OSError as error:
            raise MediaError(f"{path.name}: can't be opened ({error.strerror})") from error
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        made = make()
        with self._lock:
            if key not in self._cache:
                self._cache[key] = made
                self._size += len(made)
            while self._size > self._most:
                self._size -= len(self._cache.popitem(last=False)[1])
        return made

    def _item(self, id: str) -> Item:
        return self._medley.retriever.item(id)

    def picture(self, id: str, n: int, side: int) -> bytes:
        """The `n`-th picture of an item (0 is the first) as WebP, its largest side `side` pixels at most.

        Raises QueryError for an unknown item, MediaError where it has no such picture or that can't be read.
        """
        item = self._item(id)
        if not 0 <= n < len(item.images) or side not in SIDES:
            raise MediaError(f"expected one of {len(item.images)} pictures, of a side of {SIDES}; got {n}, {side}")
        path = item.media_path(item.images[n])

        def made() -> bytes:
            picture = self._reader.image(path, item.root)
            picture.thumbnail((side, side))
            buffer = io.BytesIO()
            picture.save(buffer, "WEBP", quality=82)
            return buffer.getvalue()

        return self._cached("picture", path, side, made)

    def wave(self, id: str) -> bytes:
        """The loudness of an item's sound over time, as SVG. Raises as `picture`."""
        item = self._item(id)
        if item.audio is None:
            raise MediaError("expected an item with a sound; it has none")
        path = item.media_path(item.audio)
        return self._cached("wave", path, 0, lambda: _wave(self._reader.sound(path, item.root).samples).encode())

    def sound(self, id: str) -> tuple[Path, str]:
        """The file of an item's sound, checked to lie in the catalogue's folder, and its type. Raises as `picture`."""
        item = self._item(id)
        if item.audio is None:
            raise MediaError("expected an item with a sound; it has none")
        path = item.media_path(item.audio)
        fd = open_media(path, item.root, LIMITS)
        os.close(fd)
        return path.resolve(), TYPES.get(path.suffix.lower(), "application/octet-stream")

"""The media that a catalogue's rows name: found, checked, and taken out of videos.

Knows paths, kinds and limits, and that a video is some pictures and a sound. Knows nothing of rows or items.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from retrieval.catalog.media_columns import lying, media_below, media_names
from retrieval.errors import MediaError
from retrieval.media.download import fetch
from retrieval.media.extract import MEDIA_FOLDER
from retrieval.media.reader import MediaLimits, MediaReader, probe
from retrieval.media.signatures import Kind
from retrieval.media.video import take_apart

__all__ = ["ItemMedia"]

_URL = re.compile(r"[a-z][a-z0-9+.-]+://|data:", re.IGNORECASE)
_WORDS = {"image": "a picture", "audio": "a sound", "video": "a video"}


@dataclass(frozen=True)
class ItemMedia:
    """How the media names of a catalogue are checked.

    `root` is the folder they must lie in; `urls` allows those of http; `listed` says that one name may list several;
    with a `reader` every file is decoded, too.
    """

    root: Path
    limits: MediaLimits
    urls: bool
    listed: bool
    reader: MediaReader | None

    def names(self, given: list[str]) -> list[str]:
        """The single names where a cell of CSV lists several."""
        if not self.listed:
            return given
        return [part for cell in given for part in ([cell] if os.path.isfile(self.root / cell) else media_names(cell))]

    def check(self, name: str, kind: Kind) -> list[tuple[Kind, str]]:
        """What the file called `name` gives an item of `kind`: kinds and paths relative to the root, all checked.

        A picture or sound gives itself; a video, whatever was expected, its frames and its sound. Raises MediaError.
        """
        path = self._found(name)
        found = probe(path, self.root, self.limits)
        if found == "video":
            parts = take_apart(path, self.root, self.limits)
        elif found != kind:
            raise MediaError(f"{name}: expected {_WORDS[kind]}, got {_WORDS[found]}")
        else:
            parts = [(found, path)]
        if self.reader is not None:
            for of, part in parts:
                (self.reader.image if of == "image" else self.reader.sound)(part, self.root)
        return [(of, self._relative(part)) for of, part in parts]

    def _found(self, name: str) -> Path:
        if not _URL.match(name):
            return self._lying(name)
        if not self.urls:
            raise MediaError(f"{name:.100}: is a URL, and nothing is fetched unless URLs are allowed")
        return fetch(name, self.root / MEDIA_FOLDER, self.limits.bytes, self.limits.timeout)

    @cached_property
    def _below(self) -> Mapping[str, str]:
        return media_below(self.root)

    def _lying(self, name: str) -> Path:
        """Where a file lies: where its name says, else, written as on another computer, by the one file that is called so."""
        path = self.root / name
        if os.path.lexists(path):
            return path
        there = lying(name, self._below)
        return self.root / there if there else path

    def _relative(self, path: Path) -> str:
        inside = path if path.is_relative_to(self.root) else path.resolve()
        return inside.relative_to(self.root).as_posix()

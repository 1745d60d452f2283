"""Pictures and sounds that come with a request, over HTTP and from the page: known by their first bytes, limited in size, kept in a
folder of their own, gone after it.

Knows bytes and files. They are decoded elsewhere, in the limited process that reads the catalogue's media, too.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import tempfile
from collections.abc import AsyncIterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from retrieval.errors import MediaError
from retrieval.media.signatures import LENGTH, sniff

__all__ = ["LARGEST", "Kind", "TooLarge", "Uploads", "WrongKind", "data_url", "decoded", "kind_of", "received"]

Kind = Literal["image", "audio"]

NAMES: Mapping[Kind, str] = {"image": "picture", "audio": "sound"}
LARGEST: Mapping[Kind, int] = {"image": 20 << 20, "audio": 30 << 20}
"""Bytes of a picture and of a sound that may be given, where a server's settings don't say otherwise."""

_DATA = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(;[\w-]+=[\w.\"-]+)*;base64,(?P<body>[A-Za-z0-9+/=\s]+)\Z")


class TooLarge(MediaError):
    """More bytes than are read."""


class WrongKind(MediaError):
    """Neither a picture nor a sound, or not what was expected, or in a form that isn't read."""


async def received(parts: AsyncIterable[bytes], most: int) -> bytes:
    """Return a body, of `most` bytes at most. Raises TooLarge beyond it, without reading the rest."""
    body = bytearray()
    async for part in parts:
        body += part
        if len(body) > most:
            raise TooLarge(f"expected at most {most:,} bytes")
    return bytes(body)


def data_url(url: str) -> bytes:
    """Return the bytes of a `data:` URL in base64.

    Raises MediaError for another one: nothing is fetched from addresses that a request names.
    """
    match = _DATA.match(url)
    if match is None:
        raise MediaError(f"expected a picture as a data: URL in base64; got '{url[:40]}': nothing is fetched")
    return decoded(match["body"])


def decoded(text: str) -> bytes:
    """Return the bytes of a picture or sound in base64. Raises MediaError where it isn't."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise MediaError(f"expected base64; got something else ({error})") from error


def kind_of(content: bytes, wanted: Kind | None = None, largest: Mapping[Kind, int] = LARGEST) -> Kind:
    """Return whether bytes are a picture or a sound, by the first of them.

    Raises WrongKind where they are neither, or not what is `wanted`; TooLarge beyond what `largest` allows.
    """
    kind = sniff(content[:LENGTH])
    if kind not in ("image", "audio") or (wanted is not None and kind != wanted):
        expected = f"a {NAMES[wanted]} as '{NAMES[wanted]}'" if wanted else "a picture or a sound"
        raise WrongKind(f"expected {expected}; got something else, or a format that isn't read")
    if len(content) > largest[kind]:
        raise TooLarge(f"expected a {NAMES[kind]} of at most {largest[kind]:,} bytes; got {len(content):,}")
    return kind


class Uploads:
    """The files of one request. A context manager: what was kept is removed at its end."""

    def __init__(self, largest: Mapping[Kind, int] = LARGEST) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="medley-upload-", ignore_cleanup_errors=True)
        self._largest = largest
        self.kept: dict[Kind, Path] = {}

    def keep(self, wanted: Kind | None, content: bytes) -> Kind:
        """Keep the picture, or the sound, of the request, of several the last; return which it is.

        Raises WrongKind and TooLarge as `kind_of` does.
        """
        kind = kind_of(content, wanted, self._largest)
        path = Path(self._folder.name) / NAMES[kind]
        path.write_bytes(content)
        self.kept[kind] = path
        return kind

    def masked(self, message: str) -> str:
        """Return the message of an error without the folder that the file was kept in."""
        return message.replace(f"{self._folder.name}{os.sep}", "the ")

    def close(self) -> None:
        """Remove the files."""
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

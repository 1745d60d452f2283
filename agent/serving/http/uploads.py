"""Pictures and sounds that come with a request: checked by their first bytes, kept in a folder of their own, gone after it.

Knows bytes and files. They are decoded elsewhere, in the limited process that reads the catalogue's media, too.
"""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from retrieval.errors import MediaError
from retrieval.media.signatures import LENGTH, sniff

__all__ = ["Uploads", "data_url"]

Kind = Literal["image", "audio"]

NAMES = {"image": "picture", "audio": "sound"}

_DATA = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(;[\w-]+=[\w.\"-]+)*;base64,(?P<body>[A-Za-z0-9+/=\s]+)\Z")


def data_url(url: str) -> bytes:
    """The bytes of a `data:` URL in base64.

    Raises MediaError for another one: nothing is fetched from addresses that a request names.
    """
    match = _DATA.match(url)
    if match is None:
        raise MediaError(f"expected a picture as a data: URL in base64; got '{url[:40]}': nothing is fetched")
    return decoded(match["body"])


def decoded(text: str) -> bytes:
    """The bytes of a picture or sound in base64. Raises MediaError where it isn't."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise MediaError(f"expected base64; got something else ({error})") from error


class Uploads:
    """The files of one request. A context manager: what was kept is removed at its end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="medley-upload-", ignore_cleanup_errors=True)
        self.kept: dict[Kind, Path] = {}

    def keep(self, kind: Kind, content: bytes) -> None:
        """Keeps the picture, or the sound, of the request; of several, the last.

        Raises MediaError where its first bytes are those of something else.
        """
        if sniff(content[:LENGTH]) != kind:
            raise MediaError(f"expected a {NAMES[kind]} as '{NAMES[kind]}'; got something else, or a format not read")
        path = Path(self._folder.name) / NAMES[kind]
        path.write_bytes(content)
        self.kept[kind] = path

    def masked(self, message: str) -> str:
        """The message of an error without the folder that the file was kept in."""
        return message.replace(f"{self._folder.name}/", "the ")

    def close(self) -> None:
        """Removes the files."""
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

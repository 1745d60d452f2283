"""One file of several parts, written whole or not at all, and mapped into memory when it is opened.

    a line of JSON, padded    its checksum, what it holds, and where each part begins and how long it is
    the parts                 JSON or arrays, each at a multiple of 64 bytes

Opening it reads the first line alone and compares the file's length; `verify` compares the checksums of the parts. Knows
nothing of what is in them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.atomic import write_atomically
from retrieval.errors import StoreDamaged

__all__ = ["Parts", "write_parts"]

ALIGN = 64
MARK = "medley-kept"


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _as_bytes(part: bytes | NDArray[Any]) -> tuple[bytes, str]:
    """The bytes of a part and its type: an array's, else ""."""
    if isinstance(part, bytes):
        return part, ""
    return np.ascontiguousarray(part).tobytes(), part.dtype.str


def write_parts(path: Path, facts: Mapping[str, Any], parts: Mapping[str, bytes | NDArray[Any]]) -> None:
    """Writes `facts` (JSON-able) and parts, bytes or arrays of one dimension, to `path` in one step. Raises OSError."""
    at, table, body = 0, {}, bytearray()
    for name, part in parts.items():
        data, kind = _as_bytes(part)
        body += b"\0" * (-len(body) % ALIGN)
        at = len(body)
        body += data
        table[name] = [at, len(data), kind, _digest(data)]
    head = json.dumps({"facts": dict(facts), "parts": table, "length": len(body)}, ensure_ascii=False)
    line = json.dumps([MARK, _digest(head.encode()), head]).encode()
    line += b" " * (-(len(line) + 1) % ALIGN) + b"\n"
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, line + bytes(body))


class Parts:
    """A file of parts, open for reading. `facts`: what was written with them."""

    def __init__(self, path: Path) -> None:
        """Opens it.

        Raises FileNotFoundError, and StoreDamaged where it isn't what was written.
        """
        try:
            with path.open("rb") as file:
                line = file.readline()
            mark, digest, head = json.loads(line)
            said = json.loads(head)
            self.facts: dict[str, Any] = said["facts"]
            self._table: dict[str, list[Any]] = said["parts"]
            whole = path.stat().st_size == len(line) + said["length"]
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreDamaged(f"'{path}' can't be read ({error})") from error
        if mark != MARK or digest != _digest(head.encode()) or not whole:
            raise StoreDamaged(f"'{path}' is not what was written")
        self._path, self._start = path, len(line)
        self._data = np.memmap(path, np.uint8, "r")

    def bytes(self, name: str) -> bytes:
        """Return a part. Raises StoreDamaged where there is none of that name."""
        return self.array(name, np.uint8).tobytes()

    def json(self, name: str) -> Any:
        """Return a part that is JSON. Raises StoreDamaged where it isn't."""
        try:
            return json.loads(self.bytes(name))
        except ValueError as error:
            raise StoreDamaged(f"'{name}' of '{self._path}' can't be read ({error})") from error

    def array(self, name: str, kind: Any = None) -> NDArray[Any]:
        """Return a part as an array of one dimension, mapped into memory. Raises StoreDamaged where there is none of that name."""
        if name not in self._table:
            raise StoreDamaged(f"'{self._path}' lacks '{name}'")
        at, length, own, _ = self._table[name]
        found = self._data[self._start + at : self._start + at + length]
        return np.asarray(found).view(kind or own or np.uint8)

    def verify(self) -> list[str]:
        """Return the names of the parts that aren't what was written: reads all of the file."""
        return [name for name, (*_, digest) in self._table.items() if _digest(self.bytes(name)) != digest]

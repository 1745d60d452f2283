"""Reads word vectors from a file: word2vec's text and binary forms, GloVe's text form (fastText's `.vec` is the first).

Knows files and arrays. Knows nothing of texts or of how vectors are averaged.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ConfigError

__all__ = ["MOST_WORDS", "WordVectors", "file_digest", "read_word_vectors", "vectors_width"]

MOST_WORDS = 500_000
"""Words read from a file. Files list words by falling frequency; what comes later is rare."""
_LONGEST_LINE = 1 << 20
_LONGEST_WORD = 1 << 10
_END = 1 << 16


@dataclass(frozen=True)
class WordVectors:
    """Words by falling frequency, and their vectors: float32 (len(words), dim)."""

    words: tuple[str, ...]
    rows: NDArray[np.float32]


def _open(path: Path) -> BinaryIO | gzip.GzipFile:
    try:
        return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")
    except OSError as error:
        raise ConfigError(
            f"expected a file of word vectors (word2vec or GloVe); '{path}' can't be opened ({error.strerror})"
        ) from error


def _not_vectors(path: Path, why: str) -> ConfigError:
    return ConfigError(f"{path}: expected word vectors in the form of word2vec (text or binary) or GloVe; {why}")


def _numbers(parts: list[bytes]) -> NDArray[np.float32] | None:
    try:
        return np.array(parts, dtype=np.float32)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Form:
    """How the file is written: `count` words (0: unknown) of `width` numbers, whether binary, whether it has a header."""

    width: int
    count: int
    binary: bool
    header: bool


def _form(path: Path) -> _Form:
    with _open(path) as file:
        try:
            first = file.readline(_LONGEST_LINE)
            start = file.read(4_096)
        except (OSError, EOFError) as error:
            raise _not_vectors(path, f"it can't be read ({error})") from error
    parts = first.split()
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        count, width = int(parts[0]), int(parts[1])
        if not 0 < width <= 100_000:
            raise _not_vectors(path, f"its header names {width:,} numbers a word")
        line = start.split(b"\n", 1)[0].rstrip().split(b" ")
        text = len(line) > 1 and _numbers(line[-width:]) is not None and (len(line) == width + 1 or b"\n" not in start)
        return _Form(width, count, not text, True)
    if len(parts) < 3 or _numbers(parts[1:]) is None:
        raise _not_vectors(path, f"its first line is {first[:60]!r}")
    return _Form(len(parts) - 1, 0, False, False)


def _text_rows(file: BinaryIO | gzip.GzipFile, form: _Form, path: Path) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
    if form.header:
        file.readline(_LONGEST_LINE)
    for number, line in enumerate(file, 2 if form.header else 1):
        parts = line.rstrip().rsplit(b" ", form.width)  # a word may hold spaces
        row = _numbers(parts[1:])
        if len(parts) != form.width + 1 or row is None:
            raise _not_vectors(path, f"line {number} does not hold a word and {form.width} numbers")
        yield parts[0], row


def _binary_rows(
    file: BinaryIO | gzip.GzipFile, form: _Form, path: Path
) -> Iterator[tuple[bytes, NDArray[np.float32]]]:
    file.readline(_LONGEST_LINE)
    size = 4 * form.width
    for number in range(form.count):
        word = bytearray()
        while (letter := file.read(1)) not in (b" ", b"") and len(word) < _LONGEST_WORD:
            word += letter
        vector = file.read(size)
        if letter != b" " or len(vector) != size:
            raise _not_vectors(path, f"it ends, or makes no sense, at word {number + 1:,} of {form.count:,}")
        yield bytes(word).lstrip(b"\n"), np.frombuffer(vector, "<f4")


def vectors_width(path: Path) -> int:
    """Return how many numbers a word's vector has, by the start of the file alone. Raises ConfigError as reading it does."""
    return _form(path).width


def file_digest(path: Path) -> str:
    """Return a short digest of a large file: of its size, its first and its last 64 KiB. Raises ConfigError."""
    digest = hashlib.blake2b(digest_size=6)
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            digest.update(str(size).encode())
            digest.update(file.read(_END))
            file.seek(max(0, size - _END))
            digest.update(file.read(_END))
    except OSError as error:
        raise ConfigError(f"expected a file; '{path}' can't be read ({error.strerror})") from error
    return digest.hexdigest()


def read_word_vectors(path: Path, most: int = MOST_WORDS) -> WordVectors:
    """Return the first `most` words of the file at `path` (also with `.gz`), with finite vectors; the first of equal words.

    The form is read from the file: a header of two numbers is word2vec's, text or binary; without one it is GloVe's.
    Raises ConfigError where the file is none of these.
    """
    form = _form(path)
    words: dict[str, int] = {}
    rows: list[NDArray[np.float32]] = []
    with _open(path) as file:
        try:
            for word, row in (_binary_rows if form.binary else _text_rows)(file, form, path):
                name = word.decode("utf-8", "replace")
                if name and name not in words and np.isfinite(row).all():
                    words[name] = len(rows)
                    rows.append(row)
                if len(rows) >= most:
                    break
        except (OSError, EOFError) as error:
            raise _not_vectors(path, f"it can't be read to its end ({error})") from error
    if not rows:
        raise _not_vectors(path, "it holds no words")
    return WordVectors(tuple(words), np.stack(rows).astype(np.float32))

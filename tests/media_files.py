"""Small real pictures and sounds, made on the spot: good ones, damaged ones and hostile ones.

Every function writes one file, makes the folders above it, and returns its path.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from PIL import Image

__all__ = ["damage", "flac_bomb", "picture", "png_bomb", "sound", "tone"]

Colour = str | tuple[int, ...]


def _ready(path: str | Path) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def picture(
    path: str | Path,
    colour: Colour = "red",
    size: tuple[int, int] = (32, 24),
    mode: str = "RGB",
    draw: Callable[[Image.Image], None] | None = None,
    **options: Any,
) -> Path:
    """A picture of one colour; the suffix of `path` picks the format. `draw` may paint on it; `options` go to Pillow."""
    path = _ready(path)
    image = Image.new(mode, size, colour)
    if draw is not None:
        draw(image)
    image.save(path, **options)
    return path


def tone(seconds: float = 1.0, pitch: float = 440.0, rate: int = 22_050, loudness: float = 0.5) -> np.ndarray:
    """float32 (n,): a sine of `pitch` hertz."""
    t = np.arange(int(seconds * rate)) / rate
    return (loudness * np.sin(2 * np.pi * pitch * t)).astype(np.float32)


def sound(
    path: str | Path,
    seconds: float = 1.0,
    pitch: float = 440.0,
    rate: int = 22_050,
    loudness: float = 0.5,
    samples: np.ndarray | None = None,
    subtype: str | None = None,
    tags: dict[str, str] | None = None,
) -> Path:
    """A sine, or `samples` (n,) or (n, channels); the suffix picks WAV, FLAC, OGG or MP3.

    `tags` may set title, artist, album, genre and date.
    """
    path = _ready(path)
    data = tone(seconds, pitch, rate, loudness) if samples is None else samples
    channels = 1 if data.ndim == 1 else data.shape[1]
    with soundfile.SoundFile(path, "w", rate, channels, subtype) as file:
        for name, value in (tags or {}).items():
            setattr(file, name, value)
        file.write(data)
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def png_bomb(path: str | Path, side: int = 13_000) -> Path:
    """A PNG of some 20 KB that is `side` x `side` black pixels of one bit when decoded."""
    path = _ready(path)
    row = bytes(1 + (side + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    head = struct.pack("!IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b""))
    return path


def flac_bomb(path: str | Path, seconds: float = 1_800.0, rate: int = 44_100) -> Path:
    """A small FLAC of silence after one second of tone, half an hour long when decoded."""
    path = _ready(path)
    with soundfile.SoundFile(path, "w", rate, 1) as file:
        file.write(tone(1.0, rate=rate))
        silence = np.zeros(rate * 10, np.float32)
        for _ in range(int(seconds / 10)):
            file.write(silence)
    return path


def damage(path: Path, keep: float = 1.0, noise: float = 0.0, start: int = 100, seed: int = 0) -> Path:
    """Cuts the file to the fraction `keep` of its bytes, and overwrites the fraction `noise` of those after `start`."""
    data = bytearray(path.read_bytes())
    data = data[: int(len(data) * keep)]
    rng = np.random.default_rng(seed)
    for at in rng.integers(start, len(data), int(len(data) * noise)):
        data[at] = rng.integers(256)
    path.write_bytes(bytes(data))
    return path

"""Small deterministic encoders for tests and demonstrations: no weights, no large library, done in microseconds.

Their meaning is thin but real: texts that share words are near, and words for one thing in English and Chinese are
the same word where `WORDS` has them; pictures of like colours are near; sounds of like pitch are near.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.catalog.items import Modality
from retrieval.encoders.base import EncoderSet, Rows, Sound

__all__ = ["WORDS", "FakeAudio", "FakeImage", "FakeText", "fake"]

WORDS = {
    "红": "red", "绿": "green", "蓝": "blue", "黄": "yellow", "黑": "black", "白": "white", "灰": "grey",
    "圆": "circle", "方": "square", "星": "star", "猫": "cat", "狗": "dog", "鸟": "bird", "鱼": "fish", "树": "tree",
    "花": "flower", "车": "car", "船": "boat", "铃": "bell", "高": "high", "低": "low", "大": "big", "小": "small",
}  # fmt: skip
"""Chinese characters that count as English words."""

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_]+")


def _hashed(piece: str, dim: int) -> NDArray[np.float32]:
    """A direction for `piece`, float32 (dim,), the same in every process."""
    return np.random.default_rng(zlib.crc32(piece.encode())).standard_normal(dim).astype(np.float32)


def _pieces(text: str) -> list[str]:
    """Words, and the character trigrams of words, of which two spellings share most."""
    words = [WORDS.get(token, token) for token in _TOKEN.findall(text.casefold())]
    trigrams = [f"{word} "[i : i + 3] for word in words if word.isascii() for i in range(len(word) - 1)]
    return [*words, *words, *trigrams]


class FakeText:
    """Hashed words and character trigrams. Unit rows; a text without a letter or digit gives a zero row."""

    name = "fake_text"
    version = "1"
    modality: Modality = "text"
    dim = 64

    def encode(self, contents: Sequence[str]) -> Rows:
        """float32 (n, 64), unit length or zero."""
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, text in zip(rows, contents, strict=True):
            for piece in sorted(_pieces(text)):
                row += _hashed(piece, self.dim)
            row /= np.linalg.norm(row) or 1
        return rows


class FakeImage:
    """Mean colours of a grid of three by three, and the spread of each channel."""

    name = "fake_image"
    version = "1"
    modality: Modality = "image"
    dim = 31

    def encode(self, contents: Sequence[Image.Image]) -> Rows:
        """float32 (n, 31), never zero."""
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, picture in zip(rows, contents, strict=True):
            pixels = picture.convert("RGB")
            grid = np.asarray(pixels.resize((3, 3), Image.Resampling.BOX), np.float32) / 255
            spread = np.asarray(pixels, np.float32).reshape(-1, 3).std(axis=0) / 255
            row[:] = [*(grid.ravel() - 0.5), *spread, 0.1]
        return rows


class FakeAudio:
    """Energy in sixteen bands from 50 Hz to half the sampling rate, on logarithmic scales, and how even it is over time."""

    name = "fake_audio"
    version = "1"
    modality: Modality = "audio"
    dim = 17

    def encode(self, contents: Sequence[Sound]) -> Rows:
        """float32 (n, 17), zero for silence."""
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, sound in zip(rows, contents, strict=True):
            if not len(sound.samples) or np.abs(sound.samples).max() < 1e-4:
                continue
            power = np.abs(np.fft.rfft(sound.samples)) ** 2
            pitch = np.fft.rfftfreq(len(sound.samples), 1 / sound.rate)
            bands = np.digitize(pitch, np.geomspace(50, sound.rate / 2, 16))[1:]
            energy = np.bincount(np.minimum(bands, 15), power[1:], minlength=16)
            parts = [float(np.square(part).mean()) for part in np.array_split(sound.samples, 8) if len(part)]
            row[:16] = np.sqrt(energy / (energy.sum() or 1))
            row[16] = 0.1 * min(parts) / (max(parts) or 1)
        return rows


def fake() -> EncoderSet:
    """Return the fakes, with the same blocks as `embedded` where they need no trained classifier."""
    from retrieval.fusion.blocks import CarriedOver, SameSpace
    from retrieval.fusion.learned import Learned

    text, image, audio = FakeText(), FakeImage(), FakeAudio()
    by_picture, by_sound = Learned(image, least=4, width=16), Learned(audio, least=4, width=16)
    return EncoderSet(
        "fake",
        (text, image, audio),
        (
            SameSpace("text", text, width=64, bridges=(by_picture, by_sound)),
            CarriedOver("image", by_picture, text, weight=0.25, width=64),
            SameSpace("look", image, weight=4, width=31),
            CarriedOver("audio", by_sound, text, weight=0.25, width=64),
            SameSpace("timbre", audio, weight=4, width=17),
        ),
    )

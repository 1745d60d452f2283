"""Pictures and sounds for the tests of encoders, made on the spot."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from retrieval.encoder_sets import Sound

__all__ = ["noise", "picture", "silence", "tone"]

RATE = 22_050


def picture(shape: str = "ellipse", colour: str = "red", background: str = "white", size: tuple[int, int] = (120, 80)):
    """A shape (`ellipse` or `rectangle`) in one colour on a background."""
    image = Image.new("RGB", size, background)
    box = (size[0] * 0.2, size[1] * 0.2, size[0] * 0.8, size[1] * 0.8)
    getattr(ImageDraw.Draw(image), shape)(box, fill=colour)
    return image


def tone(pitch: float, seconds: float = 0.8, pulse: float = 0.0, seed: int = 0) -> Sound:
    """A tone with two overtones, a little noise, and `pulse` beats a second."""
    t = np.arange(int(RATE * seconds)) / RATE
    wave = sum(np.sin(2 * np.pi * pitch * k * t) / k for k in (1, 2, 3))
    beat = 0.5 + 0.5 * np.sin(2 * np.pi * pulse * t) if pulse else 1.0
    hiss = 0.01 * np.random.default_rng(seed).standard_normal(len(t))
    return Sound((0.3 * wave * beat + hiss).astype(np.float32), RATE)


def noise(seconds: float = 0.8, seed: int = 0) -> Sound:
    """White noise."""
    wave = 0.2 * np.random.default_rng(seed).standard_normal(int(RATE * seconds))
    return Sound(wave.astype(np.float32), RATE)


def silence(seconds: float = 0.5) -> Sound:
    """Nothing to hear."""
    return Sound(np.zeros(int(RATE * seconds), np.float32), RATE)

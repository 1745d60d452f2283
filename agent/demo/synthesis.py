"""The parts of which sounds are made: tones, plucked strings, shaped noise, envelopes.

Knows nothing of what they are put together to. Every sound is float64 (n,) at RATE samples a second, of any level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "RATE",
    "Wave",
    "decay",
    "glide",
    "harmonics",
    "mix",
    "modulated",
    "noise",
    "pluck",
    "swell",
    "time",
    "voice",
]

RATE = 22_050
"""Samples a second."""

Wave = NDArray[np.float64]


def time(seconds: float) -> Wave:
    """The moments of `seconds` of sound, in seconds."""
    moments: Wave = np.arange(int(seconds * RATE)) / RATE
    return moments


def glide(seconds: float, *points: tuple[float, float]) -> Wave:
    """A value over time, straight between (second, value) points: a pitch, a loudness."""
    at, values = zip(*points, strict=True)
    track: Wave = np.interp(time(seconds), at, values)
    return track


def decay(seconds: float, half: float, attack: float = 0.004) -> Wave:
    """Rises within `attack` seconds, then halves every `half` seconds."""
    t = time(seconds)
    return np.minimum(t / attack, 1) * 0.5 ** (t / half)


def swell(seconds: float, rise: float, fall: float) -> Wave:
    """Rises within `rise` seconds, holds, and falls within the last `fall` seconds."""
    t = time(seconds)
    return np.clip(np.minimum(t / rise, (seconds - t) / fall), 0, 1)


def harmonics(pitch: ArrayLike, levels: Sequence[float], seconds: float) -> Wave:
    """A tone of `pitch` hertz (one value, or one a sample) whose k-th partial has `levels[k - 1]`."""
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(np.asarray(pitch, dtype=float), time(seconds).shape)) / RATE
    parts = (level * np.sin(k * phase) for k, level in enumerate(levels, 1))
    tone: Wave = np.sum(list(parts), axis=0)
    return tone


def modulated(pitch: float, ratio: float, depth: Wave, seconds: float) -> Wave:
    """Frequency modulation (Chowning 1973): `depth` is the modulation index over time."""
    t = time(seconds)
    return np.sin(2 * np.pi * pitch * t + depth * np.sin(2 * np.pi * pitch * ratio * t))


def pluck(pitch: float, seconds: float, rng: np.random.Generator, damping: float = 0.996) -> Wave:
    """A plucked string (Karplus and Strong 1983)."""
    from scipy.signal import lfilter

    period = round(RATE / pitch)
    burst = np.zeros(int(seconds * RATE))
    start = rng.uniform(-1, 1, period)
    burst[:period] = start - start.mean()
    feedback = np.zeros(period + 2)
    feedback[0], feedback[period], feedback[period + 1] = 1, -damping / 2, -damping / 2
    string: Wave = lfilter([1.0], feedback, burst)
    return string


def noise(seconds: float, shape: Callable[[Wave], Wave], rng: np.random.Generator) -> Wave:
    """Noise whose spectrum follows `shape`, a function from hertz to level; unit variance."""
    n = int(seconds * RATE)
    spectrum = np.fft.rfft(rng.normal(size=n)) * shape(np.maximum(np.fft.rfftfreq(n, 1 / RATE), 1.0))
    sound: Wave = np.fft.irfft(spectrum, n)
    return sound / float(sound.std())


def voice(pitch: ArrayLike, formants: Iterable[tuple[float, float, float]], seconds: float) -> Wave:
    """A buzzing voice box behind resonances of (hertz, width in hertz, level)."""
    from scipy.signal import lfilter

    source = harmonics(pitch, [1 / k for k in range(1, 30)], seconds)
    result = np.zeros_like(source)
    for hertz, width, level in formants:
        r, angle = np.exp(-np.pi * width / RATE), 2 * np.pi * hertz / RATE
        band = lfilter([1 - r], [1, -2 * r * np.cos(angle), r * r], source)
        result += level * band / np.abs(band).max()
    return result


def mix(seconds: float, parts: Iterable[tuple[float, Wave]]) -> Wave:
    """Lays every (start in seconds, sound) on one track of `seconds`; what runs over is cut off."""
    track = np.zeros(int(seconds * RATE))
    for start, sound in parts:
        at = int(start * RATE)
        room = track[at : at + len(sound)]
        room += sound[: len(room)]
    return track

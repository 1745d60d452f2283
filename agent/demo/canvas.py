"""A small anti-aliased canvas: shapes with flat, graded or rounded shading on a square of 100 by 100.

Knows nothing of what is drawn. Everything is drawn at several times the final size and scaled down once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageColor, ImageDraw

__all__ = ["SIZE", "Canvas", "Fill", "Points", "arc", "blob", "box", "curve", "ellipse", "turned"]

SIZE = 384
"""Side of a finished picture, pixels."""
_SCALE = 3
_SIDE = SIZE * _SCALE
_GRAIN = 7.5
"""Standard deviation of the grain, in steps of 0-255."""

Points = NDArray[np.float64]
"""float64 (n, 2): x to the right and y downwards, in hundredths of the picture's side."""

Fill = str | tuple[str, str]
"""One colour, or two: from top to bottom, or from the lit spot outwards where the shape is `round`."""


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0, n: int = 90) -> Points:
    """The outline of an ellipse around (x, y), turned clockwise by `turn` degrees."""
    return arc(x, y, rx, rx if ry is None else ry, 0, 360, turn, n)


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, turn: float = 0, n: int = 60) -> Points:
    """Points along an ellipse from `start` to `end` degrees; 0 is to the right, 90 is down."""
    t, a = np.radians(np.linspace(start, end, n)), np.radians(turn)
    u, v = rx * np.cos(t), ry * np.sin(t)
    return np.stack([x + u * np.cos(a) - v * np.sin(a), y + u * np.sin(a) + v * np.cos(a)], axis=1)


def box(left: float, top: float, right: float, bottom: float, corner: float = 0, turn: float = 0) -> Points:
    """A rectangle with rounded corners of radius `corner`, turned about its middle by `turn` degrees."""
    c = min(corner, (right - left) / 2, (bottom - top) / 2)
    if c > 0:
        corners = [
            (right - c, bottom - c, 0),
            (left + c, bottom - c, 90),
            (left + c, top + c, 180),
            (right - c, top + c, 270),
        ]
        points = np.concatenate([arc(x, y, c, c, s, s + 90, n=14) for x, y, s in corners])
    else:
        points = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=float)
    return turned(points, (left + right) / 2, (top + bottom) / 2, turn)


def turned(points: Points, x: float, y: float, degrees: float) -> Points:
    """`points` turned clockwise about (x, y)."""
    a = np.radians(degrees)
    matrix = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    around: Points = (points - (x, y)) @ matrix + (x, y)
    return around


def _spline(points: Points, closed: bool, n: int = 14) -> Points:
    """Catmull-Rom through `points`."""
    padded = (
        np.concatenate([points[-1:], points, points[:2]])
        if closed
        else np.concatenate([points[:1], points, points[-1:]])
    )
    t = np.linspace(0, 1, n, endpoint=False)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(
            0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        )
    return np.concatenate([*parts, points[-1:]] if not closed else parts)


def blob(*points: tuple[float, float]) -> Points:
    """A smooth closed outline through `points`."""
    return _spline(np.array(points, dtype=float), closed=True)


def curve(*points: tuple[float, float]) -> Points:
    """A smooth open line through `points`."""
    return _spline(np.array(points, dtype=float), closed=False)


@lru_cache(maxsize=2)
def _ramp(round_: bool) -> NDArray[np.float64]:
    """In [0, 1]: float64 (256, 1) from top to bottom, or (128, 128) outwards from a spot in the upper left."""
    if not round_:
        return np.linspace(0, 1, 256)[:, None]
    x, y = np.meshgrid(np.linspace(0, 1, 128), np.linspace(0, 1, 128))
    return np.clip(np.hypot(x - 0.36, y - 0.3) / 0.8, 0, 1)


def _rgb(colour: str) -> NDArray[np.float32]:
    return np.array(ImageColor.getrgb(colour)[:3], dtype=np.float32)


@lru_cache(maxsize=256)
def _graded(first: str, second: str, round_: bool) -> Image.Image:
    ramp = _ramp(round_)[:, :, None]
    return Image.fromarray((_rgb(first) * (1 - ramp) + _rgb(second) * ramp).round().astype(np.uint8))


class Canvas:
    """A picture in the making; `finish` gives it at its final size."""

    def __init__(self, background: Fill) -> None:
        pair = background if isinstance(background, tuple) else (background, background)
        self._image = _graded(*pair, False).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
        self._draw = ImageDraw.Draw(self._image)

    def shape(
        self, points: ArrayLike, fill: Fill, *, round: bool = False, line: str = "", width: float = 0.8
    ) -> Points:
        """Fills the outline `points`, with an edge of `width` in the colour `line` where one is given."""
        outline = np.asarray(points, dtype=float)
        self.union([outline], fill, round=round)
        if line:
            self.line(np.concatenate([outline, outline[:1]]), line, width)
        return outline

    def union(self, outlines: Sequence[Points], fill: Fill, *, round: bool = False) -> None:
        """Fills several overlapping outlines as if they were one."""
        pixels = [outline * (_SIDE / 100) for outline in outlines]
        if isinstance(fill, str):
            for part in pixels:
                self._draw.polygon([tuple(p) for p in part], fill=fill)
            return
        every = np.concatenate(pixels)
        low, high = np.floor(every.min(axis=0)).astype(int), np.ceil(every.max(axis=0)).astype(int) + 1
        size = (int(high[0] - low[0]), int(high[1] - low[1]))
        mask = Image.new("L", size)
        for part in pixels:
            ImageDraw.Draw(mask).polygon([tuple(p) for p in part - low], fill=255)
        self._image.paste(
            _graded(*fill, round).resize(size, Image.Resampling.BILINEAR), (int(low[0]), int(low[1])), mask
        )

    def line(self, points: ArrayLike, colour: str, width: float = 1) -> Points:
        """A line of `width` with round joints and ends."""
        path = np.asarray(points, dtype=float)
        pixels = [tuple(p) for p in path * (_SIDE / 100)]
        thick = max(1, round(width * _SIDE / 100))
        self._draw.line(pixels, fill=colour, width=thick, joint="curve")
        r = thick / 2 - 0.5
        for x, y in pixels if width > 3 else (pixels[0], pixels[-1]):
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        return path

    def lines(self, paths: Iterable[ArrayLike], colour: str, width: float = 1) -> None:
        """Several lines alike."""
        for path in paths:
            self.line(path, colour, width)

    def dots(self, places: Iterable[Sequence[float]], radius: float, fill: Fill) -> None:
        """A round dot at every (x, y)."""
        for x, y in places:
            self.shape(ellipse(x, y, radius, n=28), fill, round=True)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: str, strength: float = 0.5) -> None:
        """A soft spot of light or shadow: `strength` in [0, 1] at its middle, nothing at its rim."""
        width, height = max(2, round(rx * 2 * _SIDE / 100)), max(2, round(ry * 2 * _SIDE / 100))
        mask = Image.radial_gradient("L").point(lambda v: int(max(0, 1 - v / 180) ** 1.4 * 255 * strength))
        place = (round((x - rx) * _SIDE / 100), round((y - ry) * _SIDE / 100))
        self._image.paste(
            Image.new("RGB", (width, height), colour), place, mask.resize((width, height), Image.Resampling.BILINEAR)
        )

    def shadow(self, x: float, y: float, rx: float, ry: float = 4) -> None:
        """The soft shadow of a thing that stands at (x, y)."""
        self.glow(x, y, rx * 1.25, ry * 1.6, "#1b2330", 0.5)

    def finish(self, seed: int = 0) -> Image.Image:
        """The picture, RGB, SIZE by SIZE, with the fine grain of print; `seed` chooses the grain.

        The grain is there for networks trained on photographs: without it they name fewer of the drawings rightly.
        """
        smooth = np.asarray(self._image.reduce(_SCALE), dtype=np.float32)
        grain = np.random.default_rng(seed).normal(0, _GRAIN, (SIZE, SIZE, 1)).astype(np.float32)
        return Image.fromarray(np.clip(smooth + grain, 0, 255).round().astype(np.uint8))

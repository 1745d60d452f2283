"""Named colours of what a picture shows: how much of the cut-out object is red, blue, brown …

The object is what isn't background: a plain border colour that reaches in from the edges. No network. Knows decoded
pictures and English names of colours; their names in other languages are the language packs' (`aliases_of`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows

__all__ = ["COLOURS", "NamedColours"]

COLOURS = (
    "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "beige", "black", "grey", "white",
)  # fmt: skip
SIDE = 96
"""Pixels of the longer side that are looked at."""
PLAIN = 0.6
"""The share of the border that one colour must have to be a background."""
NEAR = 24.0
"""How far a pixel may be from the background's colour, per channel."""
LEAST = 0.02
"""The share of the picture below which what is left without the background is no object; then all of it is looked at."""


def _background(pixels: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which pixels, of (height, width, 3), are background: bool (height, width); none where the border isn't plain."""
    from scipy.ndimage import label

    border = np.concatenate([pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1]])
    middle = np.median(border, axis=0)
    alike = (np.abs(pixels - middle) <= NEAR).all(axis=2)
    if (np.abs(border - middle) <= NEAR).all(axis=1).mean() < PLAIN:
        return np.zeros(alike.shape, bool)
    parts, _ = label(alike)
    outer = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    return np.asarray(np.isin(parts, outer[outer > 0]))


def _named(pixels: NDArray[np.float32]) -> NDArray[np.int64]:
    """The colour of each pixel of (n, 3), 0 to 255, by its place in `COLOURS`: by hue, where it has one, and by light."""
    most, least = pixels.max(axis=1), pixels.min(axis=1)
    value, spread = most / 255, (most - least) / 255
    strong = spread / np.maximum(value, 1e-6)
    red, green, blue = pixels.T
    turn = np.select(
        [most == red, most == green], [(green - blue) % (6 * (most - least + 1e-6)), blue - red + 2 * (most - least)],
        red - green + 4 * (most - least),
    )  # fmt: skip
    hue = 60 * turn / (most - least + 1e-6)
    warm = (hue < 50) | (hue >= 340)
    at = COLOURS.index
    return np.select(
        [
            value < 0.16,
            (value < 0.26) & (spread < 0.1),
            (strong < 0.10) & (value > 0.88),
            (strong < 0.12) | (spread < 0.06),
            warm & (hue >= 15) & (hue < 50) & (strong < 0.42) & (value > 0.7),
            ((hue >= 325) | (hue < 15)) & (strong < 0.62) & (value > 0.72),
            (hue >= 285) & (hue < 345) & (value > 0.72),
            warm & (hue >= 5) & (hue < 50) & (value < 0.70),
            warm & (hue >= 5) & (hue < 50) & (strong < 0.55),
            (hue >= 345) | (hue < 15),
            hue < 44,
            hue < 68,
            hue < 172,
            hue < 256,
            hue < 345,
        ],
        [
            at("black"), at("black"), at("white"), at("grey"), at("beige"), at("pink"), at("pink"), at("brown"), at("brown"),
            at("red"), at("orange"), at("yellow"), at("green"), at("blue"), at("purple"),
        ],
        at("red"),
    ).astype(np.int64)  # fmt: skip


class NamedColours:
    """The share of the object that each of `COLOURS` has; rows sum to 1. About 3 ms a picture."""

    name = "named_colours"
    version = "1"
    modality: Modality = "image"
    dim = len(COLOURS)

    def encode(self, contents: Sequence[Any]) -> Rows:
        """float32 (n, 12)."""
        return np.array([_shares(picture) for picture in contents], np.float32).reshape(-1, self.dim)


def _shares(picture: Image.Image) -> NDArray[np.float32]:
    small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, np.float32)
    shown = ~_background(pixels)
    if shown.mean() < LEAST:
        shown[:] = True
    found = np.bincount(_named(pixels[shown]), minlength=len(COLOURS))
    return np.asarray(found / found.sum(), np.float32)

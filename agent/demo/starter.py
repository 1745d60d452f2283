"""Builds the starter catalogue: pictures drawn and sounds synthesised on the spot, with texts in English and Chinese.

Knows nothing of stores, encoders or the network. The same version of the program makes the same catalogue each time.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.demo.canvas import Canvas
from agent.demo.draw_animals import ANIMALS
from agent.demo.draw_music import MUSIC
from agent.demo.draw_nature import NATURE
from agent.demo.draw_things import THINGS
from agent.demo.draw_vehicles import VEHICLES
from agent.demo.sounds import SOUNDS
from agent.demo.starter_items import ITEMS, Card, Loudness
from agent.demo.synthesis import RATE, Wave
from retrieval.atomic import write_atomically

__all__ = ["PEAKS", "PICTURES", "build_starter"]

PICTURES: dict[str, Callable[[], Canvas]] = {**ANIMALS, **MUSIC, **NATURE, **VEHICLES, **THINGS}
"""The drawings by name."""

PEAKS: dict[Loudness, float] = {"quiet": 0.2, "medium": 0.5, "loud": 0.9}
"""The highest sample of a sound of each loudness, of full scale."""


def _samples(wave: Wave, loudness: Loudness) -> NDArray[np.float32]:
    """The sound at its level, without a click at either end."""
    fade = np.minimum(np.arange(len(wave)), np.arange(len(wave))[::-1]) / (0.005 * RATE)
    centred = (wave - wave.mean()) * np.minimum(fade, 1)
    return np.asarray(centred * (PEAKS[loudness] / np.abs(centred).max()), dtype=np.float32)


def _draw(name: str, path: Path) -> None:
    PICTURES[name]().finish(zlib.crc32(name.encode())).save(path, quality=90)


def _play(name: str, loudness: Loudness, path: Path) -> float:
    """Writes the sound and returns its seconds."""
    import soundfile

    samples = _samples(SOUNDS[name](), loudness)
    soundfile.write(path, samples, RATE, subtype="PCM_16")
    return round(len(samples) / RATE, 2)


def _row(card: Card, folder: Path) -> dict[str, object]:
    row: dict[str, object] = {"id": card.name, "title": card.title[0], "title_zh": card.title[1]}
    row |= {"description": card.text[0], "description_zh": card.text[1], "category": card.category}
    row |= {"colour": list(card.colour), "mood": list(card.mood), "price": card.price, "date_added": card.added}
    if card.pictures:
        pictures = [f"media/{name}.jpg" for name in card.pictures]
        for name, picture in zip(card.pictures, pictures, strict=True):
            _draw(name, folder / picture)
        row["image"] = pictures[0] if len(pictures) == 1 else pictures
    if card.sound and card.loudness:
        row["audio"] = f"media/{card.sound}.flac"
        row["seconds"] = _play(card.sound, card.loudness, folder / f"media/{card.sound}.flac")
        row["loudness"] = card.loudness
    return row


def build_starter(folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """Draws and synthesises the starter catalogue into `folder` and returns the path of its `catalog.jsonl`.

    Takes some seconds. `progress` is told (items done, items in all). The catalogue file is written last and in one
    step: where it is, everything is. Raises OSError where `folder` can't be written.
    """
    (folder / "media").mkdir(parents=True, exist_ok=True)
    rows = []
    with ThreadPoolExecutor(max_workers=4) as pool:
        for done, row in enumerate(pool.map(_row, ITEMS, repeat(folder)), 1):
            rows.append(row)
            if progress is not None:
                progress(done, len(ITEMS))
    dump = partial(json.dumps, ensure_ascii=False)
    path = folder / "catalog.jsonl"
    write_atomically(path, "".join(f"{dump(row)}\n" for row in rows).encode())
    return path

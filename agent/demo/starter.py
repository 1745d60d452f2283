"""Builds the starter catalogue from the files in `starter_data`: cards in English and Chinese, drawings, sounds.

The same version of the program makes the same catalogue each time, without network.
"""

from __future__ import annotations

import io
import json
import tomllib
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from retrieval.atomic import write_atomically

__all__ = ["PEAKS", "SIZE", "build_starter"]

SIZE = 384
"""Side of a picture, pixels."""

PEAKS = {"quiet": 0.2, "medium": 0.5, "loud": 0.9}
"""The highest sample of a sound of each loudness, of full scale."""

_GRAIN = 7.5
"""Standard deviation of the pictures' grain, in steps of 0-255."""


def _picture(source: Path) -> Image.Image:
    """Return a drawing as RGB, SIZE by SIZE, with the fine grain of print.

    The grain is there for networks trained on photographs: without it they name fewer of the drawings rightly.
    """
    import resvg_py

    drawn = resvg_py.svg_to_bytes(svg_string=source.read_text(), width=SIZE, height=SIZE, skip_system_fonts=True)
    smooth = np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB"), dtype=np.float32)
    rng = np.random.default_rng(zlib.crc32(source.stem.encode()))
    grain = rng.normal(0, _GRAIN, (SIZE, SIZE, 1)).astype(np.float32)
    return Image.fromarray(np.clip(smooth + grain, 0, 255).round().astype(np.uint8))


def _write_sound(source: Path, peak: float, target: Path) -> float:
    """Write a sound at its level as 16-bit FLAC and return its seconds."""
    import soundfile

    samples, rate = soundfile.read(source, dtype="float32")
    centred = samples - samples.mean()
    soundfile.write(target, centred * (peak / np.abs(centred).max()), rate, subtype="PCM_16")
    return float(round(len(samples) / rate, 2))


def _row(card: dict[str, Any], data: Path, folder: Path) -> dict[str, object]:
    """Write the media of one card into `folder`, and return its row of the catalogue."""
    name = card["id"]
    row = {key: value for key, value in card.items() if key not in ("pictures", "loudness")}
    pictures = [f"media/{picture}.jpg" for picture in card.get("pictures", [name])]
    for picture in pictures:
        drawing = data / "pictures" / Path(picture).with_suffix(".svg").name
        _picture(drawing).save(folder / picture, quality=90)
    if pictures:
        row["image"] = pictures[0] if len(pictures) == 1 else pictures
    if loudness := card.get("loudness"):
        row["audio"] = f"media/{name}.flac"
        row["seconds"] = _write_sound(data / "sounds" / f"{name}.ogg", PEAKS[loudness], folder / row["audio"])
        row["loudness"] = loudness
    return row


def _rows(folder: Path, progress: Callable[[int, int], None]) -> Iterator[dict[str, object]]:
    with as_file(files("agent.demo") / "starter_data") as data:
        cards = tomllib.loads((data / "cards.toml").read_text(encoding="utf-8"))["card"]
        for done, card in enumerate(cards, 1):
            yield _row(card, data, folder)
            progress(done, len(cards))


def build_starter(folder: Path, progress: Callable[[int, int], None] = lambda done, of: None) -> Path:
    """Write the starter catalogue into `folder` and return the path of its `catalog.jsonl`.

    `progress` is told (items done, items in all). The catalogue file is written last and in one step: where it is,
    everything is. Raises OSError where `folder` can't be written.
    """
    (folder / "media").mkdir(parents=True, exist_ok=True)
    dump = partial(json.dumps, ensure_ascii=False)
    path = folder / "catalog.jsonl"
    write_atomically(path, "".join(f"{dump(row)}\n" for row in _rows(folder, progress)).encode())
    return path

"""Vectors in eight bits, block by block: a scan that reads a quarter of the bytes and tells how far off it can be.

Each column of a block is divided by its greatest value and rounded to −127 … 127; a query is rounded the same way. The product of two
rows in eight bits differs from the exact one by at most

    |q · x − q̂ · x̂|  ≤  ‖q‖ · max ‖x − x̂‖  +  ‖q − q̂‖ · max ‖x̂‖        (Cauchy and Schwarz, for each block; the sum over blocks)

so whatever lies further than twice that below the k-th best can't be among the k best, and scoring the rest exactly gives what an
exact scan gives. Knows arrays and one folder; nothing of items or queries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numkong import cdist
from numpy.typing import NDArray

__all__ = ["CODED_FROM", "Codes", "write_codes"]

CODED_FROM = 4_000
"""The size from which a catalogue is coded; a smaller one is scored exactly as quickly."""
CHUNK = 4_096
LARGEST = 127
ROUNDING = 1e-5
"""The share of a bound and of the greatest product that is added for what 32-bit sums round."""
CODES, SCALES = "codes.npy", "codes.json"


@dataclass(frozen=True)
class _Block:
    """One block: its columns, its rows in eight bits, and what its bound is made of.

    rows: int8 (n, stop − start). steps: float32 (stop − start,), what a code of 1 stands for. away: the greatest length of what
    rounding took from a row. length: the greatest length of a rounded row.
    """

    start: int
    stop: int
    rows: NDArray[np.int8]
    steps: NDArray[np.float32]
    away: float
    length: float


@dataclass(frozen=True)
class Codes:
    """The coded vectors of a generation."""

    blocks: tuple[_Block, ...]
    size: int

    @classmethod
    def open(cls, folder: Path) -> Codes | None:
        """Open the codes in `folder`, mapped into memory; None where there are none.

        Raises ValueError, KeyError, TypeError or OSError where they can't be read.
        """
        if not (folder / SCALES).exists():
            return None
        said = json.loads((folder / SCALES).read_text("utf-8"))
        flat, size, done, blocks = np.load(folder / CODES, mmap_mode="r", allow_pickle=False), int(said["size"]), 0, []
        for block in said["blocks"]:
            start, stop = int(block["start"]), int(block["stop"])
            rows = flat[done : done + size * (stop - start)].reshape(size, stop - start)
            done += rows.size
            steps = np.array(block["steps"], np.float32)
            blocks.append(_Block(start, stop, rows, steps, float(block["away"]), float(block["length"])))
        return cls(tuple(blocks), size)

    def products(self, asking: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
        """Return about the inner products with `asking`, float32 (width,): float32 (size,), and how far off each is at most.

        Blocks of which nothing is asked aren't read.
        """
        found, bound = np.zeros(self.size, np.float32), 0.0
        for block in self.blocks:
            asked = asking[block.start : block.stop]
            if not asked.any():
                continue
            scaled = asked * block.steps
            step = max(float(np.abs(scaled).max()) / LARGEST, np.finfo(np.float32).tiny)
            coded = np.clip(np.rint(scaled / step), -LARGEST, LARGEST).astype(np.int8)
            found += np.asarray(cdist(coded[None], block.rows, metric="dot"))[0] * step
            rounded = coded * np.float32(step) / block.steps
            bound += float(np.linalg.norm(asked)) * block.away + float(np.linalg.norm(asked - rounded)) * block.length
        return found, bound + ROUNDING * (1 + bound + float(np.abs(found).max(initial=0)))


def write_codes(folder: Path, vectors: NDArray[np.float32], widths: Sequence[int]) -> None:
    """Write the codes of `vectors`, float32 (n, sum of widths), whose blocks are as wide as `widths` says, in order."""
    flat = np.lib.format.open_memmap(folder / CODES, "w+", np.int8, (vectors.size,))
    size, start, done, said = len(vectors), 0, 0, []
    for width in widths:
        stop = start + width
        rows = flat[done : done + size * width].reshape(size, width)
        steps, away, length = _write_block(rows, vectors[:, start:stop])
        said.append({"start": start, "stop": stop, "steps": steps, "away": away, "length": length})
        start, done = stop, done + size * width
    flat.flush()
    (folder / SCALES).write_text(json.dumps({"size": size, "blocks": said}), "utf-8")


def _write_block(rows: NDArray[np.int8], vectors: NDArray[np.float32]) -> tuple[list[float], float, float]:
    """Fill the rows of one block; return its steps, and what its bound is made of."""
    chunks = [slice(start, start + CHUNK) for start in range(0, len(vectors), CHUNK)]
    greatest = np.max([np.abs(vectors[chunk]).max(axis=0) for chunk in chunks], axis=0)
    steps = np.where(greatest > 0, greatest / LARGEST, 1).astype(np.float32)
    away = length = 0.0
    for chunk in chunks:
        exact = vectors[chunk]
        rows[chunk] = np.clip(np.rint(exact / steps), -LARGEST, LARGEST)
        rounded = rows[chunk] * steps
        away = max(away, float(np.linalg.norm(exact - rounded, axis=1).max()))
        length = max(length, float(np.linalg.norm(rounded, axis=1).max()))
    return steps.astype(float).tolist(), away, length

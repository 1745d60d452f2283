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

from retrieval.atomic import reserve

__all__ = ["CODED_FROM", "Codes", "write_codes"]

CODED_FROM = 4_000
"""The size from which a catalogue is coded; a smaller one is scored exactly as quickly."""
CHUNK = 4_096
LARGEST = 127
ROUNDING = 1e-5
"""The share of a bound and of the greatest product that is added for what 32-bit sums round."""
WHOLE = 0.6
"""The share of the columns from which whole rows are read."""
CODES, SCALES = "codes.npy", "codes.json"


@dataclass(frozen=True)
class _Block:
    """One block: its columns, its rows in eight bits, and what its bound is made of.

    rows: int8 (n, stop − start). away: the greatest length of what rounding took from a row. length: the greatest length of a
    rounded row.
    """

    start: int
    stop: int
    rows: NDArray[np.int8]
    away: float
    length: float


@dataclass(frozen=True)
class Codes:
    """The coded vectors of a generation.

    rows: int8 (n, width), whole. steps: float32 (width,), what a code of 1 stands for in each column.
    """

    rows: NDArray[np.int8]
    steps: NDArray[np.float32]
    blocks: tuple[_Block, ...]

    @classmethod
    def open(cls, folder: Path) -> Codes | None:
        """Open the codes in `folder`, mapped into memory; None where there are none.

        Raises ValueError, KeyError, TypeError or OSError where they can't be read.
        """
        if not (folder / SCALES).exists():
            return None
        said = json.loads((folder / SCALES).read_text("utf-8"))
        flat, steps = np.load(folder / CODES, mmap_mode="r", allow_pickle=False), np.array(said["steps"], np.float32)
        whole, parts = _laid_out(flat, len(steps), [int(block["width"]) for block in said["blocks"]])
        bounds = [(float(block["away"]), float(block["length"])) for block in said["blocks"]]
        found = [_Block(start, stop, rows, *bound) for (start, stop, rows), bound in zip(parts, bounds, strict=True)]
        return cls(whole, steps, tuple(found))

    def products(self, asking: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
        """Return about the inner products with `asking`, float32 (width,): float32 (n,), and how far off each is at most.

        Blocks of which nothing is asked aren't read, unless most columns are asked for.
        """
        filled = [block for block in self.blocks if asking[block.start : block.stop].any()]
        columns = sum(block.stop - block.start for block in filled)
        if len(filled) > 1 and columns > WHOLE * len(self.steps):
            reads = [(0, len(self.steps), self.rows)]
        else:
            reads = [(block.start, block.stop, block.rows) for block in filled]
        found, rounded = np.zeros(len(self.rows), np.float32), np.zeros_like(asking)
        for start, stop, rows in reads:
            scaled = asking[start:stop] * self.steps[start:stop]
            step = max(float(np.abs(scaled).max()) / LARGEST, float(np.finfo(np.float32).tiny))
            coded = np.clip(np.rint(scaled / step), -LARGEST, LARGEST).astype(np.int8)
            rounded[start:stop] = coded * np.float32(step) / self.steps[start:stop]
            part = np.empty((1, len(rows)), np.float32)
            cdist(coded[None], rows, metric="dot", out=part)
            found += part[0] * np.float32(step)
        bound = sum(_bound(block, asking, rounded) for block in filled)
        return found, bound + ROUNDING * (1 + bound + float(np.abs(found).max(initial=0)))


def _bound(block: _Block, asking: NDArray[np.float32], rounded: NDArray[np.float32]) -> float:
    """Return how far off the products of one block are at most."""
    own = asking[block.start : block.stop]
    lost = own - rounded[block.start : block.stop]
    return float(np.linalg.norm(own)) * block.away + float(np.linalg.norm(lost)) * block.length


def _laid_out(
    flat: NDArray[np.int8], width: int, widths: Sequence[int]
) -> tuple[NDArray[np.int8], list[tuple[int, int, NDArray[np.int8]]]]:
    """Return the two layouts of a file: whole rows, int8 (n, width), and for each block its columns and its rows."""
    size = len(flat) // (2 * width)
    whole, start, parts = flat[: size * width].reshape(size, width), 0, []
    for own in widths:
        stop, done = start + own, size * (width + start)
        parts.append((start, stop, flat[done : done + size * own].reshape(size, own)))
        start = stop
    return whole, parts


def write_codes(folder: Path, vectors: NDArray[np.float32], widths: Sequence[int]) -> None:
    """Write the codes of `vectors`, float32 (n, sum of widths), whose blocks are as wide as `widths` says, in order."""
    flat = np.lib.format.open_memmap(folder / CODES, "w+", np.int8, (2 * vectors.size,))
    reserve(folder / CODES)
    whole, parts = _laid_out(flat, vectors.shape[1], widths)
    steps, said = np.empty(vectors.shape[1], np.float32), []
    for start, stop, rows in parts:
        own, away, length = _write_block(rows, vectors[:, start:stop])
        whole[:, start:stop], steps[start:stop] = rows, own
        said.append({"width": stop - start, "away": away, "length": length})
    flat.flush()
    (folder / SCALES).write_text(json.dumps({"steps": steps.astype(float).tolist(), "blocks": said}), "utf-8")


def _write_block(rows: NDArray[np.int8], vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, float]:
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
    return steps, away, length

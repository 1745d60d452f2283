"""Fusion by concatenation: one vector an item, and exact blame for every score.

A fused vector is the blocks of an encoder set side by side. An item's block is unit length, or zero where the item
lacks what the block describes; a query fills only the blocks it can reach, each multiplied by a weight. Then

    score(query, item) = query · item = Σ over blocks of  weight · cosine(query block, item block)

so one inner-product search is an exact weighted late fusion: weights change per request without indexing again, a
missing modality adds nothing, and `split` says exactly what each block gave.

Knows blocks and arrays. Knows nothing of encoders' insides, of items, ids or stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Block, EncoderSet, FittedBlock, Raws, Rows
from retrieval.errors import StoreDamaged
from retrieval.items import Modality

__all__ = ["Fusion", "Part", "fit_fusion", "load_fusion"]


@dataclass(frozen=True)
class Part:
    """One block's place in the fused vector: columns `start` to `stop`, default weight, whose share it carries."""

    name: str
    modality: Modality
    weight: float
    start: int
    stop: int
    fitted: FittedBlock


@dataclass(frozen=True)
class Fusion:
    """Fitted blocks side by side."""

    parts: tuple[Part, ...]

    @property
    def width(self) -> int:
        """Columns of the fused vector."""
        return self.parts[-1].stop if self.parts else 0

    def items(self, raws: Raws) -> Rows:
        """Fused vectors of items.

        `raws` maps each encoder's name to float32 (n, dim). Returns float32 (n, width).
        """
        return np.concatenate([p.fitted.items(raws) for p in self.parts], axis=1).astype(np.float32, copy=False)

    def query(self, raws: Raws, weights: Mapping[str, float] | None = None) -> Rows:
        """The fused vector of one content of a query: its words, its picture, or its sound.

        `raws` holds the (1, dim) rows of the encoders that read the content. `weights` multiply the default weights,
        by block or by modality. The weights of the blocks that are reached are scaled to sum to 1, so the score is a
        weighted mean of cosines. Returns float32 (width,), zero where no block is reached.
        """
        rows = {p.name: p.fitted.query(raws)[0] for p in self.parts}
        return self.weigh({name: row for name, row in rows.items() if row.any()}, weights)

    def weigh(self, blocks: Mapping[str, Rows], weights: Mapping[str, float] | None = None) -> Rows:
        """Concatenates unit rows by block name, each multiplied by its share of the weights. float32 (width,)."""
        given = weights or {}
        share = {
            p.name: p.weight * given.get(p.modality, 1.0) * given.get(p.name, 1.0)
            for p in self.parts
            if p.name in blocks
        }
        total = sum(share.values()) or 1.0
        vector = np.zeros(self.width, np.float32)
        for p in self.parts:
            if p.name in blocks:
                vector[p.start : p.stop] = blocks[p.name] * np.float32(share[p.name] / total)
        return vector

    def blocks(self, vector: Rows) -> dict[str, Rows]:
        """The non-zero blocks of one fused vector, by name."""
        cut = {p.name: vector[p.start : p.stop] for p in self.parts}
        return {name: row for name, row in cut.items() if row.any()}

    def split(self, query: Rows, items: Rows) -> dict[str, NDArray[np.float32]]:
        """What each block adds to the score of each item: name → float32 (n,). The values sum to `items @ query`."""
        return {p.name: items[:, p.start : p.stop] @ query[p.start : p.stop] for p in self.parts}

    def modality(self, block: str) -> Modality:
        """Whose share of the score `block` carries."""
        return next(p.modality for p in self.parts if p.name == block)

    def dump(self) -> bytes:
        """The fitted blocks as one NumPy archive, from which `load_fusion` makes them again."""
        arrays = {f"{p.name}/{key}": value for p in self.parts for key, value in p.fitted.state().items()}
        buffer = BytesIO()
        np.savez_compressed(buffer, __blocks__=np.array([p.name for p in self.parts]), **arrays)  # type: ignore[arg-type]
        return buffer.getvalue()


def _side_by_side(fitted: list[tuple[Block, FittedBlock]]) -> Fusion:
    parts, start = [], 0
    for block, fit in fitted:
        parts.append(Part(block.name, block.modality, block.weight, start, start + fit.width, fit))
        start += fit.width
    return Fusion(tuple(parts))


def fit_fusion(encoders: EncoderSet, raws: Raws) -> Fusion:
    """Fits every block of `encoders` on a catalogue's raw rows; a block that has nothing to describe is left out."""
    fitted = [(block, block.fit(raws)) for block in encoders.blocks]
    return _side_by_side([(block, fit) for block, fit in fitted if fit is not None])


def load_fusion(encoders: EncoderSet, data: bytes) -> Fusion:
    """The fusion whose `dump` is `data`.

    Raises StoreDamaged when the archive can't be read or names a block that `encoders` lacks.
    """
    try:
        with np.load(BytesIO(data), allow_pickle=False) as archive:
            state: dict[str, Any] = {key: archive[key] for key in archive.files}
    except (OSError, ValueError, EOFError) as error:
        raise StoreDamaged(
            f"expected an archive of fitted blocks; could not read it ({error}). Rebuild the index"
        ) from error
    known = {block.name: block for block in encoders.blocks}
    fitted = []
    for name in state.pop("__blocks__").tolist():
        if name not in known:
            raise StoreDamaged(
                f"the index has a block '{name}' that the encoders '{encoders.name}' lack. Rebuild the index"
            )
        own = {key.removeprefix(f"{name}/"): value for key, value in state.items() if key.startswith(f"{name}/")}
        try:
            fitted.append((known[name], known[name].load(own)))
        except (KeyError, ValueError, IndexError, TypeError) as error:
            raise StoreDamaged(
                f"the block '{name}' can't be made from what was stored ({error}). Run: medley index --rebuild"
            ) from error
    return _side_by_side(fitted)

"""Fusion: one vector an item, one inner product a score, and exact blame for it.

A fusion turns the rows of a catalogue's blocks into fused vectors, and the contents of a query into vectors whose inner
product with them is the score. This file says what every fusion can do, and has the default one, `concat`: the blocks of
an encoder set side by side. An item's block is what its similarity stores, or zero where the item lacks what the block
describes; a query fills only the blocks it can reach, each multiplied by a weight. Then

    score(query, item) = query · item = Σ over blocks of  weight · similarity(query block, item block)

so one inner-product search is an exact weighted late fusion: weights change per request without indexing again, a
missing modality adds nothing, and `split` says exactly what each block gave.

Knows blocks, similarities and arrays. Knows nothing of encoders' insides, of items, ids or stores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import EncoderOutputs, FittedBlock, Rows
from retrieval.errors import StoreDamaged
from retrieval.fusion.fitted_blocks import Blocks, PlainBlock
from retrieval.fusion.fitted_similarity import FittedSimilarity, Similarity, State
from retrieval.fusion.pca_transform import present

__all__ = ["BlockColumns", "Concat", "Fusion", "fit_concat", "load_concat"]


class Fusion(Protocol):
    """A fitted fusion: how rows of contents become fused vectors of items and of queries."""

    @property
    def width(self) -> int:
        """Columns of a fused vector."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """What a score is split into: the keys of `split`."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What whoever chose this fusion should know of how it was fitted, in sentences."""
        ...

    def modality(self, name: str) -> Modality:
        """Return whose share of the score `name` carries."""
        ...

    def items(self, raws: EncoderOutputs) -> Rows:
        """Fused vectors of items, float32 (n, width). `raws` maps each encoder's name to float32 (n, dim)."""
        ...

    def query(self, raws: EncoderOutputs, weights: Mapping[str, float] | None = None) -> Rows:
        """Return the fused vector of one content of a query: its words, its picture, or its sound.

        `raws` holds the (1, dim) rows of the encoders that read the content; `weights` multiply the default weights,
        by block or by modality. Returns float32 (width,), zero where the content reaches nothing.
        """
        ...

    def narrow(self, raws: EncoderOutputs, modality: Modality) -> Rows:
        """Return the same, reaching only what describes `modality` of an item, where the fusion keeps that apart."""
        ...

    def like(self, rows: Rows, weights: Mapping[str, float] | None = None) -> Rows:
        """Items as queries: what asks for more of the items whose fused vectors are `rows`, float32 (n, width)."""
        ...

    def share(self, modality: Modality, weights: Mapping[str, float]) -> float:
        """Return the weight of a content of `modality` beside the other contents of a query."""
        ...

    def split(self, query: Rows, items: Rows, raws: Callable[[], EncoderOutputs]) -> dict[str, NDArray[np.float32]]:
        """Return what each of `names` adds to the score of each item: name → float32 (n,). They sum to `items @ query`.

        `raws` gives the raw rows of the items, for a fusion that needs them to know.
        """
        ...

    def describe(self) -> dict[str, dict[str, float | str]]:
        """Return the blocks of a fused vector, for people: name → modality, weight and width."""
        ...

    def state(self) -> dict[str, NDArray[Any]]:
        """Return what was fitted beside the blocks: the arrays from which it is made again."""
        ...


@dataclass(frozen=True)
class BlockColumns:
    """One block's place in the fused vector: columns `start` to `stop`, default weight, whose share it carries.

    `lengths` says whether the similarity behind `measure` compares rows as long as they are.
    """

    name: str
    modality: Modality
    weight: float
    start: int
    stop: int
    fitted: FittedBlock
    measure: FittedSimilarity
    lengths: bool

    def items(self, raws: EncoderOutputs) -> Rows:
        """Stored rows of items, float32 (n, stop - start)."""
        return self.measure.stored(_item_rows(self.fitted, raws, self.lengths))

    def query(self, raws: EncoderOutputs) -> Rows:
        """Asking rows of queries, float32 (n, stop - start), zero where they don't reach the block."""
        rows = self.fitted.query(raws)
        if not (self.lengths and isinstance(self.fitted, PlainBlock)):
            return self.measure.asking(rows)
        own = self.fitted.plain_query(raws)
        return np.where(present(own)[:, None], self.measure.asking(own), self.measure.reached(rows))


def _item_rows(fitted: FittedBlock, raws: EncoderOutputs, lengths: bool) -> Rows:
    return fitted.plain_items(raws) if lengths and isinstance(fitted, PlainBlock) else fitted.items(raws)


@dataclass(frozen=True)
class Concat:
    """Fitted blocks side by side."""

    parts: tuple[BlockColumns, ...]

    notes = ()

    @property
    def width(self) -> int:
        """Columns of the fused vector."""
        return self.parts[-1].stop if self.parts else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The blocks, in their order."""
        return tuple(p.name for p in self.parts)

    def items(self, raws: EncoderOutputs) -> Rows:
        """Fused vectors of items, float32 (n, width)."""
        return np.concatenate([p.items(raws) for p in self.parts], axis=1).astype(np.float32, copy=False)

    def query(self, raws: EncoderOutputs, weights: Mapping[str, float] | None = None) -> Rows:
        """Return the fused vector of one content of a query, float32 (width,).

        The weights of the blocks that are reached are scaled to sum to 1, so the score is a weighted mean.
        """
        rows = {p.name: p.query(raws)[0] for p in self.parts}
        return self.weigh({name: row for name, row in rows.items() if row.any()}, weights)

    def narrow(self, raws: EncoderOutputs, modality: Modality) -> Rows:
        """Return the fused vector of one content that reaches only the blocks which describe `modality`."""
        rows = {p.name: p.query(raws)[0] for p in self.parts if p.modality == modality}
        return self.weigh({name: row for name, row in rows.items() if row.any()})

    def like(self, rows: Rows, weights: Mapping[str, float] | None = None) -> Rows:
        """Items as queries: each asks with the blocks that it has, float32 (n, width)."""
        found = np.zeros((len(rows), self.width), np.float32)
        for i, row in enumerate(rows):
            blocks = self.blocks(row)
            asking = {p.name: p.measure.as_query(blocks[p.name][None])[0] for p in self.parts if p.name in blocks}
            found[i] = self.weigh(asking, weights)
        return found

    def weigh(self, blocks: Mapping[str, Rows], weights: Mapping[str, float] | None = None) -> Rows:
        """Concatenates asking rows by block name, each multiplied by its share of the weights. float32 (width,)."""
        given = weights or {}
        share = {
            p.name: p.weight * float(np.prod([given.get(key, 1.0) for key in {p.modality, p.name}]))
            for p in self.parts
            if p.name in blocks
        }
        total = sum(share.values()) or 1.0
        vector = np.zeros(self.width, np.float32)
        for p in self.parts:
            if p.name in blocks:
                vector[p.start : p.stop] = blocks[p.name] * np.float32(share[p.name] / total)
        return vector

    def share(self, modality: Modality, weights: Mapping[str, float]) -> float:
        """1: weights choose among blocks, and each content of a query counts the same."""
        return 1.0

    def blocks(self, vector: Rows) -> dict[str, Rows]:
        """Return the non-zero blocks of one fused vector, by name."""
        cut = {p.name: vector[p.start : p.stop] for p in self.parts}
        return {name: row for name, row in cut.items() if row.any()}

    def split(
        self, query: Rows, items: Rows, raws: Callable[[], EncoderOutputs] = dict[str, Rows]
    ) -> dict[str, NDArray[np.float32]]:
        """Return what each block adds to the score of each item."""
        return {p.name: items[:, p.start : p.stop] @ query[p.start : p.stop] for p in self.parts}

    def modality(self, name: str) -> Modality:
        """Return whose share of the score the block `name` carries."""
        return next(p.modality for p in self.parts if p.name == name)

    def describe(self) -> dict[str, dict[str, float | str]]:
        """Return the blocks, with modality, weight and width."""
        return {p.name: {"modality": p.modality, "weight": p.weight, "width": p.stop - p.start} for p in self.parts}

    def state(self) -> dict[str, NDArray[Any]]:
        """Return what the similarities were fitted to."""
        return {f"{p.name}/{key}": value for p in self.parts for key, value in p.measure.state().items()}


def _side_by_side(blocks: Blocks, measures: Sequence[FittedSimilarity], lengths: bool) -> Concat:
    parts, start = [], 0
    for (block, fitted), measure in zip(blocks, measures, strict=True):
        stop = start + measure.width
        parts.append(BlockColumns(block.name, block.modality, block.weight, start, stop, fitted, measure, lengths))
        start = stop
    return Concat(tuple(parts))


def fit_concat(blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Concat:
    """Return the blocks side by side under a similarity, fitted to a catalogue's raw rows."""
    measures = [
        how.fit(_item_rows(fitted, raws, True)) if how.lengths else how.load({}, fitted.width) for _, fitted in blocks
    ]
    return _side_by_side(blocks, measures, how.lengths)


def load_concat(blocks: Blocks, how: Similarity, state: State) -> Concat:
    """Return the fusion that gave `state`.

    Raises StoreDamaged where it doesn't fit the blocks.
    """
    measures = []
    for block, fitted in blocks:
        own = {k.removeprefix(f"{block.name}/"): v for k, v in state.items() if k.startswith(f"{block.name}/")}
        try:
            measures.append(how.load(own, fitted.width))
        except KeyError as error:
            raise StoreDamaged(f"the index lacks {error} of the block '{block.name}'. Run: medley index") from error
    return _side_by_side(blocks, measures, how.lengths)

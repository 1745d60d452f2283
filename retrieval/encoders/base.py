"""What an encoder is, and how a set of encoders becomes the blocks of a fused vector.

An *encoder* turns contents of one modality into rows of one space. A *block* says how those rows become
one part of the fused vector, and which queries can reach it. An *encoder set* is a named list of both.
Knows nothing of ids, files, items or stores: contents come in decoded, and rows go out in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.media.sound import Sound

__all__ = [
    "Block",
    "Encoder",
    "EncoderOutputs",
    "EncoderSet",
    "FittedBlock",
    "ItemEncoder",
    "Rows",
    "Sound",
]

Rows = NDArray[np.float32]
"""float32 (n, dim), one row a content, in the order of the contents."""

EncoderOutputs = Mapping[str, Rows]
"""Encoder name → rows; row i belongs to item (or query) i in every entry; a zero row is a missing content."""


@runtime_checkable
class Encoder(Protocol):
    """Turns contents of one modality into rows.

    A content is a `str`, a `PIL.Image.Image` in RGB, or a `Sound`. `version` changes whenever the rows would.
    Construction is cheap: weights are loaded at the first `encode`.
    """

    name: str
    modality: Modality

    @property
    def version(self) -> str:
        """Which rows these are. Raises ConfigError where that can't be found out."""
        ...

    @property
    def dim(self) -> int:
        """Columns of the rows. Raises ConfigError where that can't be found out."""
        ...

    def encode(self, contents: Sequence[Any]) -> Rows:
        """float32 (len(contents), dim). A zero row says "not for me" (a language it can't read, a silent sound).

        Raises any exception for a content it can't encode; the caller then goes through the batch one by one.
        """
        ...


@runtime_checkable
class ItemEncoder(Encoder, Protocol):
    """An encoder that reads what items say otherwise than what queries say ("passage: …" against "query: …").

    `encode` reads a query's content, `encode_items` that of items; both give rows of one space.
    """

    def encode_items(self, contents: Sequence[Any]) -> Rows:
        """float32 (len(contents), dim), as `encode` gives it. Raises as `encode` does."""
        ...


class FittedBlock(Protocol):
    """A block whose means, projections and learned bridges are frozen."""

    @property
    def width(self) -> int:
        """Columns of the block."""
        ...

    def items(self, raws: EncoderOutputs) -> Rows:
        """float32 (n, width), each row unit length, or zero where the item lacks what the block describes."""
        ...

    def query(self, raws: EncoderOutputs) -> Rows:
        """float32 (n, width), each row unit length, or zero where the query can't reach this block.

        A row may be shorter where the block is less sure of what the query means; then it counts for less. `raws`
        holds only the encoders of what the query has (its text, or its picture, or its sound).
        """
        ...

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays from which `Block.load` makes it again."""
        ...


class Block(Protocol):
    """One part of the fused vector, before it has seen a catalogue.

    `modality` is what of the item it describes, and so whose share of the score it carries. `weight` is its default
    weight in a query; `queries` names the query modalities that can reach it.
    """

    name: str
    modality: Modality
    weight: float
    queries: tuple[Modality, ...]

    def fit(self, raws: EncoderOutputs) -> FittedBlock | None:
        """Freezes means, projections and bridges on the catalogue's own rows; deterministic.

        Returns None where the catalogue gives nothing to fit or to fill it with (no sounds, too few pairs).
        """
        ...

    def load(self, state: Mapping[str, NDArray[Any]]) -> FittedBlock:
        """Return the fitted block that gave `state`."""
        ...


@dataclass(frozen=True)
class EncoderSet:
    """A named list of encoders and of the blocks that their rows fill.

    `beside` read items, too, and fill no block: what a search uses otherwise. A store that lacks their rows can be opened, and
    gets them when it is indexed again.
    """

    name: str
    encoders: tuple[Encoder, ...]
    blocks: tuple[Block, ...]
    beside: tuple[Encoder, ...] = ()

    def of(self, modality: Modality) -> tuple[Encoder, ...]:
        """Return the encoders that read `modality`."""
        return tuple(e for e in self.encoders if e.modality == modality)

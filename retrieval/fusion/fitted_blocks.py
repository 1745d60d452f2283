"""Fitted blocks of a catalogue: fitting them, keeping them as one archive, and making them again from it.

Knows blocks and arrays. Knows nothing of similarities, fusions, items or stores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Block, EncoderOutputs, EncoderSet, FittedBlock, Rows
from retrieval.errors import StoreDamaged

__all__ = ["Blocks", "PlainBlock", "dump_blocks", "fit_blocks", "load_blocks", "pack", "unpack"]

State = Mapping[str, NDArray[Any]]

Blocks = Sequence[tuple[Block, FittedBlock]]
"""Blocks of an encoder set that a catalogue fills, with what was fitted to it."""


@runtime_checkable
class PlainBlock(FittedBlock, Protocol):
    """A fitted block that can also give rows as long as the encoder gave them, which `cosine` has no use for."""

    def plain_items(self, raws: EncoderOutputs) -> Rows:
        """float32 (n, width), not centred, zero where the item lacks what the block describes."""
        ...

    def plain_query(self, raws: EncoderOutputs) -> Rows:
        """Return the same for queries; also zero where one reaches the block over a bridge only, as a direction."""
        ...


def pack(arrays: State) -> bytes:
    """Arrays as one NumPy archive."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays that `pack` packed.

    Raises StoreDamaged when the archive can't be read.
    """
    try:
        with np.load(BytesIO(data), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (OSError, ValueError, EOFError) as error:
        raise StoreDamaged(
            f"expected an archive of fitted blocks; could not read it ({error}). Rebuild the index"
        ) from error


def fit_blocks(encoders: EncoderSet, raws: EncoderOutputs) -> Blocks:
    """Fits every block of `encoders` on a catalogue's raw rows; a block that has nothing to describe is left out."""
    fitted = [(block, block.fit(raws)) for block in encoders.blocks]
    return [(block, fit) for block, fit in fitted if fit is not None]


def dump_blocks(blocks: Blocks) -> bytes:
    """Fitted blocks as one archive, from which `load_blocks` makes them again."""
    arrays = {f"{block.name}/{key}": value for block, fit in blocks for key, value in fit.state().items()}
    return pack({"__blocks__": np.array([block.name for block, _ in blocks]), **arrays})


def load_blocks(encoders: EncoderSet, data: bytes) -> Blocks:
    """Return the blocks whose archive is `data`.

    Raises StoreDamaged when the archive can't be read or names a block that `encoders` lacks.
    """
    state = unpack(data)
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
    return fitted

"""Projections: a fusion and a similarity by name, fitted to a catalogue, kept as archives and made again from them.

Fitted blocks are shared by all projections of a store; each keeps beside them what only it needs. A fusion of one's own
registers with `register_fusion`, a similarity with `similarity.register_similarity`.

Knows names, arrays and archives. Knows nothing of items, stores or queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from retrieval.encoders.base import EncoderOutputs, EncoderSet
from retrieval.errors import ConfigError
from retrieval.fusion.common_space import fit_aligned, fit_mean, load_common
from retrieval.fusion.concat import Fusion, fit_concat, load_concat
from retrieval.fusion.fitted_blocks import Blocks, pack, unpack
from retrieval.fusion.fitted_similarity import Similarity, State
from retrieval.fusion.similarities import COSINE, similarity

__all__ = ["DEFAULT", "FusionKind", "Projection", "archive_of", "fusions", "register_fusion"]


class FusionKind(Protocol):
    """A way to fuse, before it has seen a catalogue."""

    def fit(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Fusion:
        """Fits to the raw rows of a catalogue whose fitted blocks are `blocks`; deterministic.

        Raises ConfigError where the catalogue has too little for it.
        """
        ...

    def load(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, state: State) -> Fusion:
        """Return the fusion that gave `state`. Raises StoreDamaged where it doesn't fit the blocks."""
        ...


_FUSIONS: dict[str, Callable[[], FusionKind]] = {}


def register_fusion(name: str) -> Callable[[Callable[[], FusionKind]], Callable[[], FusionKind]]:
    """Decorator: makes `Projection(name, …)` fuse with what the decorated class or function gives."""

    def add(factory: Callable[[], FusionKind]) -> Callable[[], FusionKind]:
        _FUSIONS[name] = factory
        return factory

    return add


def fusions() -> list[str]:
    """Return the names of fusions that `Projection` knows."""
    return sorted(_FUSIONS)


@register_fusion("concat")
class _Concat:
    def fit(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Fusion:
        return fit_concat(blocks, how, raws)

    def load(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, state: State) -> Fusion:
        return load_concat(blocks, how, state)


@register_fusion("mean")
class _Mean:
    def fit(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Fusion:
        return fit_mean(encoders, blocks, how, raws)

    def load(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, state: State) -> Fusion:
        return load_common("mean", encoders, blocks, how, state)


@register_fusion("aligned")
class _Aligned:
    def fit(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, raws: EncoderOutputs) -> Fusion:
        return fit_aligned(encoders, blocks, how, raws)

    def load(self, encoders: EncoderSet, blocks: Blocks, how: Similarity, state: State) -> Fusion:
        return load_common("aligned", encoders, blocks, how, state)


@dataclass(frozen=True, slots=True)
class Projection:
    """A fusion and a similarity, by name.

    Raises ConfigError for unknown names.
    """

    fusion: str = "concat"
    similarity: str = COSINE

    def __post_init__(self) -> None:
        if self.fusion not in _FUSIONS:
            raise ConfigError(f"expected a fusion named one of {', '.join(fusions())}; got '{self.fusion}'")
        similarity(self.similarity)

    def __str__(self) -> str:
        return f"{self.fusion}-{self.similarity}"

    @staticmethod
    def named(text: str) -> Projection:
        """Return the projection whose `str` is `text`.

        Raises ConfigError where there is none.
        """
        fusion, _, name = text.partition("-")
        return Projection(fusion, name)

    def fit(self, encoders: EncoderSet, blocks: Blocks, raws: EncoderOutputs) -> Fusion:
        """Return the fusion fitted to the raw rows of a catalogue whose fitted blocks are `blocks`.

        Raises ConfigError where the catalogue has too little for it.
        """
        return _FUSIONS[self.fusion]().fit(encoders, blocks, similarity(self.similarity), raws)

    def load(self, encoders: EncoderSet, blocks: Blocks, archive: bytes) -> Fusion:
        """Return the fusion that was kept as `archive`.

        Raises StoreDamaged where it can't be read or doesn't fit the blocks.
        """
        state = unpack(archive) if archive else {}
        return _FUSIONS[self.fusion]().load(encoders, blocks, similarity(self.similarity), state)


def archive_of(fusion: Fusion) -> bytes:
    """Return what a fusion needs to be made again beside its blocks; empty where that is nothing."""
    state = fusion.state()
    return pack(state) if state else b""


DEFAULT = Projection()
"""What a store is indexed with unless another projection is asked for."""

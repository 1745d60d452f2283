"""The blocks of the fused vector: an encoder's own space, and a space that items reach over a bridge.

Knows encoders by name, frames and bridges. Knows nothing of items, scores or stores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Encoder, EncoderOutputs, FittedBlock, Rows
from retrieval.fusion.bridges import Bridge, FittedBridge
from retrieval.fusion.pca_transform import PcaTransform, fit_pca, present

__all__ = ["CarriedOver", "SameSpace"]

State = Mapping[str, NDArray[Any]]
ASKS = "asks"


def _part(state: State, prefix: str) -> dict[str, NDArray[Any]]:
    """The entries of `state` below `prefix/`, without it."""
    return {key.removeprefix(f"{prefix}/"): value for key, value in state.items() if key.startswith(f"{prefix}/")}


def _under(prefix: str, state: State) -> dict[str, NDArray[Any]]:
    return {f"{prefix}/{key}": value for key, value in state.items()}


@dataclass(frozen=True)
class _FittedSpace:
    encoder: str
    frame: PcaTransform
    direct: bool
    sure: bool
    bridges: Mapping[Modality, FittedBridge]
    asks: bool = False
    """Whether queries are centred as queries (`PcaTransform.asked`) and not as items."""

    @property
    def width(self) -> int:
        return self.frame.width

    def items(self, raws: EncoderOutputs) -> Rows:
        return self.frame.apply(raws[self.encoder])

    def query(self, raws: EncoderOutputs) -> Rows:
        found = np.zeros((len(next(iter(raws.values()))), self.width), np.float32)
        if self.direct and self.encoder in raws:
            rows = raws[self.encoder]
            found = self.frame.asked(rows) if self.asks else self.frame.apply(rows)
            if self.sure:
                found = found * np.minimum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
        for bridge in self.bridges.values():
            found = np.where(present(found)[:, None], found, bridge(raws))
        return found

    def plain_items(self, raws: EncoderOutputs) -> Rows:
        return self.frame.plain(raws[self.encoder])

    def plain_query(self, raws: EncoderOutputs) -> Rows:
        if self.direct and self.encoder in raws:
            return self.frame.plain(raws[self.encoder])
        return np.zeros((len(next(iter(raws.values()))), self.width), np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        parts = [_under("frame", self.frame.state()), {ASKS: np.array(self.asks)}]
        parts += [_under(source, bridge.state()) for source, bridge in self.bridges.items()]
        return {key: value for part in parts for key, value in part.items()}


class SameSpace:
    """Items lie in the space of `encoder`, and so do queries of its modality.

    Queries of other modalities reach it over `bridges`, at most one for each. With `direct=False` only these do: the
    way in from words to a space of pictures, say, beside a block of the same pictures for queries by picture.
    With `sure`, a raw row's length, at most 1, says how sure the encoder is of it, and a query's row keeps that length:
    it counts for less in the score. Words as queries lose only what they have of the items' mean (`PcaTransform.asked`): a wish
    isn't worded as items are, while a picture asks as a picture. `width`, `weights` and what `prior` returns are those of `fit_pca`.
    """

    def __init__(
        self,
        name: str,
        encoder: Encoder,
        *,
        weight: float = 1.0,
        width: int = 256,
        weights: NDArray[np.float32] | None = None,
        bridges: tuple[Bridge, ...] = (),
        direct: bool = True,
        sure: bool = False,
        prior: Callable[[], NDArray[Any]] | None = None,
    ) -> None:
        self.name, self.weight = name, weight
        self.modality: Modality = encoder.modality
        self.queries: tuple[Modality, ...] = (*((encoder.modality,) if direct else ()), *(b.source for b in bridges))
        self._encoder, self._width, self._weights = encoder.name, width, weights
        self._bridges, self._direct, self._sure = bridges, direct, sure
        self._prior = prior

    def fit(self, raws: EncoderOutputs) -> FittedBlock | None:
        """Return None where no item has rows of the encoder, or where nothing can reach the block."""
        rows = raws[self._encoder]
        if not rows.any():
            return None
        frame = fit_pca(rows, self._width, self._weights, self._prior() if self._prior else None)
        fitted = {bridge.source: bridge.fit(raws, rows, frame) for bridge in self._bridges}
        bridges = {source: bridge for source, bridge in fitted.items() if bridge is not None}
        if not self._direct and not bridges:
            return None
        return _FittedSpace(self._encoder, frame, self._direct, self._sure, bridges, asks=self.modality == "text")

    def load(self, state: State) -> FittedBlock:
        """Return the fitted block that gave `state`."""
        parts = {bridge.source: (bridge, _part(state, bridge.source)) for bridge in self._bridges}
        bridges = {source: bridge.load(part) for source, (bridge, part) in parts.items() if part}
        asks = bool(state.get(ASKS, False))  # an index from before queries were centred as queries scores as it did
        return _FittedSpace(
            self._encoder, PcaTransform.load(_part(state, "frame")), self._direct, self._sure, bridges, asks
        )


@dataclass(frozen=True)
class _FittedCarriedOver:
    target: str
    frame: PcaTransform
    bridge: FittedBridge

    @property
    def width(self) -> int:
        return self.frame.width

    def items(self, raws: EncoderOutputs) -> Rows:
        return self.bridge(raws)

    def query(self, raws: EncoderOutputs) -> Rows:
        if self.target in raws:
            return self.frame.apply(raws[self.target])
        return np.zeros((len(next(iter(raws.values()))), self.width), np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        return _under("frame", self.frame.state()) | _under("bridge", self.bridge.state())


class CarriedOver:
    """Items are carried over a bridge into the space of `target`, where queries of that encoder find them.

    The block describes the bridge's source: a sound, as the words that it makes one think of.
    """

    def __init__(self, name: str, bridge: Bridge, target: Encoder, *, weight: float = 1.0, width: int = 128) -> None:
        self.name, self.weight = name, weight
        self.modality: Modality = bridge.source
        self.queries: tuple[Modality, ...] = (target.modality,)
        self._bridge, self._target, self._width = bridge, target.name, width

    def fit(self, raws: EncoderOutputs) -> FittedBlock | None:
        """Return None where the bridge can't be fitted."""
        rows = raws[self._target]
        frame = fit_pca(rows, self._width)
        bridge = self._bridge.fit(raws, rows, frame)
        return None if bridge is None else _FittedCarriedOver(self._target, frame, bridge)

    def load(self, state: State) -> FittedBlock:
        """Return the fitted block that gave `state`."""
        frame = PcaTransform.load(_part(state, "frame"))
        return _FittedCarriedOver(self._target, frame, self._bridge.load(_part(state, "bridge")))

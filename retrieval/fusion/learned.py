"""Bridges that a catalogue's own items teach, by what they have of two modalities.

- `Learned` turns one encoder's rows into another modality by kernel regression.
- `Together` asks several such bridges of one modality, each as much as it proved right on the items left out.

Knows encoders by name, frames and arrays. Knows nothing of blocks, weights or items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Encoder, EncoderOutputs, Rows
from retrieval.errors import StoreDamaged
from retrieval.fusion.pca_transform import PcaTransform, fit_pca, present, unit
from retrieval.fusion.ridge import Ridge, fit_ridge

__all__ = ["FittedLearned", "Learned", "Together"]

State = Mapping[str, NDArray[Any]]


def _count(raws: EncoderOutputs) -> int:
    return len(next(iter(raws.values()))) if raws else 0


@dataclass(frozen=True)
class FittedLearned:
    """A fitted `Learned`: where source rows are, and a regression from there to directions in the frame."""

    encoder: str
    frame: PcaTransform
    ridge: Ridge

    @property
    def worth(self) -> float:
        """The share of the targets' variance that leaving each item out in turn explains: how much it can be trusted."""
        return max(0.0, 1 - self.ridge.error)

    @property
    def width(self) -> int:
        """Columns of what it gives."""
        return int(self.ridge.coefficients.shape[1])

    def __call__(self, raws: EncoderOutputs) -> Rows:
        """Unit directions in the target frame, float32 (n, width), or zero for rows that aren't there."""
        rows = raws.get(self.encoder)
        if rows is None:
            return np.zeros((_count(raws), self.width), np.float32)
        return np.where(present(rows)[:, None], unit(self.ridge(self.frame.apply(rows))), 0).astype(np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `Learned.load` takes."""
        own = {f"frame/{key}": value for key, value in self.frame.state().items()}
        return own | {
            "anchors": self.ridge.anchors,
            "coefficients": self.ridge.coefficients,
            "sharpness": np.array(self.ridge.sharpness),
            "error": np.array(self.ridge.error),
        }


class Learned:
    """One encoder's rows → another's space, learned from the items that have both.

    There must be `least` such items, and leaving each out in turn must predict it better than the mean does: a
    catalogue in which sounds say nothing about titles teaches nothing, and then there is no bridge. `weights` are
    those of `fit_pca`. `sharpness` is that of the kernel.
    """

    most_pairs = 2_000
    worst_error = 0.95

    def __init__(
        self,
        source: Encoder,
        *,
        width: int = 64,
        weights: NDArray[np.float32] | None = None,
        least: int = 20,
        sharpness: float = 1.0,
    ) -> None:
        self.source: Modality = source.modality
        self.encoder, self.width, self.weights = source.name, width, weights
        self.least, self.sharpness = least, sharpness

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> FittedLearned | None:
        """Learns from the rows that both `raws[source]` and `target` have; None where they are few or unrelated."""
        rows = raws[self.encoder]
        both = np.flatnonzero(present(rows) & present(target))
        if len(both) < self.least:
            return None
        if len(both) > self.most_pairs:
            both = both[np.linspace(0, len(both) - 1, self.most_pairs).astype(int)]
        own = fit_pca(rows, self.width, self.weights)
        wanted = frame.apply(target[both])
        ridge = fit_ridge(own.apply(rows[both]), wanted - wanted.mean(axis=0), self.sharpness)
        return FittedLearned(self.encoder, own, ridge) if ridge.error <= self.worst_error else None

    def load(self, state: State) -> FittedLearned:
        """Return the fitted bridge that gave `state`."""
        own = PcaTransform.load({key.removeprefix("frame/"): value for key, value in state.items() if "/" in key})
        ridge = Ridge(state["anchors"], state["coefficients"], float(state["sharpness"]), float(state["error"]))
        return FittedLearned(self.encoder, own, ridge)


@dataclass(frozen=True)
class _Together:
    """A fitted `Together`: the bridges that were worth something, by their encoder."""

    bridges: Mapping[str, FittedLearned]

    def __call__(self, raws: EncoderOutputs) -> Rows:
        """The weighted sum of what the bridges say, as unit directions."""
        return unit(np.sum([bridge(raws) * np.float32(bridge.worth) for bridge in self.bridges.values()], axis=0))

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `Together.load` takes."""
        return {f"{name}:{key}": rows for name, bridge in self.bridges.items() for key, rows in bridge.state().items()}


class Together:
    """Several encoders of one modality → another's space: their directions added, each times what it explains.

    A bridge that says nothing on the items left out is left out itself; so features are chosen by the catalogue.
    """

    def __init__(self, *bridges: Learned) -> None:
        self.source: Modality = bridges[0].source
        self._bridges = {bridge.encoder: bridge for bridge in bridges}

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> _Together | None:
        """Fits each bridge; None where none is worth anything."""
        fitted = {name: bridge.fit(raws, target, frame) for name, bridge in self._bridges.items()}
        kept = {name: bridge for name, bridge in fitted.items() if bridge is not None}
        return _Together(kept) if kept else None

    def load(self, state: State) -> _Together:
        """Return the fitted bridges that gave `state`.

        Raises StoreDamaged where it holds one of an encoder that isn't among these.
        """
        parts: dict[str, dict[str, NDArray[Any]]] = {}
        for key, rows in state.items():
            name, _, own = key.partition(":")
            parts.setdefault(name, {})[own] = rows
        if unknown := sorted(parts.keys() - self._bridges.keys()):
            raise StoreDamaged(
                f"the index has a bridge from '{unknown[0]}', which the encoders lack. Rebuild the index"
            )
        return _Together({name: self._bridges[name].load(part) for name, part in parts.items()})

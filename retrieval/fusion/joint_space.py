"""A block in the common space of a joint model: items by one of its towers, queries by the other.

CLIP and SigLIP have a tower for pictures and one for words, CLAP one for sounds and one for words. Rows of the two
towers lie in two separate cones of that space (Liang et al. 2022, "Mind the gap"), so each is centred on its own mean.
Knows encoders by name and frames. Knows nothing of items, scores or stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Encoder, EncoderOutputs, FittedBlock, Rows
from retrieval.fusion.pca_transform import CENTRE_FROM, PcaTransform, fit_pca, present, unit

__all__ = ["JointSpace"]


@dataclass(frozen=True)
class _FittedJointSpace:
    item_encoder: str
    query_encoder: str
    item_frame: PcaTransform
    query_frame: PcaTransform

    @property
    def width(self) -> int:
        return self.item_frame.width

    def items(self, raws: EncoderOutputs) -> Rows:
        return self.item_frame.apply(raws[self.item_encoder])

    def query(self, raws: EncoderOutputs) -> Rows:
        if self.query_encoder in raws:
            return self.query_frame.apply(raws[self.query_encoder])
        return np.zeros((len(next(iter(raws.values()))), self.width), np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        return self.item_frame.state() | {"query_mean": self.query_frame.mean}


class JointSpace:
    """Items lie in the joint space by the tower `items`; queries of another modality reach it by the tower `queries`.

    Queries are centred on the mean of what the catalogue's own items have of that modality (their texts, for a block
    of pictures that words reach), where there are 50 of them; `width` is that of `fit_pca`.
    """

    def __init__(self, name: str, items: Encoder, queries: Encoder, *, weight: float = 1.0, width: int = 256) -> None:
        self.name, self.weight = name, weight
        self.modality: Modality = items.modality
        self.queries: tuple[Modality, ...] = (queries.modality,)
        self._items, self._queries, self._width = items.name, queries.name, width

    def _fitted(self, frame: PcaTransform, query_mean: NDArray[np.float32]) -> FittedBlock:
        return _FittedJointSpace(self._items, self._queries, frame, replace(frame, mean=query_mean))

    def fit(self, raws: EncoderOutputs) -> FittedBlock | None:
        """Return None where no item has rows of the tower `items`."""
        rows = raws[self._items]
        if not rows.any():
            return None
        frame = fit_pca(rows, self._width)
        asked = unit(raws[self._queries])
        asked = asked[present(asked)]
        centred = frame.mean.any() and len(asked) >= CENTRE_FROM
        mean = asked.mean(axis=0, dtype=np.float64).astype(np.float32) if centred else np.zeros_like(frame.mean)
        return self._fitted(frame, mean)

    def load(self, state: Mapping[str, NDArray[Any]]) -> FittedBlock:
        """Return the fitted block that gave `state`."""
        return self._fitted(PcaTransform.load(state), state["query_mean"])

"""Bridges: how a query, or an item, reaches a space of another modality.

- `ClassNames` turns a picture into words: the probability-weighted mean of the text embeddings of the names of the
  classes that a classifier sees in it (ConSE, Norouzi et al. 2014, arXiv:1312.5650).
- `ClassWeights` turns words into what a picture of them looks like: regression from class names to a classifier's own
  weights (in the manner of DeViSE, Frome et al. 2013, turned around), so that words between two classes reach features
  between them.
- `Taught` does the same from many more words, by prototypes that come with the package; for the encoders that they name.
- `learned.py` has those that a catalogue's own items teach.

A bridge gives *directions*: how its content differs from the average one, in the coordinates of a frame. Knows
encoders and arrays. Knows nothing of blocks, weights or items.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Encoder, EncoderOutputs, Rows
from retrieval.fusion.pca_transform import PcaTransform, present, unit
from retrieval.fusion.ridge import Ridge, kernel
from retrieval.fusion.word_prototypes import WordPrototypes, load_prototypes

__all__ = ["Bridge", "ClassNames", "ClassWeights", "Classifier", "FittedBridge", "Taught"]

State = Mapping[str, NDArray[Any]]


class FittedBridge(Protocol):
    """A bridge whose numbers are frozen."""

    def __call__(self, raws: EncoderOutputs) -> Rows:
        """float32 (n, width) in the target frame: unit directions, or zero for rows that it can't carry over."""
        ...

    def state(self) -> dict[str, NDArray[Any]]:
        """Return the arrays that `Bridge.load` takes."""
        ...


class Bridge(Protocol):
    """Carries rows of `source` encoders over into another encoder's space."""

    source: Modality

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> FittedBridge | None:
        """Freezes the bridge into the coordinates of `frame`, whose raw rows are `target`, (n, dim).

        `raws` are all rows of a catalogue. Returns None where there is too little to learn from.
        """
        ...

    def load(self, state: State) -> FittedBridge:
        """Return the fitted bridge that gave `state`."""
        ...


class Classifier(Encoder, Protocol):
    """A picture encoder whose rows a linear head turns into the scores of named classes."""

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weights (classes, dim) and biases (classes,)."""
        ...

    def classes(self) -> list[str]:
        """English names, one a class."""
        ...


def _softmax(scores: NDArray[Any]) -> NDArray[Any]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class _Names:
    """Fitted `ClassNames`: head (classes, dim) and (classes,), and the names' directions (classes, width)."""

    encoder: str
    weight: NDArray[np.float16]
    bias: NDArray[np.float32]
    names: NDArray[np.float32]

    def __call__(self, raws: EncoderOutputs) -> Rows:
        rows = raws.get(self.encoder)
        if rows is None:
            return np.zeros((_count(raws), self.names.shape[1]), np.float32)
        seen = _softmax((rows @ self.weight.T.astype(np.float32) + self.bias) / ClassNames.temperature)
        return np.where(present(rows)[:, None], unit(seen @ self.names), 0).astype(np.float32)

    def state(self) -> dict[str, NDArray[Any]]:
        return {"weight": self.weight, "bias": self.bias, "names": self.names}


def _count(raws: EncoderOutputs) -> int:
    return len(next(iter(raws.values()))) if raws else 0


class ClassNames:
    """Pictures → the space of the text encoder `text`, by the names of the classes of `image`."""

    source: Modality = "image"
    temperature = 2.0
    """Above 1, the classifier's second thoughts count for more: better for drawings and things it has no class for."""

    def __init__(self, image: Classifier, text: Encoder) -> None:
        self.image, self.text = image, text

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> FittedBridge | None:
        """Needs nothing of the catalogue but the frame."""
        weight, bias = self.image.head()
        names = unit(self.text.encode(self.image.classes()))
        centred = (names - names.mean(axis=0)) * frame.scale
        return _Names(self.image.name, weight.astype(np.float16), bias, frame.turn(centred).astype(np.float32))

    def load(self, state: State) -> FittedBridge:
        """Return the fitted bridge that gave `state`."""
        return _Names(self.image.name, state["weight"], state["bias"], state["names"])


def _by_ridge(ridge: Ridge, rows: Rows) -> Rows:
    """Unit directions of `rows`, or zero for rows of zeros."""
    return np.where(present(rows)[:, None], unit(ridge(unit(rows))), 0).astype(np.float32)


@dataclass(frozen=True)
class _Weights:
    """Fitted `ClassWeights`: a regression from the rows of the text encoder `encoder` to directions in the frame."""

    encoder: str
    ridge: Ridge

    def __call__(self, raws: EncoderOutputs) -> Rows:
        rows = raws.get(self.encoder)
        if rows is None:
            return np.zeros((_count(raws), self.ridge.coefficients.shape[1]), np.float32)
        return _by_ridge(self.ridge, rows)

    def state(self) -> dict[str, NDArray[Any]]:
        return {"names": self.ridge.anchors.astype(np.float16), "coefficients": self.ridge.coefficients}


class ClassWeights:
    """Words, by any encoder `text` → the space of the classifier `image`."""

    source: Modality = "text"
    sharpness = 10.0
    strength = 0.3

    def __init__(self, image: Classifier, text: Encoder) -> None:
        self.image, self.text = image, text

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> FittedBridge | None:
        """Needs nothing of the catalogue but the frame."""
        weight, _ = self.image.head()
        wanted = frame.turn((weight - weight.mean(axis=0)) * frame.scale)
        names = unit(self.text.encode(self.image.classes())).astype(np.float16).astype(np.float32)
        table = kernel(names, names, self.sharpness).astype(np.float64)
        coefficients = np.linalg.solve(table + self.strength * np.eye(len(table)), wanted)
        return _Weights(self.text.name, Ridge(names, coefficients.astype(np.float32), self.sharpness, 0.0))

    def load(self, state: State) -> FittedBridge:
        """Return the fitted bridge that gave `state`."""
        names = state["names"].astype(np.float32)
        return _Weights(self.text.name, Ridge(names, state["coefficients"], self.sharpness, 0.0))


@dataclass(frozen=True)
class _Taught:
    """Fitted `Taught`: by text encoder, a regression from its rows to directions in the frame; the prototypes' digest."""

    ridges: Mapping[str, Ridge]
    digest: str

    def __call__(self, raws: EncoderOutputs) -> Rows:
        found = [_by_ridge(ridge, raws[name]) for name, ridge in self.ridges.items() if name in raws]
        if not found:
            width = next(iter(self.ridges.values())).coefficients.shape[1]
            return np.zeros((_count(raws), width), np.float32)
        return unit(np.sum(found, axis=0))

    def state(self) -> dict[str, NDArray[Any]]:
        own = {f"{name}/coefficients": ridge.coefficients.astype(np.float16) for name, ridge in self.ridges.items()}
        return own | {"lessons": np.array(self.digest)}


class Taught:
    """Words → the space of the classifier `image`, by `prototypes`, over each text encoder that they name.

    Each encoder's regression gives a direction, and the directions are added. `prototypes` gives them when they are
    needed.
    """

    source: Modality = "text"
    sharpness = 5.0
    strength = 0.05

    def __init__(self, image: Classifier, prototypes: Callable[[], WordPrototypes] = load_prototypes) -> None:
        self.image, self.prototypes = image, prototypes

    def fit(self, raws: EncoderOutputs, target: Rows, frame: PcaTransform) -> FittedBridge | None:
        """Needs nothing of the catalogue but the frame. Takes about two seconds for an encoder."""
        from scipy import linalg

        prototypes = self.prototypes()
        wanted = frame.turn(prototypes.targets(self.image.head()[0]) * frame.scale).astype(np.float32)
        ridges = {}
        for name in prototypes.words:
            words = prototypes.anchors(name)
            table = kernel(words, words, self.sharpness)
            table[np.diag_indices(len(table))] += self.strength / prototypes.weights
            coefficients = linalg.solve(table, wanted, assume_a="pos", overwrite_a=True)
            ridges[name] = Ridge(words, coefficients.astype(np.float16).astype(np.float32), self.sharpness, 0.0)
        return _Taught(ridges, prototypes.digest)

    def load(self, state: State) -> FittedBridge:
        """Return the fitted bridge that gave `state`.

        Raises ValueError where it was fitted on other prototypes.
        """
        prototypes = self.prototypes()
        if str(state["lessons"]) != prototypes.digest:
            raise ValueError("it was fitted on other prototypes than those that are installed")
        ridges = {
            name: Ridge(prototypes.anchors(name), state[f"{name}/coefficients"].astype(np.float32), self.sharpness, 0.0)
            for name in prototypes.words
        }
        return _Taught(ridges, prototypes.digest)

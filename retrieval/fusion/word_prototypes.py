"""Prototypes: words and what pictures of them look like, small enough to come with the package.

There are two kinds: the names of a classifier's classes, their synonyms and the kinds of things they are, each of
which looks like the mean of the classifier's own weights for its classes; and captions of drawings, which look like
the drawings. `python -m retrieval.teaching` makes the file. Knows arrays; nothing of blocks, catalogues or items.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import Encoder, Rows
from retrieval.fusion.pca_transform import unit

__all__ = ["PROTOTYPES", "ClassWords", "WordPrototypes", "load_prototypes", "make_prototypes"]

PROTOTYPES = Path(__file__).with_name("word_prototypes.npz")
"""The prototypes that come with the package."""
OF_DRAWING = 0.15
"""How much one drawing counts beside the name of a class: drawings are many, and some captions are odd."""
RANK = 192


@dataclass(frozen=True, slots=True)
class ClassWords:
    """Words for one or more classes, by their numbers, and how much they count; a class's own name counts 1."""

    words: str
    classes: tuple[int, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class WordPrototypes:
    """What was learned, packed. Rows: first the words for classes, then the captions.

    encoders: names and versions, `name@version`, of the encoders that made the rows; `words` maps a text encoder's
    name to int8 (n, dim). members, starts: the classes of the words, one after the other, and where each begins.
    drawings: int8 (p, rank) in `basis`, float16 (rank, dim). weights: float32 (n,). digest: of the file.
    """

    encoders: tuple[str, ...]
    words: Mapping[str, NDArray[np.int8]]
    members: NDArray[np.int16]
    starts: NDArray[np.int32]
    drawings: NDArray[np.int8]
    basis: NDArray[np.float16]
    weights: NDArray[np.float32]
    digest: str = ""

    def anchors(self, text: str) -> Rows:
        """Return the words as the text encoder `text` sees them: float32 (n, dim), unit length."""
        return unit(self.words[text].astype(np.float32))

    def targets(self, weight: NDArray[np.float32]) -> Rows:
        """Return how each differs from the average picture: float32 (n, dim), unit length.

        `weight`, float32 (classes, dim), is the classifier's.
        """
        centred = weight - weight.mean(axis=0)
        named = np.add.reduceat(centred[self.members], self.starts, axis=0) if len(self.starts) else centred[:0]
        drawn = self.drawings.astype(np.float32) @ self.basis.astype(np.float32)
        return np.concatenate([unit(named), unit(drawn)])

    def save(self, path: Path) -> None:
        """Writes the file that `load_prototypes` reads."""
        words = {f"words/{name}": rows for name, rows in self.words.items()}
        own = {"members": self.members, "starts": self.starts, "drawings": self.drawings, "basis": self.basis}
        arrays: dict[str, Any] = {"encoders": np.array(self.encoders), "weights": self.weights, **own, **words}
        buffer = BytesIO()
        np.savez_compressed(buffer, **arrays)
        path.write_bytes(buffer.getvalue())


@cache
def load_prototypes(path: Path = PROTOTYPES) -> WordPrototypes:
    """Return the prototypes in the file at `path`.

    Raises OSError where there is none.
    """
    data = path.read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    words = {name.removeprefix("words/"): found.pop(name) for name in list(found) if name.startswith("words/")}
    encoders = tuple(found.pop("encoders").tolist())
    return WordPrototypes(encoders, words, **found, digest=hashlib.blake2b(data, digest_size=16).hexdigest())


def _packed(rows: NDArray[Any]) -> NDArray[np.int8]:
    """Each row times what makes its largest entry 127, rounded: directions survive, lengths don't."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.round(rows * (127 / largest)), np.int8)


def _caption(encoder: Encoder, captions: Sequence[Sequence[str]]) -> Rows:
    """The mean of the rows of each caption's texts, unit length."""
    texts = sorted({text for caption in captions for text in caption})
    row = dict(zip(texts, unit(encoder.encode(texts)), strict=True))
    means = [np.mean([row[text] for text in caption], axis=0) for caption in captions]
    return unit(np.array(means, np.float32).reshape(len(captions), encoder.dim))


def make_prototypes(
    image: Encoder,
    texts: Sequence[Encoder],
    named: Sequence[ClassWords],
    drawings: Rows,
    captions: Sequence[Sequence[str]],
) -> WordPrototypes:
    """Prototypes from words for the classes of `image` and from drawings, its rows (p, dim), with texts about each.

    What a drawing looks like is its difference from the mean of all of them, in their principal components.
    """
    seen = unit(drawings)
    seen = seen - seen.mean(axis=0) if len(seen) else seen
    basis = np.linalg.svd(seen, full_matrices=False)[2][:RANK].astype(np.float16)
    words = {
        e.name: _packed(np.concatenate([unit(e.encode([n.words for n in named])), _caption(e, captions)]))
        for e in texts
    }
    sizes = [len(n.classes) for n in named]
    return WordPrototypes(
        tuple(f"{e.name}@{e.version}" for e in (image, *texts)),
        words,
        np.array([c for n in named for c in n.classes], np.int16),
        np.cumsum([0, *sizes[:-1]]).astype(np.int32),
        _packed(seen @ basis.T.astype(np.float32)),
        basis,
        np.array([n.weight for n in named] + [OF_DRAWING] * len(captions), np.float32),
    )

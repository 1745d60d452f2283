"""From the contents of a query to one fused vector: words, a picture, a sound, items to be like and what to keep away from.

Knows encoders, fusions and snapshots. Knows nothing of filters, scores or hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import EncoderSet
from retrieval.index.encode import encode_rows
from retrieval.index.snapshot import Snapshot
from retrieval.media.reader import MediaLimits, MediaReader
from retrieval.search.query import Query

__all__ = ["QueryEncoder"]

Vector = NDArray[np.float32]


class QueryEncoder:
    """Encodes queries. `steer` is the weight of what is disliked or to be avoided. Safe to use from several threads."""

    def __init__(self, encoders: EncoderSet, limits: MediaLimits, steer: float) -> None:
        self.encoders, self.limits, self.steer = encoders, limits, steer
        self._encode_text = lru_cache(maxsize=512)(self._encode_text_now)

    def texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of the first text encoder, float32 (len(texts), dim): for matching words with words."""
        encoder = self.encoders.of("text")[0]
        return (
            np.concatenate([self._encode_text(text)[encoder.name] for text in texts])
            if texts
            else np.zeros((0, encoder.dim), np.float32)
        )

    def drop(self) -> None:
        """Forgets the texts that were encoded last."""
        self._encode_text.cache_clear()

    def vector(self, query: Query, snapshot: Snapshot, coverage: float = 1.0) -> Vector:
        """Return the fused vector of a query, float32 (width,); zero where nothing of it reaches an item.

        `coverage` multiplies what words and items give, where terms beside the blocks say more of the same.

        Raises MediaError where its picture or sound can't be read, EncodingError where an encoder fails, QueryError
        for unknown items.
        """
        vector = _weighted(self._wanted(query, snapshot, coverage), snapshot.fusion.width)
        unwanted = np.float32(coverage) * _weighted(self._unwanted(query, snapshot), snapshot.fusion.width)
        return vector - np.float32(self.steer) * unwanted

    def _encode_text_now(self, text: str) -> dict[str, NDArray[np.float32]]:
        return {e.name: encode_rows(e, [text]) for e in self.encoders.of("text")}

    def _encode_media(self, query: Query) -> list[tuple[Modality, dict[str, NDArray[np.float32]]]]:
        image, audio = query.image, query.audio
        if isinstance(image, str | Path) or isinstance(audio, str | Path):
            with MediaReader(self.limits) as reader:
                image = reader.image(Path(image)) if isinstance(image, str | Path) else image
                audio = reader.sound(Path(audio)) if isinstance(audio, str | Path) else audio
        parts: list[tuple[Modality, dict[str, NDArray[np.float32]]]] = []
        if image is not None:
            parts.append(("image", {e.name: encode_rows(e, [image]) for e in self.encoders.of("image")}))
        if audio is not None:
            parts.append(("audio", {e.name: encode_rows(e, [audio]) for e in self.encoders.of("audio")}))
        return parts

    def _of_text(self, text: str, query: Query, snapshot: Snapshot) -> tuple[Vector, float]:
        fusion = snapshot.fusion
        weights = _product(snapshot.generation.manifest.weights, query.weights)
        return fusion.query(self._encode_text(text), weights), fusion.share("text", query.weights)

    def _of_items(self, ids: Sequence[str], weights: Mapping[str, float], snapshot: Snapshot) -> tuple[Vector, float]:
        rows = snapshot.vectors(snapshot.positions(ids))
        mean: Vector = np.mean(snapshot.fusion.like(rows, weights), axis=0, dtype=np.float32)
        return mean, 1.0

    def _wanted(self, query: Query, snapshot: Snapshot, coverage: float) -> Iterable[tuple[Vector, float]]:
        fusion, text = snapshot.fusion, query.text if query.meaning is None else query.meaning
        if text.strip():
            vector, weight = self._of_text(text, query, snapshot)
            yield np.float32(coverage) * vector, weight
        for modality, raws in self._encode_media(query):
            yield fusion.query(raws, query.weights), fusion.share(modality, query.weights)
        if query.look:
            yield fusion.narrow(self._encode_text(query.look), "image"), 1.0
        if query.sound:
            yield fusion.narrow(self._encode_text(query.sound), "audio"), 1.0
        if query.like:
            vector, weight = self._of_items(query.like, query.weights, snapshot)
            yield np.float32(coverage) * vector, weight

    def _unwanted(self, query: Query, snapshot: Snapshot) -> Iterable[tuple[Vector, float]]:
        for text in query.avoid:
            yield self._of_text(text, query, snapshot)
        if query.dislike:
            yield self._of_items(query.dislike, query.weights, snapshot)


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {name: one.get(name, 1.0) * other.get(name, 1.0) for name in {**one, **other}}


def _weighted(parts: Iterable[tuple[Vector, float]], width: int) -> Vector:
    """The weighted mean of the vectors that aren't zero, float32 (width,)."""
    kept = [(vector, weight) for vector, weight in parts if weight > 0 and vector.any()]
    total = sum(weight for _, weight in kept)
    mean = np.zeros(width, np.float32)
    for vector, weight in kept:
        mean += vector * np.float32(weight / total)
    return mean

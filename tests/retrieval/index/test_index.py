"""The Chroma collection: it finds what was put in, and damage is noticed."""

import numpy as np
import pytest

from retrieval.errors import StoreDamaged
from retrieval.index.chroma import Collection, build_collection


def _vectors(n: int, width: int = 24, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((n, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_search_returns_inner_products_best_first(tmp_path) -> None:
    vectors = _vectors(300)
    ids = [f"i{n}" for n in range(300)]
    build_collection(tmp_path / "c", ids, vectors)
    query = _vectors(1, seed=1)
    exact = vectors @ query[0]
    order = np.argsort(-exact)[:5]
    hits = Collection(tmp_path / "c").search(query, 5)[0]
    assert [id for id, _ in hits] == [ids[i] for i in order]
    assert [score for _, score in hits] == pytest.approx(exact[order].tolist(), abs=1e-5)


def test_items_with_fewer_blocks_are_found_by_their_own_vectors(tmp_path) -> None:
    vectors = _vectors(200)
    vectors[::2, 12:] = 0  # half lack the second block, and are shorter
    build_collection(tmp_path / "c", [str(n) for n in range(200)], vectors)  # verifies


def test_a_collection_that_lacks_items_is_refused(tmp_path) -> None:
    vectors = _vectors(100)
    ids = [str(n) for n in range(100)]
    build_collection(tmp_path / "c", ids[:50], vectors[:50])
    with pytest.raises(StoreDamaged, match="can't be found by their own vectors"):
        Collection(tmp_path / "c").verify(ids, vectors)


def test_a_missing_collection_says_what_to_do(tmp_path) -> None:
    with pytest.raises(StoreDamaged, match="medley index"):
        Collection(tmp_path / "none")

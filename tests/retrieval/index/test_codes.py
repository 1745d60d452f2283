"""Vectors in eight bits: how far off they are, and that a search by them finds what an exact one finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.index.codes import Codes, write_codes

WIDTHS = (96, 40, 17, 3)


def _vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Rows in blocks of uneven spread and length; some lack a block, one column is all zero."""
    random = np.random.default_rng(seed)
    parts = []
    for width in WIDTHS:
        own = (
            random.standard_normal((count, width))
            * random.lognormal(0, 0.5, width)
            * random.lognormal(0, 0.3, (count, 1))
        )
        own[random.random(count) < 0.3] = 0
        parts.append(own)
    rows = np.concatenate(parts, axis=1).astype(np.float32)
    rows[:, 5] = 0
    return rows


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[NDArray[np.float32], Codes]:
    folder, vectors = tmp_path_factory.mktemp("codes"), _vectors(9_000)
    write_codes(folder, vectors, WIDTHS)
    codes = Codes.open(folder)
    assert codes is not None
    return vectors, codes


def _queries(vectors: NDArray[np.float32], count: int) -> list[NDArray[np.float32]]:
    """Queries near items that fill all blocks, or one."""
    random = np.random.default_rng(1)
    found = []
    for n in range(count):
        query = vectors[random.integers(len(vectors))] + random.standard_normal(sum(WIDTHS)).astype(np.float32) * 0.3
        block = n % (len(WIDTHS) + 1)
        if block < len(WIDTHS):
            start = sum(WIDTHS[:block])
            query[:start] = 0
            query[start + WIDTHS[block] :] = 0
        found.append(query.astype(np.float32))
    return found


def test_the_bound_holds_for_every_row(coded: tuple[NDArray[np.float32], Codes]) -> None:
    vectors, codes = coded
    for query in _queries(vectors, 25):
        nearly, bound = codes.products(query)
        away = np.abs(nearly - vectors.astype(np.float64) @ query.astype(np.float64)).max()
        assert 0 < away <= bound
        assert bound < 0.5 * np.abs(vectors @ query).max(), "a bound that says nothing"


def test_what_a_query_leaves_empty_adds_nothing(coded: tuple[NDArray[np.float32], Codes]) -> None:
    vectors, codes = coded
    nearly, bound = codes.products(np.zeros(sum(WIDTHS), np.float32))
    assert not nearly.any()
    assert bound < 1e-4
    only = np.zeros(sum(WIDTHS), np.float32)
    only[-3:] = 1
    assert not codes.products(only)[0][~vectors[:, -3:].any(axis=1)].any()


def test_a_folder_without_codes_has_none(tmp_path: Path) -> None:
    assert Codes.open(tmp_path) is None

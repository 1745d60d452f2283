"""Near duplicates among rows."""

import numpy as np

from retrieval.audit import duplicates
from retrieval.audit.duplicates import grouped, near_duplicates
from retrieval.fusion.pca_transform import unit


def test_pairs_above_the_least_cosine():
    rows = unit(np.array([[1, 0], [0, 1], [1, 0.1], [0, 0], [0, 0]], np.float32))
    assert [(i, j, round(c, 3)) for i, j, c in near_duplicates(rows, 0.99)] == [(0, 2, 0.995)]


def test_chunks_change_nothing(monkeypatch):
    rows = unit(np.random.default_rng(0).standard_normal((50, 3)))
    whole = list(near_duplicates(rows, 0.9))
    monkeypatch.setattr(duplicates, "CHUNK", 7)
    parts = list(near_duplicates(rows, 0.9))
    assert [pair[:2] for pair in parts] == [pair[:2] for pair in whole]
    assert len(whole) > 10


def test_pairs_join_groups_over_others():
    pairs = [("a", "b"), ("x", "y"), ("c", "b"), ("d", "c")]
    assert grouped(pairs) == [("a", "b", "c", "d"), ("x", "y")]
    assert grouped([]) == []

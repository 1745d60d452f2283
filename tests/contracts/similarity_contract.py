"""What every similarity must do. A test class inherits `SimilarityContract` and gives a similarity and its definition."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.fusion.fitted_similarity import FittedSimilarity, Similarity

__all__ = ["SimilarityContract", "made_rows"]

WIDTH = 24


def made_rows(n: int, seed: int = 0, width: int = WIDTH, missing: float = 0.2) -> np.ndarray:
    """Rows of different lengths around a mean that isn't zero; some are missing."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((n, width)) * random.uniform(0.3, 3, (n, 1)) * np.linspace(2, 0.3, width) + 0.4
    rows[random.random(n) < missing] = 0
    return rows.astype(np.float32)


def _unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


class SimilarityContract:
    """Inherited, never collected by itself."""

    @pytest.fixture(scope="class")
    @classmethod
    def how(cls) -> Similarity:
        """The similarity to check."""
        raise NotImplementedError

    @staticmethod
    def defined(query: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The score of one query, float64 (width,), with every row of a whole catalogue, (n, width), by definition."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def rows(cls, how: Similarity) -> np.ndarray:
        made = made_rows(2_000)
        return made if how.lengths else _unit(made)

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, how: Similarity) -> np.ndarray:
        made = made_rows(30, seed=1, missing=0)
        return made if how.lengths else _unit(made)

    @pytest.fixture(scope="class")
    @classmethod
    def measure(cls, how: Similarity, rows: np.ndarray) -> FittedSimilarity:
        return how.fit(rows)

    def test_is_its_definition(self, measure: FittedSimilarity, rows: np.ndarray, queries: np.ndarray) -> None:
        scores = measure.asking(queries) @ measure.stored(rows).T
        there = rows.any(axis=1)
        for query, found in zip(queries, scores, strict=True):
            defined = self.defined(query.astype(np.float64), rows[there].astype(np.float64))
            np.testing.assert_allclose(found[there], defined, atol=1e-4)
            assert set(np.argsort(-found[there])[:10]) == set(np.argsort(-defined)[:10])

    def test_a_missing_row_scores_as_the_average_item(
        self, measure: FittedSimilarity, rows: np.ndarray, queries: np.ndarray
    ) -> None:
        scores = measure.asking(queries) @ measure.stored(rows).T
        there = rows.any(axis=1)
        assert not scores[:, ~there].any()
        assert scores[:, there].min() < 0 < scores[:, there].max()

    def test_shapes(self, measure: FittedSimilarity, rows: np.ndarray, queries: np.ndarray) -> None:
        assert measure.stored(rows).shape == (len(rows), measure.width)
        assert measure.asking(queries).shape == (len(queries), measure.width)
        assert measure.stored(rows).dtype == measure.asking(queries).dtype == np.float32

    def test_nothing_asked_nothing_scored(self, measure: FittedSimilarity, queries: np.ndarray) -> None:
        assert not measure.asking(np.zeros_like(queries)).any()
        assert not measure.reached(np.zeros_like(queries)).any()

    def test_an_item_as_a_query_asks_as_its_row_would(self, measure: FittedSimilarity, rows: np.ndarray) -> None:
        np.testing.assert_allclose(measure.as_query(measure.stored(rows)), measure.asking(rows), atol=2e-4)

    def test_a_direction_asks_for_what_lies_there(self, measure: FittedSimilarity, rows: np.ndarray) -> None:
        there = rows[rows.any(axis=1)]
        away = (there - there.mean(axis=0)).astype(np.float64)
        far = int(np.linalg.norm(away, axis=1).argmax())
        ahead, behind = (sign * _unit(away[far : far + 1]) for sign in (1, -1))
        scores, opposite = (measure.stored(there) @ measure.reached(d)[0] for d in (ahead, behind))
        assert scores[far] > opposite[far]
        assert np.corrcoef(scores, away @ ahead[0])[0, 1] > 0.3

    def test_slope_says_what_a_row_scores_beyond_the_mean_row(
        self, measure: FittedSimilarity, rows: np.ndarray, queries: np.ndarray
    ) -> None:
        there = rows[rows.any(axis=1)]
        mean, some = there.mean(axis=0, keepdims=True), there[:50]
        asking = measure.asking(queries)[0]
        slope = measure.slope(asking, measure.stored(some))
        beyond = (measure.stored(some) - measure.stored(mean)) @ asking
        np.testing.assert_allclose((slope * (some - mean)).sum(axis=1), beyond, atol=2e-3)

    def test_loads_again(
        self, how: Similarity, measure: FittedSimilarity, rows: np.ndarray, queries: np.ndarray
    ) -> None:
        again = how.load(measure.state(), rows.shape[1])
        np.testing.assert_array_equal(again.stored(rows), measure.stored(rows))
        np.testing.assert_array_equal(again.asking(queries), measure.asking(queries))

    def test_other_items_do_not_move_a_row(self, measure: FittedSimilarity, rows: np.ndarray) -> None:
        np.testing.assert_allclose(measure.stored(rows[:1]), measure.stored(rows)[:1], atol=1e-6)

    def test_one_item_or_none_at_all(self, how: Similarity, rows: np.ndarray) -> None:
        one = rows[rows.any(axis=1)][:1]
        measure = how.fit(one)
        assert float(measure.asking(one)[0] @ measure.stored(one)[0]) >= 0
        for nothing in (np.zeros((3, WIDTH), np.float32), np.zeros((0, WIDTH), np.float32)):
            stored = how.fit(nothing).stored(nothing)
            assert np.isfinite(stored).all()
            assert not stored.any()

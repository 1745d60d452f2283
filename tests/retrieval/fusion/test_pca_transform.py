"""Frames: centring, scaling, fewer dimensions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion.pca_transform import PcaTransform, fit_pca, unit


def _rows(n, dim, seed=0, offset=0.0):
    return (np.random.default_rng(seed).standard_normal((n, dim)) + offset).astype(np.float32)


def test_unit_by_hand():
    np.testing.assert_allclose(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0, 0]])


def test_a_small_catalogue_is_not_centred():
    frame = fit_pca(_rows(49, 8, offset=1), width=4)
    assert not frame.mean.any()


def test_a_large_one_is():
    frame = fit_pca(_rows(200, 8, offset=1), width=8)
    assert np.linalg.norm(frame.mean) > 0.5


def test_few_rows_keep_every_dimension():
    assert fit_pca(_rows(20, 32), width=16).width == 32
    assert fit_pca(_rows(24, 32), width=16).width == 16


def test_items_that_are_all_alike_do_not_vanish():
    same = np.repeat(_rows(1, 8), 80, axis=0)
    assert fit_pca(same, width=8).apply(same).any(axis=1).all()


def test_one_item_alone_does_not_vanish():
    one = _rows(1, 8)
    assert fit_pca(one, 8, np.ones(8, np.float32)).apply(one).any()


def test_principal_components_keep_the_neighbours():
    rows = _rows(300, 4, seed=1) @ _rows(4, 40, seed=2) + 0.01 * _rows(300, 40, seed=3)
    wide, narrow = fit_pca(rows, 40).apply(rows), fit_pca(rows, 6).apply(rows)
    np.testing.assert_allclose(narrow @ narrow.T, wide @ wide.T, atol=0.02)


def test_a_catalogue_of_repeats_keeps_only_the_directions_it_has():
    few = _rows(5, 40)
    rows = np.tile(few, (30, 1)) + 0.3 * np.eye(40, dtype=np.float32)[0]
    frame = fit_pca(rows, 20)
    assert frame.width <= 5
    np.testing.assert_allclose(frame.basis.T @ frame.basis, np.eye(frame.width), atol=1e-4)
    likeness = frame.apply(rows[:5]) @ frame.apply(rows[:5]).T
    assert (likeness - 2 * np.eye(5)).max() < 0.99


def test_standardised_columns_count_alike():
    rows = _rows(500, 2) * np.array([1.0, 100.0], np.float32)
    frame = fit_pca(rows, 2, np.ones(2, np.float32))
    spread = ((rows - frame.mean) * frame.scale).std(axis=0)
    np.testing.assert_allclose(spread, 1, rtol=0.03)


@given(
    n=st.integers(1, 90),
    dim=st.integers(2, 12),
    width=st.integers(1, 12),
    seed=st.integers(0, 99),
    weighted=st.booleans(),
)
def test_rows_are_unit_or_zero_and_state_is_complete(n, dim, width, seed, weighted):
    rows = _rows(n, dim, seed, offset=0.3)
    rows[::3] = 0
    frame = fit_pca(rows, width, np.ones(dim, np.float32) if weighted else None)
    out = frame.apply(rows)
    assert out.shape == (n, frame.width)
    assert not out[::3].any()
    lengths = np.linalg.norm(out, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
    np.testing.assert_array_equal(PcaTransform.load(frame.state()).apply(rows), out)


def test_few_rows_keep_their_angles_and_the_prior_its_directions():
    rng = np.random.default_rng(3)
    rows, prior = rng.standard_normal((20, 100)).astype(np.float32), rng.standard_normal((30, 100))
    frame = fit_pca(rows, 60, prior=prior)
    assert frame.width == 50
    np.testing.assert_allclose(frame.apply(rows) @ frame.apply(rows).T, unit(rows) @ unit(rows).T, atol=1e-5)
    later = prior[:5].astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(frame.turn(later), axis=1), np.linalg.norm(later, axis=1), rtol=1e-4)


class TestAsked:
    """Queries lose of the items' mean only what they have of it."""

    @pytest.fixture(scope="class")
    @classmethod
    def frame(cls):
        return fit_pca(_rows(200, 8, offset=1), width=8)

    def test_nothing_of_the_mean_is_left(self, frame):
        rows = _rows(20, 8, seed=1, offset=0.3)
        share = unit(rows) @ frame.mean / (frame.mean @ frame.mean)
        within = (share > 0) & (share < 1)
        assert within.sum() > 5
        turned = frame.turn(frame.mean)
        np.testing.assert_allclose(frame.asked(rows)[within] @ turned, 0, atol=1e-5)
        assert (frame.apply(rows)[within] @ turned < -0.05).all(), "an item's way makes them the opposite of the mean"

    def test_a_query_unlike_the_items_stays_as_it_is(self, frame):
        away = -_rows(5, 8, seed=2, offset=1)
        away = away[unit(away) @ frame.mean < 0]
        assert len(away)
        np.testing.assert_allclose(frame.asked(away), unit(frame.turn(unit(away))), atol=1e-6)

    def test_a_query_that_is_the_typical_item_loses_one_mean(self, frame):
        rows = unit(frame.mean[None] + 0.1 * _rows(4, 8, seed=3))
        np.testing.assert_allclose(frame.asked(rows), frame.apply(rows), atol=1e-5)

    def test_zero_stays_zero_and_a_small_catalogue_has_no_mean(self, frame):
        assert not frame.asked(np.zeros((1, 8), np.float32)).any()
        small, rows = fit_pca(_rows(20, 8, offset=1), width=8), _rows(3, 8, seed=4)
        np.testing.assert_array_equal(small.asked(rows), small.apply(rows))

"""Blends: one scale for all, weights that count, and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behavior import Blend, Content, History, Markov, Popularity
from retrieval.behavior.models.blend import scaled
from retrieval.errors import ConfigError
from tests.retrieval.behavior.made_up import IDS, place, planted

HISTORY = History.of([place("P"), place("C"), place("A")])


def test_weights_decide_whom_a_blend_follows() -> None:
    fit = {w: Blend((Popularity(), Markov()), w).fit(planted()).score(HISTORY) for w in ((1.0, 0.0), (0.1, 1.0))}
    assert IDS[int(np.argmax(fit[1.0, 0.0]))] == "P"
    assert IDS[int(np.argmax(fit[0.1, 1.0]))] == "B"


def test_a_blend_is_the_weighted_sum_of_scaled_rows() -> None:
    log = planted()
    for scale in ("standard", "rank"):
        parts = [scaled(s.fit(log).score(HISTORY), scale) for s in (Popularity(), Markov())]
        found = Blend((Popularity(), Markov()), (0.5, -2.0), scale).fit(log).score(HISTORY)
        np.testing.assert_allclose(found, 0.5 * parts[0] - 2 * parts[1], atol=1e-5)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=20), st.sampled_from(["standard", "rank"]))
def test_scaling_keeps_the_order_and_forgets_the_unit(values, scale) -> None:
    row = np.array(values, np.float32)
    found = scaled(row, scale)
    np.testing.assert_allclose(scaled(row * 3 + 7, scale), found, atol=1e-4)
    if row.min() < row.max():
        assert ((row[:, None] > row) == (found[:, None] > found)).all()
        assert abs(found.mean()) < 1e-5
    else:
        assert not found.any()


def test_small_scores_are_scaled_like_large_ones() -> None:
    row = np.array([0, 1, 2, 4], np.float32)
    np.testing.assert_allclose(scaled(row * np.float32(1e-30)), scaled(row), rtol=1e-5)


def test_a_long_run_of_what_was_not_liked_leaves_the_rest_its_weight() -> None:
    history = History.of([place("A"), *[place("F")] * 2_000], [1.0, *[0.0] * 2_000])
    weights = history.weights(3.0)
    assert (weights[0], weights[1:].any()) == (1.0, False)
    assert IDS[int(np.argmax(Markov().fit(planted()).score(history)))] == "B"


def test_unseen_items_are_ranked_by_content_in_a_blend() -> None:
    vectors = np.zeros((8, 2), np.float32)
    vectors[[1, 7]] = 1, 0
    vectors[[2, 3, 4, 5, 6]] = 0, 1
    row = Blend((Content(vectors), Popularity()), (1.0, 0.1)).fit(planted()).score(History.of([place("A")]))
    assert IDS[int(np.argsort(-row)[1])] == "unseen"


def test_a_blend_without_weights_ranks_nothing_and_wrong_ones_are_refused() -> None:
    assert not Blend((Markov(),), (0.0,)).fit(planted()).score(HISTORY).any()
    for weights in ((), (1.0, 2.0)):
        with pytest.raises(ConfigError, match="a weight for each"):
            Blend((Markov(),), weights)

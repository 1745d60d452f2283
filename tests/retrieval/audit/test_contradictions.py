"""Contradictions between texts and media, planted."""

import numpy as np

from retrieval.audit.contradictions import FEWEST, contradictions, suspicion
from retrieval.fusion.pca_transform import unit

rng = np.random.default_rng(0)


def _pairs(n=120, noise=0.3):
    """Unit rows of texts and of media that follow from them."""
    texts = unit(rng.standard_normal((n, 8)))
    return texts, unit(texts @ rng.standard_normal((8, 12)) + noise * rng.standard_normal((n, 12)))


def test_suspicion_by_hand():
    rows = np.eye(2, dtype=np.float32)
    np.testing.assert_allclose(suspicion(rows, rows), [-1, -1])
    np.testing.assert_allclose(suspicion(rows, rows[::-1]), [1, 1])


def test_nothing_to_compare_with_is_not_suspicious():
    one = np.ones((1, 1), np.float32)
    assert suspicion(one, one) == 0


def test_exchanged_media_are_the_most_suspicious():
    texts, media = _pairs()
    media[[3, 40, 77]] = media[[40, 77, 3]]
    scores = contradictions(texts, media)
    assert set(np.argsort(-scores)[:3].tolist()) == {3, 40, 77}
    assert (scores[[3, 40, 77]] > -1).all()
    assert np.median(scores) < -1


def test_a_witness_is_heard_where_items_are_few():
    texts, media = _pairs(FEWEST - 1)
    assert contradictions(texts, media) is None
    swapped = media.copy()
    swapped[[2, 5]] = media[[5, 2]]
    scores = contradictions(texts, swapped, [(media, swapped)])
    assert set(np.argsort(-scores)[:2].tolist()) == {2, 5}


def test_media_that_have_nothing_to_do_with_texts_are_not_judged():
    texts, _ = _pairs()
    assert contradictions(texts, unit(rng.standard_normal((120, 12)))) is None

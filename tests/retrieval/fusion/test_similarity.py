"""The four similarities: each is what its definition says, and orders as the others don't."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retrieval.errors import ConfigError
from retrieval.fusion.fitted_similarity import fit_spread
from retrieval.fusion.similarities import KL_TEMPERATURE, Cosine, register_similarity, similarities, similarity
from tests.contracts.similarity_contract import SimilarityContract, made_rows


class TestCosine(SimilarityContract):
    @pytest.fixture(scope="class")
    @classmethod
    def how(cls):
        return similarity("cosine")

    @staticmethod
    def defined(query, rows):
        return rows @ query / np.linalg.norm(query) / np.linalg.norm(rows, axis=1)


class TestInnerProduct(SimilarityContract):
    @pytest.fixture(scope="class")
    @classmethod
    def how(cls):
        return similarity("ip")

    @staticmethod
    def defined(query, rows):
        """The product with the query's direction, from the mean, in the spread of the rows."""
        mean = rows.mean(axis=0)
        spread = np.sqrt(((rows - mean) ** 2).sum(axis=1).mean())
        return (rows - mean) @ (query - mean) / np.linalg.norm(query - mean) / spread


class TestEuclidean(SimilarityContract):
    @pytest.fixture(scope="class")
    @classmethod
    def how(cls):
        return similarity("l2")

    @staticmethod
    def defined(query, rows):
        distance = ((rows - query) ** 2).sum(axis=1)
        return 1 - distance / distance.mean()


class TestKullbackLeibler(SimilarityContract):
    @pytest.fixture(scope="class")
    @classmethod
    def how(cls):
        return similarity("kl")

    @staticmethod
    def defined(query, rows):
        mean = rows.mean(axis=0)
        spread = np.sqrt(((rows - mean) ** 2).sum(axis=1).mean())

        def distribution(x):
            powers = np.exp(np.sqrt(x.shape[-1]) * (x - mean) / spread / KL_TEMPERATURE)
            return powers / powers.sum(axis=-1, keepdims=True)

        p, q = distribution(rows), distribution(query)
        divergence = (q * np.log(q / p)).sum(axis=1)
        return 1 - divergence / divergence.mean()


SAME_DIRECTION, NEAREST, LONGEST, SAME_SHAPE = [9.0, 0.5, 0.5], [1.0, 0.3, 0.2], [12.0, 6.0, 6.0], [6.0, 5.0, 5.0]
QUERY = np.array([[1.0, 0.0, 0.0]], np.float32)


@pytest.mark.parametrize(("name", "first"), [("cosine", 0), ("l2", 1), ("ip", 2), ("kl", 3)])
def test_each_puts_another_item_first(name, first) -> None:
    """One item points the query's way, one is nearest, one is longest; one is the query plus a constant: the same softmax."""
    rows = np.array([SAME_DIRECTION, NEAREST, LONGEST, SAME_SHAPE], np.float32)
    how = similarity(name)
    given_rows = rows if how.lengths else rows / np.linalg.norm(rows, axis=1, keepdims=True)
    measure = how.fit(given_rows)
    scores = measure.stored(given_rows) @ measure.asking(QUERY)[0]
    assert scores.argmax() == first
    if name in ("l2", "kl"):
        assert scores.max() <= 1 + 1e-5


@pytest.mark.parametrize("name", ["l2", "kl"])
def test_the_same_scores_one_and_the_average_item_nought(name) -> None:
    rows = made_rows(500)
    measure = similarity(name).fit(rows)
    stored, asking = measure.stored(rows), measure.asking(made_rows(20, seed=3, missing=0))
    np.testing.assert_allclose((asking @ stored[rows.any(axis=1)].T).mean(axis=1), 0, atol=1e-4)
    there = rows[rows.any(axis=1)]
    own = np.einsum("ij,ij->i", measure.asking(there), measure.stored(there))
    np.testing.assert_allclose(own, 1, atol=1e-4)


FINITE = st.floats(-50, 50, width=32).filter(lambda x: x == 0 or abs(x) > 1e-3)
CATALOGUES = st.integers(2, 70).flatmap(lambda n: arrays(np.float32, (n, 5), elements=FINITE))


@given(rows=CATALOGUES, query=arrays(np.float32, (1, 5), elements=FINITE), name=st.sampled_from(["l2", "ip", "kl"]))
def test_order_is_that_of_the_plain_measure(rows, query, name) -> None:
    measure = similarity(name).fit(rows)
    there = rows.any(axis=1)
    stored, asking = measure.stored(rows), measure.asking(query)
    assert np.isfinite(stored).all()
    assert np.isfinite(asking).all()
    assert not stored[~there].any()
    if not there.any() or not query.any():
        return
    where = fit_spread(rows)
    x, q = rows[there].astype(np.float64), query[0].astype(np.float64)
    if name == "l2":
        plain = -((x - q) ** 2).sum(axis=1)
    elif name == "ip":
        plain = x @ (q - where.centre)
    else:
        logits = np.sqrt(5) / where.spread / KL_TEMPERATURE * (np.vstack([q, x]) - where.centre)
        log_p = logits - np.log(np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
        log_p -= logits.max(axis=1, keepdims=True)
        plain = log_p[1:] @ np.exp(log_p[0])
    scores = (stored[there] @ asking[0]).astype(np.float64)
    best = plain[scores.argmax()]
    assert best >= plain.max() - 1e-3 * max(np.abs(plain).max(), 1.0)


@given(rows=CATALOGUES, scale=st.floats(0.1, 10))
def test_the_unit_that_rows_are_measured_in_does_not_matter(rows, scale) -> None:
    rows = np.where(np.abs(rows) > 0, rows, 0).astype(np.float32)
    for name in ("l2", "ip", "kl"):
        one, other = similarity(name).fit(rows), similarity(name).fit((rows * scale).astype(np.float32))
        a = one.stored(rows) @ one.asking(rows).T
        b = other.stored((rows * scale).astype(np.float32)) @ other.asking((rows * scale).astype(np.float32)).T
        np.testing.assert_allclose(a, b, atol=5e-3 * max(1.0, float(np.abs(a).max())))


def test_an_unknown_name_is_refused_and_a_new_one_registers() -> None:
    with pytest.raises(ConfigError, match="cosine, ip, kl, l2"):
        similarity("euclid")

    @register_similarity("mine")
    class Mine(Cosine):
        name = "mine"

    try:
        assert isinstance(similarity("mine"), Mine)
    finally:
        from retrieval.fusion import similarities as module

        module._SIMILARITIES.pop("mine")
    assert "mine" not in similarities()

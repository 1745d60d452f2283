"""The measures, by hand and against trec_eval's own code; the intervals, against what theory says."""

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, P, R, Success, nDCG

from retrieval.metrics import METRICS, interval, rank_metrics, ranks_of

THEIRS = {
    "hit@1": Success @ 1,
    "hit@10": Success @ 10,
    "precision@10": P @ 10,
    "recall@10": R @ 10,
    "ndcg@10": nDCG @ 10,
    "map": AP,
    "mrr": RR,
}


def test_one_ranking_by_hand() -> None:
    ranks = ranks_of(["a", "b", "c", "d"], {"b", "d", "z"})
    assert ranks.tolist() == [2, 4]
    found = rank_metrics(ranks, 3)
    assert found["hit@1"] == 0
    assert found["hit@10"] == 1
    assert found["precision@10"] == pytest.approx(0.2)
    assert found["recall@10"] == pytest.approx(2 / 3)
    assert found["map"] == pytest.approx((1 / 2 + 2 / 4) / 3)
    assert found["mrr"] == pytest.approx(1 / 2)
    assert found["ndcg@10"] == pytest.approx(
        (1 / np.log2(3) + 1 / np.log2(5)) / (1 / np.log2(2) + 1 / np.log2(3) + 1 / np.log2(4))
    )


@given(st.permutations(range(40)), st.sets(st.integers(0, 45), min_size=1, max_size=30), st.integers(1, 40))
def test_they_are_those_of_trec_eval(order: list[int], relevant: set[int], length: int) -> None:
    ranking = [f"d{i}" for i in order][:length]
    qrels = {"q": {f"d{i}": 1 for i in relevant}}
    run = {"q": {id: float(-rank) for rank, id in enumerate(ranking)}}
    theirs = ir_measures.calc_aggregate(list(THEIRS.values()), qrels, run)
    ours = rank_metrics(ranks_of(ranking, qrels["q"]), len(relevant))
    assert tuple(ours) == METRICS
    for name, measure in THEIRS.items():
        assert ours[name] == pytest.approx(theirs[measure], abs=1e-9), name


def test_nothing_relevant_or_nothing_found_is_zero() -> None:
    nothing = np.array([], np.int64)
    assert set(rank_metrics(nothing, 0).values()) == {0.0}
    assert set(rank_metrics(nothing, 3).values()) == {0.0}


def test_an_interval_holds_the_mean_and_is_as_wide_as_theory_says() -> None:
    values = np.random.default_rng(1).normal(0.3, 1.0, 400)
    found = interval({"x": values})["x"]
    half = 1.96 * values.std() / np.sqrt(400)
    assert found.mean == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.02)
    assert found.high == pytest.approx(values.mean() + half, abs=0.02)
    assert found.clear == (found.low > 0)
    assert interval({"x": values}) == interval({"x": values})


def test_paired_differences_are_narrower_than_their_parts() -> None:
    rng = np.random.default_rng(2)
    hard = rng.normal(0, 1, 300)
    a, b = hard + rng.normal(0.1, 0.05, 300), hard
    found = interval({"a": a, "b": b, "a-b": a - b})
    assert found["a-b"].clear
    assert found["a-b"].high - found["a-b"].low < (found["a"].high - found["a"].low) / 5


def test_columns_of_different_lengths_are_refused_and_none_are_none() -> None:
    with pytest.raises(ValueError, match="one length"):
        interval({"a": np.zeros(2), "b": np.zeros(3)})
    assert interval({}) == {}
    assert interval({"a": np.zeros(0)})["a"].n == 0

"""Weights chosen on the log's last part: the signal that the log obeys is found, and nothing later is looked at."""

import numpy as np

from retrieval.behavior import Event, Markov, Popularity, log_of
from retrieval.behavior.tune import choose_weights, last_parts
from tests.retrieval.behavior.made_up import IDS, planted

SIGNALS = {"popularity": Popularity(), "markov": Markov(prior=0)}
START = {"popularity": 1.0, "markov": 0.0}


def test_the_signal_that_the_log_obeys_gets_the_weight() -> None:
    chain = [Event(f"u{n}", i, 1.0, t) for n in range(40) for t, i in enumerate("PPAB" if n % 2 else "PPCD")]
    weights, trials = choose_weights(SIGNALS, log_of(chain, IDS), START)
    assert trials == 16  # a tenth of what was liked
    assert weights["markov"] > weights["popularity"]


def test_too_small_a_log_leaves_the_weights_as_they_were() -> None:
    assert choose_weights(SIGNALS, planted(20), START) == (START, 0)


def test_the_last_liked_event_and_what_follows_are_held_out() -> None:
    log = log_of([Event("u", i, v, n) for n, (i, v) in enumerate([("A", 1), ("B", 0), ("C", 1), ("D", 0)])], IDS)
    less, trials = last_parts(log)
    assert [IDS[i] for i in less.items] == ["A", "B"]
    assert [(IDS[t.target], t.history.values.tolist()) for t in trials] == [("C", [1.0, 0.0])]
    assert len(log) == 4


def test_a_repeated_like_is_no_target_where_repeats_are_not_ranked() -> None:
    log = log_of([Event("u", i, 1, n) for n, i in enumerate("ABA")], IDS)
    assert [IDS[t.target] for t in last_parts(log)[1]] == ["A"]
    assert [IDS[t.target] for t in last_parts(log, repeats=False)[1]] == ["B"]


def test_trials_are_spread_over_all_people_and_singles_give_none() -> None:
    log = log_of([Event("one", "A"), *(Event(f"u{n}", i, 1, t) for n in range(50) for t, i in enumerate("AB"))], IDS)
    less, trials = last_parts(log, most=10)
    assert len(trials) == 10
    assert len(less) == len(log) - 10


def test_what_is_not_ranked_is_no_rival() -> None:
    chain = [Event(f"u{n}", i, 1.0, t) for n in range(30) for t, i in enumerate("PPAB" if n % 2 else "PPCD")]
    among = np.array([i in "BD" for i in IDS])
    weights, _ = choose_weights(SIGNALS, log_of(chain, IDS), START, among=among)
    assert weights["markov"] > 0

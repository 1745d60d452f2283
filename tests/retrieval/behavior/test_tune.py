"""Weights chosen on the log's last part: the signal that the log obeys is found, and nothing later is looked at."""

import numpy as np

from retrieval.behavior import Ease, Event, Markov, Popularity, log_of
from retrieval.behavior.training.trials import after_cuts, last_in_time, last_of_people, trials_of
from retrieval.behavior.training.tune import choose_settings, choose_weights, scaled_tables
from tests.retrieval.behavior.made_up import IDS, planted

SIGNALS = {"popularity": Popularity(), "markov": Markov(prior=0)}
SINGLES = [Event(f"one{n}", "F") for n in range(20)]
START = {"popularity": 1.0, "markov": 0.0}


def test_the_signal_that_the_log_obeys_gets_the_weight() -> None:
    chain = [Event(f"u{n}", i, 1.0, t) for n in range(40) for t, i in enumerate("PPAB" if n % 2 else "PPCD")]
    trials = trials_of(log_of(chain, IDS), "people")
    assert len(trials) == 16  # a tenth of what was liked
    weights = choose_weights(scaled_tables(SIGNALS, trials), trials, START)
    assert weights["markov"] > weights["popularity"]


def test_too_small_a_log_leaves_the_weights_as_they_were() -> None:
    trials = trials_of(planted(20), "people")
    assert choose_weights(scaled_tables(SIGNALS, trials), trials, START) == START


def test_the_last_liked_event_and_what_follows_are_held_out() -> None:
    line = [Event("u", i, v, n) for n, (i, v) in enumerate([("A", 1), ("B", 0), ("C", 1), ("D", 0)])]
    log = log_of([*line, *SINGLES], IDS)
    less, trials = last_of_people(log)
    assert [IDS[i] for i in less.items[:2]] == ["A", "B"]
    assert len(less) == len(log) - 2
    assert [(IDS[t.target], t.history.values.tolist()) for t in trials] == [("C", [1.0, 0.0])]


def test_a_repeated_like_is_no_target_where_repeats_are_not_ranked() -> None:
    log = log_of([*[Event("u", i, 1, n) for n, i in enumerate("ABA")], *SINGLES], IDS)
    assert [IDS[t.target] for t in last_of_people(log)[1]] == ["A"]
    assert [IDS[t.target] for t in last_of_people(log, repeats=False)[1]] == ["B"]


def test_trials_are_spread_over_all_people_and_singles_give_none() -> None:
    log = log_of([Event("one", "A"), *(Event(f"u{n}", i, 1, t) for n in range(60) for t, i in enumerate("AB"))], IDS)
    less, trials = last_of_people(log, most=10)
    assert len(trials) == 10
    assert len(less) == len(log) - 10


def test_the_last_part_by_time_trains_on_what_is_earlier_only() -> None:
    line = [("A", 1), ("B", 2), ("C", 8), ("A", 9), ("D", 9)]
    log = log_of([Event("u", i, 1, t) for i, t in line] + [Event("v", i, 1, t) for t, i in enumerate("PPPPPPP")], IDS)
    less, trials = last_in_time(log)
    assert less.times.max() == 4
    assert [([IDS[i] for i in t.history.items], IDS[t.target]) for t in trials[:2]] == [
        (["A", "B"], "C"),
        (["A", "B", "C", "A"], "D"),
    ]
    again = log_of([Event("u", i, 1, t) for t, i in enumerate("PPPPPPPPAP")], IDS)
    assert [IDS[t.target] for t in last_in_time(again)[1]] == ["P", "P", "A", "P"]
    assert [IDS[t.target] for t in last_in_time(again, repeats=False)[1]] == ["A"]


def test_what_is_not_ranked_is_no_rival() -> None:
    chain = [Event(f"u{n}", i, 1.0, t) for n in range(30) for t, i in enumerate("PPAB" if n % 2 else "PPCD")]
    among = np.array([i in "BD" for i in IDS])
    trials = trials_of(log_of(chain, IDS), "people", among)
    weights = choose_weights(scaled_tables(SIGNALS, trials), trials, START)
    assert weights["markov"] > 0


def test_settings_are_chosen_by_what_the_log_obeys() -> None:
    """What was liked long ago says nothing of what comes next: only the last event leads to B or D."""
    chain = [Event(f"u{n}", i, 1.0, t) for n in range(80) for t, i in enumerate("PEEEEAB" if n % 2 else "PFFFFCD")]
    trials = trials_of(log_of(chain, IDS), "people")
    found = choose_settings(Markov(), trials, {"reach": (6, 1), "half_life": (None, 1.0)})
    assert trials.gain(trials.table(found.fit)) > trials.gain(trials.table(Markov().fit))
    fits = []

    class Counted(Ease):
        def fit(self, log):
            fits.append(self.ridge)
            return super().fit(log)

    choose_settings(Counted(), trials, {"half_life": (None, 1.0, 3.0), "ridge": (1.0, 500.0)})
    assert choose_settings(Markov(), trials, {"half_life": (None, 1.0)}, least=1.0) == Markov()  # no gain is so large
    assert sorted(fits) == [1.0, 500.0]  # a half-life changes only how a history is scored


def test_a_trial_knows_whose_it_is() -> None:
    log = log_of([*SINGLES, *[Event("u", i, 1, n) for n, i in enumerate("ABC")]], IDS)
    assert [t.history.person for t in last_of_people(log)[1]] == [20]


def test_after_a_cut_nothing_of_the_history_or_of_the_log_is_later_than_it() -> None:
    line = [("A", 1), ("B", 2), ("C", 8), ("A", 9), ("D", 9.5)]
    log = log_of([Event("u", i, 1, t) for i, t in line] + [Event("v", i, 1, t) for t, i in enumerate("PPPPPPP")], IDS)
    folds = after_cuts(log, repeats=False)
    cuts = [less.times.max() for less, _ in folds]
    assert cuts == sorted(cuts)
    assert cuts[0] < 6
    told = [([IDS[i] for i in t.history.items], IDS[t.target]) for _, trials in folds for t in trials]
    assert told == [(["A", "B"], "C"), (["A", "B", "C"], "D")]  # within a tenth of the events, and new


def test_each_fold_is_scored_by_what_was_fitted_before_it() -> None:
    log = log_of([Event(f"u{n}", i, 1, t) for n in range(40) for t, i in enumerate("ABCDEFAB")], IDS)
    trials = trials_of(log, "cut")
    fits = []

    def fit(less):
        fits.append(float(less.times.max()))
        return Popularity().fit(less)

    assert len(trials.table(fit)) == len(trials)
    assert fits == [float(less.times.max()) for less, _ in trials.folds]

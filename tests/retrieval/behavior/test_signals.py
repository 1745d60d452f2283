"""Every signal on data with a planted answer, and each one against its definition."""

from dataclasses import replace

import numpy as np
import pytest

from retrieval.behavior import (
    Content,
    Ease,
    Event,
    History,
    ItemKNN,
    Mapped,
    Markov,
    Popularity,
    PureSvd,
    Signal,
    Slit,
    log_of,
)
from retrieval.behavior.models.factors import Als, Bpr
from retrieval.behavior.models.pairs import likes, windows
from retrieval.errors import QueryError
from tests.retrieval.behavior.made_up import IDS, place, planted, planted_events

MAPPED = Mapped(np.eye(8, dtype=np.float32), factors=3, ridge=1)
SIGNALS = [
    Als(4),
    Bpr(4),
    MAPPED,
    PureSvd(4),
    Popularity(0.5),
    Markov(),
    ItemKNN(),
    Ease(ridge=2),
    Slit(ridge=1),
    Content(np.eye(8, dtype=np.float32)),
]
ORDERED = [Markov(), Slit(ridge=1)]


def _best(signal: Signal, history: list[str], log=None) -> str:
    row = signal.fit(planted() if log is None else log).score(History.of([place(i) for i in history]))
    return IDS[int(np.argmax(row))]


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda s: s.name)
def test_a_signal_keeps_the_contract(signal) -> None:
    log = planted()
    fitted = signal.fit(log)
    for history in (History.of([]), History.of([1]), History.of([1, 1, 7], [1, -1, 1])):
        row = fitted.score(history)
        assert row.shape == (len(IDS),)
        assert row.dtype == np.float32
        assert np.isfinite(row).all()
    assert isinstance(signal, Signal)
    empty = signal.fit(log_of([], IDS)).score(History.of([0]))
    assert empty.shape == (len(IDS),)
    assert np.isfinite(empty).all()


@pytest.mark.parametrize("signal", SIGNALS[2:], ids=lambda s: s.name)  # factors begin with random numbers by person
def test_the_order_of_people_changes_nothing(signal) -> None:
    events = planted_events()
    people = sorted({e.user for e in events}, reverse=True)
    turned = [e for user in people for e in events if e.user == user]
    history = History.of([place("C"), place("A")])
    rows = [signal.fit(log_of(given, IDS)).score(history) for given in (events, turned)]
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-5)


@pytest.mark.parametrize("signal", ORDERED, ids=lambda s: s.name)
def test_what_follows_is_found_and_popularity_does_not_find_it(signal) -> None:
    assert _best(signal, ["P", "C", "A"]) == "B"
    assert _best(Popularity(), ["P", "C", "A"]) == "P"


@pytest.mark.parametrize("signal", ORDERED, ids=lambda s: s.name)
def test_the_direction_of_time_counts(signal) -> None:
    row = signal.fit(planted()).score(History.of([place("B")]))
    assert row[place("A")] < 0.05


def test_times_decide_the_order_and_ties_keep_the_files() -> None:
    events = [Event("u", "B", time=2), Event("u", "A", time=1), Event("u", "D", time=2)]
    log = log_of(events, IDS)
    assert [IDS[i] for i in log.items] == ["A", "B", "D"]
    assert History.of(log.items).ages.tolist() == [2, 1, 0]


def test_ease_is_its_closed_form() -> None:
    likes = {"u": "PA", "v": "PAB", "w": "AB"}
    log = log_of([Event(u, i, time=n) for u, line in likes.items() for n, i in enumerate(line)], IDS)
    x = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]], float)
    inverse = np.linalg.inv(x.T @ x + 3 * np.eye(3))
    b = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(b, 0)
    found = Ease(ridge=3, half_life=1).fit(log).score(History.of([0, 1]))
    np.testing.assert_allclose(found[:3], 0.5 * b[0] + b[1], rtol=1e-4)
    assert not found[3:].any()


def test_slit_is_its_normal_equations() -> None:
    log = log_of([Event("u", i, 1, n) for n, i in enumerate("PAB")] + [Event("v", "A"), Event("v", "P", -1, 1)], IDS)
    # moments: A after P; B after P, A. What v met but didn't like is no moment to predict.
    x = np.array([[1, 0, 0], [0.5, 1, 0]])
    y = np.array([[0, 1, 0.5], [0, 0, 1]])
    b = np.linalg.solve(x.T @ x + 2 * np.eye(3), x.T @ y)
    signal = Slit(past=2, future=2, past_half_life=1, future_half_life=1, half_life=1, ridge=2)
    found = signal.fit(log).score(History.of([0, 1]))
    np.testing.assert_allclose(found[:3], 0.5 * b[0] + b[1], rtol=1e-4, atol=1e-6)


def test_markov_counts_what_followed() -> None:
    log = log_of([Event(u, i, 1, n) for u in "uv" for n, i in enumerate("PAB")], IDS)
    found = Markov(reach=2, half_life=1, prior=1).fit(log).score(History.of([place("P")]))
    # after P: A twice at once, B twice two events later: 2 and 1, of 3, plus the prior
    np.testing.assert_allclose(found[[1, 2]], [2 / 4, 1 / 4], rtol=1e-5)


def test_itemknn_is_the_shrunk_cosine() -> None:
    log = log_of([Event("u", "P"), Event("u", "A"), Event("v", "P"), Event("w", "P"), Event("w", "B")], IDS)
    found = ItemKNN(shrink=1).fit(log).score(History.of([place("P")]))
    np.testing.assert_allclose(found[[0, 1, 2]], [0, 1 / (3**0.5 + 1), 1 / (3**0.5 + 1)], rtol=1e-5)
    assert np.count_nonzero(ItemKNN(neighbours=1).fit(log).score(History.of([place("P")]))) == 1


def test_puresvd_is_the_projection_on_the_first_singular_vectors() -> None:
    table = likes(planted()).toarray()
    _, values, right = np.linalg.svd(table, full_matrices=False)
    assert values[2] > values[3] + 1e-3  # so that the first three are told apart
    row = PureSvd(3).fit(planted()).score(History.of([place("A"), place("C")]))
    wanted = right[:3].T @ right[:3] @ np.eye(8)[[place("A"), place("C")]].sum(axis=0)
    np.testing.assert_allclose(row, wanted, atol=1e-5)


def test_popularity_forgets_by_the_share_of_the_log() -> None:
    events = [Event(f"o{n}", "A", time=n) for n in range(6)] + [Event(f"n{n}", "B", time=10 + n) for n in range(4)]
    old, new = (Popularity(h).fit(log_of(events, IDS)).score(History.of([])) for h in (None, 0.1))
    assert old[place("A")] > old[place("B")]
    assert new[place("A")] < new[place("B")]
    slow = [replace(e, time=e.time * 1e6) for e in events]
    np.testing.assert_allclose(Popularity(0.1).fit(log_of(slow, IDS)).score(History.of([])), new)


def test_items_nobody_met_are_scored_by_content() -> None:
    vectors = np.zeros((8, 2), np.float32)
    vectors[[1, 7]] = 1, 0
    vectors[2] = 0, 1
    assert _best(Content(vectors), ["B", "A"]) in ("A", "unseen")
    row = Content(vectors).fit(planted()).score(History.of([2, 1]))
    assert row[7] == row[1] > row[2] > row[3] == 0
    for signal in SIGNALS[4:-1]:
        assert signal.fit(planted()).score(History.of([1]))[7] == 0
    with pytest.raises(ValueError, match="8 items; got 3"):
        Content(vectors[:3]).fit(planted())


@pytest.mark.parametrize(
    ("signal", "changed"),
    [
        (Popularity(), {"half_life": 0.1}),
        *((Als(4), {name: value}) for name, value in (("factors", 2), ("alpha", 1.0), ("regularization", 5.0))),
        *((Als(4), {name: value}) for name, value in (("half_life", 1.0), ("iterations", 1))),
        *((Bpr(4), {name: value}) for name, value in (("factors", 2), ("rate", 0.2), ("iterations", 1))),
        (Bpr(4), {"regularization": 0.5}),
        *(
            (MAPPED, {name: value})
            for name, value in (("factors", 1), ("ridge", 9.0), ("trust", 99.0), ("half_life", 1.0))
        ),
        *((PureSvd(4), change) for change in ({"factors": 1}, {"half_life": 1.0})),
        *((Markov(), change) for change in ({"reach": 1}, {"half_life": 4.0}, {"prior": 9.0})),
        *((ItemKNN(), change) for change in ({"neighbours": 1}, {"shrink": 0.0}, {"half_life": 1.0})),
        *((Ease(), change) for change in ({"ridge": 1.0}, {"half_life": 1.0}, {"most": 2})),
        *((Slit(), {name: value}) for name, value in (("past", 1), ("future", 1), ("past_half_life", 1.0))),
        *((Slit(), {name: value}) for name, value in (("future_half_life", 9.0), ("half_life", 1.0), ("ridge", 1.0))),
        *((Slit(), {name: value}) for name, value in (("met", 0.0), ("most", 2))),
        (Content(np.eye(8, dtype=np.float32)), {"half_life": 0}),
        (Content(np.eye(8, dtype=np.float32)), {"asked": np.eye(8, dtype=np.float32)[::-1]}),
    ],
    ids=str,
)
def test_every_setting_changes_the_scores(signal, changed) -> None:
    events = planted_events() + [Event(f"d{n}", i, v, n) for n in range(9) for i, v in (("C", -1.0), ("D", 1.0))]
    log, history = log_of(events, IDS), History.of([0, 3, 3, 1], [1, -1, 1, 1])
    rows = [s.fit(log).score(history) for s in (signal, replace(signal, **changed))]
    assert np.abs(rows[0] - rows[1]).max() > 1e-4


def test_a_moment_never_sees_another_person_or_the_future() -> None:
    log = log_of([Event("u", "A"), Event("v", "B"), Event("v", "C", time=1)], IDS)
    found = windows(log, 5, 5, None, None, met=1)
    assert found.past.toarray().tolist() == [[0, 0, 1, 0, 0, 0, 0, 0]]
    assert found.future.toarray().tolist() == [[0, 0, 0, 1, 0, 0, 0, 0]]


def test_a_log_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(QueryError, match="the item 'x'"):
        log_of([Event("u", "x")], IDS)
    with pytest.raises(QueryError, match="finite"):
        log_of([Event("u", "A", float("nan"))], IDS)
    with pytest.raises(ValueError, match="2 items; got 1"):
        History.of([1, 2], [1])


def test_als_folds_a_history_in_as_it_fitted_people() -> None:
    log = planted()
    scored = Als(4, regularization=0.1, alpha=10, iterations=60).fit(log)
    line = [place(i) for i in "PDAB"]
    row = scored.score(History.of(line))
    assert row[place("B")] > 0.5 > row[place("unseen")] == 0
    assert set(np.argsort(-row)[:4].tolist()) == set(line)


def test_bpr_knows_the_people_it_was_fitted_on_and_ranks_for_others() -> None:
    likes = [Event(f"u{n}", i, 1, t) for n in range(40) for t, i in enumerate("ABC" if n % 2 else "DEF")]
    fitted = Bpr(8).fit(log_of(likes, IDS))
    for history in (History.of([], person=0), History.of([place("D"), place("E")])):
        row = fitted.score(history)
        assert row[place("F")] > row[place("C")]
        assert row.argmin() in (place("P"), place("unseen")) or row[place("P")] == row.min()


def test_content_carries_taste_to_what_nobody_touched() -> None:
    """A and the unseen item are alike, and so are C and F; who likes E likes A."""
    content = np.zeros((8, 2), np.float32)
    content[[1, 7], 0], content[[3, 6], 1] = 1, 1
    likes = [Event(f"u{n}", i, 1, t) for n in range(30) for t, i in enumerate("EA" if n % 2 else "DC")]
    row = Mapped(content, factors=4, ridge=0.1).fit(log_of(likes, IDS)).score(History.of([place("E")]))
    assert row[place("unseen")] > row[place("F")] + 0.01

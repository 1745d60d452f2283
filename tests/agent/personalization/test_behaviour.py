"""The evaluation of behaviour on planted data: through the functions and the real command line."""

import csv
import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from agent.evaluation.data.cold_folds import fold_of, trials_in
from agent.evaluation.data.rows import SequenceRow
from agent.evaluation.data.stores import Indexed, indexed
from agent.evaluation.tasks.interactions import evaluate_interactions, split_log
from agent.evaluation.tasks.rolling_split import going
from agent.evaluation.tasks.sequences import evaluate_sequences, timelines
from retrieval.behavior import Event, log_of
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError, ConfigError
from retrieval.search.retriever import Retriever
from tests.agent.cli.test_cli import medley
from tests.catalogues import write_catalogue

ALL = ["popularity", "markov", "itemknn", "ease", "als", "bpr", "slit", "content", "random"]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Indexed:
    folder = tmp_path_factory.mktemp("behaviour")
    return indexed(write_catalogue(folder / "catalogue"), encoder_set("fake"), cache=folder / "cache")


@pytest.fixture(scope="module")
def searching(made):
    with closing(Retriever(made.folder, encoder_set("fake"))) as retriever:
        yield retriever


def _write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def _id(n: int) -> str:
    return f"i{n % 40:03d}"


def _chains(path: Path, first: int, last: int) -> Path:
    """Item n + 17 follows item n; everybody met i000 first."""
    rows = [{"user": f"u{n}", "history": ["i000", _id(n)], "target": _id(n + 17)} for n in range(first, last)]
    return _write(path, rows)


def test_a_planted_chain_is_predicted_and_chance_and_popularity_do_not(made, searching, tmp_path) -> None:
    train, test = _chains(tmp_path / "train.jsonl", 1, 121), _chains(tmp_path / "test.jsonl", 200, 230)
    found = evaluate_sequences(made, searching, train, test, baselines=ALL).to_dict()
    assert (found["task"], found["n"]) == ("sequences", 30)
    assert found["metrics"]["hit@1"]["mean"] > 0.9
    assert found["baselines"]["markov"]["metrics"]["hit@10"]["mean"] > 0.9
    assert found["baselines"]["slit"]["metrics"]["hit@10"]["mean"] > 0.9
    for name in ("popularity", "random"):
        assert found["baselines"][name]["metrics"]["hit@1"]["mean"] < 0.2
        assert found["baselines"][name]["difference"]["hit@1"]["low"] > 0
    assert set(found["baselines"]) == set(ALL)
    assert found["settings"]["weights"]["markov"] + found["settings"]["weights"]["slit"] > 0
    assert (
        found["settings"]["weights_chosen_on"]
        == "48 of the liked events in the last two fifths of the training data by time"
    )
    assert found["by"]["target"]["in training"]["hit@1"]["n"] == 30
    json.dumps(found, allow_nan=False)


def test_weights_are_chosen_without_the_test_rows(made, searching, tmp_path) -> None:
    train, test = _chains(tmp_path / "train.jsonl", 1, 121), _chains(tmp_path / "test.jsonl", 200, 230)
    other = _write(tmp_path / "other.jsonl", [{"user": "x", "history": ["i001"], "target": "i002"}] * 30)
    found = [evaluate_sequences(made, searching, train, path).settings["weights"] for path in (test, other)]
    assert found[0] == found[1]


def test_items_that_the_catalogue_lacks_are_told_and_missed(made, searching, tmp_path) -> None:
    train = _chains(tmp_path / "train.jsonl", 1, 121)
    rows = [
        {"user": "x", "history": ["gone", "i001"], "target": "i018"},
        {"user": "y", "history": [], "target": "gone"},
    ]
    found = evaluate_sequences(made, searching, train, _write(tmp_path / "test.jsonl", rows)).to_dict()
    assert found["n"] == 2
    assert found["metrics"]["hit@10"]["mean"] == 0.5
    assert found["settings"]["rows_with_problems"] == 2
    assert "no item 'gone'" in found["settings"]["first_problems"][0]
    nothing = _write(tmp_path / "nothing.jsonl", [{"user": "x", "history": ["a"], "target": "b"}])
    with pytest.raises(CatalogError, match="knows none of theirs"):
        evaluate_sequences(made, searching, nothing, train)
    bad = _write(tmp_path / "bad.jsonl", [{"user": "x", "history": ["i001"]}])
    with pytest.raises(CatalogError, match="line 1: target"):
        evaluate_sequences(made, searching, train, bad)
    with pytest.raises(ConfigError, match="expected --baseline blend, popularity"):
        evaluate_sequences(made, searching, train, train, baselines=["bm25"])


def test_rows_of_one_person_are_joined_where_they_overlap() -> None:
    rows = [
        SequenceRow(user="u", history=("a", "b"), target="c"),
        SequenceRow(user="v", history=("a",), target="a"),
        SequenceRow(user="u", history=("b", "c"), target="d"),
        SequenceRow(user="u", history=("x",), target="y"),
    ]
    events = [(e.user, e.item, e.time) for e in timelines(rows)]
    assert [(i, t) for u, i, t in events if u == "u"] == [("a", 0), ("b", 0), ("c", 0), ("d", 2), ("x", 3), ("y", 3)]
    assert [i for u, i, _ in events if u == "v"] == ["a", "a"]


def _log():
    liked = [("a", 1), ("b", 0), ("c", 1), ("d", 1), ("e", 1), ("f", 1), ("a", 1), ("g", 0)]
    events = [Event("u", item, value, time) for time, (item, value) in enumerate(liked)]
    return log_of([*events, Event("v", "g", 1, 2), Event("v", "h", 1, 9)], "abcdefgh")


def test_leave_last_out_holds_out_the_last_new_liked_item_and_what_follows() -> None:
    training, moments = split_log(_log(), "abcdefgh", "leave-last-out")
    assert [m.relevant for m in moments] == [("f",)]
    assert ["abcdefgh"[i] for i in moments[0].history.items] == list("abcde")
    assert ["abcdefgh"[i] for i in moments[0].hidden] == list("acde")
    assert ["abcdefgh"[i] for i in training.items] == [*"abcde", *"gh"]


def test_a_split_by_time_trains_on_what_is_earlier_only() -> None:
    training, moments = split_log(_log(), "abcdefgh", "time")
    assert training.times.max() < 9
    assert [(m.relevant, m.history.items.tolist()) for m in moments] == [(("h",), [6])]


def test_as_people_go_on_their_newest_events_are_known_and_new_people_are_asked_too() -> None:
    events = [
        *[Event("u", i, 1, t) for t, i in enumerate("abcd")],
        *[Event("v", i, 1, 10 + t) for t, i in enumerate("ab")],
    ]
    moments = going(log_of(events, "abcdefgh"), "abcdefgh", 3)
    assert [(m.user, m.history.items.tolist(), m.relevant) for m in moments] == [
        ("0", [0, 1, 2], ("d",)),
        ("1", [], ("a",)),
        ("1", [0], ("b",)),
    ]


def test_a_split_by_time_is_measured_as_people_go_on(made, searching, tmp_path) -> None:
    """A person's third event follows from the second, after the cut for half of them, whom nobody knew before it."""
    rows = [["user", "item", "event", "timestamp"]]
    for n in range(80):
        rows += [[f"u{n}", _id(n % 8 + 8 * k), "like", 10 * n + k] for k in range(4)]
    path = tmp_path / "going.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in [*rows, ["u0", _id(1), "like", 9e3]]), "utf-8")
    found = evaluate_interactions(made, searching, path, split="time", baselines=["popularity"]).parts["as they go"]
    assert (found.n, found.settings["moments"]) == (9, 33)
    assert found.metrics["hit@1"].mean > 0.5 > found.baselines["popularity"].metrics["hit@1"].mean
    assert found.settings["weights_chosen_on"].endswith("by time")


def _interactions(path: Path, likes: float = 5.0, broken: bool = False) -> Path:
    """Ratings: person n likes six items, each 17 after the last, and rates one in between badly."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["user", "item", "event", "value", "timestamp"])
        for n in range(40):
            for step in range(6):
                rows.writerow([f"u{n}", _id(n + 17 * step), "rate", likes, 1000 * step + n])
            rows.writerow([f"u{n}", _id(n + 3), "rate", 1.0, 1500 + n])
        if broken:
            rows.writerow(["u1", "gone", "rate", 5.0, 9000])
            rows.writerow(["u1", "i001", "rate", 5.0, "soon"])
    return path


def test_interactions_are_split_and_predicted(made, searching, tmp_path) -> None:
    path = _interactions(tmp_path / "i.csv", broken=True)
    found = evaluate_interactions(made, searching, path, baselines=["popularity", "random"], limit=20).to_dict()
    assert (found["task"], found["n"], found["settings"]["split"]) == ("interactions", 20, "leave-last-out")
    assert found["metrics"]["hit@1"]["mean"] > 0.8
    assert found["baselines"]["random"]["metrics"]["hit@1"]["mean"] < 0.3
    assert found["settings"]["rows_with_problems"] == 2
    assert any("'soon'" in text for text in found["settings"]["first_problems"])
    later = evaluate_interactions(made, searching, path, split="time")
    assert (later.n, later.settings["training_events"]) == (28, 280 - 28)
    with pytest.raises(CatalogError, match="--liked"):
        evaluate_interactions(made, searching, path, least=6)


def test_without_words_content_says_less(made, searching, tmp_path) -> None:
    """Everybody buys things of one kind, which only the titles tell."""
    encoders = encoder_set("fake")
    rng = np.random.default_rng(0)
    same = [rng.permutation(5) * 8 + n % 8 for n in range(60)]
    rows = [{"user": f"u{n}", "history": [_id(k) for k in s[:2]], "target": _id(s[2])} for n, s in enumerate(same)]
    train, test = _write(tmp_path / "a.jsonl", rows[:8]), _write(tmp_path / "b.jsonl", rows[8:])
    bare = indexed(made.catalog.source, encoders, modalities=["text"], cache=tmp_path)
    with closing(Retriever(bare.folder, encoders)) as blind:
        hits = [
            evaluate_sequences(m, r, train, test, baselines=["content"]).baselines["content"].metrics["hit@10"].mean
            for m, r in ((made, searching), (bare, blind))
        ]
    assert hits[0] > hits[1]


def test_the_command_line_prints_a_table_or_json_and_names_bad_rows(made, searching, tmp_path) -> None:
    common = ["--catalog", str(made.catalog.source), "--encoders", "fake"]
    train, test = _chains(tmp_path / "train.jsonl", 1, 121), _chains(tmp_path / "test.jsonl", 200, 230)
    files = ["--train", str(train), "--test", str(test)]
    body = json.loads(medley("evaluate", "sequences", *common, *files, "--limit", "5", "--json", home=tmp_path))
    assert (body["task"], body["n"], body["metrics"]["hit@10"]["mean"]) == ("sequences", 5, 1)
    path = _interactions(tmp_path / "i.csv", broken=True)
    table = medley(
        "evaluate", "interactions", *common, "--interactions", str(path), "--baseline", "markov",
        "--similarity", "ip", "--plots", str(tmp_path / "plots"), home=tmp_path,
    )  # fmt: skip
    assert {p.name for p in (tmp_path / "plots").iterdir()} == {"hits.png", "space.png", "events.svg"}
    assert "− markov" in table
    assert "chosen on the last liked event of" in table
    assert "ndcg@10" in table


def test_peers_are_tuned_on_the_training_data_and_the_table_says_so(made, searching, tmp_path) -> None:
    found = evaluate_interactions(
        made, searching, _interactions(tmp_path / "i.csv"), baselines=["itemknn", "ease", "als", "bpr"], limit=10
    )
    assert set(found.settings["peers"]) == {"itemknn", "ease", "als", "bpr"}
    assert found.settings["peers_chosen_on"] == "the last liked event of 20 people in the training data"
    assert set(found.settings["peers"]["als"]) >= {"factors", "alpha", "regularization", "half_life"}
    assert found.baselines["ease"].metrics["hit@10"].mean > 0.5


def test_cold_items_are_a_group_and_ranked_among_themselves(made, searching, tmp_path) -> None:
    rows = [["user", "item", "event", "timestamp"]]
    for n in range(80):
        own, last = n % 8, _id(n % 8 + 32)
        rows += [[f"u{n}", _id(own + 8 * k), "like", 10 * k + n] for k in range(4)]
        rows += [[f"u{n}", _id((own + 1) % 8), "like", 50 + n]]
        rows += [[f"u{n}", last, "like", 1000 + n]] if n < 16 else []
    path = tmp_path / "cold.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    found = evaluate_interactions(made, searching, path)
    assert found.by["cold"]["at most 3 training events"]["hit@1"].n == 16
    cold = found.parts["cold"]
    assert (cold.n, cold.settings["ranked_items"]) == (16, 8)
    assert set(cold.baselines) == {"content", "popularity", "random"}
    assert cold.metrics["mrr"].mean > cold.baselines["random"].metrics["mrr"].mean
    assert cold.baselines["popularity"].difference["mrr"].low > 0
    assert found.to_dict()["parts"]["cold"]["baselines"]["random"]["difference"]["mrr"]
    in_turn = found.parts["cold in turn"]
    assert in_turn.n > 40
    assert in_turn.baselines["random"].difference["mrr"].low > 0
    assert in_turn.baselines["popularity"].difference["mrr"].low > 0


def test_of_items_that_are_held_out_as_if_new_nothing_later_is_known() -> None:
    log = log_of([Event(f"u{n}", i, 1, 10 * n + k) for n in range(9) for k, i in enumerate("abcdefgh")], "abcdefgh")
    everything, held, kept = np.ones(8, bool), [], set()
    for part in range(3):
        fold = fold_of(log, everything, part, 3, most=2)
        cold = np.flatnonzero(fold.cold)
        held += cold.tolist()
        counts = np.bincount(fold.less.items, minlength=8)
        assert (counts[cold] <= 2).all()
        assert (counts[~fold.cold] == 9).all()
        assert fold.less.times[np.isin(fold.less.items, cold)].max(initial=0) < 20  # the first people's
        assert {one.person for one in fold.asked} >= set(range(2, 9))
        for one in fold.asked:
            assert set(one.wanted) <= set(cold)
            assert set(one.wanted) == set(cold) or one.person < 2
            assert not set(one.wanted) & set(one.history.items)
        trials = trials_in(fold)
        assert set((~trials.banned).sum(axis=1).tolist()) == {1}
        kept.update(counts[cold].tolist())
    assert sorted(held) == list(range(8))
    assert len(kept) > 1  # so that how many an item keeps tells nothing of it


def test_knowing_more_events_is_worth_something(made, searching, tmp_path) -> None:
    path = _interactions(tmp_path / "i.csv")
    found = evaluate_interactions(made, searching, path, baselines=["popularity"], by_events=True)
    points = found.curve["medley"]
    assert list(points) == ["0", "1", "2", "4", "8", "16", "32", "all"]
    assert points["4"].mean > points["0"].mean
    assert found.curve["popularity"]["0"].mean == found.curve["popularity"]["all"].mean
    assert points["all"].mean == found.metrics["ndcg@10"].mean

"""A learned order: a planted rule is found by trees and by the linear model, kept only where it gains, saved and refused."""

import json

import numpy as np
import pytest

from retrieval.behavior.training import ranker as module
from retrieval.behavior.training.artefact import (
    RANKER,
    RETRAIN,
    Artefact,
    drop_marked,
    load_ranker,
    mark_due,
    mark_forgotten,
    no_longer_due,
    people_in,
    save_ranker,
)
from retrieval.behavior.training.ranker import Group, LinearRanker, RankerSettings, crossed, fit_ranker, ndcg, ranker_of
from retrieval.errors import MissingExtraError, StoreDamaged, StoreMismatch

NAMES = ("rule", "noise", "constant")
KINDS = ["trees", "linear"]


def groups(count: int = 150, told: bool = True) -> list[Group]:
    """Twenty candidates in an order of chance; the chosen one has the largest `rule`, or none that can be told."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        features = np.column_stack([rng.random((20, 2)), np.ones(20)]).astype(np.float32)
        best = features[:, 0].argmax() if told else rng.integers(20)
        found.append(Group(features, np.arange(20) == best, rng.random(20).astype(np.float32)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_the_planted_rule_is_found(kind) -> None:
    fitted = fit_ranker(groups(), NAMES, kind)
    fresh = groups(200)[150:]
    assert np.mean([ndcg(fitted.score(g.features), g.chosen) for g in fresh]) > 0.8
    assert fitted.weights()["rule"] > 0.6
    assert sum(fitted.weights().values()) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_groups_give_the_same_ranker_and_its_state_the_same_scores(kind) -> None:
    one, two = (fit_ranker(groups(), NAMES, kind) for _ in range(2))
    again = ranker_of(json.loads(json.dumps(one.state())))
    row = groups()[0].features
    np.testing.assert_array_equal(one.score(row), two.score(row))
    np.testing.assert_allclose(again.score(row), one.score(row), rtol=1e-6)
    assert again.names == NAMES


@pytest.mark.parametrize("kind", KINDS)
def test_gains_are_measured_on_what_was_not_fitted(kind) -> None:
    found = crossed(groups(), NAMES, ["noise"], kind)
    assert found.keeps
    assert found.reached.n == 150
    assert found.single["noise"].low > 0
    assert crossed(groups(), NAMES, ["noise"], kind, last=True).reached.n == 30
    chance = crossed(groups(told=False), NAMES, ["rule"], kind)
    assert not chance.keeps
    assert chance.reached.mean < 0.4


def test_ndcg_is_its_definition() -> None:
    chosen = np.array([False, True, False, True])
    assert ndcg(np.array([4, 3, 2, 1], np.float32), chosen) == pytest.approx(
        (1 / np.log2(3) + 1 / np.log2(5)) / (1 + 1 / np.log2(3))
    )
    assert ndcg(np.zeros(4, np.float32), np.zeros(4, bool)) == 0


def test_settings_change_what_is_learned() -> None:
    row = groups()[0].features
    plain = fit_ranker(groups(), NAMES, "trees").score(row)
    for changed in ({"trees": 5}, {"leaves": 2}, {"rate": 0.3}, {"least": 900}, {"truncation": 1}):
        assert not np.array_equal(plain, fit_ranker(groups(), NAMES, "trees", RankerSettings(**changed)).score(row))
    line = fit_ranker(groups(), NAMES, "linear").score(row)
    assert not np.array_equal(line, fit_ranker(groups(), NAMES, "linear", RankerSettings(decay=1.0)).score(row))


def test_without_the_extra_the_linear_model_takes_over(monkeypatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert isinstance(fit_ranker(groups(), NAMES), LinearRanker)
    monkeypatch.setitem(__import__("sys").modules, "lightgbm", None)
    with pytest.raises(MissingExtraError, match="train"):
        fit_ranker(groups(), NAMES, "trees")


def test_without_a_choice_nothing_is_learned() -> None:
    empty = Group(np.zeros((3, 3), np.float32), np.zeros(3, bool), np.zeros(3, np.float32))
    with pytest.raises(ValueError, match="1 groups without"):
        fit_ranker([empty], NAMES)


def _artefact() -> Artefact:
    salt, people = people_in(["uanna", "sxyz"])
    return Artefact(
        fit_ranker(groups(), NAMES, "linear"), "abc", "2026-11-24T12:00:00+00:00", {"moments": 150}, salt, people
    )


def test_an_artefact_comes_back_and_others_are_refused(tmp_path) -> None:
    assert load_ranker(tmp_path) is None
    path = save_ranker(tmp_path, _artefact())
    assert load_ranker(tmp_path, NAMES).about == {"moments": 150}
    with pytest.raises(StoreMismatch, match="differs by constant, other"):
        load_ranker(tmp_path, ("rule", "noise", "other"))
    body = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(body | {"version": 99}), "utf-8")
    with pytest.raises(StoreMismatch, match=r"version 1 .* got 99\. Run: medley train"):
        load_ranker(tmp_path)
    path.write_text("{", "utf-8")
    with pytest.raises(StoreDamaged, match="medley train"):
        load_ranker(tmp_path)
    del body["salt"]
    path.write_text(json.dumps(body), "utf-8")
    with pytest.raises(StoreDamaged, match="lacks 'salt'"):
        load_ranker(tmp_path)


def test_who_is_forgotten_marks_what_learned_from_them_and_leaves_no_name(tmp_path) -> None:
    path = save_ranker(tmp_path, _artefact())
    assert "anna" not in path.read_text("utf-8")
    assert not mark_forgotten(tmp_path, "ubob")
    assert load_ranker(tmp_path).retrain == ""
    assert mark_forgotten(tmp_path, "uanna")
    found = load_ranker(tmp_path)
    assert "forgotten" in found.retrain
    assert len(found.people) == 1
    assert not mark_forgotten(tmp_path, "uanna")
    assert (tmp_path / RANKER).is_file()


def test_what_is_trained_again_is_no_longer_due(tmp_path) -> None:
    assert not mark_due(tmp_path)
    save_ranker(tmp_path, _artefact())
    (tmp_path / "trained" / "text").mkdir()
    assert mark_due(tmp_path)
    assert not drop_marked(tmp_path)
    save_ranker(tmp_path, _artefact())
    assert json.loads((tmp_path / RETRAIN).read_text("utf-8")) == {"trained": ["text"]}
    no_longer_due(tmp_path, "text")
    assert not (tmp_path / RETRAIN).exists()


def test_a_marked_ranker_goes_where_training_finds_no_better_one(tmp_path) -> None:
    save_ranker(tmp_path, _artefact())
    mark_due(tmp_path)
    mark_forgotten(tmp_path, "uanna")
    assert drop_marked(tmp_path)
    assert not (tmp_path / RANKER).exists()
    assert not (tmp_path / RETRAIN).exists()

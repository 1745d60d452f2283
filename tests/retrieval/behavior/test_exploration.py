"""Draws have the odds that are written down for them, and choices in a log are worth what they are known to be worth."""

import json
from collections import Counter

import numpy as np
import pytest

from agent.evaluation.tasks.replay import ReplayRow, replay
from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.behavior.people.exploration import ExposureLog, explore
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from tests.agent.cli.test_cli import medley
from tests.catalogues import indexed


def test_draws_have_the_odds_that_they_tell() -> None:
    draws = [explore(8, 4, 0.4, seed=7, number=n) for n in range(4_000)]
    counts = Counter(draw.place for draw in draws)
    odds = {draw.place: draw.propensity for draw in draws}
    assert set(counts) == {3, 4, 5, 6, 7}
    assert sum(odds.values()) == pytest.approx(1)
    for place, n in counts.items():
        assert n / 4_000 == pytest.approx(odds[place], abs=0.03)
    assert explore(8, 4, 0.4, 7, 5) == explore(8, 4, 0.4, 7, 5)
    assert explore(4, 4, 0.4, 7, 5) is None
    assert {explore(8, 4, 0.0, 7, n).place for n in range(50)} == {3}


def planted(count: int = 3_000) -> list[ReplayRow]:
    """Four items earn .1, .2, .3 and .8; the log shows them with odds of .4, .3, .2 and .1."""
    rng = np.random.default_rng(3)
    worth, odds = [0.1, 0.2, 0.3, 0.8], [0.4, 0.3, 0.2, 0.1]
    rows = []
    for _ in range(count):
        shown = int(rng.choice(4, p=odds))
        targets = {"best": float(shown == 3), "uniform": 0.25, "first": float(shown == 0)}
        rows.append(
            ReplayRow(
                item=str(shown), propensity=odds[shown], reward=float(rng.random() < worth[shown]), targets=targets
            )
        )
    return rows


def test_what_other_choices_are_worth_is_found_where_it_is_known() -> None:
    found = replay(planted())
    truth = {"best": 0.8, "uniform": 0.35, "first": 0.1}
    assert found.logged.low <= 0.24 <= found.logged.high  # .04 + .06 + .06 + .08
    for name, value in truth.items():
        for one in (found.policies[name].ips, found.policies[name].snips):
            assert one.low <= value <= one.high
            assert one.high - one.low < 0.2
    assert found.policies["best"].gain.low > 0.4
    assert found.policies["first"].gain.high < 0
    assert found.policies["best"].effective == pytest.approx(300, rel=0.2)


def test_rows_without_odds_are_refused(tmp_path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(json.dumps({"item": "a", "propensity": 0, "reward": 1, "targets": {"x": 1}}) + "\n", "utf-8")
    assert "propensity" in medley("evaluate", "replay", "--log", str(path), home=tmp_path, code=1)
    path.write_text("".join(row.model_dump_json() + "\n" for row in planted(200)), "utf-8")
    body = json.loads(medley("evaluate", "replay", "--log", str(path), "--json", home=tmp_path))
    assert body["policies"]["best"]["snips"]["mean"] > 0.5
    with pytest.raises(CatalogError, match="odds of at least one"):
        replay([ReplayRow(item="a", propensity=1, reward=1, targets={})])


def test_answers_try_things_out_only_where_asked_and_what_came_of_it_is_known(tmp_path) -> None:
    _, store, _ = indexed(tmp_path)
    encoders = encoder_set("fake")
    with Recommender(store, settings=Settings(remember_searches=False), encoders=encoders) as plain:
        plain.record("like", "i001", user="anna")
        usual = [pick.id for pick in plain.recommend("red fox", user="anna", k=3).picks]
    assert not (store / "exposures.sqlite").exists()
    settings = Settings(explore=1.0, explore_seed=1, remember_searches=False)
    with Recommender(store, settings=settings, encoders=encoders) as bold:
        shown = [[pick.id for pick in bold.recommend("red fox", user="anna", k=3).picks] for _ in range(6)]
        assert all(ids[:2] == usual[:2] for ids in shown)
        assert len({ids[2] for ids in shown}) > 2
        bold.recommend("red fox", k=3)  # who isn't known leaves no trace
        bold.record("like", shown[0][2], user="anna")
        log = ExposureLog(store)
        rows = log.rows(bold._behaviour.log.events())
        assert [row["item"] for row in rows] == [ids[2] for ids in shown]
        assert rows[0]["reward"] == 1
        assert all(row["targets"]["greedy"] == float(row["item"] == usual[2]) for row in rows)
        assert b"anna" not in (store / "exposures.sqlite").read_bytes()
        bold.privacy.forget("anna")
        assert log.rows([]) == []
        log.close()


def test_a_reward_is_what_the_same_person_does_within_a_day(tmp_path) -> None:
    log = ExposureLog(tmp_path)
    draw = explore(5, 2, 1.0, 0, 0)
    ids = list("abcde")
    log.record("uanna", draw, ids, at=1_000.0)
    item = ids[draw.place]
    for user, at, kind, reward in (
        ("anna", 1_500.0, "like", 1.0), ("anna", 900.0, "like", 0.0), ("bob", 1_500.0, "like", 0.0),
        ("anna", 1_500.0, "dislike", 0.0), ("anna", 200_000.0, "buy", 0.0),
    ):  # fmt: skip
        assert log.rows([BehaviorEvent(kind, item, user=user, at=at)])[0]["reward"] == reward
    log.close()

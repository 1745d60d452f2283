"""What a chat model may cost: bounds of tokens and money for an answer and for a day hold before a call is made, and are told."""

import json
from pathlib import Path
from typing import Any

import pytest

from agent import Recommender, Settings
from agent.models.spending import DATABASE, Spending, Spent
from agent.search.token_count import token_count
from tests.catalogues import indexed
from tests.openai_server import PROMPT_TOKENS, OpenAIServer, Reply, obliging

REQUEST = "animals with a price under 20"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return indexed(tmp_path_factory.mktemp("budget"))[1]


@pytest.fixture
def store(made):
    yield made
    for path in made.glob(f"{DATABASE}*"):
        path.unlink()


@pytest.fixture
def server():
    with OpenAIServer() as running:
        yield running


def _asked(store: Path, server: OpenAIServer, **settings: Any) -> Any:
    with Recommender(store, model="openai:x", settings=Settings(base_url=server.base_url, **settings)) as medley:
        return medley.recommend(REQUEST)


def test_what_was_spent_is_told_for_the_answer_and_the_day(store, server) -> None:
    prices = {"price_input": 2.0, "price_output": 10.0}
    first = _asked(store, server, **prices)
    second = _asked(store, server, **prices)
    spent = first.to_dict()["spent"]
    assert spent["tokens"] == first.tokens["input"] + first.tokens["output"]
    assert spent["cost"] == pytest.approx((first.tokens["input"] * 2 + first.tokens["output"] * 10) / 1e6)
    assert second.spent["day_tokens"] == spent["tokens"] + second.spent["tokens"]
    assert second.spent["day_cost"] == pytest.approx(spent["cost"] + second.spent["cost"], abs=1e-6)


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        ({"answer_tokens": 50}, "50 tokens that one answer may cost"),
        ({"day_tokens": 50}, "50 tokens that one day may cost"),
        ({"answer_cost": 0.0001, "price_input": 100.0}, "0.0001 that one answer may cost"),
        ({"day_cost": 0.0001, "price_input": 100.0}, "0.0001 that one day may cost"),
    ],
    ids=str,
)
def test_no_call_is_made_that_would_pass_a_bound(store, server, bound, said) -> None:
    answer = _asked(store, server, **bound)
    assert not server.requests
    assert answer.model == "offline"
    assert len(answer) == 5
    assert any(said in note and "answered offline" in note for note in answer.notes)
    assert answer.spent["day_tokens"] == 0


def test_a_bound_that_is_reached_after_the_search_costs_only_the_reasons(store, server) -> None:
    whole = _asked(store, server)
    first = server.requests[0].body
    size = token_count(json.dumps(first["messages"])) + token_count(json.dumps(first["tools"]))
    server.play(obliging)
    answer = _asked(store, server, answer_tokens=size + PROMPT_TOKENS)
    assert len(server.requests) == 1
    assert answer.model == "openai:x"
    assert any("explained offline" in note for note in answer.notes)
    assert {p.id for p in answer.picks} <= {p.id for p in whole.picks} | {h["id"] for h in answer.trace["searches"][0]["hits"]}  # fmt: skip


def test_a_day_ends_what_another_process_began(store, server) -> None:
    before = Spending(store)
    before.add(Spent(1_000_000, 0, 0.0))
    before.close()
    answer = _asked(store, server, day_tokens=1_000_100)
    assert not server.requests
    assert answer.model == "offline"


def test_a_server_that_tells_no_tokens_is_counted_all_the_same(store, server) -> None:
    def silent(body: dict[str, Any]) -> Reply:
        return Reply(calls=obliging(body).calls, usage=False)

    server.play(silent)
    answer = _asked(store, server)
    assert answer.tokens == {"input": 0, "output": 0}
    assert answer.spent["tokens"] > 1_000


def test_a_call_that_is_broken_off_costs_what_was_estimated(store, server) -> None:
    server.play(Reply(status=400))
    answer = _asked(store, server)
    assert answer.model == "offline"
    assert answer.spent["tokens"] > 500
    assert answer.spent["day_tokens"] == answer.spent["tokens"]


def test_replies_are_as_long_as_they_may_be(store, server) -> None:
    _asked(store, server, reply_tokens=300)
    body = server.requests[0].body
    assert body.get("max_tokens", body.get("max_completion_tokens")) == 300


def test_a_new_day_begins_with_nothing(tmp_path) -> None:
    now = [1_700_000_000.0]
    spending = Spending(tmp_path, lambda: now[0])
    assert spending.today() == Spent()
    assert not (tmp_path / DATABASE).exists()
    assert spending.add(Spent(10, 5, 0.5)) == Spent(10, 5, 0.5)
    assert spending.add(Spent(1, 1, 0.25)) == Spent(11, 6, 0.75)
    other = Spending(tmp_path, lambda: now[0])
    assert other.today() == Spent(11, 6, 0.75)
    now[0] += 86_400
    assert spending.today() == Spent()
    spending.close()
    other.close()


def test_where_nothing_can_be_written_it_counts_in_memory(tmp_path, monkeypatch) -> None:
    spending = Spending(tmp_path / "a file" / "below")
    (tmp_path / "a file").write_text("no folder")
    assert spending.add(Spent(10, 5)) == Spent(10, 5)
    assert spending.add(Spent(1, 0)) == Spent(11, 5)
    spending.close()


def test_offline_costs_nothing(made) -> None:
    with Recommender(made, settings=Settings(model="offline", day_tokens=1)) as medley:
        assert medley.recommend(REQUEST).to_dict()["spent"] == {}
    assert not (made / DATABASE).exists()

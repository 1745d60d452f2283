"""Examples to fine-tune on: of what was agreed to alone, in the format that OpenAI reads, with nobody's name in them."""

import json

import pytest

from agent.loop.sft import TrainingRequest, asked_of, asked_of_dialogs, fault, write_examples
from agent.recommender.recommender import Recommender
from agent.tools import registered_tools
from retrieval.behavior.events.log_store import BehaviorEvent
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from tests.agent.cli.test_cli import medley
from tests.catalogues import indexed

START = 1_700_000_000.0


def _visit(
    user: str, words: str, item: str, at: float, *, asked: bool = True, chosen: bool = True
) -> list[BehaviorEvent]:
    return [
        BehaviorEvent("search", user=user, words=words, at=at, consent=asked),
        BehaviorEvent("like", item, user=user, at=at + 60, consent=chosen),
    ]


EVENTS = [
    *_visit("anna-secret", "a red fox", "i009", START),
    *_visit("anna-secret", "a blue bird under 40", "i010", START + 100),
    *_visit("bob", "private words", "i001", START, asked=False),
    *_visit("carl", "a violin", "i003", START, chosen=False),
    BehaviorEvent("like", "i004", user="dora", at=START, consent=True),
    BehaviorEvent("like", "i005", user="dora", at=START + 5, consent=True),
]


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    _, store, _ = indexed(tmp_path_factory.mktemp("sft"))
    with Recommender(store, encoders=encoder_set("fake")) as opened:
        opened.record(EVENTS)
        yield opened


def _lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_only_what_was_agreed_to_is_written(asking, tmp_path) -> None:
    asked, withheld = asked_of(sorted(EVENTS, key=lambda e: e.at))
    assert [(a.words, a.right, a.earlier) for a in asked] == [
        ("a red fox", ("i009",), ()),
        ("a blue bird under 40", ("i010",), ("a red fox",)),
    ]
    assert withheld == 2
    found = write_examples(
        tmp_path / "sft.jsonl", asked, asking.retriever, asking.vocabulary, asking.settings, withheld=2
    )
    assert (found.intents, found.answers, found.withheld, found.missed) == (2, 2, 2, 0)
    text = (tmp_path / "sft.jsonl").read_text("utf-8")
    assert not any(secret in text for secret in ("anna", "private", 'violin"', "carl", str(START)))
    none = [BehaviorEvent(e.kind, e.item, e.user, e.session, e.at, e.value, e.words) for e in EVENTS]
    left, all_of = asked_of(none)
    with pytest.raises(CatalogError, match=r"4 without consent\). Record events with consent=True"):
        write_examples(
            tmp_path / "no.jsonl", left, asking.retriever, asking.vocabulary, asking.settings, withheld=all_of
        )
    assert not (tmp_path / "no.jsonl").exists()


def test_what_people_write_of_themselves_is_told_by_pseudonyms(tmp_path) -> None:
    said = "anna secret (anna@post.example, 13812345678) 想要 a blue bird"
    asked, _ = asked_of(
        [*_visit("anna-secret", "for anna-secret", "i009", START), *_visit("anna-secret", said, "i010", START + 100)]
    )
    assert [(a.words, a.earlier) for a in asked] == [
        ("for person-1", ()),
        ("person-1 (email-1, number-1) 想要 a blue bird", ("for person-1",)),
    ]
    row = {"turns": [{"role": "user", "text": "a frog for bob@post.example"}], "relevant": ["i000"], "consent": True}
    (tmp_path / "dialogs.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    assert asked_of_dialogs(tmp_path / "dialogs.jsonl")[0][0].words == "a frog for email-1"


def test_a_request_becomes_its_intent_and_its_ranked_answer(asking, tmp_path) -> None:
    path = tmp_path / "sft.jsonl"
    asked = [TrainingRequest("a blue bird under 40", ("i018",), ("a red fox",))]
    write_examples(path, asked, asking.retriever, asking.vocabulary, asking.settings)
    intent, answer = _lines(path)
    assert [fault(one) for one in (intent, answer)] == [None, None]
    assert [m["role"] for m in intent["messages"]] == ["system", "user", "assistant", "tool", "user", "assistant"]
    called = intent["messages"][-1]["tool_calls"][0]["function"]
    read = json.loads(called["arguments"])
    assert called["name"] == "search_catalogue"
    assert read["constraints"][0]["field"] == "price"
    assert [m["role"] for m in answer["messages"]][-3:] == ["assistant", "tool", "assistant"]
    picks = json.loads(answer["messages"][-1]["tool_calls"][0]["function"]["arguments"])["picks"]
    shown = json.loads(answer["messages"][-2]["content"])["hits"]
    assert picks[0]["id"] == "i018"
    assert all(pick["reason"] for pick in picks)
    assert {pick["id"] for pick in picks} <= {hit["id"] for hit in shown}
    assert {tool["function"]["name"] for tool in answer["tools"]} == {*(t.name for t in registered_tools()), "Answer"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: e | {"messages": []}, "got none"),
        (lambda e: e | {"messages": e["messages"][:-1]}, "at the end"),
        (lambda e: e | {"messages": [{"role": "robot"}]}, "robot"),
        (lambda e: e | {"tools": []}, "expected a call of"),
        (lambda e: e | {"messages": [e["messages"][-1], *e["messages"]]}, "results of calls"),
        (lambda e: e | {"messages": [{"role": "tool", "tool_call_id": "x"}]}, "call before it"),
        (lambda e: e | {"messages": [{"role": "user", "content": 3}]}, "text"),
        (lambda e: json.loads(json.dumps(e).replace('"arguments": "{', '"arguments": "')), "in JSON"),
    ],
)
def test_what_could_not_be_trained_on_is_found(asking, tmp_path, change, said) -> None:
    path = tmp_path / "sft.jsonl"
    write_examples(
        path, [TrainingRequest("a red fox", ("i001",))], asking.retriever, asking.vocabulary, asking.settings
    )
    assert said in fault(change(_lines(path)[0]))


def test_the_command_writes_and_conversations_join(asking, tmp_path) -> None:
    turns = [
        {"role": "user", "text": "a green frog"},
        {"role": "assistant", "text": "this?"},
        {"role": "user", "text": "cheaper"},
    ]
    rows = [{"turns": turns, "relevant": ["i000"], "consent": agreed} for agreed in (True, False)]
    dialogs = tmp_path / "dialogs.jsonl"
    dialogs.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert asked_of_dialogs(dialogs) == ([TrainingRequest("cheaper", ("i000",), ("a green frog",))], 1)
    store = asking.retriever.store.folder
    out = tmp_path / "out.jsonl"
    given = ["export", "sft", str(out), "--store", str(store), "--dialogs", str(dialogs), "--kind", "intent", "--json"]
    body = json.loads(medley(*given, home=tmp_path))
    assert (body["intents"], body["answers"], body["withheld"]) == (3, 0, 3)
    assert len(_lines(out)) == 3

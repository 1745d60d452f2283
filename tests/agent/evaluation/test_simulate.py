"""`evaluate simulate`: a scripted person, and what they reach with the agent on a catalogue where every item can be found."""

import json
from datetime import date
from pathlib import Path

import pytest

from agent import Recommender, Settings
from agent.evaluation.data.stores import indexed
from agent.evaluation.systems.simulated_user import SimulatedUser, Wish, wishes_of
from agent.evaluation.tasks.simulate import evaluate_simulate
from agent.parsing import Vocabulary
from agent.planning.plan import ClarifyingQuestion, Plan
from agent.results.answer import Answer
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from tests.agent.cli.test_cli import medley as command

KINDS, HUES = ("film", "song", "book", "play"), ("red", "blue", "green")
ITEMS = [
    Item(
        f"i{n}", f"Work {chr(65 + n % 26)}{n}", "A work of art.",
        attributes={
            "kind": KINDS[n % 4], "hue": HUES[n % 3], "year": 1950 + n, "price": float(3 * n + 2), "cast": (f"Ann {chr(65 + n % 20)}ova", "Bo Li"),
            "signed": "yes" if n % 2 else "no", "made": date(1990 + n % 20, 3, 1), "link": f"https://x.example/{n}", "nearby_works": ("Work Z",),
        },
    )
    for n in range(48)
]  # fmt: skip


def _answer(asked: ClarifyingQuestion | None = None) -> Answer:
    return Answer("", "en", (), plan=Plan(asked=asked))


def test_wishes_are_the_items_own_attributes_in_plain_words() -> None:
    said = {wish.said for seed in range(30) for wish in wishes_of(ITEMS[7], Vocabulary.of(ITEMS), seed)}
    assert said == {
        "play", "blue", "from the 1950s", "with a price of at most 30", "with Ann Hova", "with Bo Li", "with signed", "from 1997",
    }  # fmt: skip
    assert wishes_of(ITEMS[7], Vocabulary.of(ITEMS), 3) == wishes_of(ITEMS[7], Vocabulary.of(ITEMS), 3)


def test_a_chinese_item_is_wished_for_in_chinese_and_never_by_its_title() -> None:
    items = [
        Item(f"z{n}", f"清蒸鱼{n}", attributes={"类别": ("清蒸鱼", "水产")[n % 2], "price": n * 2.0}) for n in range(30)
    ]
    said = {wish.said for wish in wishes_of(items[9], Vocabulary.of(items))}
    assert said == {"水产", "价格不超过20"}
    assert {wish.said for wish in wishes_of(items[8], Vocabulary.of(items))} == {"价格不超过20"}
    person = SimulatedUser(items[9], wishes_of(items[9], Vocabulary.of(items)))
    assert "清蒸鱼" not in person.first()
    assert person.after(_answer()).startswith(("都不是", "不要这些"))


def test_two_wishes_a_turn_are_told_and_then_no_more() -> None:
    person = SimulatedUser(ITEMS[0], [Wish("hue", f"wish{n}") for n in range(5)])
    told = [person.first(), person.after(_answer()), person.after(_answer()), person.after(_answer())]
    assert [text.count("wish") for text in told] == [2, 2, 1, 0]
    assert told[3] == "Not those. Something else, please."
    assert SimulatedUser(ITEMS[0], person.wishes).everything().count("wish") == 5


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ClarifyingQuestion("hue", (Filter("hue", "eq", "red"), Filter("hue", "eq", "blue"))), "red, and wish"),
        (ClarifyingQuestion("hue", (Filter("hue", "eq", "green"), Filter("hue", "eq", "blue")), others=True), "red, and wish"),
        (ClarifyingQuestion("price", (Filter("price", "range", (None, 10.0)), Filter("price", "range", (10.0, None), open_low=True))), "at most 10, and wish"),
        (ClarifyingQuestion("signed", (Filter("signed", "eq", "yes"), Filter("signed", "eq", "yes", negate=True))), "no, and wish"),
        (ClarifyingQuestion("taste", (Filter("taste", "eq", "sweet"),)), "It doesn't matter, and wish, wish"),
    ],
)  # fmt: skip
def test_a_question_is_answered_by_the_truth(asked, said) -> None:
    person = SimulatedUser(ITEMS[0], [Wish("kind", "wish")] * 3)
    assert person.after(_answer(asked)) == said


def test_what_was_answered_is_not_told_again() -> None:
    person = SimulatedUser(ITEMS[0], [Wish("hue", "red"), Wish("kind", "film"), Wish("year", "old")])
    assert (
        person.after(_answer(ClarifyingQuestion("hue", (Filter("hue", "eq", "red"), Filter("hue", "eq", "blue")))))
        == "red, and film"
    )
    assert "old" in person.after(_answer())


def _write(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {"id": i.id, "title": i.title} | {k: v for k, v in i.attributes.items() if k in ("kind", "hue", "cast", "signed")}
        for i in ITEMS
    ]  # fmt: skip
    path = folder / "works.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_whoever_can_be_found_is_found_and_questions_help(tmp_path) -> None:
    encoders = encoder_set("fake")
    made = indexed(_write(tmp_path), encoders, cache=tmp_path / "cache")
    with Recommender(made.folder, settings=Settings(), encoders=encoders) as medley:
        found, failed = evaluate_simulate(made, medley, n=12)
        again, _ = evaluate_simulate(made, medley, n=12)
        assert not len(medley._conversations)
    body = found.to_dict()
    assert body["metrics"]["hit"]["mean"] == 1.0
    assert failed == []
    assert 1 <= body["metrics"]["turns"]["mean"] <= 3
    assert list(body["baselines"]) == ["no-questions", "one-shot"]
    assert body["baselines"]["no-questions"]["metrics"]["questions"]["mean"] == 0
    assert body["baselines"]["one-shot"]["metrics"]["turns"]["low"] >= 1
    for measure in ("strangers", "unsupported"):
        assert body["metrics"][measure]["mean"] == 0
    assert again.to_dict()["metrics"]["turns"] == body["metrics"]["turns"]


def test_a_catalogue_without_attributes_is_refused(tmp_path) -> None:
    path = tmp_path / "bare.jsonl"
    path.write_text('{"id": "a", "title": "A"}\n{"id": "b", "title": "B"}\n', "utf-8")
    encoders = encoder_set("fake")
    made = indexed(path, encoders, cache=tmp_path / "cache")
    with Recommender(made.folder, encoders=encoders) as medley, pytest.raises(CatalogError, match="attributes"):
        evaluate_simulate(made, medley, n=2)


def test_the_command_prints_conversations(tmp_path) -> None:
    path = _write(tmp_path / "set")
    body = json.loads(
        command(
            "evaluate", "simulate", "--catalog", str(path), "--encoders", "fake", "--n", "3", "--json", home=tmp_path
        )
    )
    assert (body["task"], body["n"], body["settings"]["turns"]) == ("simulate", 3, 5)

"""`evaluate simulate --tasks`: a scripted person with a task, how they word it, and what they reach."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent import Recommender
from agent.evaluation.data.phrasings import packed_phrasings, read_phrasings
from agent.evaluation.data.stores import indexed
from agent.evaluation.data.task_rows import TaskRow, TaskWish, read_tasks, service_field
from agent.evaluation.systems.scripted_person import ScriptedPerson
from agent.evaluation.tasks.simulate_tasks import evaluate_tasks
from agent.planning.plan import ClarifyingQuestion, Plan
from agent.results.answer import Answer, Pick
from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from tests.agent.cli.test_cli import medley as command

KINDS, SHOPS = ("Bakery", "Bistro", "Bar"), ("North", "South", "East")
ITEMS = [
    Item(
        f"i{n}", f"Place {chr(65 + n)}", "A place.",
        attributes={"kinds": (KINDS[n % 3],), "price": 8 + 4 * n, "quarters": (SHOPS[n % 2], SHOPS[2]) if n % 5 else (SHOPS[n % 2],)},
    )
    for n in range(24)
]  # fmt: skip
CHEAP = {"field": "price", "op": "<=", "value": 30}
BAR = {"field": "kinds", "op": "contains", "value": "Bar"}
NORTH = {"field": "quarters", "op": "contains_any", "value": ["North"]}


def _person(way: int = 0, language: str = "en", **task: object) -> ScriptedPerson:
    return ScriptedPerson(TaskRow.model_validate(task), packed_phrasings(language), way, ITEMS, "quarters")


def _answer(*items: Item, asked: str = "", relaxed: bool = False) -> Answer:
    question = ClarifyingQuestion(asked, (Filter(asked, "eq", "x"),)) if asked else None
    picks = tuple(Pick(n, item, 1.0, {}, {}, "") for n, item in enumerate(items, start=1))
    trace = {"searches": [{"relaxed": ["price ≤ 3"] if relaxed else []}]}
    return Answer("", "en", picks, plan=Plan(asked=question), trace=trace)


@pytest.mark.parametrize(
    ("op", "value", "held", "holds"),
    [
        ("contains", "bar", ("Bar", "Pub"), True), ("contains", "Bar", (), False), ("not_contains", "Bar", ("Bar",), False), ("not_contains", "Bar", None, True),
        ("contains_any", ["a", "b"], ("B",), True), ("in", ["R", "NR"], "R", True), ("in", ["R"], None, False), ("==", 3, 3.0, True),
        (">=", 6.5, 6.5, True), ("<=", 100, 101, False), ("<=", 100, None, False),
    ],
)  # fmt: skip
def test_a_wish_holds_or_not(op: Any, value: Any, held: Any, holds: bool) -> None:
    item = Item("a", "A", attributes={} if held is None else {"f": held})
    assert TaskWish(field="f", op=op, value=value).holds(item) is holds


def test_what_is_volunteered_is_said_at_once_and_what_is_asked_for_is_told() -> None:
    person = _person(says=[BAR], tells_if_asked=[CHEAP])
    assert person.first() == "I'm looking for something: with the kind Bar."
    assert person.after(_answer(ITEMS[2], asked="quarters")) == "It doesn't matter."
    assert person.after(_answer(ITEMS[2], asked="price")) == "At most 30."
    assert person.after(_answer(ITEMS[2])) == ""
    assert (person.settled, person.succeeded, [w.field for w in person.elicited]) == (ITEMS[2], True, ["price"])


def test_what_is_never_asked_for_is_never_told() -> None:
    person = _person(says=[BAR], tells_if_asked=[CHEAP])
    person.first()
    assert person.after(_answer(ITEMS[23])) == ""
    assert (person.settled, person.succeeded, person.elicited) == (ITEMS[23], False, [])


@pytest.mark.parametrize(("way", "says"), [(0, "It doesn't matter."), (1, "The price is too high."), (2, "No preference. The price should be under 30.")])  # fmt: skip
def test_a_pick_that_breaks_a_wish_is_objected_to(way: int, says: str) -> None:
    person = _person(way, says=[BAR], objects_if_broken=[CHEAP])
    assert person.after(_answer(ITEMS[23], asked="quarters")) == says
    assert "price" in person.after(_answer(ITEMS[23]))
    assert person.settled is None


def test_what_is_known_or_cannot_be_had_is_not_taken() -> None:
    person = _person(says=[BAR], watched=["i2"], services=["North"])
    assert person.standing(["Place C"]) == ("I have North.", "I've already seen Place C.")
    assert person.after(_answer(ITEMS[2])) == "What else is there?"
    assert person.after(_answer(ITEMS[5])) == "What else is there?"
    assert person.after(_answer(ITEMS[8])) == ""
    assert person.succeeded


def test_whoever_wants_what_is_not_there_wants_to_be_told() -> None:
    person = _person(says=[BAR, CHEAP | {"value": 3}], nothing_fits=True)
    person.first()
    assert not replace(person, told=[]).after(
        _answer(ITEMS[2], relaxed=True)
    )  # settles: nothing they said shuts all out
    assert person.after(_answer(ITEMS[2], relaxed=True)) == ""
    assert person.satisfied
    assert person.succeeded


def test_services_are_found_by_their_values() -> None:
    assert service_field(ITEMS, [TaskRow(services=("South", "Unknown"))]) == "quarters"
    assert service_field(ITEMS, [TaskRow()]) == ""
    with pytest.raises(CatalogError, match="services"):
        service_field(ITEMS, [TaskRow(services=("Unknown",))])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_packed_phrasings_word_every_wish_in_every_way(language: str) -> None:
    packed = packed_phrasings(language)
    assert packed.ways == 5
    for op in ("contains", "contains_any", "not_contains", "in", "==", ">=", "<="):
        assert packed.wording("anything", op)


@pytest.mark.parametrize(
    ("change", "message"),
    [(("first = [", "first = ['a {wishes}', "), "expected 6 wordings"), (("{wishes}", "{words}"), "speak of"), (("language", "tongue"), "tongue")],
)  # fmt: skip
def test_other_phrasings_must_have_the_form_of_the_packed_ones(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    packed = Path("retrieval/language/english/scripted_person.toml").read_text("utf-8")
    path = tmp_path / "words.toml"
    path.write_text(packed.replace(*change), "utf-8")
    with pytest.raises(CatalogError, match=message):
        read_phrasings(path)
    path.write_text(packed.replace("I'm looking for something: {wishes}.", "Give me {wishes}!"), "utf-8")
    assert read_phrasings(path).first[0] == "Give me {wishes}!"


def _written(folder: Path, *tasks: dict[str, object]) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{"id": i.id, "title": i.title, "description": i.description} | dict(i.attributes) for i in ITEMS]
    catalog, file = folder / "catalog.jsonl", folder / "tasks.jsonl"
    catalog.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    file.write_text("".join(json.dumps(row) + "\n" for row in tasks), "utf-8")
    return catalog, file


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tasks_are_talked_through_in_both_languages(tmp_path: Path, language: str) -> None:
    catalog, file = _written(
        tmp_path,
        {"id": "a", "says": [BAR, CHEAP], "services": ["East"], "difficulty": "easy"},
        {"id": "b", "says": [BAR, CHEAP | {"value": 9}], "nothing_fits": True},
    )
    encoders = encoder_set("fake")
    made = indexed(catalog, encoders, cache=tmp_path / "cache")
    with Recommender(made.folder, encoders=encoders) as medley:
        found, failed = evaluate_tasks(made, medley, file, phrasings=packed_phrasings(language))
        assert not len(medley._conversations)
    assert ["\n".join(one.lines()) for one in failed] == []
    assert (found.n, found.metrics["success"].mean, found.metrics["every way"].mean) == (2, 1.0, 1.0)
    assert found.metrics["unsupported"].mean == 0


def test_the_command_measures_tasks(tmp_path: Path) -> None:
    catalog, file = _written(tmp_path / "set", {"id": "a", "says": [BAR]})
    body = json.loads(
        command(
            "evaluate", "simulate", "--catalog", str(catalog), "--tasks", str(file), "--encoders", "fake", "--json", home=tmp_path,
        )
    )  # fmt: skip
    assert (body["task"], body["n"], body["metrics"]["success"]["mean"]) == ("tasks", 1, 1.0)
    assert len(read_tasks(file)) == 1

"""`evaluate lies`: planted lies are caught on the whole way from a model's call to what is shown, and truths pass."""

import ast
import json
from pathlib import Path

import pytest

from agent import Answer
from agent.evaluation.data.stores import indexed
from agent.evaluation.systems import planted_claims as lies
from agent.evaluation.systems.planted_claims import KINDS_OF_LIES, plant
from agent.evaluation.tasks import lies as lies_task
from agent.evaluation.tasks.lies import evaluate_lies, fooled
from agent.explanation.fact_sheet import fact_sheet
from agent.grounding import check
from agent.grounding.judgement import Shown
from retrieval.encoder_sets import encoder_set
from retrieval.search.retriever import Hit
from tests.agent.cli.test_cli import medley
from tests.agent.made_up import FILMS, HOTELS, SCHEMAS, STAMPS, UNITS
from tests.catalogues import write_catalogue

NUMBERLESS = {"stamps"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lies")
    return indexed(write_catalogue(folder / "catalogue"), encoder_set("fake"), cache=folder / "cache")


def test_lies_are_caught_and_truths_shown_whatever_a_model_writes(made) -> None:
    found, wrong = evaluate_lies(made, encoder_set("fake"), limit=70, seed=4)
    assert found.metrics["caught"].n == 70
    assert found.metrics["passed"].n == 70
    assert found.metrics["caught"].mean == 1, [s.text for s in wrong if not s.true]
    assert found.metrics["passed"].mean >= 0.95, [s.text for s in wrong if s.true]
    assert set(found.by["kind"]) == set(KINDS_OF_LIES)
    assert set(found.by["lang"]) == {"en", "zh"}


def test_a_check_that_lets_all_pass_is_seen(made, monkeypatch) -> None:
    monkeypatch.setattr("agent.loop.checking.judged", lambda said, *args, **given: Shown(said))
    found, wrong = evaluate_lies(made, encoder_set("fake"), limit=20)
    assert found.metrics["caught"].mean < 0.2
    assert found.metrics["passed"].mean == 1
    assert {s.kind for s in wrong} >= {"attribute", "number", "title"}


def test_a_check_that_lets_nothing_pass_is_seen(made, monkeypatch) -> None:
    monkeypatch.setattr("agent.loop.checking.judged", lambda said, *args, **given: Shown())
    found, _ = evaluate_lies(made, encoder_set("fake"), limit=20)
    assert found.metrics["caught"].mean == 1
    assert found.metrics["passed"].mean < 0.2


@pytest.mark.parametrize(
    ("catalogue", "items"), [("films", FILMS), ("hotels", HOTELS), ("units", UNITS), ("stamps", STAMPS)]
)
def test_lies_about_catalogues_of_all_sorts_are_caught(catalogue: str, items) -> None:
    statements = plant(items, SCHEMAS[catalogue], count=70, seed=3)
    wrong = []
    for s in statements:
        sheet = fact_sheet(Hit(s.item, 0.5, {"text": 0.5}, {"text": 0.5}))
        others = [s.other] if s.other else []
        if bool(check(s.text, sheet, schema=SCHEMAS[catalogue], language=s.language, others=others)) != s.true:
            wrong.append(s)
    truths = sum(s.true for s in statements)
    assert truths >= 60
    assert len(statements) - truths >= 60
    assert not [s.text for s in wrong if not s.true]
    assert len(wrong) <= 0.05 * truths, [s.text for s in wrong]


def test_planting_is_repeatable_and_of_all_kinds() -> None:
    planted = plant(FILMS, SCHEMAS["films"], count=60, seed=1)
    assert [s.text for s in planted] == [s.text for s in plant(FILMS, SCHEMAS["films"], count=60, seed=1)]
    assert [s.text for s in planted] != [s.text for s in plant(FILMS, SCHEMAS["films"], count=60, seed=2)]
    assert {s.kind for s in planted if not s.true} == set(KINDS_OF_LIES)
    assert plant((), SCHEMAS["films"]) == ()


def test_what_plants_lies_knows_nothing_of_what_checks_them() -> None:
    tree = ast.parse(Path(lies.__file__).read_text("utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in names if name.startswith("agent")]


def test_a_part_of_a_lie_that_is_shown_counts_as_shown() -> None:
    answer = Answer("", "en", ())
    assert fooled("It is red.", answer, "x") == (False, False)
    assert lies_task.COUNT == 200


def test_the_command_prints_figures_by_kind_and_language(made, tmp_path) -> None:
    common = ["evaluate", "lies", "--catalog", str(made.catalog.source), "--encoders", "fake", "--limit", "40"]
    body = json.loads(medley(*common, "--json", home=tmp_path))
    assert (body["task"], body["n"]) == ("lies", 80)
    assert body["metrics"]["caught"]["mean"] == 1
    assert body["by"]["lang"]["zh"]["passed"]["mean"] >= 0.9
    assert (body["settings"]["lies"], body["settings"]["truths"]) == (40, 40)

"""`evaluate liar`: a model that lies in every reply hides, drops, invents and falsifies nothing, and a missing guard is seen."""

import json
from pathlib import Path

import pytest

from agent.evaluation.tasks.liar import evaluate_liar
from agent.grounding.judgement import Shown
from agent.planning import compiler
from retrieval.encoder_sets import encoder_set

TRUTH = Path(__file__).parents[2] / "truth"
ASKED = ("neither for beginners", "under")
MOST = 3


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("liar")
    lines = (TRUTH / "talks.en.jsonl").read_text("utf-8").splitlines()
    chosen = [line for line in lines if any(words in json.loads(line)["text"] for words in ASKED)][:MOST]
    assert any(ASKED[0] in line for line in chosen)
    (folder / "talks.en.jsonl").write_text("\n".join(chosen) + "\n", "utf-8")
    (folder / "talks.jsonl").write_text((TRUTH / "talks.jsonl").read_text("utf-8"), "utf-8")
    return folder


def _played(cases: Path):
    return evaluate_liar(cases, encoder_set("fake"), cache=cases / "cache")


def test_nothing_comes_of_its_lies(cases) -> None:
    found, harmed = _played(cases)
    assert not harmed
    assert {name: of.mean for name, of in found.metrics.items()} == dict.fromkeys(
        ("hidden", "dropped", "strangers", "false"), 0
    )


def test_sentences_that_nobody_checks_are_seen(cases, monkeypatch) -> None:
    monkeypatch.setattr("agent.loop.checking.judged", lambda said, *args, **given: Shown(said))
    found, _ = _played(cases)
    assert found.metrics["false"].mean > 0


def test_refusals_that_a_doubt_widens_are_seen(cases, monkeypatch) -> None:
    whole = compiler.exclusions
    monkeypatch.setattr(compiler, "exclusions", lambda some, work: whole([c for c in some if not c.guess], work))
    found, _ = _played(cases)
    assert found.metrics["dropped"].mean > 0

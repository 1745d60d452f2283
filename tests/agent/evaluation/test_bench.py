"""`medley bench` prints a table and JSON, and more benchmarks can be added. No time is judged."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli.main import app
from agent.evaluation.speed import BENCHES, Bench, Options, measured, register
from agent.evaluation.speed.registry import load
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.errors import ConfigError
from retrieval.index.indexer import index_catalog
from tests.catalogues import write_catalogue


def test_it_measures_a_like_beside_its_peer_and_the_answers_change() -> None:
    done = CliRunner().invoke(
        app, ["bench", "like", "--items", "120", "--repeats", "4", "--json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    body = json.loads(done.stdout)
    assert body["settings"]["items"] == 120
    assert body["machine"]["cores"] >= 1
    wordless, worded = body["benches"]["like"]
    for line in (wordless, worded):
        assert line["n"] == 4
        assert 0 < line["p50"] <= line["p90"] <= line["worst"]
        assert line["ratio"] == pytest.approx(line["p50"] / line["peer_p50"])
        assert line["aim"] == 0.1
    assert "100% of the answers changed" in wordless["note"]


def test_it_measures_a_catalogue_and_the_columns_answer_as_the_record() -> None:
    arguments = ["bench", "catalogue", "--items", "150", "--repeats", "2", "--json"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    lines = {line["what"]: line for line in json.loads(done.stdout)["benches"]["catalogue"]}
    assert {"opening", "the first answer after opening", "the first answer after one change"} <= set(lines)
    conditions = [line for what, line in lines.items() if what.startswith("conditions")]
    assert len(conditions) == 6
    assert all(line["peer"] == "the record's SQL, the same rows" and line["aim"] == 0.0015 for line in conditions)
    searches = [line["what"] for line in lines.values() if line["peer"].startswith("numpy")]
    assert [what.split(", ")[1] for what in searches] == [
        "untouched",
        "one item left out",
        "one item added",
        "one item removed",
    ]


def test_it_measures_a_scan_beside_numpy_and_the_graph_with_the_recall_of_each() -> None:
    arguments = ["bench", "scan", "--items", "300", "--repeats", "3", "--json"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    lines = [line for line in json.loads(done.stdout)["benches"]["scan"] if line["peer"]]
    assert {line["what"].split(": ")[1] for line in lines} == {"text", "text_en", "look", "timbre", "all"}
    assert {"numpy, all columns", "Chroma's graph"} <= {line["peer"] for line in lines}
    assert all(line["note"].startswith("recall@10 1.000") for line in lines)


def test_a_strangers_benchmark_is_run_by_its_name() -> None:
    register(Bench("nothing", "nothing at all", lambda options, progress: [measured("nothing", [0.1, 0.3, 0.2])]))
    try:
        done = CliRunner().invoke(app, ["bench", "nothing"], catch_exceptions=False)
        assert "200.0" in done.stdout
        assert [one.name for one in load()] == ["catalogue", "like", "nothing", "page", "scan"]
        assert load(["nothing"])[0].run(Options(), lambda *_: None)[0].ratio is None
    finally:
        del BENCHES["nothing"]
    with pytest.raises(ConfigError, match="expected benchmarks among catalogue, like"):
        load(["nothing"])


def test_what_cannot_run_here_is_said_and_stops_nothing_unless_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.evaluation.speed.registry.BENCHES", {})
    register(Bench("fast", "runs anywhere", lambda options, progress: [measured("fast", [0.1, 0.2])]))
    register(Bench("page", "wants a browser", lambda options, progress: [], lambda: "expected Chromium: apt …"))
    done = CliRunner().invoke(app, ["bench", "--json"], catch_exceptions=False)
    body = json.loads(done.stdout)
    assert (list(body["benches"]), body["skipped"]) == (["fast"], {"page": "expected Chromium: apt …"})
    assert "page: not measured, expected Chromium" in CliRunner().invoke(app, ["bench"]).stdout
    with pytest.raises(ConfigError, match="'page' can't run here: expected Chromium"):
        CliRunner().invoke(app, ["bench", "page"], catch_exceptions=False)


def test_it_measures_the_page_on_a_copy_of_a_store(tmp_path: Path) -> None:
    page = load(["page"])[0]
    if lacking := page.lacks():
        pytest.skip(lacking)
    catalogue = write_catalogue(tmp_path / "c", 9)
    index_catalog(read_catalog(catalogue), tmp_path / "store", encoder_set("fake"))
    paint, interactive, *visits = page.run(Options(repeats=1, store=tmp_path / "store"), lambda *_: None)
    assert (paint.n, interactive.n) == (1, 1)
    assert 0 < paint.p50 <= interactive.p50
    word, card, whole = visits[:3]
    assert 0 < word.worst <= card.worst <= whole.worst
    assert "9 items" in card.note

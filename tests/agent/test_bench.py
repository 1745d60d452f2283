"""`medley bench` prints a table and JSON, and more benchmarks can be added. No time is judged."""

import json

import pytest
from typer.testing import CliRunner

from agent.bench import BENCHES, Bench, Options, measured, register
from agent.bench.registry import load
from agent.cli import app
from retrieval.errors import ConfigError


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
        assert 0 < line["p50"] <= line["p90"]
        assert line["ratio"] == pytest.approx(line["p50"] / line["peer_p50"])
        assert line["aim"] == 0.1
    assert "100% of the answers changed" in wordless["note"]


def test_a_strangers_benchmark_is_run_by_its_name() -> None:
    register(Bench("nothing", "nothing at all", lambda options, progress: [measured("nothing", [0.1, 0.3, 0.2])]))
    try:
        done = CliRunner().invoke(app, ["bench", "nothing"], catch_exceptions=False)
        assert "200.0" in done.stdout
        assert [one.name for one in load()] == ["like", "nothing"]
        assert load(["nothing"])[0].run(Options(), lambda *_: None)[0].ratio is None
    finally:
        del BENCHES["nothing"]
    with pytest.raises(ConfigError, match="expected benchmarks among like"):
        load(["nothing"])

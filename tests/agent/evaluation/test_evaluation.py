"""Evaluation on a small catalogue whose right answers are planted: through the API and the real command line."""

import json
from pathlib import Path

import numpy as np
import pytest

from agent import Recommender, Settings
from agent.evaluation.data.rows import QueryRow, RequestRow, read_rows, sample
from agent.evaluation.data.stores import Indexed, indexed
from agent.evaluation.report.report import Outcome, evaluation
from agent.evaluation.tasks.requests import evaluate_requests
from agent.evaluation.tasks.retrieval import evaluate_retrieval
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError, ConfigError, MediaError
from retrieval.search.retriever import Retriever
from tests.agent.cli.test_cli import medley
from tests.catalogues import WORDS, write_catalogue
from tests.media_files import picture


def _write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Indexed:
    folder = tmp_path_factory.mktemp("evaluation")
    return indexed(write_catalogue(folder / "catalogue"), encoder_set("fake"), cache=folder / "cache")


@pytest.fixture
def retriever(made):
    found = Retriever(made.folder, encoder_set("fake"))
    yield found
    found.close()


@pytest.fixture
def queries(made) -> Path:
    """Each item sought by its own title; every relevant id is the right one."""
    rows = [
        {"id": f"q{n}", "text": f"{WORDS[n % 8]} {n}", "lang": "en" if n % 2 else "xx", "relevant": [f"i{n:03d}"]}
        for n in range(20)
    ]
    return _write(made.catalog.source.parent / "queries.jsonl", rows)


def test_planted_answers_are_found_and_chance_finds_fewer(made, retriever, queries) -> None:
    found = evaluate_retrieval(made, retriever, queries, baselines=["random", "bm25"])
    assert found.n == 20
    assert found.metrics["hit@1"].mean == 1
    assert found.baselines["bm25"].metrics["hit@10"].mean > 0.9
    random = found.baselines["random"]
    assert random.metrics["map"].mean < 0.5
    assert random.difference["map"].clear
    assert set(found.by["lang"]) == {"en", "xx"}
    assert found.by["lang"]["en"]["hit@1"].n == 10
    json.dumps(found.to_dict(), allow_nan=False)


def test_what_a_query_excludes_is_not_ranked(made, retriever) -> None:
    row = {"text": f"{WORDS[0]} 0", "relevant": ["i000"], "exclude": ["i000"]}
    path = _write(made.catalog.source.parent / "excluding.jsonl", [row] * 5)
    found = evaluate_retrieval(made, retriever, path, baselines=["random", "bm25", "dense"])
    for metrics in (found.metrics, *(system.metrics for system in found.baselines.values())):
        assert metrics["map"].mean == 0


def test_pictures_are_asked_and_media_elsewhere_is_refused(made, retriever, tmp_path) -> None:
    folder = made.catalog.source.parent
    path = _write(folder / "pictures.jsonl", [{"image": "p7.png", "relevant": ["i007"]}])
    assert evaluate_retrieval(made, retriever, path).metrics["hit@1"].mean == 1
    outside = picture(folder.parent / "outside.png")
    path = _write(folder / "outside.jsonl", [{"image": f"../{outside.name}", "relevant": ["i007"]}])
    with pytest.raises(MediaError, match="in the folder of the queries"):
        evaluate_retrieval(made, retriever, path)


def test_without_a_modality_only_the_rest_is_indexed(made, queries, tmp_path) -> None:
    encoders = encoder_set("fake")
    less = indexed(made.catalog.source, encoders, modalities=["text"], cache=tmp_path)
    assert less.folder != made.folder
    assert not any(list(item.texts()) or item.attributes for item in less.catalog.items)
    bare = Retriever(less.folder, encoders)
    found = evaluate_retrieval(less, bare, queries)
    bare.close()
    assert found.metrics["hit@1"].mean < 0.5
    assert found.settings["without"] == ["text"]
    with pytest.raises(ConfigError, match="--without"):
        indexed(made.catalog.source, encoders, modalities=["smell"], cache=tmp_path)


def test_a_second_run_encodes_nothing_and_a_changed_catalogue_is_fitted_anew(tmp_path) -> None:
    encoders = encoder_set("fake")
    path = write_catalogue(tmp_path / "catalogue", 40)
    indexed(path, encoders, cache=tmp_path / "cache")
    again = indexed(path, encoders, cache=tmp_path / "cache")
    assert (again.report.encoded, again.report.built) == (0, False)
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[:20]) + "\n", "utf-8")
    changed = indexed(path, encoders, cache=tmp_path / "cache")
    fresh = indexed(path, encoders, cache=tmp_path / "other")
    vectors = []
    for one in (changed, fresh):
        reader = Retriever(one.folder, encoders)
        vectors.append(reader.vectors([item.id for item in one.catalog.items]))
        reader.close()
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


def _requests(made: Indexed, rows: list[dict], **options) -> dict:
    path = _write(made.catalog.source.parent / "requests.jsonl", rows)
    with Recommender(made.folder, settings=Settings(), encoders=encoder_set("fake")) as recommender:
        return evaluate_requests(made, recommender, path, **options).to_dict()


def test_requests_are_answered_by_the_agent_and_gold_constraints_only_group(made) -> None:
    items = [item for item in made.catalog.items if item.attributes["category"] == "music"]
    cheap = [item.id for item in items if item.attributes["price"] < 40]
    row = {"text": "music with a price under 40", "relevant": cheap[:2], "constraints": [{"field": "price"}]}
    found = _requests(made, [row] * 5, baselines=["bm25", "random"])
    lying = _requests(made, [row | {"constraints": [{"field": "colour", "equals": "red"}]}] * 5)
    assert found["metrics"]["coverage"]["mean"] == 1
    assert found["metrics"]["satisfaction"]["mean"] == pytest.approx(2 / len(cheap), abs=1e-5)
    timed = found["metrics"].pop("seconds"), lying["metrics"].pop("seconds")
    assert found["metrics"] == lying["metrics"]
    assert all(seconds["mean"] > 0 for seconds in timed)
    assert set(found["by"]["field"]) == {"price"}
    assert found["baselines"]["random"]["metrics"]["satisfaction"]["mean"] < 0.5
    assert found["settings"]["model"] == "offline"


def test_candidates_are_ranked_alone_and_a_refused_request_is_one_not_answered(made) -> None:
    named = {"text": "violin", "relevant": ["i003"], "candidates": ["i000", "i001", "i003"], "kinds": ["A", "B"]}
    refused = {"text": "x" * 3_000, "relevant": ["i000"]}
    other = named | {"relevant": ["i000"]}
    knowing = _requests(made, [other] * 5, baselines=["knowing"])
    assert knowing["metrics"]["hit@1"]["mean"] == 0
    assert knowing["baselines"]["knowing"]["metrics"]["hit@1"]["mean"] == 1  # what a model knows reaches the person
    found = _requests(made, [named] * 5 + [refused] * 5)
    assert found["by"]["kind"]["A"]["hit@1"]["mean"] == 1
    assert found["metrics"]["hit@1"]["mean"] == 0.5
    assert found["metrics"]["pool"]["mean"] == 0.5
    assert found["metrics"]["satisfaction"] == {"mean": 0, "low": 0, "high": 0, "n": 5}
    json.dumps(found, allow_nan=False)


def test_differences_are_paired_and_of_the_same_queries() -> None:
    ours = [Outcome({"hit@1": 1.0}), Outcome({"hit@1": 0.0})]
    theirs = [Outcome({"hit@1": 0.0}), Outcome({"hit@1": 0.0})]
    found = evaluation("retrieval", {"medley": ours, "other": theirs}, seconds=1.0, settings={})
    assert found.baselines["other"].difference["hit@1"].mean == 0.5
    with pytest.raises(ValueError, match="same queries"):
        evaluation("retrieval", {"medley": ours, "other": theirs[:1]}, seconds=1.0, settings={})


def test_bad_rows_are_named_and_none_is_left_out(tmp_path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "relevant": ["x"]}\n\n{"relevant": ["x"]}\n{"text": 1}\n', "utf-8")
    with pytest.raises(CatalogError, match=r"line 3: .*expected a text.*line 4: relevant.*2 bad lines"):
        read_rows(path, QueryRow)
    with pytest.raises(CatalogError, match="got none"):
        read_rows(_write(path, []), QueryRow)
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(CatalogError, match="UTF-8"):
        read_rows(path, RequestRow)
    with pytest.raises(CatalogError, match="could not read"):
        read_rows(tmp_path / "missing.jsonl", RequestRow)


def test_a_sample_is_spread_evenly() -> None:
    assert sample(range(10), None) == list(range(10))
    assert sample(range(10), 3) == [0, 4, 9]
    assert sample(range(2), 5) == [0, 1]


def test_the_command_line_prints_a_table_or_json(made, queries, tmp_path) -> None:
    common = ["--catalog", str(made.catalog.source), "--encoders", "fake", "--limit", "5", "--baseline", "random"]
    body = json.loads(medley("evaluate", "retrieval", *common, "--queries", str(queries), "--json", home=tmp_path))
    assert (body["task"], body["n"], body["metrics"]["hit@1"]["mean"]) == ("retrieval", 5, 1)
    assert "random" in body["baselines"]
    asked = _write(
        queries.parent / "asked.jsonl", [{"text": "violin", "relevant": ["i003"], "kind": "[red]a[/red]"}] * 6
    )
    table = medley("evaluate", "requests", *common, "--requests", str(asked), home=tmp_path)
    assert "satisfaction" in table
    assert "− random" in table
    wrong = medley(
        "evaluate", "retrieval", *common, "--queries", str(queries), "--baseline", "x", home=tmp_path, code=1
    )
    assert "expected --baseline" in wrong

"""Comparing methods, and drawing what was found, on a small catalogue whose right answers are planted."""

import json
from contextlib import closing

import numpy as np
import pytest

from agent.cli.evaluate_tables import markdown_of
from agent.evaluation.data.stores import indexed
from agent.evaluation.report.plots import colours_of, draw_hits, draw_space, hits_at
from agent.evaluation.tasks.compare import Set, compare, projections
from agent.evaluation.tasks.retrieval import evaluate_retrieval
from retrieval.catalog.items import Item
from retrieval.catalog.reader import Catalog
from retrieval.encoder_sets import EncoderSet, encoder_set
from retrieval.errors import ConfigError
from retrieval.fusion.registry import DEFAULT, Projection
from retrieval.index.indexer import index_catalog
from retrieval.search.retriever import Retriever
from tests.agent.cli.test_cli import medley
from tests.catalogues import WORDS, write_catalogue


@pytest.fixture(scope="module")
def of(tmp_path_factory) -> Set:
    """Each of 60 items sought by words of its own, and by its own picture."""
    folder = tmp_path_factory.mktemp("compare")
    rows = [{"text": f"{WORDS[n % 8]} {n}", "relevant": [f"i{n:03d}"]} for n in range(12)]
    rows += [{"image": f"p{n}.png", "relevant": [f"i{n:03d}"]} for n in (1, 2, 4, 5)]
    catalog = write_catalogue(folder, 60)
    queries = folder / "queries.jsonl"
    queries.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return Set(catalog, queries)


def test_the_default_comes_first_and_unknown_names_are_refused() -> None:
    assert projections()[0] == DEFAULT
    assert len(projections()) == len(set(projections())) >= 12
    assert projections(["mean"], ["kl"]) == [Projection("mean", "kl")]
    with pytest.raises(ConfigError, match="expected a fusion"):
        projections(["sum"])


def test_every_projection_is_measured_as_it_is_alone(of, tmp_path) -> None:
    wanted = projections(["concat", "mean"], ["cosine", "l2"])
    (one,) = compare([of], [encoder_set("fake")], wanted, cache=tmp_path)
    assert one.found.settings["systems"] == [str(p) for p in wanted]
    assert one.found.metrics["hit@1"].mean > 0.9
    made = indexed(of.catalog, encoder_set("fake"), cache=tmp_path)
    for projection in wanted[1:]:
        how = {"fusion": projection.fusion, "similarity": projection.similarity}
        with closing(Retriever(made.folder, encoder_set("fake"), **how)) as retriever:
            alone = evaluate_retrieval(made, retriever, of.queries, baselines=["dense"])
        assert one.found.baselines[str(projection)].metrics["map"] == alone.baselines["dense"].metrics["map"]
    maps = {s.metrics["map"].mean for s in one.found.baselines.values()} | {one.found.metrics["map"].mean}
    assert len(maps) > 1, "fusions and similarities that change nothing"
    json.dumps(one.to_dict(), allow_nan=False)


def test_what_a_catalogue_has_too_little_for_is_told(of, tmp_path) -> None:
    few = Set(write_catalogue(tmp_path / "few", 12), of.queries)
    (one,) = compare([few], [encoder_set("fake")], projections(similarity=["cosine"]), cache=tmp_path)
    assert [str(p) for p in one.refused] == ["aligned-cosine"]
    assert "–" not in markdown_of([one])
    (more,) = compare([of], [encoder_set("fake")], projections(similarity=["cosine"]), cache=tmp_path)
    last = next(line for line in markdown_of([one, more]).splitlines() if "aligned-cosine" in line)
    assert last.count("–") == 1


def test_the_real_command_prints_a_table_and_json(of, tmp_path) -> None:
    call = ["evaluate", "compare", str(of.catalog), str(of.queries), "--encoders", "fake"]
    call += ["--fusion", "concat", "--fusion", "mean", "--similarity", "cosine"]
    lines = medley(*call, "--markdown", home=tmp_path).splitlines()
    assert [line.split(" | ")[1] for line in lines[2:]] == ["concat-cosine", "mean-cosine"]
    (found,) = json.loads(medley(*call, "--json", "--limit", "5", home=tmp_path))
    assert found["n"] == 5
    assert found["baselines"]["mean-cosine"]["difference"]["hit@10"]["n"] == 5
    assert "pairs of CATALOG QUERIES" in medley("evaluate", "compare", str(of.catalog), home=tmp_path, code=2)


def test_the_store_keeps_the_fusion_it_was_indexed_with_and_search_can_name_another(of, tmp_path) -> None:
    store = str(tmp_path / "store")
    call = ["index", str(of.catalog), "--store", store, "--encoders", "fake", "--fusion", "mean", "--similarity", "l2"]
    medley(*call, home=tmp_path)
    with closing(Retriever(store, encoder_set("fake"))) as retriever:
        assert retriever.projection == Projection("mean", "l2")
    (first, *_) = json.loads(medley("search", "frog", "--store", store, "--json", home=tmp_path))["items"]
    assert set(first["blocks"]) == {"text", "image", "audio", "lexical"}
    call = ["search", "frog", "--store", store, "--fusion", "concat", "--similarity", "cosine", "--json"]
    (other, *_) = json.loads(medley(*call, home=tmp_path))["items"]
    assert set(other["blocks"]) != set(first["blocks"])
    assert "expected a fusion" in medley("search", "frog", "--store", store, "--fusion", "sum", home=tmp_path, code=1)


def test_curves_and_the_space_are_drawn(of, tmp_path) -> None:
    from PIL import Image

    encoders: EncoderSet = encoder_set("fake")
    made = indexed(of.catalog, encoders, cache=tmp_path)
    with closing(Retriever(made.folder, encoders)) as retriever:
        found = evaluate_retrieval(made, retriever, of.queries, baselines=["random"])
        for path in (draw_hits(found, tmp_path / "hits.png"), draw_space(retriever, tmp_path / "space.png")):
            picture = np.asarray(Image.open(path).convert("L"))
            assert picture.shape[0] > 400
            assert picture.std() > 5
    assert hits_at(np.array([1, 3, 0, 60]), 4).tolist() == [0.25, 0.25, 0.5, 0.5]
    assert hits_at(found.first["medley"], 1)[0] == pytest.approx(found.metrics["hit@1"].mean)


def test_values_of_a_catalogue_are_drawn_to_the_letter(tmp_path) -> None:
    kinds = ("$\\frac{$", "_hidden")
    items = [Item(f"i{n}", title=f"item {n}", attributes={"kind": kinds[n % 2]}) for n in range(8)]
    encoders = encoder_set("fake")
    index_catalog(Catalog(tuple(items), (), tmp_path / "c.jsonl"), tmp_path / "store", encoders)
    with closing(Retriever(tmp_path / "store", encoders)) as retriever:
        assert draw_space(retriever, tmp_path / "space.png").stat().st_size > 1_000


def test_items_are_coloured_by_the_attribute_that_says_most() -> None:
    def item(n: int, **attributes) -> Item:
        return Item(f"i{n}", title=f"item {n}", attributes=attributes)

    items = [item(n, kind="ab"[n % 2], always="x", each=f"v{n}") for n in range(40)]
    name, values = colours_of(items)
    assert (name, set(values)) == ("kind", {"a", "b"})
    assert colours_of([item(1), item(2)]) == ("has", ["text", "text"])

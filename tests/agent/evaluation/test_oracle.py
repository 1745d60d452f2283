"""`evaluate oracle`: what a scripted model knows reaches the person, in this process and over a server, and the judge sees where not."""

import json
from pathlib import Path

import pytest

from agent.evaluation.data.oracle_cases import RawCatalogue, good, read_oracle
from agent.evaluation.tasks.oracle import evaluate_oracle
from retrieval.encoder_sets import encoder_set
from retrieval.errors import CatalogError
from tests.catalogues import write_catalogue

FAST = {"field": "category", "op": "eq", "values": ["vehicles"], "span": "gets me there"}
CASES = [
    {
        "id": "know", "class": "A", "catalogue": "zoo", "lang": "en", "request": "something that gets me there",
        "oracle": {
            "search": [{"wish": "train", "constraints": [FAST]}],
            "gold": [["category", "has", "vehicles"]], "reason": "A thundering way to arrive.",
        },
        "gold": [["category", "has", "vehicles"]],
        "expect": {"conditions": [["category", "eq", ["vehicles"], None, None, False]], "picks_at_least": 1.0},
    },
    {
        "id": "talk", "class": "F", "catalogue": "zoo", "lang": "en", "before": ["a frog"], "request": "thanks!",
        "oracle": {"say": "You're welcome!", "insist": 2, "pick": []}, "gold": None,
        "expect": {"text": "You're welcome!", "count": 0},
    },
    {
        "id": "count", "class": "C", "catalogue": "zoo", "lang": "en", "request": "how many vehicles have you?",
        "oracle": {"search": [{"wish": "vehicles"}], "gold": [["id", "has", "none"]], "text": "We have 5 vehicles."},
        "gold": [["category", "has", "vehicles"]], "expect": {"answer_contains": "5", "count": 0},
    },
    {
        "id": "lie", "class": "C", "catalogue": "zoo", "lang": "en", "request": "how many vehicles have you?",
        "oracle": {"search": [{"wish": "vehicles"}], "gold": [["id", "has", "none"]], "text": "We have 83 vehicles."},
        "gold": [["category", "has", "vehicles"]], "expect": {"answer_contains": "83"},
    },
]  # fmt: skip
SENTENCES = [
    {"id": "s1", "catalogue": "zoo", "request": "a frog", "title": "green frog 8", "sentence": "A quiet soul to share a pond with.", "true": True, "kind": "own words", "lang": "en"},
    {"id": "s2", "catalogue": "zoo", "request": "a frog", "title": "green frog 8", "sentence": "It costs 99.", "true": False, "kind": "wrong fact", "lang": "en"},
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("oracle")
    write_catalogue(folder / "zoo")
    (folder / "cases.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*CASES, *SENTENCES]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def found(data, tmp_path_factory):
    return evaluate_oracle(
        data / "cases.jsonl", data, encoder_set("fake"), without=("image", "audio"), cache=tmp_path_factory.mktemp("c")
    )


@pytest.mark.parametrize("way", ["scripted", "server"])
def test_what_the_model_knows_and_says_reaches_the_person(found, way) -> None:
    played = {one.case.id: one for one in found.played if one.way == way}
    assert {id for id, one in played.items() if one.wrong} == {"lie"}
    assert played["know"].values["good@5"] == played["know"].values["conditions"] == 1
    assert all(pick.judged for pick in played["know"].answer.picks)
    assert played["talk"].values["said"] == 1
    assert (played["s1"].values["shown"], played["s1"].values["marked"], played["s2"].values["false_shown"]) == (
        1,
        1,
        0,
    )


def test_offline_is_measured_beside(found) -> None:
    offline = {one.case.id: one for one in found.played if one.way == "offline"}
    assert offline["know"].wrong
    body = found.to_dict()
    assert set(body["baselines"]) == {"server", "offline"}
    assert "lie" in body["failed"]["scripted"]


def test_a_good_row_is_told_by_every_op() -> None:
    row = {"id": "x", "title": "Red fox", "tags": ["odd", "t1"], "price": 4.5}
    assert good(row, [("tags", "has", "ODD"), ("price", "between", [4, 5]), ("price", "le", 4.5), ("*", "re", "FOX")])
    assert good(
        row, [("tags", "not", "even"), ("title", "in", ["red fox"]), ("title", "nre", "owl"), ("price", "ge", 4)]
    )
    assert good(row, [("", "any", [[("tags", "has", "even")], [("price", "le", 9)]])])
    assert not good(row, [("price", "le", 4)])
    with pytest.raises(CatalogError, match="expected one of"):
        good(row, [("price", "about", 4)])


def test_catalogues_are_named_by_folder_or_by_folder_and_file(data) -> None:
    (data / "zoo" / "catalog_small.jsonl").write_text('{"id": "1"}\n', "utf-8")
    assert RawCatalogue.named("zoo_small", data).rows == {"1": {"id": "1"}}
    with pytest.raises(CatalogError, match="nowhere"):
        RawCatalogue.named("nowhere", data)
    assert [len(rows) for rows in read_oracle(data / "cases.jsonl")] == [4, 2]

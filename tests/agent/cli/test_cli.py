"""The real command line, on the starter catalogue and on small ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.demo.showcases import SHOWCASES
from tests import processes
from tests.catalogues import write_catalogue

ROOT = Path(__file__).parents[3]


def medley(*arguments: str, home: Path, code: int = 0) -> str:
    environment = os.environ | {"XDG_CACHE_HOME": str(home), "HOME": str(home)}
    done = processes.medley(*arguments, environment=environment, cwd=ROOT)
    assert done.returncode == code, done.stderr[-2000:]
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_the_demo_on_the_starter_catalogue_with_the_embedded_encoders(demo_home) -> None:
    answers = json.loads((demo_home / "answers.json").read_text("utf-8"))
    assert len(answers) == len(SHOWCASES["starter"]) == 8
    text, chinese, count, picture, sound, follow_up, both, compared = answers
    for answer in (text, chinese, picture, sound, both, follow_up):
        assert len(answer["items"]) == 5
        assert all(item["reason"] and item["title"] for item in answer["items"])
        for item in answer["items"]:
            assert sum(item["modalities"].values()) == pytest.approx(item["score"], abs=1e-4)
    assert all(i["attributes"]["category"] == "animals" and i["attributes"]["price"] < 10 for i in text["items"])
    assert all(item["audio"] and "狗" not in item["title"] for item in chinese["items"])
    assert "There are 10 with category animals" in count["message"]
    assert picture["items"][0]["title"] == "Acoustic guitar"
    assert sound["items"][0]["title"] == "Rain on an umbrella"
    assert [item["title"] for item in compared["items"]] == [item["title"] for item in both["items"][:2]]
    assert all(item["attributes"]["category"] != "animals" for item in follow_up["items"])
    assert all(sound["items"][1]["title"] in item["reason"] for item in follow_up["items"])


def test_the_demo_answers_one_request_the_second_time_without_pytorch(demo_home, monkeypatch) -> None:
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    command = [sys.executable, "-m", "agent.cli.main", "demo", "--catalogue", "starter", "--ask", "a train", "--json"]
    environment = os.environ | {"XDG_CACHE_HOME": str(demo_home), "HOME": str(demo_home)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert "train" in json.loads(done.stdout)["items"][0]["title"].lower()
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "numpy" in imported
    assert imported.isdisjoint({"torch", "transformers", "sentence_transformers", "torchvision"})


def test_index_search_recommend_add_remove_and_doctor(tmp_path, home) -> None:
    catalogue = write_catalogue(tmp_path / "c", 24)
    store = str(tmp_path / "store")
    report = json.loads(medley("index", str(catalogue), "--store", store, "--encoders", "fake", "--json", home=home))
    assert (report["items"], report["problems"]) == (24, [])
    found = json.loads(
        medley("search", "steam", "train", "--store", store, "--where", "price<20", "-k", "3", "--json", home=home)
    )
    assert [i["id"] for i in found["items"]][:2] == ["i004", "i012"]
    picture = str(catalogue.parent / "p7.png")
    assert (
        json.loads(medley("search", "--image", picture, "--store", store, "--json", home=home))["items"][0]["id"]
        == "i007"
    )
    clip = str(catalogue.parent / "s8.wav")
    assert (
        json.loads(medley("search", "--audio", clip, "--store", store, "--json", home=home))["items"][0]["id"] == "i008"
    )
    answer = json.loads(medley("recommend", "an animal, not a frog", "--store", store, "--json", "--trace", home=home))
    assert answer["items"]
    assert answer["trace"]["searches"]
    more = tmp_path / "more.csv"
    more.write_text("id,name\nz1,purple zebra\n", "utf-8")
    medley("add", str(more), "--map", "title=name", "--store", store, home=home)
    assert json.loads(medley("search", "zebra", "--store", store, "--json", home=home))["items"][0]["id"] == "z1"
    medley("remove", "z1", "--store", store, home=home)
    assert "z1" not in [
        i["id"] for i in json.loads(medley("search", "zebra", "--store", store, "--json", home=home))["items"]
    ]
    assert "nothing wrong" in medley("doctor", str(catalogue), "--store", store, home=home)


def test_the_doctor_looks_through_contents(tmp_path, home) -> None:
    catalogue = write_catalogue(tmp_path / "c", 24)
    again = json.loads(catalogue.read_text("utf-8").splitlines()[7]) | {"id": "again"}
    with catalogue.open("a", encoding="utf-8") as file:
        file.write(json.dumps(again) + "\n")
    found = json.loads(medley("doctor", str(catalogue), "--contents", "--encoders", "fake", "--json", home=home))
    assert found["healthy"], "hints are no faults"
    twins = [hint["ids"] for hint in found["hints"] if hint["kind"] == "duplicate"]
    assert ["i007", "again"] in twins
    assert any({"i007", "again"} <= set(group) for group in found["duplicates"])
    assert "neither" in medley("doctor", "--contents", home=home, code=1)


def test_errors_are_for_people(tmp_path, home) -> None:
    error = medley("search", "x", "--store", str(tmp_path / "none"), home=home, code=1)
    assert error.startswith("error: expected a store")
    assert "Traceback" not in error
    broken = tmp_path / "c.jsonl"
    broken.write_text('{"id": "a", "title": "fine"}\nnonsense\n', "utf-8")
    assert "line 2" in medley("doctor", str(broken), home=home, code=1)

"""`medley events`, `privacy`, `more-like`, `goes-with` and `recommend --user`, called as a person calls them."""

import json
import time

import pytest
from typer.testing import CliRunner

from agent.cli.main import app
from retrieval.errors import QueryError
from tests.films import films_store


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDLEY_STORE", str(films_store(tmp_path)))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_a_like_on_the_command_line_changes_the_recommendation(call) -> None:
    call("events", "record", "like", "reef", "--user", "ann")
    body = json.loads(call("recommend", "--user", "ann", "-k", "3", "--json"))
    assert body["items"][0]["id"] == "lamp"
    assert "Because you liked “Silent Reef”" in body["items"][0]["reason"]
    assert json.loads(call("more-like", "reef", "-k", "1", "--json"))["items"][0]["id"] == "lamp"
    assert json.loads(call("goes-with", "reef", "-k", "1", "--json"))["notes"]
    call("events", "record", "like", "moth", "--user", "bob")
    both = json.loads(call("recommend", "--user", "ann", "--user", "bob", "-k", "1", "--json"))
    assert both["items"][0]["id"] == "salt"
    found = {
        taste: [
            item["id"]
            for item in json.loads(call("search", "evening", "--user", "ann", "--taste", taste, "-k", "30", "--json"))[
                "items"
            ]
        ]
        for taste in ("0", "1")
    }
    assert found["1"].index("lamp") < found["0"].index("lamp")


def test_events_are_imported_listed_shown_exported_and_forgotten(call, tmp_path) -> None:
    path = tmp_path / "log.csv"
    rows = [f"ann,reef,like,,{time.time() - 9}", "ann,nowhere,like,,1700000000", f"bob,lamp,rate,5,{time.time() - 9}"]
    path.write_text("user,item,event,value,timestamp\n" + "\n".join(rows) + "\n", "utf-8")
    done = json.loads(call("events", "import", str(path), "--json"))
    assert (done["rows"], done["new"], done["known"]) == (3, 2, 0)
    assert [(e["reason"], e["count"]) for e in done["left_out"]] == [("unknown item", 1)]
    assert "known already" in call("events", "import", str(path))
    assert json.loads(call("events", "list", "--json"))["counts"] == {"like": 1, "rate": 1, "users": 2, "anonymous": 0}
    assert "reef" in call("events", "list", "--user", "ann")
    assert json.loads(call("privacy", "show", "ann", "--json"))["events"] == 1
    assert json.loads(call("privacy", "export", "ann"))["item"] == "reef"
    assert json.loads(call("privacy", "forget", "ann", "--json")) == {"events": 1, "sessions": 0, "retrain": False}
    assert call("privacy", "export", "ann") == ""
    audit = (tmp_path / "store" / "audit.jsonl").read_text("utf-8")
    assert [json.loads(line)["did"] for line in audit.splitlines()] == ["show", "export", "forget", "export"]
    assert "ann" not in audit
    assert "forgotten" in call("events", "import", str(path))


def test_a_person_must_be_named(call) -> None:
    with pytest.raises(QueryError, match="a user, or --session"):
        call("privacy", "show")

"""The doctor of the installation: what is there, which keys are set but never what they are, and what to do."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli import installation as machine
from agent.cli.main import app, main
from agent.settings import Settings
from tests.catalogues import indexed

SECRETS = {"OPENAI_API_KEY": "sk-never-shown", "MEDLEY_TOKEN": "also-never", "MEDLEY_VOICE_KEY": "nor-this"}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(machine, "_ollama", lambda: "does not answer on this machine")
    for name in (*SECRETS, "MEDLEY_API_KEY", "MEDLEY_MODEL", "MEDLEY_BASE_URL", "MEDLEY_STORE"):
        monkeypatch.delenv(name, raising=False)


def examined(code: int = 0) -> dict:
    done = CliRunner().invoke(app, ["doctor", "--json"], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_keys_are_told_as_yes_or_no_and_addresses_without_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = examined()["facts"]
    keys = ("key of the chat model", "key of what writes speech down", "token for visitors")
    assert all(facts[name].startswith("no (") for name in keys)
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEDLEY_BASE_URL", "https://ann:hush@models.example:8443/v1?key=quiet")
    found = examined()
    assert [found["facts"][name] for name in keys] == ["yes"] * 3
    assert found["facts"]["server of the chat model"] == "https://models.example:8443"
    told = json.dumps(found) + CliRunner().invoke(app, ["doctor"]).output
    assert not [secret for secret in (*SECRETS.values(), "hush", "quiet") if secret in told]


def test_it_tells_of_machine_packages_programs_and_of_the_store_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = examined()["facts"]
    assert {"medley", "python", "memory", "disk for stores", "torch", "[chat] fastapi", "chat model"} <= facts.keys()
    assert facts["media are decoded"].startswith("yes")
    assert facts["store"].startswith("none at medley-store")
    monkeypatch.setenv("MEDLEY_STORE", str(indexed(tmp_path, 12)[1]))
    assert examined()["facts"]["store: items"] == "12"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MEDLEY_MODEL", "gguf:nowhere.gguf", "no such file"),
        ("MEDLEY_MODEL", "openai:gpt-5-mini", "set OPENAI_API_KEY"),
        ("MEDLEY_COUNT", "hush", "MEDLEY_COUNT should be a valid integer"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    found = examined(code=1)
    assert said in found["ailments"][0]
    assert "hush" not in found["ailments"][0]


def test_a_wrong_setting_is_one_sentence_for_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MEDLEY_TOKEN", "")
    monkeypatch.setenv("MEDLEY_COUNT", "hush")
    monkeypatch.setattr("sys.argv", ["medley", "recommend", "x", "--store", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == 1
    assert "MEDLEY_COUNT" in told
    assert "MEDLEY_TOKEN" in told
    assert "hush" not in told


def test_models_in_files_and_little_room_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "small.gguf").write_bytes(b"GGUF")
    assert "small.gguf" in machine._gguf()
    monkeypatch.setattr(machine, "_free", lambda place: 5_000_000)
    assert any("make room" in wrong for _, _, wrong in machine._machine(Settings().store))


def test_it_tells_what_each_column_was_read_as_and_what_did_not_fit(tmp_path: Path) -> None:
    lines = ("id,title,price,seen", "a,Cup,$4.50,03/04/2021", 'b,Bench,"$1,250.00",04/05/2021', "c,Stool,ask,n/a", "d,Rug,$20,05/06/2021")  # fmt: skip
    (tmp_path / "shop.csv").write_text("\n".join(lines), "utf-8")
    done = CliRunner().invoke(app, ["doctor", "shop.csv", "--json"])
    found = json.loads(done.stdout)
    fields = {f["name"]: f for f in found["fields"]}
    assert (done.exit_code, found["items"]) == (1, 4)
    price = fields["price"]
    assert (price["kind"], price["unit"], price["unfit"]) == ("money", "USD", [{"row": "c", "cell": "ask"}])
    assert price["examples"][1] == {"cell": "$1,250.00", "value": 1250.0}
    assert fields["seen"]["kind"] == "date"
    assert "--date-order" in found["notes"][0]
    told = CliRunner().invoke(app, ["doctor", "shop.csv", "--date-order", "dmy", "--type", "price=text"])
    assert "'ask'" not in told.output
    assert "2021-04-03" in told.output
    assert CliRunner().invoke(app, ["doctor", "shop.csv", "--date-order", "first"]).exit_code == 2

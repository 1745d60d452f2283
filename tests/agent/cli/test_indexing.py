"""`medley index --dry-run`, `--sync`, `medley update`: what would change is said, and what changes costs that alone."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.cli.main import app
from retrieval.index import encode
from retrieval.store.store import Store

GOODS = "id,title,price,stock,added\na,Oak table,$40.00,3,03/04/2021\nb,Ash chair,$25.00,0,25/12/2021\nc,Elm bench,$60.00,7,01/02/2022\n"


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Path, Path]:
    file, store = tmp_path / "goods.csv", tmp_path / "store"
    file.write_text(GOODS, "utf-8")
    medley("index", file, "--store", store, "--encoders", "fake")
    return file, store


def medley(*given: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(map(str, given)), catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout


def told(*given: object) -> Any:
    return json.loads(medley(*given, "--json"))


def attributes(store: Path) -> dict[str, dict[str, Any]]:
    with closing(Store(store)) as opened:
        return {item.id: dict(item.attributes) for item in opened.items()}


def test_a_dry_run_says_what_would_change_and_changes_nothing(shop: tuple[Path, Path]) -> None:
    file, store = shop
    before = attributes(store)
    file.write_text(GOODS.replace("$40.00", "$39.00").replace("c,Elm bench", "d,Fir shelf"), "utf-8")
    found = told("index", file, "--store", store, "--dry-run")
    assert (found["new"], found["changed"], found["gone"]) == (1, 1, 1)
    changed = next(change for change in found["changes"] if change["change"] == "changed")
    assert changed["fields"] == {"price": {"before": 40.0, "after": 39.0}}
    assert attributes(store) == before
    assert "1 new, 1 changed, 1 gone" in medley("index", file, "--store", store, "--dry-run")
    assert told("index", file, "--store", store.parent / "none", "--dry-run")["new"] == 3


def test_sync_takes_over_what_changed_without_building_anew(shop: tuple[Path, Path]) -> None:
    file, store = shop
    file.write_text(GOODS.replace("$40.00", "$39.00").replace("c,Elm bench", "d,Fir shelf"), "utf-8")
    report = told("index", file, "--store", store, "--encoders", "fake", "--sync")
    assert (report["changed"], report["removed"], report["built"]) == (2, 1, False)
    assert {id: row["price"] for id, row in attributes(store).items()} == {"a": 39.0, "b": 25.0, "d": 60.0}
    found = told("search", "shelf", "--store", store)["items"]
    assert "d" in {item["id"] for item in found}
    assert "c" not in {item["id"] for item in found}


def test_dates_are_read_in_the_order_that_an_earlier_run_proved(shop: tuple[Path, Path]) -> None:
    file, store = shop
    assert attributes(store)["a"]["added"].isoformat() == "2021-04-03"
    file.write_text("\n".join(GOODS.splitlines()[:2]) + "\n", "utf-8")  # nothing tells any more
    medley("index", file, "--store", store, "--encoders", "fake")
    assert attributes(store)["a"]["added"].isoformat() == "2021-04-03"
    assert json.loads((store / "reading.json").read_text("utf-8"))["goods.csv"] == {"date_order": "dmy"}
    medley("index", file, "--store", store, "--encoders", "fake", "--date-order", "mdy")
    assert attributes(store)["a"]["added"].isoformat() == "2021-03-04"


def test_an_encoding_and_columns_are_kept_too(tmp_path: Path) -> None:
    file, store = tmp_path / "list.csv", tmp_path / "store"
    file.write_bytes(
        "编号,名称,kind\n1,红木桌子和一把椅子,家具\n2,白色的茶杯和茶壶,餐具\n3,竹制的书架很结实,家具\n".encode("gbk")
    )
    medley("index", file, "--store", store, "--encoders", "fake", "--map", "title=kind")
    kept = json.loads((store / "reading.json").read_text("utf-8"))["list.csv"]
    assert kept["mapping"] == {"title": "kind"}
    assert kept["encoding"].lower().startswith(("gb", "cp936"))
    medley("index", file, "--store", store, "--encoders", "fake")
    with closing(Store(store)) as opened:
        assert [item.title for item in opened.items()] == ["家具", "餐具", "家具"]


def test_a_light_file_sets_fields_and_encodes_nothing(shop: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    file, store = shop
    light = file.parent / "prices.csv"
    light.write_text("id,price,stock\na,$38.50,2\nb,,5\nz,$1.00,1\n", "utf-8")
    monkeypatch.setattr(encode, "encode_rows", lambda *given, **named: pytest.fail("something is encoded"))
    dry = told("update", light, "--store", store, "--dry-run")
    assert [(change["id"], sorted(change["fields"])) for change in dry["changes"]] == [
        ("a", ["price", "stock"]),
        ("b", ["stock"]),
    ]
    assert attributes(store)["a"]["price"] == 40.0
    report = told("update", light, "--store", store)
    assert (report["changed"], report["encoded"]) == (2, 0)
    assert [problem["id"] for problem in report["problems"]] == ["z"]
    now = attributes(store)
    assert (now["a"]["price"], now["a"]["stock"], now["b"]["price"], now["b"]["stock"]) == (38.5, 2, 25.0, 5)
    assert now["a"]["added"].isoformat() == "2021-04-03"
    again = told("index", file, "--store", store, "--encoders", "fake")  # the items are still those of the catalogue
    assert (again["items"], again["changed"]) == (3, 2)


def test_an_update_takes_chosen_columns_by_another_key_and_refuses_another_kind(tmp_path: Path) -> None:
    file, store = tmp_path / "goods.csv", tmp_path / "store"
    file.write_text("id,title,sku,price\n1,Cup,C-1,5\n2,Pot,P-2,9\n", "utf-8")
    medley("index", file, "--store", store, "--encoders", "fake")
    light = tmp_path / "neu.csv"
    light.write_text("sku;Preis;Lager\nC-1;6,50;3\nP-2;auf Anfrage;2\n", "utf-8")
    report = told("update", light, "--store", store, "--key", "sku", "--set", "price=Preis")
    assert attributes(store)["1"] == {"sku": "C-1", "price": 6.5}
    assert attributes(store)["2"] == {"sku": "P-2", "price": 9}
    assert any("auf Anfrage" in problem["reason"] for problem in report["problems"])
    assert "expected a column 'nr'" in str(refused("update", light, "--store", store, "--key", "nr"))


def refused(*given: object) -> BaseException | None:
    return CliRunner().invoke(app, list(map(str, given))).exception

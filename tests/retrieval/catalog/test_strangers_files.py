"""Files as strangers have them: headers in other languages, ids of other names, forms without types, exports of every kind."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog


def read(folder: Path, text: str | bytes, name: str = "a.csv", **reading: str) -> list[Item]:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_catalog(folder / name, **reading).items)  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("Artikel-Nr.;Bezeichnung;Preis;Beschreibung", "cp1252"),
        ("référence;nom;prix;descrição", "utf-8"),
        ("código;nombre;precio;descripción", "utf-8"),
        ("編號;名稱;價格;描述", "big5"),
        ("商家编码;宝贝名称;价格;宝贝描述", "gbk"),
        ("Item number;item_name;Start price;Description", "utf-8"),
        ("show_id;title;price;description", "utf-8"),
    ],
)
def test_headers_are_known_in_other_languages(tmp_path: Path, head: str, encoding: str) -> None:
    first, second = read(tmp_path, f"{head}\nA7;Tray;4;Flat\nA8;Bowl;6;Deep\n".encode(encoding))
    assert (first.id, first.title, first.description) == ("A7", "Tray", "Flat")
    assert 6 in second.attributes.values()


def test_names_tell_yes_and_no_moments_and_scales(tmp_path: Path) -> None:
    one, two = read(tmp_path, "id,title,is_in_stock,In stock?,created_at,rating\n1,A,1,0,1700000000,4.5/5\n2,B,0,1,1650000000,3/5\n")  # fmt: skip
    assert (one.attributes["is_in_stock"], one.attributes["In stock?"], two.attributes["rating"]) == (True, False, 3)
    kinds = {column.name: column.kind for column in read_catalog(tmp_path / "a.csv").columns}
    assert (kinds["created_at"], kinds["rating"]) == ("date", "number")


def test_texts_of_xml_and_databases_are_typed_as_those_of_tables(tmp_path: Path) -> None:
    xml = "<offers><offer><id>1</id><title>Rug</title><price>120.00 CHF</price><sale_price>99.00 CHF</sale_price><availability>in stock</availability><product_type>Home &gt; Rugs</product_type></offer>"
    xml += "<offer><id>2</id><title>Mat</title><price>15.50 CHF</price><availability>out of stock</availability><product_type>Home &gt; Mats</product_type></offer></offers>"
    rug, mat = read(tmp_path, xml, "feed.xml")
    assert (rug.attributes["price"], rug.attributes["product_type"]) == (99, ("Home", "Rugs"))
    assert mat.attributes["price_currency"] == "CHF"
    base = sqlite3.connect(tmp_path / "a.db")
    base.execute("create table t(id int, title text, tags text, made text)")
    base.execute("insert into t values (1, 'Tray', 'tin|flat', '2020-02-03'), (2, 'Bowl', 'tin', '2021-02-03')")
    base.commit()
    base.close()
    tray = read_catalog(tmp_path / "a.db", sql="select * from t order by id").items[0]
    assert (tray.attributes["tags"], tray.attributes["made"]) == (("tin", "flat"), date(2020, 2, 3))


def test_records_within_nodes_and_lists_of_one(tmp_path: Path) -> None:
    nodes = {"data": {"products": {"edges": [{"node": {"id": "g1", "title": "Lamp"}}, {"node": {"id": "g2", "title": "Vase"}}]}}}  # fmt: skip
    assert [item.id for item in read(tmp_path, json.dumps(nodes), "shop.json")] == ["g1", "g2"]
    heritage = {"items": [{"id": "/1", "title": ["Brug", "Bridge"], "dcDescription": ["Old"], "dataProvider": ["M"], "year": ["1890"]}, {"id": "/2", "title": ["Molen"], "dataProvider": ["M"], "year": ["1901"]}]}  # fmt: skip
    bridge = read(tmp_path, json.dumps(heritage), "europeana.json")[0]
    assert (bridge.title, bridge.description, bridge.attributes["year"]) == ("Brug", "Old", 1890)
    works = [{"ObjectID": 1, "Title": "Fog", "ConstituentID": [1, 2], "Medium": "Ink", "Artist": ["Bo", "Cy"]}]
    assert read(tmp_path, json.dumps(works), "moma.json")[0].attributes["Artist"] == ("Bo", "Cy")


def test_categories_and_directors_are_parted(tmp_path: Path) -> None:
    shop = 'ID,Type,SKU,Name,Regular price,Categories\n1,simple,C,Cup,8,"Kitchen > Cups, Outdoor"\n'
    assert read(tmp_path, shop)[0].attributes["Categories"] == ("Kitchen", "Cups", "Outdoor")
    film = 'Const,Title,IMDb Rating,Directors\ntt1,Fog,7,"A B, C D"\n'
    assert read(tmp_path, film)[0].attributes["Directors"] == ("A B", "C D")


@pytest.mark.parametrize(
    ("text", "ids", "titles"),
    [
        ("objectid,objectname,rating\n13,Katan,8\n30,Fog,7\n", ["13", "30"], ["Katan", "Fog"]),
        ("vin,make_model,price\nWV1,Golf,$9\nWV2,Polo,$8\n", ["WV1", "WV2"], ["Golf", "Polo"]),
        ("id,latin,height\n1,Rosa,1.2 m\n2,Mentha,40 cm\n", ["1", "2"], ["Rosa", "Mentha"]),
        ("Product ID;Name *;Summary\n1;Mug;Of clay\n2;Map;Of town\n", ["1", "2"], ["Mug", "Map"]),
        ("id,description,stars\n1,Light and warm,4\n2,Dark,5\n", ["1", "2"], ["", ""]),
    ],
)
def test_without_usual_names_the_likeliest_column_is_taken_and_said(tmp_path: Path, text: str, ids: list[str], titles: list[str]) -> None:  # fmt: skip
    found = read(tmp_path, text)
    assert ([item.id for item in found], [item.title for item in found]) == (ids, titles)
    notes = read_catalog(tmp_path / "a.csv").notes
    assert any(note.startswith("title: taken from") for note in notes) is bool(titles[0])


def test_what_stands_in_brackets_says_less_than_what_stands_before(tmp_path: Path) -> None:
    one, two = read(tmp_path, "id,title,On sale (0/1),released,ticket\n1,A,1,1993-07-26 (UK),€15 – €25\n2,B,0,1999-03-01 (US),free\n")  # fmt: skip
    assert (one.attributes["On sale (0/1)"], one.attributes["released"]) == (True, date(1993, 7, 26))
    assert (one.attributes["ticket"], two.attributes["ticket"]) == (15, 0)

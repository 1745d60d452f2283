"""Catalogue files as people have them: encodings, delimiters, spreadsheets, archives, shapes of JSON, XML, databases."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import zipfile
from pathlib import Path

import pytest

from retrieval.catalog.files.encodings import mended
from retrieval.catalog.reader import Catalog, read_catalog
from retrieval.errors import CatalogError
from tests.media_files import picture, sound

TABLE = "id,title,price\nk1,{0},4\nk2,{1},6\n"


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def titles(catalog: Catalog) -> list[str]:
    return [item.title for item in catalog.items]


@pytest.mark.parametrize(("encoding", "words"), [
    ("gb18030", ("白色衬衫", "绿色雨衣")), ("big5", ("白色襯衫", "綠色雨衣")), ("shift_jis", ("白いシャツ", "みどりのかさ")), ("euc_kr", ("하얀 셔츠", "초록 우산")),
    ("cp1252", ("Grüner Sessel", "Crème brûlée")), ("cp1251", ("Белая рубашка", "Зелёный зонт")), ("utf-16-le", ("Grüner Sessel", "Tisch")), ("utf-16", ("白色", "雨衣")),
    ("utf-8-sig", ("白色", "雨衣")),
])  # fmt: skip
def test_any_usual_encoding_is_found_and_said(tmp_path: Path, encoding: str, words: tuple[str, str]) -> None:
    catalog = read_catalog(written(tmp_path / "a.csv", TABLE.format(*words).encode(encoding)))
    assert titles(catalog) == list(words)
    assert bool([note for note in catalog.notes if "read as" in note]) == (encoding not in ("utf-8-sig", "utf-16"))


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", TABLE.format("Łóżko", "Żyrandol").encode("cp1250"))
    assert titles(read_catalog(path, encoding="cp1250")) == ["Łóżko", "Żyrandol"]
    with pytest.raises(CatalogError, match="can't be read as"):
        read_catalog(path, encoding="utf-8")


@pytest.mark.parametrize("text", [
    "sep=;\nid;title;price\nk1;Tea;4\nk2;Jam;6\n",
    "Stock list of May\n\nid,title,price\nk1,Tea,4\nk2,Jam,6\n",
    "id,title,price\rk1,Tea,4\rk2,Jam,6\r",
    "id::title::price\nk1::Tea::4\nk2::Jam::6\n",
    "id^title^price\nk1^Tea^4\nk2^Jam^6\n",
    "id,title,price\nk1,Tea,4\nk2,Jam,6\n,,\nTotal,,10\n",
    'id,title,price\n"k1","Tea",4\n"k2","Jam",6\n',
])  # fmt: skip
def test_delimiters_titles_and_totals(tmp_path: Path, text: str) -> None:
    catalog = read_catalog(written(tmp_path / "a.csv", text))
    assert [(item.id, item.title, item.attributes["price"]) for item in catalog.items] == [
        ("k1", "Tea", 4),
        ("k2", "Jam", 6),
    ]
    told = [problem for problem in catalog.problems if problem.fatal]
    assert len(told) == (1 if "Total" in text or "Stock" in text else 0)


def test_columns_of_one_name_become_lists(tmp_path: Path) -> None:
    catalog = read_catalog(written(tmp_path / "a.csv", "id,title,Label,Label\nk1,Tea,hot,sale\nk2,Jam,sweet,\n"))
    assert [item.attributes["Label"] for item in catalog.items] == [("hot", "sale"), ("sweet",)]
    assert "'Label' stands several times" in catalog.notes[0]


def test_columns_with_other_usual_names_are_taken_and_said(tmp_path: Path) -> None:
    catalog = read_catalog(written(tmp_path / "a.csv", "商品编号,商品名称,描述,价格\n7,雨衣,轻便,129\n8,衬衫,棉,99\n"))
    item = catalog.items[0]
    assert (item.id, item.title, item.description, item.attributes) == ("7", "雨衣", "轻便", {"价格": 129})
    named = read_catalog(written(tmp_path / "b.csv", "sku,productDisplayName,about\nS1,Rain coat,Light\n"))
    assert (named.items[0].id, named.items[0].title, named.items[0].description) == ("S1", "Rain coat", "Light")
    assert any("--map title=" in note for note in named.notes)


def _xlsx() -> bytes:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(
            f"<row>{''.join(f'<c t={chr(34)}inlineStr{chr(34)}><is><t>{cell}</t></is></c>' if isinstance(cell, str) else f'<c><v>{cell}</v></c>' for cell in row)}</row>"
            for row in (("id", "title", "price"), ("k1", "Tea", 4), ("k2", "Jam", 6.5))
        )
        + "</sheetData></worksheet>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        packed.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        packed.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Goods" sheetId="1" r:id="r1"/></sheets></workbook>')  # fmt: skip
        packed.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')  # fmt: skip
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return made.getvalue()


def _zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(name, data)
        packed.writestr("__MACOSX/._" + name, b"x")
    return made.getvalue()


def test_spreadsheets_and_packed_files(tmp_path: Path) -> None:
    table = TABLE.format("Tea", "Jam").encode()
    made = {
        "a.xlsx": _xlsx(), "sheet.zip": _zipped("a.xlsx", _xlsx()), "a.csv.gz": gzip.compress(table), "a.csv.bz2": bz2.compress(table),
        "a.csv.xz": lzma.compress(table), "a.zip": _zipped("a.csv", table),
    }  # fmt: skip
    for name, data in made.items():
        catalog = read_catalog(written(tmp_path / name, data))
        assert titles(catalog) == ["Tea", "Jam"], name
        assert catalog.items[0].attributes == {"price": 4}, name


def test_a_zip_of_several_catalogues_is_refused_by_their_names(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("a.csv", "id,title\n1,x\n")
        packed.writestr("b.csv", "id,title\n1,x\n")
    with pytest.raises(CatalogError, match=r"a\.csv, b\.csv"):
        read_catalog(written(tmp_path / "a.zip", made.getvalue()))


TEA, JAM = {"id": "k1", "title": "Tea"}, {"id": "k2", "title": "Jam"}


@pytest.mark.parametrize("text", [
    json.dumps([TEA, JAM]), json.dumps({"k1": {"title": "Tea"}, "k2": {"title": "Jam"}}), json.dumps({"data": {"products": [TEA, JAM]}, "page": 1}),
    json.dumps(TEA) + json.dumps(JAM), json.dumps(TEA, indent=1) + "\n" + json.dumps(JAM, indent=1), '[{"id": "k1", "title": "Tea",}, {"id": "k2", "title": "Jam"},]',
    json.dumps({"hits": {"hits": [{"_id": "k1", "_source": {"title": "Tea"}}, {"_id": "k2", "_source": {"title": "Jam"}}]}}),
    json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "id": i, "properties": {"name": n}, "geometry": {"type": "Point", "coordinates": [2.3, 48.8]}} for i, n in (("k1", "Tea"), ("k2", "Jam"))]}),
    "\ufeff" + json.dumps(TEA) + "\r\n" + json.dumps(JAM) + "\r\n",
])  # fmt: skip
def test_shapes_of_json(tmp_path: Path, text: str) -> None:
    catalog = read_catalog(written(tmp_path / "a.json", text))
    assert [(item.id, item.title) for item in catalog.items] == [("k1", "Tea"), ("k2", "Jam")]


def test_wrappers_of_a_database_are_taken_off(tmp_path: Path) -> None:
    line = {
        "_id": {"$oid": "5e1"},
        "name": "Tea",
        "price": {"$numberDecimal": "4.50"},
        "made": {"$date": "2021-03-01T00:00:00Z"},
    }
    item = read_catalog(written(tmp_path / "a.json", json.dumps(line) + "\n")).items[0]
    assert (item.id, item.title, item.attributes["price"], str(item.attributes["made"])) == (
        "5e1",
        "Tea",
        4.5,
        "2021-03-01",
    )


def test_pictures_of_coco_have_their_captions(tmp_path: Path) -> None:
    text = json.dumps({"info": {}, "images": [{"id": 3, "file_name": "3.jpg"}], "annotations": [{"image_id": 3, "caption": "A blue jug."}, {"image_id": 3, "caption": "A jug."}]})  # fmt: skip
    item = read_catalog(written(tmp_path / "a.json", text)).items[0]
    assert (item.id, item.title, item.description) == ("3", "A blue jug.", "A jug.")


@pytest.mark.parametrize("text", [
    '<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><item><g:id>k1</g:id><title>Tea</title><g:price>4.00 EUR</g:price></item><item><g:id>k2</g:id><title>Jam</title><g:price>6.00 EUR</g:price></item></channel></rss>',
    '<catalog><book id="k1"><title>Tea</title><price>4 EUR</price></book><book id="k2"><title>Jam</title><price>6 EUR</price></book></catalog>',
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Shop</title><entry><id>k1</id><title>Tea</title><price>€4</price></entry><entry><id>k2</id><title>Jam</title><price>€6</price></entry></feed>',
])  # fmt: skip
def test_feeds_of_xml(tmp_path: Path, text: str) -> None:
    catalog = read_catalog(written(tmp_path / "a.xml", text))
    assert [(item.id, item.title, item.attributes["price"], item.attributes["price_currency"]) for item in catalog.items] == [
        ("k1", "Tea", 4, "EUR"), ("k2", "Jam", 6, "EUR"),
    ]  # fmt: skip


def test_a_library_of_itunes(tmp_path: Path) -> None:
    track = "<dict><key>Track ID</key><integer>{0}</integer><key>Name</key><string>{1}</string></dict>"
    text = f'<?xml version="1.0"?><plist version="1.0"><dict><key>Tracks</key><dict><key>7</key>{track.format(7, "Tea")}<key>8</key>{track.format(8, "Jam")}</dict></dict></plist>'
    assert titles(read_catalog(written(tmp_path / "a.xml", text))) == ["Tea", "Jam"]


def test_entities_of_its_own_are_refused(tmp_path: Path) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a><b><title>&x;</title></b></a>'
    with pytest.raises(CatalogError, match="entities"):
        read_catalog(written(tmp_path / "a.xml", text))


def test_tables_and_queries_of_sqlite(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as db:
        db.execute("CREATE TABLE goods (id TEXT, title TEXT, price REAL)")
        db.executemany("INSERT INTO goods VALUES (?, ?, ?)", [("k1", "Tea", 4), ("k2", "Jam", 6.5)])
        db.execute("CREATE TABLE log (at TEXT)")
    db.close()
    catalog = read_catalog(tmp_path / "a.db")
    assert (titles(catalog), catalog.items[1].attributes) == (["Tea", "Jam"], {"price": 6.5})
    assert "'log'" in catalog.notes[0]
    assert titles(read_catalog(tmp_path / "a.db", sql="SELECT * FROM goods WHERE price > 5")) == ["Jam"]
    with pytest.raises(CatalogError, match="database"):
        read_catalog(tmp_path / "a.db", sql="SELECT * FROM nothing")


def test_tags_that_were_taken_for_latin_are_mended() -> None:
    def told(words: str, encoding: str) -> str:
        return words.encode(encoding).decode("latin-1")

    assert mended({"title": told("白色的雨", "gbk"), "album": told("晚风", "gbk")}) == {
        "title": "白色的雨",
        "album": "晚风",
    }
    assert mended({"title": told("Зелёный зонт", "cp1251")}) == {"title": "Зелёный зонт"}
    assert mended({"title": "Crème brûlée", "artist": "Zoë"}) == {"title": "Crème brûlée", "artist": "Zoë"}


def test_a_table_in_a_folder_lists_its_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        sound(tmp_path / "audio" / f"{name}.wav")
    (tmp_path / "meta").mkdir()
    path = written(tmp_path / "meta" / "list.csv", "filename,category,fold\none.wav,rain,1\ntwo.wav,dog,2\n")
    for source in (tmp_path, path):
        items = read_catalog(source).items
        assert [(item.id, item.title, item.audio, item.attributes) for item in items] == [
            ("audio/one", "rain", "audio/one.wav", {"fold": 1}), ("audio/two", "dog", "audio/two.wav", {"fold": 2}),
        ]  # fmt: skip


def test_metadata_beside_pictures_is_used(tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    picture(tmp_path / "b.png")
    written(tmp_path / "metadata.csv", "file_name,text,price\na.png,A red jug,$5\nb.png,A blue cup,$7\n")
    catalog = read_catalog(tmp_path)
    assert [(item.title, item.images, item.attributes["price"]) for item in catalog.items] == [("A red jug", ("a.png",), 5), ("A blue cup", ("b.png",), 7)]  # fmt: skip
    assert "'file_name' names the files" in catalog.notes[0]


def test_an_id_that_a_spreadsheet_rounded_is_named_as_such(tmp_path: Path) -> None:
    catalog = read_catalog(written(tmp_path / "a.csv", "id,title\n9.78E+12,Tea\n9.78E+12,Jam\n"))
    assert (titles(catalog), "a spreadsheet has rounded it" in catalog.problems[0].reason) == (["Tea"], True)


def test_lines_that_are_no_items_prove_nothing_of_columns(tmp_path: Path) -> None:
    text = "id,title,price,made\nt1,Tray,5,2019-01-02\nt2,Bowl,6,2019-03-04\nTotal,,11,of two\n"
    catalog = read_catalog(written(tmp_path / "a.csv", text))
    assert {column.name: (column.kind, column.count, column.misfits) for column in catalog.columns} == {"price": ("money", 2, ()), "made": ("date", 2, ())}  # fmt: skip
    assert [(p.id, p.fatal, "sums up" in p.reason) for p in catalog.problems] == [("line 4", True, True)]

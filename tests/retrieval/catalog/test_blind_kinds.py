"""Kinds of cells and tables that strangers' files had and that were misread at first sight, each in the smallest file that has it."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from retrieval.catalog.files.delimited import read_grid
from retrieval.catalog.items import Item, Value
from retrieval.catalog.reader import read_catalog


def column(folder: Path, name: str, *cells: str, beside: str = "") -> list[Value | None]:
    """The values of one column of a table, which has another one of prices that `beside` writes."""
    rows = "".join(f'{n}\tThing {n}\t{cell}\t{beside}\n' for n, cell in enumerate(cells, 1))  # fmt: skip
    (folder / "a.tsv").write_text(f"id\ttitle\t{name}\tother\n{rows}")
    return [item.attributes.get(name) for item in read_catalog(folder / "a.tsv").items]


def table(folder: Path, text: str, encoding: str = "utf-8") -> list[Item]:
    (folder / "a.csv").write_bytes(text.encode(encoding))
    return list(read_catalog(folder / "a.csv").items)


@pytest.mark.parametrize(
    ("name", "cells", "values"),
    [
        ("Alcohol", ("14.5% vol", "11% vol", "13.5% vol"), [14.5, 11, 13.5]),
        ("lessons", ("48 lessons", "12 lessons", "1 lesson"), [48, 12, 1]),
        ("课时", ("48学时", "32学时", "64学时"), [48, 32, 64]),
        ("Minimum age", ("12+", "6+", "18+"), [12, 6, 18]),
        ("chart", ("#412", "#88", "#2,310"), [412, 88, 2310]),
        ("power", ("110 kW (150 PS)", "55 kW (75 PS)"), [110, 55]),
        ("Visitors", ("1.2 million", "900,000", "3.4 million"), [1_200_000, 900_000, 3_400_000]),
        ("Complexity", ("2.31 / 5", "3.05 / 5"), [2.31, 3.05]),
        ("Seiten", ("240 S.", "188 S."), [240, 188]),
        ("street", ("12 Elm St", "7 Oak Ave"), ["12 Elm St", "7 Oak Ave"]),
        ("Running time", ("24 min. per ep.", "1 hr. 45 min."), [24, 105]),
        ("Ticket price", ("$15 / $10 students", "$5", "Free"), [15, 5, 0]),
        ("Expiry", ("Jan-25", "Aug-26"), [date(2025, 1, 1), date(2026, 8, 1)]),
        ("Aired", ("Apr 3, 1998 to Apr 24, 1999", "Sep 1, 2001", "Oct 5, 2019 to ?"), [date(1998, 4, 3), date(2001, 9, 1), date(2019, 10, 5)]),
        ("year", ("[1998]", "c2004", "[1902?]"), [1998, 2004, 1902]),
        ("rank of it", ("4*", "3*", "5*"), [4, 3, 5]),
        ("Case price", ("$288.00 (12 btl)", "$180.00 (12 btl)"), [288, 180]),
        ("Vegan?", ("x", "", "x"), [True, None, True]),
        ("eventDate", ("1911-06", "1924-04-12", "1930"), [date(1911, 6, 1), date(1924, 4, 12), date(1930, 1, 1)]),
        ("上市日期", ("民國112年5月1日", "民國111年12月24日"), [date(2023, 5, 1), date(2022, 12, 24)]),
        ("couleurs", ("noir / doré", "écru"), [("noir", "doré"), ("écru",)]),
        ("Authors", ("Lee, A.; Moor, B.", "Kay, C."), [("Lee, A.", "Moor, B."), ("Kay, C.",)]),
        ("in_stock", ("0", "37", "200"), [0, 37, 200]),
    ],
)  # fmt: skip
def test_cells_as_strangers_write_them(tmp_path: Path, name: str, cells: tuple[str, ...], values: list[object]) -> None:
    assert column(tmp_path, name, *cells) == values


def test_the_end_of_a_stretch_of_days_is_kept(tmp_path: Path) -> None:
    assert column(tmp_path, "shown", "3–5 May 2024", "28 May – 2 June 2024") == [date(2024, 5, 3), date(2024, 5, 28)]
    assert read_catalog(tmp_path / "a.tsv").items[1].attributes["shown_end"] == date(2024, 6, 2)


def test_prices_of_the_table_tell_its_thousands(tmp_path: Path) -> None:
    assert column(tmp_path, "mileage", "84.500 km", "22.100 km", beside="13.990 €") == [84_500, 22_100]
    assert column(tmp_path, "weight", "1.250 kg", "2.500 kg", beside="13.99 €") == [1.25, 2.5]


@pytest.mark.parametrize(
    ("text", "encoding", "titles"),
    [
        ("Bib Number,Title Statement,Main Entry\nb100,The salt roads,Quill M\nb101,Night ferry,Osei A\n", "utf-8", ["The salt roads", "Night ferry"]),
        ("Timestamp,Event name,Venue\n5/14/2024 13:22,Jazz night,Old Mill\n5/15/2024 9:12,Open mic,Cafe\n", "utf-8", ["Jazz night", "Open mic"]),
        ("No\tAddress\tList Price\n7\t12 Elm St\t$4\n8\t7 Oak Ave\t$5\n", "utf-8", ["12 Elm St", "7 Oak Ave"]),
        ("Kod;Nazwa;Cena\n1;Talerz głęboki;24,99 zł\n2;Kubek żółty;9,50 zł\n", "cp1250", ["Talerz głęboki", "Kubek żółty"]),
        ("Ürün Kodu;Ürün Adı;Fiyat\nTR1;Bakır cezve;1\nTR2;Işık;2\n", "cp1254", ["Bakır cezve", "Işık"]),
        ("Nr.;Modell;Preis\nR1;Stadtrad;499 €\nR2;Rennrad;899 €\nR3;Lastenrad;999 €\nAlle Preise inkl. MwSt.;;\n", "utf-8", ["Stadtrad", "Rennrad", "Lastenrad"]),
        ("id;Bezeichnung;Preis\n1;Schraube;0,12\n2;Mutter;0,08\n;Summe;0,20\n", "utf-8", ["Schraube", "Mutter"]),
    ],
)  # fmt: skip
def test_titles_are_found_and_sums_left_out(tmp_path: Path, text: str, encoding: str, titles: list[str]) -> None:
    assert [item.title for item in table(tmp_path, text, encoding)] == titles


def test_shapes_of_json_zip_and_xml(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"id":1,"title":"One"}\n{"id":2,"title":"Two",\n "year":2021}{"id":3,"title":"Three"}'
    )
    assert [item.title for item in read_catalog(tmp_path / "a.json").items] == ["One", "Two", "Three"]
    (tmp_path / "b.json").write_text(
        '[{"rank":1,"movie":{"title":"Grey Coast","year":2018}},{"rank":2,"movie":{"title":"Salt","year":2021}}]'
    )
    first = read_catalog(tmp_path / "b.json").items[0]
    assert (first.title, first.attributes["movie.year"]) == ("Grey Coast", 2018)
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.writestr("export/a.csv", "id,title\n1,A cup\n")
        packed.writestr("export/readme.txt", "hello")
    assert read_catalog(tmp_path / "c.zip").items[0].title == "A cup"
    (tmp_path / "d.xml").write_text(
        '<opml><body><outline text="News"><outline type="rss" text="Daily Fern"/><outline type="rss" text="Moss"/></outline></body></opml>'
    )
    assert [item.title for item in read_catalog(tmp_path / "d.xml").items] == ["Daily Fern", "Moss"]


def test_a_sheet_with_two_headers_has_the_names_of_the_lower_one() -> None:
    grid = [
        ["Product", "", "Size", "Price"],
        ["Code", "Name", "Width (cm)", "EUR"],
        ["P1", "Box", "10", "4.5"],
        ["P2", "Crate", "30", "9"],
    ]
    assert dict(read_grid(grid, Path("a.xlsx")).rows[0].cells) == {
        "Code": "P1",
        "Name": "Box",
        "Width (cm)": "10",
        "Price (EUR)": "4.5",
    }

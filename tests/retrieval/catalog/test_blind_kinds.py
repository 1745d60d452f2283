"""Kinds of cells and tables that strangers' files had and that were misread at first sight, each in the smallest file that has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
        ("id;Bezeichnung;Preis\n1;Schraube;0,12\n2;Mutter;0,08\n;Summe;0,20\n", "utf-8", ["Schraube", "Mutter"]),
    ],
)  # fmt: skip
def test_titles_are_found_and_sums_left_out(tmp_path: Path, text: str, encoding: str, titles: list[str]) -> None:
    assert [item.title for item in table(tmp_path, text, encoding)] == titles

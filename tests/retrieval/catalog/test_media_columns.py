"""Columns that name pictures without being called "image": told by their cells and by their names."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from retrieval.catalog.reader import Catalog, read_catalog


def read(folder: Path, header: str, cells: tuple[str, str], **reading: bool) -> Catalog:
    (folder / "photos").mkdir(exist_ok=True)
    for name in "ab":
        Image.new("RGB", (8, 8)).save(folder / "photos" / f"{name}.jpg")
    (folder / "shop.csv").write_text(f'id;title;{header}\n1;Cup;"{cells[0]}"\n2;Bowl;"{cells[1]}"\n')
    return read_catalog(folder / "shop.csv", **reading)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("photo", ("photos/a.jpg", "photos/b.jpg")),
        ("Product picture", ("a.jpg", "photos/b.jpg")),
        ("Bilddatei", (r"C:\shop\a.jpg", r"C:\shop\b.jpg")),
        ("图片", ("photos/a.jpg", "b.jpg")),
        ("attachment", ("a.jpg", "b.jpg")),
        ("image file", ("photos/a.jpg, photos/b.jpg", "photos/b.jpg")),
    ],
)
def test_files_are_pictures_whatever_their_column_is_called(tmp_path: Path, header: str, cells: tuple[str, str]) -> None:  # fmt: skip
    catalog = read(tmp_path, header, cells)
    assert [item.images[-1] for item in catalog.items] == ["photos/b.jpg" if "," in cells[0] else "photos/a.jpg", "photos/b.jpg"]  # fmt: skip
    assert header not in catalog.schema
    assert f"image: taken from the column '{header}'" in catalog.notes


def test_addresses_stay_what_they_are_and_are_no_categories(tmp_path: Path) -> None:
    catalog = read(tmp_path, "photo_url", ("https://x.example/1", "https://x.example/2"))
    assert catalog.items[0].attributes == {"photo_url": "https://x.example/1"}
    assert catalog.schema["photo_url"].kind == "text"
    assert any("--allow-urls" in note for note in catalog.notes)
    assert not catalog.problems


@pytest.mark.parametrize(("header", "cell"), [("cover", "hardcover"), ("image alt text", "A red cup"), ("site", "https://x.example/page.html"), ("file", "gone.jpg")])  # fmt: skip
def test_what_names_no_picture_stays(tmp_path: Path, header: str, cell: str) -> None:
    item = read(tmp_path, header, (cell, cell)).items[0]
    assert (item.attributes[header], item.images) == (cell, ())


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    problems = read(tmp_path, "photo", ("a.jpg", "gone.jpg")).problems
    assert [(problem.id, problem.field) for problem in problems] == [("2", "image")]

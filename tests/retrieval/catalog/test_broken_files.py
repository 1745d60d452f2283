"""A folder as people have them: names of every kind, and files that can't be read, which make no items and no cards."""

from pathlib import Path

import pytest

from retrieval.catalog.folder import title_of
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import add_items, index_catalog
from retrieval.store.store import Store
from tests.media_files import picture, sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "My Pictures"
    for below in ("summer 2024", "家庭照片"):
        (home / below).mkdir(parents=True)
    picture(home / "gran's rabbit & co.png")
    picture(home / "summer 2024" / "IMG_2034.png")
    picture(home / "家庭照片" / "我们的狗.png", colour=(9, 9, 200))
    sound(home / "家庭照片" / "我们的狗.wav", seconds=0.3)
    whole = picture(home / "torn.png", size=(300, 300)).read_bytes()
    (home / "torn.png").write_bytes(whole[: len(whole) // 2])  # its header is good
    (home / "empty.png").touch()
    (home / "IMG_9001.HEIC").write_bytes(b"\x00\x00\x00\x18ftypheic")
    return home


GOOD = ["gran's rabbit & co", "summer 2024/IMG_2034", "家庭照片/我们的狗"]


def test_a_file_that_cannot_be_read_is_no_item_and_is_named(folder: Path, tmp_path: Path) -> None:
    found = read_catalog(folder)
    report = index_catalog(found, tmp_path / "store", encoder_set("fake"))
    store = Store(tmp_path / "store")
    assert sorted(store.ids()) == GOOD
    said = "\n".join(map(str, report.problems))
    assert "torn" in said
    assert "empty.png" in said
    assert "IMG_9001.HEIC" in said
    store.close()
    added = add_items(tmp_path / "store", found.items, encoder_set("fake"), of_files=found.of_files)
    assert added.items == len(GOOD)
    assert index_catalog(read_catalog(folder), tmp_path / "store", encoder_set("fake")).changed == 0


def test_an_item_of_a_file_of_rows_stays_without_the_picture_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    rows = '{"id": "a", "title": "a rabbit", "image": ["torn.png", "gran\'s rabbit & co.png"]}\n{"id": "b", "title": "torn", "image": "torn.png"}'  # fmt: skip
    (folder / "shop.jsonl").write_text(rows, "utf-8")
    index_catalog(read_catalog(folder / "shop.jsonl"), tmp_path / "store", encoder_set("fake"))
    store = Store(tmp_path / "store")
    images = {item.id: item.images for item in store.items()}
    store.close()
    assert images == {"a": ("gran's rabbit & co.png",), "b": ()}


@pytest.mark.parametrize("name", ["IMG_2034", "_DSC0012", "PXL_20240501_101112345.MP", "WhatsApp Image 2024-05-01 at 10.11.12", "微信图片_20240101123456", "mmexport1654321098765", "Screenshot_20240501-101112", "IMG-20240501-WA0007"])  # fmt: skip
def test_what_a_camera_calls_a_picture_is_no_title(name: str) -> None:
    assert title_of(name) == ""


@pytest.mark.parametrize("name", ["1984", "Photo 51", "IMG 2034 our dog", "Apollo 11", "微信图片", "vid"])
def test_what_a_person_calls_it_is_one(name: str) -> None:
    assert title_of(name) == name

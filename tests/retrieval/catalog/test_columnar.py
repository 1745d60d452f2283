"""Parquet files and folders of Hugging Face data sets, with media as bytes in them."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalog.reader import Catalog, read_catalog
from retrieval.errors import CatalogError, MissingExtraError
from retrieval.media.reader import MediaLimits, MediaReader
from tests.media_files import picture, sound

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402 - after the check that it is there

FEATURES = {
    "photo": {"_type": "Image"},
    "call": {"_type": "Audio", "sampling_rate": 16_000},
    "label": {"names": ["cat", "dog"], "_type": "ClassLabel"},
    "tags": {"feature": {"names": ["small", "large"], "_type": "ClassLabel"}, "_type": "Sequence"},
}
MEDIA = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def held(path: Path) -> dict[str, Any]:
    return {"bytes": path.read_bytes(), "path": path.name}


def write(path: Path, columns: dict[str, Any], features: dict[str, Any] | None = None, **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.table(columns)
    if features is not None:
        table = table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    pq.write_table(table, path, **options)
    return path


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Any]:
    """Columns of three rows with media of every kind."""
    red, blue = (picture(tmp_path / "made" / f"{c}.png", c) for c in ("red", "blue"))
    bell = sound(tmp_path / "made" / "bell.wav", 0.3)
    return {
        "id": ["a", "b", "c"],
        "title": ["A", "B", "C"],
        "photo": pa.array([held(red), None, held(blue)], MEDIA),
        "call": pa.array([None, held(bell), None], MEDIA),
        "label": pa.array([0, 1, -1], pa.int64()),
        "tags": pa.array([[0, 1], [], None], pa.list_(pa.int64())),
    }


def told(catalog: Catalog) -> list[tuple[str, str]]:
    return [(problem.id, problem.field) for problem in catalog.problems]


def test_media_is_taken_out_and_labels_become_names(tmp_path: Path, made: dict[str, Any]) -> None:
    catalog = read_catalog(write(tmp_path / "shop.parquet", made, FEATURES), check_media=True)
    assert catalog.problems == ()
    a, b, c = catalog.items
    assert [item.attributes for item in (a, b, c)] == [
        {"label": "cat", "tags": ("small", "large")},
        {"label": "dog"},
        {},
    ]
    assert (len(a.images), a.audio, len(b.images), len(c.images)) == (1, None, 0, 1)
    with MediaReader() as reader:
        assert reader.image(a.media_path(a.images[0]), a.root).getpixel((3, 3)) == (255, 0, 0)
        assert reader.image(c.media_path(c.images[0]), c.root).getpixel((3, 3)) == (0, 0, 255)
        assert b.audio is not None
        assert len(reader.sound(b.media_path(b.audio), b.root).samples) > 5_000
    assert "red.png" not in repr(catalog.items), "a path of the data set says nothing"


def test_equal_media_is_one_file_and_reading_again_writes_nothing(tmp_path: Path) -> None:
    red = held(picture(tmp_path / "made" / "red.png"))
    path = write(tmp_path / "c.parquet", {"id": ["a", "b"], "image": pa.array([red, red], MEDIA)})
    first = read_catalog(path)
    files = {p: p.stat().st_mtime_ns for p in (tmp_path / ".medley-media").iterdir()}
    assert len(files) == 1
    assert read_catalog(path).items == first.items
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / ".medley-media").iterdir()} == files


def test_ids_made_of_content_stay_when_rows_move(tmp_path: Path, made: dict[str, Any]) -> None:
    columns = {name: column for name, column in made.items() if name != "id"}
    first = read_catalog(write(tmp_path / "c.parquet", columns, FEATURES))
    turned = {
        name: pa.array(column)[::-1] if isinstance(column, list) else column[::-1] for name, column in columns.items()
    }
    second = read_catalog(write(tmp_path / "d.parquet", turned, FEATURES))
    assert [item.id for item in first.items] == [item.id for item in second.items][::-1]


def test_values_of_every_type(tmp_path: Path) -> None:
    columns = {
        "id": [1, 2],
        "title": ["A", "B"],
        "price": pa.array([Decimal("9.50"), Decimal("3.00")], pa.decimal128(8, 2)),
        "day": pa.array([datetime(2024, 5, 1), datetime(2024, 5, 2)], pa.timestamp("us")),
        "minute": pa.array([datetime(2024, 5, 1, 9, 30), None], pa.timestamp("us")),
        "born": pa.array([date(2020, 1, 2), None], pa.date32()),
        "size": pa.array([{"w": 1, "h": 2.5}, None], pa.struct([("w", pa.int8()), ("h", pa.float32())])),
        "colours": pa.array([["red", "blue"], None]),
        "kind": pa.array(["x", "y"]).dictionary_encode(),
        "nothing": pa.nulls(2),
    }
    catalog = read_catalog(write(tmp_path / "c.parquet", columns))
    assert catalog.problems == ()
    assert catalog.items[0].attributes == {
        "price": 9.5,
        "day": date(2024, 5, 1),
        "minute": date(2024, 5, 1),
        "born": date(2020, 1, 2),
        "size.w": 1,
        "size.h": 2.5,
        "colours": ("red", "blue"),
        "kind": "x",
    }
    assert catalog.items[1].attributes == {"price": 3, "day": date(2024, 5, 2), "kind": "y"}


def test_media_that_is_none_costs_its_own_field(tmp_path: Path) -> None:
    red = picture(tmp_path / "made" / "red.png").read_bytes()
    large = picture(tmp_path / "made" / "large.bmp", size=(100, 100)).read_bytes()
    columns = {
        "id": ["a", "b", "c", "d"],
        "title": ["A", "B", "C", "D"],
        "image": pa.array([red, b"#!/bin/sh\nrm", b"", large], pa.binary()),
    }
    path = write(tmp_path / "c.parquet", columns)
    catalog = read_catalog(path, limits=MediaLimits(bytes=10_000))
    assert [len(item.images) for item in catalog.items] == [1, 0, 0, 0]
    assert told(catalog) == [("b", "image"), ("c", "image"), ("d", "image")]
    assert "start with b'#!/bin/sh" in catalog.problems[0].reason
    assert "at most 10,000 bytes, got 30," in catalog.problems[2].reason
    assert len(list((tmp_path / ".medley-media").iterdir())) == 1


def test_several_pictures_and_paths_of_files(tmp_path: Path) -> None:
    red, blue = (held(picture(tmp_path / "made" / f"{c}.png", c)) for c in ("red", "blue"))
    picture(tmp_path / "beside.png", "green")
    columns = {
        "id": ["a", "b"],
        "shots": pa.array([[red, blue], None], pa.list_(MEDIA)),
        "cover": pa.array([None, {"bytes": None, "path": "beside.png"}], MEDIA),
    }
    features = {"shots": [{"_type": "Image"}], "cover": {"_type": "Image"}}
    a, b = read_catalog(write(tmp_path / "c.parquet", columns, features)).items
    assert len(a.images) == 2
    assert b.images == ("beside.png",)


def test_a_mapping_goes_before_the_features(tmp_path: Path, made: dict[str, Any]) -> None:
    path = write(tmp_path / "c.parquet", made, FEATURES)
    catalog = read_catalog(path, mapping={"image": "photo", "description": "label"})
    assert catalog.items[0].description == "cat"
    assert len(catalog.items[0].images) == 1


def test_a_path_that_leads_out_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "secret.png")
    columns = {"id": ["a"], "title": ["A"], "image": pa.array([{"bytes": None, "path": "../secret.png"}], MEDIA)}
    catalog = read_catalog(write(tmp_path / "shop" / "c.parquet", columns))
    assert catalog.items[0].images == ()
    assert "outside" in catalog.problems[0].reason


def test_more_media_than_is_allowed(tmp_path: Path, made: dict[str, Any]) -> None:
    path = write(tmp_path / "c.parquet", made, FEATURES)
    with pytest.raises(CatalogError, match=r"at most 100 bytes"):
        read_catalog(path, limits=MediaLimits(media_bytes=100))


def test_a_small_file_that_expands_is_refused_cell_by_cell(tmp_path: Path) -> None:
    bomb = pa.array([b"\x89PNG\r\n\x1a\n" + bytes(20_000_000)], pa.binary())
    path = write(tmp_path / "c.parquet", {"id": ["a"], "title": ["A"], "image": bomb}, compression="zstd")
    assert path.stat().st_size < 50_000
    catalog = read_catalog(path, limits=MediaLimits(bytes=1_000_000))
    assert told(catalog) == [("a", "image")]
    assert not (tmp_path / ".medley-media").exists()


def test_damaged_files(tmp_path: Path, made: dict[str, Any]) -> None:
    path = write(tmp_path / "c.parquet", made, FEATURES)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CatalogError, match="Parquet file, which can't be read"):
        read_catalog(path)
    path.write_bytes(data[:4] + bytes(200) + data[204:])
    with pytest.raises(CatalogError, match="can't be read"):
        read_catalog(path)


def test_without_pyarrow_the_install_command_is_said(
    tmp_path: Path, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "c.parquet", made)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install -e '\.\[parquet\]'"):
        read_catalog(path)


def test_a_folder_that_cannot_be_written(tmp_path: Path, made: dict[str, Any]) -> None:
    path = write(tmp_path / "c.parquet", made, FEATURES)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".medley-media").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CatalogError, match="got a link"):
        read_catalog(path)
    assert not list((tmp_path / "elsewhere").iterdir())


# folders


def saved(folder: Path, columns: dict[str, Any], features: dict[str, Any], stream: bool = True) -> Path:
    """A folder as `Dataset.save_to_disk` leaves it, in two files."""
    folder.mkdir(parents=True)
    table = pa.table(columns)
    names = [f"data-{n:05d}-of-00002.arrow" for n in range(2)]
    for name, part in zip(names, (table.slice(0, 2), table.slice(2)), strict=True):
        opened = (pa.ipc.new_stream if stream else pa.ipc.new_file)(str(folder / name), table.schema)
        with opened as writer:
            writer.write_table(part)
    (folder / "dataset_info.json").write_text(json.dumps({"features": features}))
    (folder / "state.json").write_text(json.dumps({"_data_files": [{"filename": name} for name in names]}))
    return folder


@pytest.mark.parametrize("stream", [True, False])
def test_a_saved_data_set(tmp_path: Path, made: dict[str, Any], stream: bool) -> None:
    catalog = read_catalog(saved(tmp_path / "set", made, FEATURES, stream), check_media=True)
    assert [(item.id, item.attributes.get("label"), len(item.images)) for item in catalog.items] == [
        ("a", "cat", 1),
        ("b", "dog", 0),
        ("c", None, 1),
    ]
    assert catalog.items[0].root == tmp_path / "set"


def test_a_data_set_of_splits(tmp_path: Path, made: dict[str, Any]) -> None:
    saved(tmp_path / "set" / "train", made, FEATURES)
    saved(tmp_path / "set" / "test", {**made, "id": ["x", "y", "z"]}, FEATURES)
    (tmp_path / "set" / "dataset_dict.json").write_text(json.dumps({"splits": ["train", "test"]}))
    catalog = read_catalog(tmp_path / "set")
    assert [(item.id, item.attributes["split"]) for item in catalog.items] == [
        *((id, "train") for id in "abc"),
        *((id, "test") for id in "xyz"),
    ]


def test_a_folder_of_parquet_files(tmp_path: Path, made: dict[str, Any]) -> None:
    write(tmp_path / "set" / "data" / "train-00000-of-00002.parquet", made, FEATURES)
    write(tmp_path / "set" / "data" / "train-00001-of-00002.parquet", {**made, "id": ["d", "e", "f"]}, FEATURES)
    write(tmp_path / "set" / "data" / "test-00000-of-00001.parquet", {**made, "id": ["x", "y", ""]}, FEATURES)
    (tmp_path / "set" / "README.md").write_text("a card")
    catalog = read_catalog(tmp_path / "set")
    assert [item.id for item in catalog.items][:2] == ["x", "y"]
    assert [item.attributes["split"] for item in catalog.items] == ["test"] * 3 + ["train"] * 6
    assert "row 3 of test-00000-of-00001.parquet has no id" in catalog.problems[0].reason


def test_a_folder_of_pictures_stays_one(tmp_path: Path, made: dict[str, Any]) -> None:
    picture(tmp_path / "set" / "red_car.png")
    write(tmp_path / "set" / "c.parquet", made)
    catalog = read_catalog(tmp_path / "set")
    assert [item.title for item in catalog.items] == ["red car"]
    assert "to read c.parquet, name that file" in catalog.problems[0].reason


@pytest.mark.parametrize("name", ["../outside.arrow", "missing.arrow"])
def test_data_files_that_are_not_there(tmp_path: Path, made: dict[str, Any], name: str) -> None:
    folder = saved(tmp_path / "set", made, FEATURES)
    (folder / "data-00000-of-00002.arrow").rename(tmp_path / "outside.arrow")
    (folder / "state.json").write_text(json.dumps({"_data_files": [{"filename": name}]}))
    with pytest.raises(CatalogError, match=r"outside the folder|found none there"):
        read_catalog(folder)


@pytest.mark.parametrize("state", ["", "[]", '{"_data_files": [7]}'])
def test_a_damaged_description(tmp_path: Path, made: dict[str, Any], state: str) -> None:
    folder = saved(tmp_path / "set", made, FEATURES)
    (folder / "state.json").write_text(state)
    with pytest.raises(CatalogError, match=r"state\.json: expected"):
        read_catalog(folder)

"""The starter catalogue: it is the same each time, whole, in two languages, and shows every kind of field."""

from __future__ import annotations

import json
import socket
import subprocess
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from agent.demo import SHOWCASES, build_starter, demo_catalog, showcase_files
from agent.demo.starter import PEAKS
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.errors import CatalogError, ConfigError
from retrieval.language.packs import language_of


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_starter(tmp_path_factory.mktemp("starter"))


@pytest.fixture(scope="module")
def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def items(path: Path) -> tuple[Item, ...]:
    catalog = read_catalog(path, check_media=True)
    assert catalog.problems == ()
    return catalog.items


def _pictures(row: dict) -> list[str]:
    given = row.get("image", [])
    return [given] if isinstance(given, str) else given


def test_the_demo_draws_the_same_each_time_without_network(
    path: Path, rows: list[dict], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("the starter catalogue needs neither network nor other programs")

    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    said: list[str] = []
    made = demo_catalog(tmp_path, source="starter", say=said.append)
    assert (made.name, made.fallback, made.path) == ("starter", None, tmp_path / "demo/starter/catalog.jsonl")
    assert said == [f"Drawing: {percent} %" for percent in (25, 50, 75, 100)]
    assert made.path.read_bytes() == path.read_bytes()
    for row in rows:
        for name in _pictures(row):
            first, second = (np.asarray(Image.open(p.parent / name)) for p in (path, made.path))
            assert np.array_equal(first, second), name
        if "audio" in row:
            first, second = (soundfile.read(p.parent / row["audio"])[0] for p in (path, made.path))
            assert np.array_equal(first, second), row["audio"]
    before = made.path.stat().st_mtime_ns
    assert demo_catalog(tmp_path, source="starter", say=said.append) == made
    assert made.path.stat().st_mtime_ns == before
    assert len(said) == 4, "the second time nothing is drawn"


def test_every_item_is_read_with_all_its_media(items: tuple[Item, ...], rows: list[dict]) -> None:
    assert len(items) == len(rows) >= 32
    assert sum(item.audio is not None for item in items) >= 14
    assert [item.id for item in items] == [row["id"] for row in rows]


def test_texts_are_in_english_and_chinese(items: tuple[Item, ...]) -> None:
    for item in items:
        assert language_of(item.title) == language_of(item.description) == "en", item.id
        assert language_of(item.title_in("zh")) == language_of(item.description_in("zh")) == "zh", item.id
    assert len({item.title for item in items}) == len({item.title_in("zh") for item in items}) == len(items)


def test_every_shape_of_item_is_there(items: tuple[Item, ...]) -> None:
    shapes = {(len(item.images), item.audio is not None) for item in items}
    assert {(0, False), (0, True), (1, False), (1, True), (2, True)} <= shapes


def test_every_kind_of_field_is_there(path: Path) -> None:
    schema = read_catalog(path).schema
    kinds = {(field.kind, field.many) for field in schema.fields.values()}
    assert {("number", False), ("date", False), ("category", False), ("category", True)} <= kinds
    assert schema["price"].minimum < 10 < schema["price"].maximum
    assert "zh" in schema.languages
    calm = [i for i in read_catalog(path).items if "blue" in i.attributes["colour"] and "calm" in i.attributes["mood"]]
    assert len(calm) >= 4


def test_sounds_are_heard_and_not_clipped(rows: list[dict], path: Path) -> None:
    for row in (row for row in rows if "audio" in row):
        samples, rate = soundfile.read(path.parent / row["audio"])
        assert samples.ndim == 1
        assert row["seconds"] == pytest.approx(len(samples) / rate, abs=0.01)
        assert 1.5 <= row["seconds"] <= 4, row["id"]
        assert np.abs(samples).max() == pytest.approx(PEAKS[row["loudness"]], abs=1e-3), row["id"]
        assert np.abs(samples.mean()) < 1e-3, row["id"]
        frames = samples[: len(samples) // 2205 * 2205].reshape(-1, 2205)
        level = np.sqrt((frames**2).mean(axis=1))
        assert np.mean(level > 0.01 * PEAKS[row["loudness"]]) > 0.35, f"{row['id']} is mostly silent"


def test_what_rumbles_is_low_and_what_chirps_is_high(path: Path) -> None:
    def centroid(name: str) -> float:
        samples, rate = soundfile.read(path.parent / f"media/{name}.flac")
        power = np.abs(np.fft.rfft(samples)) ** 2
        return float(power @ np.fft.rfftfreq(len(samples), 1 / rate) / power.sum())

    assert max(map(centroid, ("thunder", "cow", "owl"))) < 500 < 2000 < min(map(centroid, ("bird", "moon", "kettle")))


def test_pictures_are_of_one_size_and_all_different(rows: list[dict], path: Path) -> None:
    small = {}
    for name in (name for row in rows for name in _pictures(row)):
        with Image.open(path.parent / name) as picture:
            assert picture.size == (384, 384)
            small[name] = np.asarray(picture.resize((16, 16)), dtype=float)
    assert min(picture.std() for picture in small.values()) > 15
    assert min(np.abs(a - b).mean() for a, b in combinations(small.values(), 2)) > 8


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="stamps or starter; got 'books'"):
        demo_catalog(tmp_path, source="books", say=print)  # type: ignore[arg-type]


def test_showcases_have_their_files(items: tuple[Item, ...]) -> None:
    for showcases in SHOWCASES.values():
        assert any(s.text and language_of(s.text) == "zh" for s in showcases)
        assert {(bool(s.text), bool(s.image), bool(s.audio)) for s in showcases} >= {
            (True, False, False), (False, True, False), (False, False, True), (True, True, False),
        }  # fmt: skip
        assert showcases[-1].follow_up
        assert not showcases[0].follow_up
    for showcase in SHOWCASES["starter"]:
        picture, sound = showcase_files(showcase, items)
        assert (picture is not None) == (showcase.image is not None)
        assert (sound is not None) == (showcase.audio is not None)
        assert all(file.is_file() for file in (picture, sound) if file is not None)


def test_a_showcase_without_its_item_is_refused(items: tuple[Item, ...]) -> None:
    showcase = next(s for s in SHOWCASES["starter"] if s.audio)
    with pytest.raises(CatalogError, match="expected an item 'Rain on an umbrella' with a sound"):
        showcase_files(showcase, [item for item in items if item.id != "rain"])

"""The stamps: building from a package's files, fetching through `apt-get`, and falling back where that fails."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from agent.demo import SHOWCASES, build_stamps, demo_catalog, fetch_stamps, showcase_files
from agent.demo.fetch import PACKAGE, FetchLimits
from agent.demo.stamps import DROPPED
from retrieval.catalog.reader import read_catalog
from retrieval.errors import CatalogError

FROG = "A frog.\nde.utf8=Ein Frosch.\nen_GB.utf8=A frog.\nga.utf8=A frog\nzh_CN.utf8=青蛙。\nzh_TW.utf8=青蛙\nsr@latin.utf8=Žaba.\n"
QUICK = FetchLimits(update=10, stall=10, download=10, unpack=10, room=0)


def _picture(path: Path, colour: str = "red", size: tuple[int, int] = (60, 40)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = Image.new("RGBA", size, (0, 0, 0, 0))
    stamp.paste(colour, (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4))
    stamp.save(path)


def _sound(path: Path, level: float = 0.5) -> None:
    soundfile.write(path, level * np.sin(np.arange(11_025) / 10), 22_050)


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """Files as the package has them, in small."""
    root = tmp_path / "package/usr/share/tuxpaint/stamps"
    stamps = {
        "animals/amphibians/frog": FROG,
        "animals/birds/cartoon/crow": "A crow!\nzh_TW.utf8=烏鴉\n",
        "town/bench": "A bench.",
    }
    for place, text in stamps.items():
        _picture(root / f"{place}.png")
        (root / f"{place}.txt").write_text(text, encoding="utf-8")
    frog, crow, bench = (root / place for place in stamps)
    _picture(frog.with_name("frog_mirror.png"))
    _sound(frog.with_suffix(".ogg"))
    _sound(frog.with_name("frog_desc.ogg"))
    _sound(frog.with_name("frog_desc_de.ogg"))
    _sound(crow.with_suffix(".wav"), level=0)
    _sound(bench.with_name("bench_desc.ogg"))
    _picture(root / "food/untitled.png", size=(1200, 300))
    (root / "food/torn.png").write_bytes(frog.with_suffix(".png").read_bytes()[:60])
    (root / "food/torn.txt").write_text("A torn picture.")
    (root / "food/drawing.svg").write_text("<svg/>")
    (root / "food/noisy.txt").write_text("A noisy thing")
    _picture(root / "food/noisy.png")
    (root / "food/noisy.ogg").write_bytes(b"OggS and then nonsense")
    _picture(root / "symbols/alphabet/a.png")
    (root / "symbols/alphabet/a.txt").write_text("The letter A.")
    return tmp_path / "package"


def _rows(path: Path) -> dict[str, dict]:
    return {row["id"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def test_stamps_become_rows_with_translations_places_and_sounds(unpacked: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = build_stamps(unpacked, tmp_path / "made", lambda *words: told.append(words))
    rows = _rows(path)
    assert rows["animals-amphibians-frog"] == {
        "id": "animals-amphibians-frog", "title": "A frog", "title_de": "Ein Frosch", "title_zh": "青蛙",
        "title_zh-TW": "青蛙", "category": "animals", "subcategory": "amphibians",
        "image": "media/animals-amphibians-frog.jpg", "audio": "media/animals-amphibians-frog.ogg", "seconds": 0.5,
    }  # fmt: skip
    crow = {"title": "A crow", "title_zh-TW": "烏鴉", "category": "animals", "subcategory": "birds", "style": "cartoon"}
    assert crow.items() <= rows["animals-birds-cartoon-crow"].items()
    assert "audio" not in rows["animals-birds-cartoon-crow"] | rows["town-bench"] | rows["food-noisy"]
    assert "subcategory" not in rows["town-bench"]
    assert "title" not in rows["food-untitled"]
    assert len(rows) == 5
    assert told[-1] == ("Building", 6, 6)


def test_what_is_left_out_is_told_with_its_reason(unpacked: Path, tmp_path: Path) -> None:
    path = build_stamps(unpacked, tmp_path / "made")
    dropped = (path.parent / DROPPED).read_text(encoding="utf-8").splitlines()
    expected = (
        "symbols: 1 letters", "svg: 1 stamps", "animals-birds-cartoon-crow: its sound is silent",
        "food-noisy: its sound can't be read", "food-torn: its picture can't be read", "food-untitled: it has no readable title",
    )  # fmt: skip
    assert len(dropped) == len(expected)
    for line, start in zip(dropped, expected, strict=True):
        assert line.startswith(start)


def test_the_catalogue_stands_on_its_own(unpacked: Path, tmp_path: Path) -> None:
    path = build_stamps(unpacked, tmp_path / "made")
    catalog = read_catalog(path, check_media=True)
    assert catalog.problems == ()
    with Image.open(path.parent / "media/food-untitled.jpg") as picture:
        assert (picture.mode, picture.size) == ("RGB", (512, 128))
        assert picture.getpixel((2, 2)) == (255, 255, 255)
        assert np.allclose(picture.getpixel((256, 64)), (255, 0, 0), atol=6)
    by_id = {item.id: item for item in catalog.items}
    assert by_id["animals-birds-cartoon-crow"].title_in("zh") == "烏鴉"
    assert by_id["animals-amphibians-frog"].title_in("zh") == "青蛙"


def test_languages_can_be_chosen(unpacked: Path, tmp_path: Path) -> None:
    frog = _rows(build_stamps(unpacked, tmp_path / "de", languages=("de",)))["animals-amphibians-frog"]
    assert [key for key in frog if key.startswith("title_")] == ["title_de"]
    every = _rows(build_stamps(unpacked, tmp_path / "all", languages=None))["animals-amphibians-frog"]
    assert [key for key in every if key.startswith("title_")] == ["title_de", "title_zh", "title_zh-TW"]


def test_files_without_stamps_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="expected usr/share/tuxpaint/stamps"):
        build_stamps(tmp_path, tmp_path / "made")
    (tmp_path / "usr/share/tuxpaint/stamps").mkdir(parents=True)
    with pytest.raises(CatalogError, match="found 0 files"):
        build_stamps(tmp_path, tmp_path / "made")
    assert not (tmp_path / "made/catalog.jsonl").exists()


Tools = Callable[..., Path]


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unpacked: Path) -> Tools:
    """Puts an `apt-get` in the way whose answers to `update`, `--print-uris` and `download` are shell lines."""
    package = tmp_path / "stamps.tar"
    with tarfile.open(package, "w") as archive:
        archive.add(unpacked / "usr", "usr")
    checksum = hashlib.sha256(package.read_bytes()).hexdigest()
    offer = f"echo \"'http://mirror/x_all.deb' x_all.deb {package.stat().st_size} SHA256:{checksum}\""

    def put(update: str = "true", offered: str = offer, download: str = f"cp {package} x_all.deb") -> Path:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        log = tmp_path / "calls"
        script = (
            f'#!/bin/sh\necho "$*" >>{log}\ncase "$*" in\n*"update") {update} ;;\n'
            f"*--print-uris*) {offered} ;;\n*download*) {download} ;;\nesac\n"
        )
        unpack = '#!/bin/sh\nmkdir -p "$3" && tar -xf "$2" -C "$3"\n'
        for name, words in (("apt-get", script), ("dpkg-deb", unpack)):
            (folder / name).write_text(words)
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return log

    return put


def test_fetching_tells_the_size_first_and_unpacks_in_one_step(tools: Tools, tmp_path: Path) -> None:
    log = tools(
        offered="echo \"'http://mirror/y' y_1%3a2_all.deb 5000000\"",
        download="yes | head -c 5000000 >y_1%3a2_all.deb",
    )
    said: list[str] = []
    told: list[tuple[str, int, int]] = []
    with pytest.raises(CatalogError, match="dpkg-deb could not unpack"):
        fetch_stamps(tmp_path / "one", lambda *words: told.append(words), say=said.append, limits=QUICK)
    assert " 5 MB" in said[1]
    assert told[0] == ("Fetching", 0, 5_000_000)
    assert told[-1] == ("Fetching", 5_000_000, 5_000_000)
    assert not (tmp_path / "one/unpacked").exists()
    log.unlink()

    tools()
    folder = fetch_stamps(tmp_path / "two", limits=QUICK)
    assert (folder / "usr/share/tuxpaint/stamps/town/bench.png").is_file()
    assert len(log.read_text().splitlines()) == 3
    assert fetch_stamps(tmp_path / "two", limits=QUICK) == folder
    assert len(log.read_text().splitlines()) == 3


def test_apt_keeps_its_state_in_the_cache(tools: Tools, tmp_path: Path) -> None:
    log = tools()
    fetch_stamps(tmp_path / "cache", limits=QUICK)
    home = tmp_path / "cache/apt"
    for call in log.read_text().splitlines():
        for option in (
            f"Dir::State={home}",
            f"Dir::State::status={home}/status",
            f"Dir::Cache={home}",
            "APT::Sandbox::User= ",
        ):
            assert f"-o {option}" in call


def test_a_whole_download_is_not_fetched_again(tools: Tools, tmp_path: Path) -> None:
    log = tools(download=f"cp {tmp_path}/stamps.tar x_all.deb")
    package = tmp_path / "cache/apt/package/x_all.deb"
    package.parent.mkdir(parents=True)
    package.write_bytes((tmp_path / "stamps.tar").read_bytes())
    fetch_stamps(tmp_path / "cache", limits=QUICK)
    assert [call.split()[-1] for call in log.read_text().splitlines()] == ["update", PACKAGE]
    assert "--print-uris" in log.read_text().splitlines()[-1]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ({"update": "echo 'E: Could not resolve host' >&2; exit 100", "offered": "exit 100"}, "lists could not be fetched.*resolve host"),
        ({"update": "touch \"${0%/bin/*}/cache/demo/apt/lists/x_Packages\"", "offered": "echo 'E: Unable to locate package'; exit 100"}, "none of the system's package sources.*Unable to locate"),
        ({"download": "echo 'E: 404 Not Found'; exit 100"}, "could not fetch.*404"),
        ({"download": "echo half >x_all.deb"}, "not the size and checksum"),
    ],
)  # fmt: skip
def test_a_failing_fetch_gives_its_reason_and_the_demo_falls_back(
    tools: Tools, tmp_path: Path, script: dict[str, str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools(**script)
    monkeypatch.setattr("agent.demo.catalogue.build_starter", _small_starter)
    with pytest.raises(CatalogError, match=reason):
        demo_catalog(tmp_path / "cache", source="stamps", say=lambda words: None)
    said: list[str] = []
    made = demo_catalog(tmp_path / "cache", say=said.append)
    assert made.name == "starter"
    assert made.path.is_file()
    assert made.fallback is not None
    assert any(words.startswith(f"The stamps can't be had: {made.fallback}") for words in said)


def _small_starter(folder: Path, progress: Callable[[int, int], None]) -> Path:
    """In place of the real one, which takes seconds to draw."""
    path = folder / "catalog.jsonl"
    path.write_text('{"id": "a", "title": "A drum"}\n')
    progress(1, 1)
    return path


def test_without_apt_the_reason_names_the_missing_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CatalogError, match="this system has no apt-get and no dpkg-deb"):
        fetch_stamps(tmp_path / "cache")


def test_without_room_nothing_is_fetched(tools: Tools, tmp_path: Path) -> None:
    log = tools()
    with pytest.raises(CatalogError, match="MB of room are needed"):
        fetch_stamps(tmp_path / "cache", limits=replace(QUICK, room=10**18))
    assert not log.exists()


@pytest.mark.parametrize(
    ("script", "limits", "reason"),
    [
        ({"update": "sleep 60"}, replace(QUICK, update=0.5), "update' was stopped after 0 s|update' was stopped after 1 s"),
        ({"download": "echo x >x_all.deb; sleep 60"}, replace(QUICK, stall=0.5), "nothing came for"),
        ({"download": "while :; do echo x >>x_all.deb; sleep 0.05; done"}, replace(QUICK, download=1), "stopped after 1 s"),
    ],
)  # fmt: skip
def test_a_hanging_apt_is_ended(
    tools: Tools, tmp_path: Path, script: dict[str, str], limits: FetchLimits, reason: str
) -> None:
    step = next(iter(script))
    tools(**{step: f"echo $$ >{tmp_path}/pid; {script[step]}"})
    started = time.monotonic()
    with pytest.raises(CatalogError, match=reason):
        fetch_stamps(tmp_path / "cache", limits=limits)
    assert time.monotonic() - started < 8
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_the_demo_builds_once_and_removes_what_it_fetched(tools: Tools, tmp_path: Path) -> None:
    log = tools()
    said: list[str] = []
    made = demo_catalog(tmp_path / "cache", say=said.append)
    assert (made.name, made.fallback, made.path) == ("stamps", None, tmp_path / "cache/demo/stamps/catalog.jsonl")
    assert any("its sound is silent" in note for note in made.notes)
    assert made.showcases == SHOWCASES["stamps"]
    assert not (tmp_path / "cache/demo/apt").exists()
    assert not (tmp_path / "cache/demo/unpacked").exists()
    calls = log.read_text()
    assert demo_catalog(tmp_path / "cache", say=said.append) == made
    assert log.read_text() == calls


def test_a_build_that_was_cut_off_is_built_again(tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tools()

    def cut_off(*args: object) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("agent.demo.catalogue.build_stamps", cut_off)
        with pytest.raises(KeyboardInterrupt):
            demo_catalog(tmp_path / "cache", say=lambda words: None)
    calls = log.read_text()
    assert len(read_catalog(demo_catalog(tmp_path / "cache", say=lambda words: None).path).items) == 5
    assert log.read_text() == calls, "the unpacked files were there already"


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(CatalogError, match="could not be written"):
        demo_catalog(tmp_path / "cache", source="starter", say=lambda words: None)


def test_showcases_name_stamps_that_are_there() -> None:
    path = Path(os.environ.get("MEDLEY_DATA", "../shared/data")) / "stamps/catalog.jsonl"
    if not path.is_file():
        pytest.skip(f"no stamps at {path}: set MEDLEY_DATA to the folder of the evaluation data")
    items = read_catalog(path).items
    for showcase in SHOWCASES["stamps"]:
        picture, sound = showcase_files(showcase, items)
        assert (picture is None, sound is None) == (showcase.image is None, showcase.audio is None)


@pytest.mark.skipif(os.environ.get("MEDLEY_TEST_APT") != "1", reason="fetches 161 MB: set MEDLEY_TEST_APT=1")
def test_the_real_package_gives_the_whole_catalogue(tmp_path: Path) -> None:
    made = demo_catalog(tmp_path, source="stamps", say=print)
    items = read_catalog(made.path, check_media=True).items
    assert len(items) >= 500
    assert sum(item.audio is not None for item in items) >= 90
    assert sum("zh" in item.translations for item in items) >= 450
    for showcase in SHOWCASES["stamps"]:
        showcase_files(showcase, items)

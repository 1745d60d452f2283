"""Videos become pictures and a sound, by ffmpeg within limits. A double stands in for it where none is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalog.reader import read_catalog
from retrieval.errors import CatalogError, MediaError
from retrieval.media import video
from retrieval.media.reader import MediaLimits, MediaReader, probe
from retrieval.media.video import find_ffmpeg, take_apart

FFMPEG = find_ffmpeg()
real = pytest.mark.skipif(FFMPEG is None, reason="ffmpeg is not installed")
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"


def film(path: Path, *options: str, seconds: int = 4, sound: bool = True) -> Path:
    """A video that is red in its first half and blue in its second, with a tone of 440 Hz."""
    assert FFMPEG is not None
    half = f"s=64x48:r=10:d={seconds / 2}"
    command = [
        FFMPEG,
        "-v",
        "error",
        "-y",
        "-f",
        "lavfi",
        "-i",
        f"color=red:{half}[a];color=blue:{half}[b];[a][b]concat",
    ]
    command += ["-f", "lavfi", "-i", f"sine=440:d={seconds}"] if sound else []
    subprocess.run([*command, *options, str(path)], check=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films")
    film(folder / "both.mp4", "-c:v", "mpeg4", "-c:a", "aac")
    film(folder / "both.webm", "-c:v", "libvpx", "-c:a", "libvorbis")
    film(folder / "silent.mp4", "-c:v", "mpeg4", sound=False)
    film(folder / "song.m4a", "-vn", "-map", "1:a", "-c:a", "aac")
    return folder


@real
@pytest.mark.parametrize("name", ["both.mp4", "both.webm"])
def test_frames_are_evenly_spaced_and_the_soundtrack_is_a_sound(films: Path, name: str) -> None:
    assert probe(films / name) == "video"
    parts = take_apart(films / name, films, MediaLimits())
    assert [kind for kind, _ in parts] == ["image"] * 4 + ["audio"]
    with MediaReader() as reader:
        seen = [reader.image(path, films).getpixel((9, 9)) for kind, path in parts if kind == "image"]
        heard = reader.sound(parts[-1][1], films)
    assert [int(np.argmax(pixel)) for pixel in seen] == [0, 0, 2, 2]
    spectrum = np.abs(np.fft.rfft(heard.samples[: heard.rate]))
    assert abs(int(spectrum.argmax()) - 440) < 5
    assert 3.8 < len(heard.samples) / heard.rate < 4.3


@real
def test_what_a_video_lacks_is_not_made_up(films: Path) -> None:
    assert [kind for kind, _ in take_apart(films / "silent.mp4", films, MediaLimits(frames=2))] == ["image"] * 2
    assert [kind for kind, _ in take_apart(films / "song.m4a", films, MediaLimits())] == ["audio"]


@real
def test_limits_hold(films: Path) -> None:
    parts = take_apart(films / "both.mp4", films, MediaLimits(frames=1, side=32, seconds=1))
    with MediaReader() as reader:
        assert reader.image(parts[0][1], films).size == (32, 24)
        assert 0.9 < len(reader.sound(parts[1][1], films).samples) / 22_050 < 1.2
    with pytest.raises(MediaError, match="neither a picture nor a sound"):
        take_apart(films / "silent.mp4", films, MediaLimits(frames=3, pixels=1_000))


@real
def test_a_video_that_was_taken_apart_is_not_again(films: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take_apart(films / "both.mp4", films, MediaLimits())
    monkeypatch.setattr(video, "find_ffmpeg", lambda: pytest.fail("asked again"))
    assert take_apart(films / "both.mp4", films, MediaLimits()) == first


@real
def test_a_part_that_is_gone_is_made_again(films: Path) -> None:
    first = take_apart(films / "both.webm", films, MediaLimits())
    first[0][1].unlink()
    assert take_apart(films / "both.webm", films, MediaLimits()) == first
    assert first[0][1].is_file()


@real
@pytest.mark.parametrize(
    "data",
    [
        MP4 + b"junk" * 99,
        b"\x1aE\xdf\xa3" + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        MP4[:8] + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    ],
)
def test_files_that_are_no_videos(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(MediaError, match=r"a\.mp4: damaged, or no video that ffmpeg can read"):
        take_apart(tmp_path / "a.mp4", tmp_path, MediaLimits())
    assert not [p for p in (tmp_path / ".medley-media").iterdir() if p.suffix]


def test_a_playlist_by_the_name_of_a_video_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    with pytest.raises(MediaError, match="neither a picture nor a sound"):
        probe(tmp_path / "a.mp4")


@real
def test_a_catalogue_has_them(films: Path) -> None:
    rows = [
        {"id": "a", "title": "A", "video": "both.mp4"},
        {"id": "b", "title": "B", "image": "silent.mp4", "video": "by hand"},
        {"id": "c", "title": "C", "audio": "song.m4a"},
    ]
    (films / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))
    catalog = read_catalog(films / "c.jsonl", check_media=True)
    assert catalog.problems == ()
    a, b, c = catalog.items
    assert [(len(item.images), item.audio is not None) for item in (a, b, c)] == [(4, True), (4, False), (0, True)]
    assert b.attributes == {"video": "by hand"}, "a column of that name that names no file is an attribute"


@real
def test_a_folder_has_them(films: Path, tmp_path: Path) -> None:
    (tmp_path / "big_fish.webm").write_bytes((films / "both.webm").read_bytes())
    item = read_catalog(tmp_path).items[0]
    assert (item.title, len(item.images), item.audio is not None) == ("big fish", 4, True)


# without a real one


@pytest.fixture
def double(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a script in the place of ffmpeg; returns a function that takes its body."""

    def install(body: str) -> Path:
        (tmp_path / "c").mkdir()
        (tmp_path / "c" / "a.mp4").write_bytes(MP4)
        script = tmp_path / "ffmpeg"
        script.write_text(f"#!{sys.executable} -I\nimport sys, time, json, os\n{body}\n")
        script.chmod(0o755)
        monkeypatch.setattr(video, "find_ffmpeg", lambda: str(script))
        return tmp_path / "c" / "a.mp4"

    return install


def test_no_shell_one_open_file_one_demuxer(double, tmp_path: Path) -> None:
    told = tmp_path / "told"
    path = double(
        f"open({str(told)!r}, 'a').write(json.dumps([sys.argv[1:], sorted(os.environ)]) + chr(10))\n"
        "print('  Duration: 00:00:08.00, start', file=sys.stderr)\n"
        "target = sys.argv[-1].removeprefix('file:')\n"
        "if target.endswith(('.png', '.flac')): open(target, 'wb').write(b'x')"
    )
    tricky = path.rename(path.with_name("-y; touch $(x) '.mp4"))
    take_apart(tricky, path.parent, MediaLimits(frames=2))
    calls = [json.loads(line) for line in told.read_text().splitlines()]
    assert len(calls) == 4
    for arguments, environment in calls:
        assert "HOME" not in environment
        assert arguments[arguments.index("-f") + 1] == "mov"
        assert arguments[arguments.index("-protocol_whitelist") + 1] == "file"
        assert arguments[arguments.index("-i") + 1].startswith("file:/dev/fd/")
        assert not any("touch" in argument for argument in arguments)
    assert [c[0][c[0].index("-ss") + 1] for c in calls[1:3]] == ["2.000", "6.000"]


def test_a_hang_costs_the_timeout(double) -> None:
    path = double("time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(MediaError, match=r"a\.mp4: decoding it took longer than 0\.5 s"):
        take_apart(path, path.parent, MediaLimits(timeout=0.5))
    assert time.monotonic() - started < 5


def test_memory_and_output_are_bounded(double) -> None:
    path = double(
        "import resource\n"
        "limits = [resource.getrlimit(w)[0] for w in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)]\n"
        "print('Duration: 00:00:01.00', limits, file=sys.stderr); sys.exit(0 if len(sys.argv) < 16 else str(limits))"
    )
    with pytest.raises(MediaError, match=rf"\[{(5 << 20) + (2 << 30)}, 1000, 0\]"):
        take_apart(path, path.parent, MediaLimits(memory=5 << 20, bytes=1_000))


def test_without_ffmpeg_it_is_a_problem_of_the_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "find_ffmpeg", lambda: None)
    (tmp_path / "a.mp4").write_bytes(MP4)
    (tmp_path / "c.jsonl").write_text('{"id": "a", "title": "A", "video": "a.mp4"}\n{"id": "b", "title": "B"}')
    catalog = read_catalog(tmp_path / "c.jsonl")
    assert [item.id for item in catalog.items] == ["a", "b"]
    (problem,) = catalog.problems
    assert (problem.id, problem.field, problem.fatal) == ("a", "video", False)
    assert "ffmpeg" in problem.reason
    assert "pip install -e '.[video]'" in problem.reason


def test_a_place_that_cannot_be_written(double, tmp_path: Path) -> None:
    path = double("")
    (path.parent / ".medley-media").write_text("")
    with pytest.raises(CatalogError, match="can't be made"):
        take_apart(path, path.parent, MediaLimits())

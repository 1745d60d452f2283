"""Pictures and sounds are read right when they are good, and refused with a reason when they are not."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from retrieval.errors import CatalogError, MediaError
from retrieval.media import reader as media
from retrieval.media.reader import LIMITS, MediaLimits, MediaReader, content_hash, probe
from tests.media_files import damage, flac_bomb, picture, png_bomb, sound, tone


@pytest.fixture(scope="module")
def reader() -> Iterator[MediaReader]:
    with MediaReader() as shared:
        yield shared


Draw = Callable[[Image.Image], None]


def worker_pid(reader: MediaReader) -> int:
    assert reader._worker is not None
    return reader._worker.process.pid


def noise(image: Image.Image) -> None:
    image.paste(Image.effect_noise(image.size, 90).convert("RGB"))


def colour(image: Image.Image, at: tuple[int, int] = (4, 4)) -> tuple[int, ...]:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel


# pictures


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "bmp", "tiff"])
def test_every_format_becomes_rgb(reader: MediaReader, tmp_path: Path, suffix: str) -> None:
    image = reader.image(picture(tmp_path / f"a.{suffix}", "red"))
    assert (image.mode, image.size) == ("RGB", (32, 24))
    np.testing.assert_allclose(colour(image), (255, 0, 0), atol=3)


def test_large_picture_is_scaled_to_the_largest_side(reader: MediaReader, tmp_path: Path) -> None:
    assert reader.image(picture(tmp_path / "a.jpg", "red", (3000, 1500))).size == (640, 320)
    assert reader.image(picture(tmp_path / "b.png", "red", (4, 2000))).size == (1, 640)


def test_small_picture_keeps_its_size(reader: MediaReader, tmp_path: Path) -> None:
    assert reader.image(picture(tmp_path / "a.png", size=(1, 1))).size == (1, 1)


def test_exif_orientation_is_applied(reader: MediaReader, tmp_path: Path) -> None:
    def left_half_blue(image: Image.Image) -> None:
        image.paste("blue", (0, 0, image.width // 2, image.height))

    for tag in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = tag
        path = picture(tmp_path / f"{tag}.jpg", "red", (1600, 800), draw=left_half_blue, exif=exif, quality=95)
        with Image.open(path) as original:
            expected = ImageOps.exif_transpose(original).resize((640, 320) if tag < 5 else (320, 640))
        got = reader.image(path)
        assert got.size == expected.size, tag
        assert np.abs(np.asarray(got, int) - np.asarray(expected, int)).mean() < 4, tag


def test_transparency_lies_on_white(reader: MediaReader, tmp_path: Path) -> None:
    clear = reader.image(picture(tmp_path / "clear.png", (255, 0, 0, 0), mode="RGBA"))
    half = reader.image(picture(tmp_path / "half.png", (255, 0, 0, 128), mode="RGBA"))
    grey = reader.image(picture(tmp_path / "grey.png", (0, 0), mode="LA"))
    assert colour(clear) == (255, 255, 255)
    np.testing.assert_allclose(colour(half), (255, 127, 127), atol=2)
    assert colour(grey) == (255, 255, 255)


def test_transparent_palette_lies_on_white(reader: MediaReader, tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([0, 0, 0, 255, 0, 0])
    image.putpixel((0, 0), 1)
    image.save(tmp_path / "a.png", transparency=0)
    got = reader.image(tmp_path / "a.png")
    assert (colour(got, (0, 0)), colour(got)) == ((255, 0, 0), (255, 255, 255))


def test_sixteen_bit_greys_keep_their_scale(reader: MediaReader, tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 8), 32_768, np.uint16)).save(tmp_path / "a.png")
    np.testing.assert_allclose(colour(reader.image(tmp_path / "a.png")), (128, 128, 128), atol=1)


def test_float_greys_keep_their_scale(reader: MediaReader, tmp_path: Path) -> None:
    Image.fromarray(np.full((8, 8), 0.5, np.float32)).save(tmp_path / "a.tiff")
    np.testing.assert_allclose(colour(reader.image(tmp_path / "a.tiff")), (127, 127, 127), atol=1)


def test_cmyk_and_black_and_white(reader: MediaReader, tmp_path: Path) -> None:
    cyan = reader.image(picture(tmp_path / "a.jpg", (255, 0, 0, 0), mode="CMYK"))
    np.testing.assert_allclose(colour(cyan), (0, 255, 255), atol=6)
    assert colour(reader.image(picture(tmp_path / "b.png", (1,), mode="1"))) == (255, 255, 255)


def test_first_frame_of_an_animation(reader: MediaReader, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), name) for name in ("lime", "red")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert colour(reader.image(tmp_path / "a.gif")) == (0, 255, 0)


def test_png_bomb_is_refused_by_its_header(reader: MediaReader, tmp_path: Path) -> None:
    bomb = png_bomb(tmp_path / "bomb.png")
    assert bomb.stat().st_size < 40_000
    started = time.monotonic()
    with pytest.raises(MediaError, match="at most 64,000,000 pixels, got 13,000 x 13,000"):
        reader.image(bomb)
    assert time.monotonic() - started < 1


def test_memory_limit_holds_and_the_reader_goes_on(tmp_path: Path) -> None:
    bomb = png_bomb(tmp_path / "bomb.png", side=7_900)
    good = picture(tmp_path / "good.png")
    with MediaReader(MediaLimits(memory=16 << 20)) as reader:
        with pytest.raises(MediaError, match="more than 16 MiB of memory"):
            reader.image(bomb)
        assert reader.image(good).size == (32, 24)


def test_largest_allowed_picture_fits_the_memory_limit(reader: MediaReader, tmp_path: Path) -> None:
    assert reader.image(png_bomb(tmp_path / "a.png", side=8_000)).size == (640, 640)


@pytest.mark.parametrize("keep", [0.3, 0.7])
def test_truncated_jpeg_is_refused(reader: MediaReader, tmp_path: Path, keep: float) -> None:
    path = damage(picture(tmp_path / "a.jpg", size=(200, 200), draw=noise), keep)
    with pytest.raises(MediaError, match=r"a\.jpg: .*truncated"):
        reader.image(path)


@pytest.mark.parametrize("draw", [None, noise])
@pytest.mark.parametrize("bytes_changed", [0.001, 0.2])
def test_corrupted_png_is_refused(reader: MediaReader, tmp_path: Path, draw: Draw | None, bytes_changed: float) -> None:
    path = picture(tmp_path / "a.png", size=(400, 400), draw=draw)
    damage(path, noise=max(bytes_changed, 1.5 / (path.stat().st_size - 60)), start=41)
    with pytest.raises(MediaError, match=r"a\.png: "):
        reader.image(path)


@pytest.mark.parametrize("content", [b"hello", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"<svg/>"])
def test_what_is_no_picture_is_refused(reader: MediaReader, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(MediaError, match="not a picture in a format"):
        reader.image(tmp_path / "a.png")


def test_damaged_pictures_never_end_the_reader(reader: MediaReader, tmp_path: Path) -> None:
    good = picture(tmp_path / "good.png")
    for seed in range(30):
        suffix = ("png", "jpg", "gif", "webp", "tiff", "bmp")[seed % 6]
        path = damage(picture(tmp_path / f"{seed}.{suffix}", size=(64, 64)), noise=0.1, start=8, seed=seed)
        with contextlib.suppress(MediaError):
            assert reader.image(path).mode == "RGB"
        assert reader.image(good).size == (32, 24)


# sounds


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
def test_every_format_becomes_mono_at_one_rate(reader: MediaReader, tmp_path: Path, suffix: str) -> None:
    stereo = np.stack([tone(1, 500, 44_100), tone(1, 500, 44_100)], axis=1)
    got = reader.sound(sound(tmp_path / f"a.{suffix}", rate=44_100, samples=stereo))
    assert got.samples.dtype == np.float32
    assert (got.rate, got.samples.ndim) == (22_050, 1)
    assert got.samples.size == pytest.approx(22_050, abs=1_200)
    spectrum = np.abs(np.fft.rfft(got.samples))
    assert np.argmax(spectrum) * 22_050 / got.samples.size == pytest.approx(500, abs=3)
    assert np.abs(got.samples).max() == pytest.approx(0.5, abs=0.05)


def test_only_so_many_seconds_are_read(tmp_path: Path) -> None:
    with MediaReader(MediaLimits(seconds=0.5)) as reader:
        assert reader.sound(sound(tmp_path / "a.wav", 3)).samples.size == 11_025


def test_flac_bomb_is_read_up_to_the_limit(reader: MediaReader, tmp_path: Path) -> None:
    bomb = flac_bomb(tmp_path / "bomb.flac")
    assert bomb.stat().st_size < 1_000_000
    assert reader.sound(bomb).samples.size == LIMITS.seconds * LIMITS.rate


def test_silence_is_refused(reader: MediaReader, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="silent"):
        reader.sound(sound(tmp_path / "a.wav", samples=np.zeros(22_050, np.float32)))


def test_sound_without_samples_is_refused(reader: MediaReader, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="empty"):
        reader.sound(sound(tmp_path / "a.wav", samples=np.zeros(0, np.float32)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_are_refused(reader: MediaReader, tmp_path: Path, bad: float) -> None:
    samples = tone()
    samples[[7, 70]] = bad
    with pytest.raises(MediaError, match="2 of 22,050 samples are not numbers"):
        reader.sound(sound(tmp_path / "a.wav", samples=samples, subtype="FLOAT"))


def test_too_loud_samples_are_scaled_as_a_whole(reader: MediaReader, tmp_path: Path) -> None:
    got = reader.sound(sound(tmp_path / "a.wav", samples=tone() * 8, subtype="FLOAT")).samples
    np.testing.assert_allclose(got, tone() * 2, atol=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_corrupted_mp3_is_refused(reader: MediaReader, tmp_path: Path, seed: int) -> None:
    path = damage(sound(tmp_path / "a.mp3", 5), noise=0.1, start=200, seed=seed)
    with pytest.raises(MediaError, match=r"a\.mp3: "):
        reader.sound(path)


@pytest.mark.parametrize("suffix", ["ogg", "flac", "mp3"])
def test_truncated_sound_is_refused(reader: MediaReader, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(MediaError, match=r"a\."):
        reader.sound(damage(sound(tmp_path / f"a.{suffix}", 5), keep=0.4))


def test_a_sound_that_was_written_into_a_pipe_has_no_size_and_is_read(reader: MediaReader, tmp_path: Path) -> None:
    path = sound(tmp_path / "a.wav", 1, samples=tone())
    data = bytearray(path.read_bytes())
    at = data.index(b"data")
    for size in (b"\0\0\0\0", b"\xff\xff\xff\xff"):
        data[4:8] = data[at + 4 : at + 8] = size
        path.write_bytes(data)
        assert len(reader.sound(path).samples) == len(tone())


def test_channels_that_cancel_each_other_out_are_no_silence(reader: MediaReader, tmp_path: Path) -> None:
    path = sound(tmp_path / "a.wav", samples=np.stack([tone(), -tone()], axis=1))
    np.testing.assert_allclose(np.abs(reader.sound(path).samples).max(), 0.5, atol=0.05)


def test_what_is_no_sound_is_refused(reader: MediaReader, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="expected WAV, FLAC, OGG or MP3"):
        reader.sound(picture(tmp_path / "a.png"))


def test_tags_are_read(reader: MediaReader, tmp_path: Path) -> None:
    path = sound(tmp_path / "a.flac", tags={"title": "海浪", "artist": "Ann", "date": "1999"})
    assert reader.tags(path) == {"title": "海浪", "artist": "Ann", "year": "1999"}
    assert reader.tags(sound(tmp_path / "b.wav")) == {}


# where files may lie, and what they may be


def test_missing_file(reader: MediaReader, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"^cat\.png: no such file$"):
        reader.image(tmp_path / "cat.png", tmp_path)


@pytest.mark.parametrize("way", ["parent", "absolute", "link", "linked folder"])
def test_nothing_outside_the_root_is_read(reader: MediaReader, tmp_path: Path, way: str) -> None:
    secret = picture(tmp_path / "secret.png")
    root = tmp_path / "catalogue"
    root.mkdir()
    (root / "link.png").symlink_to(secret)
    (root / "folder").symlink_to(tmp_path)
    names = {
        "parent": "../secret.png",
        "absolute": str(secret),
        "link": "link.png",
        "linked folder": "folder/secret.png",
    }
    for read in (reader.image, probe, content_hash):
        with pytest.raises(MediaError, match="outside the catalogue's folder"):
            read(root / names[way], root)
    assert reader.image(root / names[way]).size == (32, 24), "without a root it may be read"


def test_link_inside_the_root_is_read(reader: MediaReader, tmp_path: Path) -> None:
    picture(tmp_path / "deep" / "a.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "deep" / "a.png")
    assert reader.image(tmp_path / "b.png", tmp_path).size == (32, 24)


def test_pipes_devices_and_folders_are_refused_at_once(reader: MediaReader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path / "pipe.png", Path("/dev/zero"), tmp_path):
        with pytest.raises(MediaError, match="expected a file, got a folder, pipe or device"):
            reader.image(path)


def test_impossible_names_are_refused(reader: MediaReader, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("a\0b.png", "x" * 5_000, "loop"):
        with pytest.raises(MediaError, match="can't be opened"):
            reader.image(tmp_path / name)


def test_size_in_bytes_is_limited(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    size = path.stat().st_size
    limits = MediaLimits(bytes=size - 1)
    with pytest.raises(MediaError, match=f"at most {size - 1} bytes, got {size}"):
        probe(path, limits=limits)
    with MediaReader(limits) as reader, pytest.raises(MediaError, match="at most"):
        reader.image(path)
    (tmp_path / "empty.png").touch()
    with pytest.raises(MediaError, match="empty"):
        probe(tmp_path / "empty.png")


def test_probe_goes_by_content_not_by_name(tmp_path: Path) -> None:
    for suffix in ("png", "jpg", "gif", "webp", "bmp", "tiff"):
        assert probe(picture(tmp_path / f"a.{suffix}").rename(tmp_path / "x.txt")) == "image"
    for suffix in ("wav", "flac", "ogg", "mp3"):
        assert probe(sound(tmp_path / f"a.{suffix}").rename(tmp_path / "x.png")) == "audio"
    (tmp_path / "b.png").write_text("hello")
    with pytest.raises(MediaError, match="neither a picture nor a sound"):
        probe(tmp_path / "b.png")


def test_content_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert content_hash(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


# the worker


def test_worker_starts_late_and_stays(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    with MediaReader() as reader:
        assert reader._worker is None
        reader.image(path)
        first = worker_pid(reader)
        reader.image(path)
        assert worker_pid(reader) == first
        assert os.getsid(first) == first, "in a session of its own, where Ctrl-C does not reach it"
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_worker_killed_between_files_is_replaced(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png", "blue")
    with MediaReader() as reader:
        reader.image(path)
        os.kill(worker_pid(reader), signal.SIGKILL)
        assert colour(reader.image(path)) == (0, 0, 255)


def test_worker_killed_during_a_file_leaves_the_others_right(tmp_path: Path) -> None:
    colours = ["red", "lime", "blue", "yellow", "cyan", "magenta"] * 5
    paths = [picture(tmp_path / f"{i}.png", name, (900, 900)) for i, name in enumerate(colours)]
    with MediaReader() as reader:
        expected = [colour(reader.image(path)) for path in paths]
        stop = threading.Event()

        def killer() -> None:
            while not stop.wait(0.4):
                worker = reader._worker
                if worker is not None:
                    worker.process.kill()

        thread = threading.Thread(target=killer)
        thread.start()
        try:
            for path, right in zip(paths, expected, strict=True):
                with contextlib.suppress(MediaError):  # killed twice on one file
                    assert colour(reader.image(path)) == right
        finally:
            stop.set()
            thread.join()


def test_crash_is_reported_after_one_more_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, tries = picture(tmp_path / "a.png"), []
    send = media._Worker.send

    def send_and_die(worker: media._Worker, kind: bytes, fd: int) -> None:
        tries.append(fd)
        worker.process.kill()
        worker.process.wait()
        send(worker, kind, fd)

    with MediaReader() as reader:
        with monkeypatch.context() as patch:
            patch.setattr(media._Worker, "send", send_and_die)
            with pytest.raises(MediaError, match="crashed"):
                reader.image(path)
        assert len(tries) == 2
        assert reader.image(path).size == (32, 24)


def test_second_try_starts_at_the_beginning_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, tries = picture(tmp_path / "a.png"), []
    send = media._Worker.send

    def send_after_a_crash_midway(worker: media._Worker, kind: bytes, fd: int) -> None:
        tries.append(os.lseek(fd, 0, os.SEEK_CUR))
        if len(tries) == 1:
            os.lseek(fd, 50, os.SEEK_SET)
            worker.process.kill()
            worker.process.wait()
        send(worker, kind, fd)

    monkeypatch.setattr(media._Worker, "send", send_after_a_crash_midway)
    with MediaReader() as reader:
        assert reader.image(path).size == (32, 24)
    assert tries == [0, 0]


def test_hang_costs_the_timeout_and_one_file(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    with MediaReader(MediaLimits(timeout=0.5)) as reader:
        reader.image(path)
        os.kill(worker_pid(reader), signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(MediaError, match=r"a\.png: decoding it took longer than 0\.5 s"):
            reader.image(path)
        assert 0.4 < time.monotonic() - started < 3
        assert reader.image(path).size == (32, 24)


def test_threads_share_one_reader(reader: MediaReader, tmp_path: Path) -> None:
    colours = [(i * 6, 255 - i * 6, 99) for i in range(40)]
    paths = [picture(tmp_path / f"{i}.png", c) for i, c in enumerate(colours)]
    with ThreadPoolExecutor(8) as pool:
        assert [colour(image) for image in pool.map(reader.image, paths)] == colours


def test_worker_that_does_not_start_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with MediaReader() as reader, pytest.raises(CatalogError, match="did not start") as caught:
        reader.image(picture(tmp_path / "a.png"))
    assert not isinstance(caught.value, MediaError), "it is no fault of the file"


def test_worker_sees_no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "planted-secret")
    with MediaReader() as reader:
        reader.image(picture(tmp_path / "a.png"))
        assert b"planted-secret" not in Path(f"/proc/{worker_pid(reader)}/environ").read_bytes()


SCRIPT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's child starts with Ctrl-C ignored
from retrieval.media.reader import MediaReader
reader = MediaReader()
reader.image(sys.argv[1])
print(reader._worker.process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_worker_ends_with_its_parent_quietly(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "no_main_guard.py"  # a script without `if __name__ == "__main__"` must do
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(picture(tmp_path / "a.png"))]
    environment = {**os.environ, "PYTHONPATH": str(Path(media.__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        worker = int(parent.stdout.readline())
        os.killpg(parent.pid, how)
        said = parent.stderr.read()
    assert said.count("Traceback") == (1 if how == signal.SIGINT else 0), "only the parent's own KeyboardInterrupt"
    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker}/status").exists() and time.monotonic() < deadline:
        if "State:\tZ" in Path(f"/proc/{worker}/status").read_text():
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{worker}/status").exists(), "the worker outlived its parent"

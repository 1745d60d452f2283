"""Takes a video apart: evenly spaced frames as pictures, and the soundtrack as a sound, by the program ffmpeg.

ffmpeg runs as a process of its own, never through a shell, within limits of memory, time and output, and reads one
open file through one demuxer: a video that is a playlist in disguise leads nowhere. Knows files and limits; nothing
of items.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import MediaError
from retrieval.media import sandbox as confined
from retrieval.media.extract import media_folder
from retrieval.media.reader import MediaLimits, content_hash, open_media
from retrieval.media.signatures import Kind

__all__ = ["find_ffmpeg", "take_apart"]

_MEMORY = 2 << 30
"""Most memory of ffmpeg, in bytes, on top of what `limits.memory` allows a decoder: its code and buffers."""
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_START = b"\x1aE\xdf\xa3"


def find_ffmpeg() -> str | None:
    """Return the path of ffmpeg: on PATH, or that of the package imageio-ffmpeg; None where there is neither."""
    found = shutil.which("ffmpeg")
    if found:
        return str(Path(found).resolve())
    try:
        import imageio_ffmpeg
    except ImportError:
        return None
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:  # a package without a program for this system
        return None


@dataclass(frozen=True)
class _Run:
    """One video under way: who decodes it, which open file it is, how much time is left."""

    program: str
    name: str
    fd: int
    demuxer: str
    limits: MediaLimits
    deadline: float

    def __call__(self, before: list[str], after: list[str]) -> tuple[int, str]:
        """ffmpeg's exit status, and what it says. Raises MediaError where it takes too long."""
        left = self.deadline - time.monotonic()
        own = [sys.executable, "-I", confined.__file__]
        bounds = [str(self.limits.memory + _MEMORY), str(self.limits.bytes), str(int(self.limits.timeout) + 1)]
        reading = ["-max_pixels", str(self.limits.pixels), "-protocol_whitelist", "file", "-f", self.demuxer]
        command = [self.program, "-nostdin", "-hide_banner", "-threads", "1", *before, *reading]
        command += ["-i", f"file:/dev/fd/{self.fd}", "-threads", "1", *after]
        os.lseek(self.fd, 0, os.SEEK_SET)
        try:
            done = subprocess.run(
                [*own, *bounds, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[self.fd],
                env={"PATH": os.defpath, "LC_ALL": "C"},
                start_new_session=True,
                timeout=max(left, 0.01),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise MediaError(f"{self.name}: decoding it took longer than {self.limits.timeout:g} s") from error
        except OSError as error:
            raise MediaError(f"{self.name}: ffmpeg can't be run ({error.strerror})") from error
        return done.returncode, done.stderr[-20_000:].decode(errors="replace")

    def duration(self) -> float:
        """Seconds. Raises MediaError where ffmpeg can't tell: it is no video, or damaged."""
        _, said = self([], [])
        found = _DURATION.search(said)
        if found is None:
            raise MediaError(f"{self.name}: damaged, or no video that ffmpeg can read: {_last(said)}")
        hours, minutes, seconds = (float(part) for part in found.groups())
        return 3_600 * hours + 60 * minutes + seconds

    def frame(self, at: float, path: Path) -> str:
        """Writes the picture at `at` seconds; returns what ffmpeg says where there is none."""
        side = self.limits.side
        fit = f"scale=w='min({side},iw)':h='min({side},ih)':force_original_aspect_ratio=decrease"
        code, said = self(
            ["-ss", f"{at:.3f}"], ["-map", "0:v:0", "-frames:v", "1", "-vf", fit, "-f", "image2", "-y", f"file:{path}"]
        )
        return "" if code == 0 and path.is_file() else said or f"exit status {code}"

    def sound(self, path: Path) -> bool:
        """Writes the first seconds of the soundtrack; whether there is one."""
        rate, seconds = str(self.limits.rate), f"{self.limits.seconds:g}"
        code, _ = self(
            [], ["-map", "0:a:0", "-t", seconds, "-ac", "1", "-ar", rate, "-f", "flac", "-y", f"file:{path}"]
        )
        return code == 0 and path.is_file()


def _last(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if "output file" not in line]
    return re.sub(r"/dev/fd/\d+", "the file", lines[-1])[:200] if lines else "it says nothing"


def _parts(run: _Run, folder: Path, stem: str, count: int) -> list[Path]:
    """Takes the video apart into a folder of its own, then moves what there is into `folder`, the frames first."""
    length = run.duration()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".taking-") as made:
        here, said = Path(made), ""
        for number in range(count):
            said = run.frame(length * (number + 0.5) / count, here / f"{stem}-{number}.png") or said
        run.sound(here / f"{stem}.flac")
        found = sorted(here.glob("*.png")) + list(here.glob("*.flac"))
        if not found:
            raise MediaError(f"{run.name}: neither a picture nor a sound can be read from it: {_last(said)}")
        for path in found:
            os.replace(path, folder / path.name)
    return [folder / path.name for path in found]


def take_apart(path: Path, root: Path, limits: MediaLimits) -> list[tuple[Kind, Path]]:
    """`limits.frames` evenly spaced pictures of the video at `path`, and its sound, as files in `.medley-media`.

    A video that was taken apart before, by its content, is not again. Raises MediaError where there is no ffmpeg, it
    takes longer than `limits.timeout`, or the file can't be read; CatalogError where nothing can be written.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    folder, stem = media_folder(root), f"video-{content_hash(path, root, limits)[:32]}-{limits.frames}"
    marker = folder / f"{stem}.parts"
    if marker.is_file():
        parts = [folder / line for line in marker.read_text("utf-8").splitlines() if re.fullmatch(rf"{stem}\S*", line)]
        if parts and all(part.is_file() for part in parts):
            return [("audio" if part.suffix == ".flac" else "image", part) for part in parts]
    program = find_ffmpeg()
    if program is None:
        raise MediaError(
            f"{name}: videos are read by the program ffmpeg, which is not there: install it (apt-get install ffmpeg), "
            "or pip install -e '.[video]'"
        )
    fd = open_media(path, root, limits)
    try:
        demuxer = "matroska" if os.pread(fd, 4, 0) == _START else "mov"
        run = _Run(program, name, fd, demuxer, limits, time.monotonic() + limits.timeout)
        parts = _parts(run, folder, stem, limits.frames)
    except OSError as error:
        raise MediaError(f"{name}: what is taken out of it can't be written ({error.strerror})") from error
    finally:
        os.close(fd)
    marker.write_text("".join(f"{part.name}\n" for part in parts), "utf-8")
    return [("audio" if part.suffix == ".flac" else "image", part) for part in parts]

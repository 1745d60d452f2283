"""Reads pictures and sounds that may be hostile: within a folder, under limits, in a process of its own.

Decoders are the part of a catalogue's reading that crashes, hangs and fills memory, so they run in a worker
(`media_worker.py`) that is killed and started again when it does. Knows nothing of items or catalogues.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from retrieval.errors import CatalogError, MediaError
from retrieval.media import worker as media_worker
from retrieval.media.signatures import LENGTH, Kind, is_svg, sniff
from retrieval.media.sound import Sound

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["LIMITS", "MediaLimits", "MediaReader", "content_hash", "open_media", "probe"]


@dataclass(frozen=True)
class MediaLimits:
    """How much of a stranger's file is read. `LIMITS` holds the defaults: the one place where limits are set."""

    bytes: int = 256 << 20
    """Largest picture or sound file, in bytes."""
    pixels: int = 64_000_000
    """Most pixels of a picture, by its header."""
    side: int = 640
    """Largest side of the picture that is handed on, in pixels; larger ones are scaled down."""
    frames: int = 4
    """Pictures that are taken out of a video, evenly spaced."""
    seconds: float = 60.0
    """How much of a sound is read, in seconds; the rest is never expanded."""
    rate: int = 22_050
    """Samples a second of the sound that is handed on."""
    timeout: float = 20.0
    """Longest time to decode one file, in seconds."""
    memory: int = 1 << 30
    """Most memory for decoding one file, in bytes beyond what the worker has at its start."""
    catalog_bytes: int = 1 << 30
    """Largest catalogue file, in bytes."""
    media_bytes: int = 16 << 30
    """Most pictures and sounds that one catalogue file holds in itself, in bytes."""
    characters: int = 100_000
    """Most characters of one string of a catalogue."""


LIMITS = MediaLimits()

_START_SECONDS = 60.0
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME")


def _shown(path: str | Path, root: Path | None) -> str:
    """The path as it is told to people: within the catalogue's folder where there is one."""
    path = Path(path)
    if root is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    return str(path).encode(errors="backslashreplace").decode()


def open_media(path: str | Path, root: Path | None, limits: MediaLimits) -> int:
    """Return a file descriptor of the regular file at `path`, after every check that needs no decoding.

    Symbolic links are followed first, and what they lead to must lie inside `root`. The caller closes it. Raises
    MediaError.
    """
    name = _shown(path, root)
    try:
        real = Path(path).resolve(strict=True)
        if root is not None and not real.is_relative_to(root.resolve()):
            raise MediaError(f"{name}: lies outside the catalogue's folder: move it inside")
        if not stat.S_ISREG(real.stat().st_mode):
            raise MediaError(f"{name}: expected a file, got a folder, pipe or device")
        fd = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise MediaError(f"{name}: no such file") from error
    except (OSError, ValueError, RuntimeError) as error:  # no right to read it, a loop of links, an impossible name
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"{name[:200]!r}: can't be opened ({reason})") from error
    info = os.fstat(fd)
    if stat.S_ISREG(info.st_mode) and 0 < info.st_size <= limits.bytes:
        return fd
    os.close(fd)
    if not stat.S_ISREG(info.st_mode):
        raise MediaError(f"{name}: expected a file, got a folder, pipe or device")
    if not info.st_size:
        raise MediaError(f"{name}: the file is empty")
    raise MediaError(f"{name}: expected at most {limits.bytes:,} bytes, got {info.st_size:,}")


def probe(path: str | Path, root: Path | None = None, limits: MediaLimits = LIMITS) -> Kind:
    """Return whether the file at `path` is a picture, a sound or a video, by its first bytes; nothing is decoded.

    Raises MediaError when it is none, is missing, empty, larger than `limits.bytes`, no regular file, or
    (links followed) outside `root`.
    """
    fd = open_media(path, root, limits)
    try:
        found = sniff(os.pread(fd, LENGTH, 0))
    finally:
        os.close(fd)
    if found is not None:
        return found
    formats = f"{', '.join(media_worker.PICTURE_FORMATS)}, SVG, {media_worker.SOUND_FORMATS}, MP4 or WebM"
    raise MediaError(f"{_shown(path, root)}: neither a picture nor a sound that can be read (expected {formats})")


def content_hash(path: str | Path, root: Path | None = None, limits: MediaLimits = LIMITS) -> str:
    """SHA-256 of the bytes of the file at `path`, in hexadecimal.

    Raises MediaError as `probe` does, whatever the file's kind.
    """
    with os.fdopen(open_media(path, root, limits), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Died(Exception):
    """The worker ended before it answered."""


class _Worker:
    """One running worker process and the socket to it."""

    def __init__(self, limits: MediaLimits) -> None:
        # a script run by its path in a new session: `__main__` is not imported again, Ctrl-C does not reach it,
        # and keys in this process's environment are not handed to a decoder of strangers' files
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.channel, theirs = socket.socketpair()
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `kill`
        command = [sys.executable, "-P", media_worker.__file__, str(theirs.fileno()), json.dumps(asdict(limits))]
        with theirs:
            self.process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                env=environment,
                start_new_session=True,
            )
        try:
            self.receive(_START_SECONDS)
        except (_Died, TimeoutError) as error:
            self.errors.seek(0)
            said = self.errors.read()[-2_000:].decode(errors="replace").strip()
            self.kill()
            raise CatalogError(
                f"the process that decodes media did not start: {said or type(error).__name__}"
            ) from error

    def send(self, kind: bytes, fd: int) -> None:
        try:
            socket.send_fds(self.channel, [kind], [fd])
        except OSError as error:
            raise _Died from error

    def _exactly(self, size: int, deadline: float) -> bytearray:
        buffer = bytearray(size)
        view, got = memoryview(buffer), 0
        while got < size:
            self.channel.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                n = self.channel.recv_into(view[got:])
            except ConnectionError as error:
                raise _Died from error
            if not n:
                raise _Died
            got += n
        return buffer

    def receive(self, seconds: float) -> tuple[bytes, int, int, bytearray]:
        """Return the next answer: kind, two numbers, bytes. Raises _Died, or TimeoutError after `seconds`."""
        deadline = time.monotonic() + seconds
        kind, first, second, size = media_worker.ANSWER.unpack(self._exactly(media_worker.ANSWER.size, deadline))
        return kind, first, second, self._exactly(size, deadline)

    def kill(self) -> None:
        self.channel.close()
        self.process.kill()
        self.process.wait()
        self.errors.close()


class MediaReader:
    """Decodes pictures and sounds in one worker process, started at the first file and kept for the next ones.

    A file that crashes the worker, hangs it or fills its memory costs a MediaError and a restart; files before and
    after it are read as if it were not there. Safe to share between threads, which then take turns. Use it in
    `with`, or call `close`; a reader whose process ends takes its worker with it.

        with MediaReader() as reader:
            picture = reader.image("cat.jpg")
    """

    def __init__(self, limits: MediaLimits = LIMITS) -> None:
        self.limits = limits
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    def image(self, path: str | Path, root: Path | None = None) -> Image.Image:
        """Return the picture at `path`: RGB, upright, transparency on white, largest side at most `limits.side` pixels.

        Of an animation, the first frame; an SVG is drawn at `limits.side`. Raises MediaError when it can't be read,
        exceeds a limit, or (links followed) lies outside `root`.
        """
        from PIL import Image

        width, height, pixels = self._ask(media_worker.IMAGE, path, root)
        if max(width, height) > self.limits.side or len(pixels) != width * height * 3:
            raise MediaError(f"{_shown(path, root)}: the decoder's answer makes no sense")
        return Image.frombytes("RGB", (width, height), bytes(pixels))

    def sound(self, path: str | Path, root: Path | None = None) -> Sound:
        """Return the first `limits.seconds` of the sound at `path`, mono at `limits.rate`, finite and within [-1, 1].

        Raises MediaError when it can't be read, is empty or silent, holds NaN or infinity, exceeds a limit, or
        (links followed) lies outside `root`.
        """
        rate, _, samples = self._ask(media_worker.SOUND, path, root)
        return Sound(np.frombuffer(samples, np.float32), rate)

    def tags(self, path: str | Path, root: Path | None = None) -> dict[str, str]:
        """Title, artist, album, genre and year that the sound at `path` carries, where it does.

        Raises MediaError as `sound` does.
        """
        _, _, tags = self._ask(media_worker.TAGS, path, root)
        return dict(json.loads(tags))

    def photo(self, path: str | Path, root: Path | None = None) -> dict[str, Any]:
        """Return what the picture at `path` says of itself, as `photo_tags` has it: when, where and by which camera it was taken, and the
        title, caption and keywords that somebody gave it. Raises MediaError as `image` does.
        """
        _, _, told = self._ask(media_worker.PHOTO, path, root)
        return dict(json.loads(told))

    def cover(self, path: str | Path, root: Path | None = None) -> bytes:
        """Return the bytes of the picture that the sound at `path` carries, b"" where it carries none. Raises MediaError as `sound` does."""
        _, _, data = self._ask(media_worker.COVER, path, root)
        return bytes(data)

    def close(self) -> None:
        """Ends the worker. The reader may be used again: the next file starts another."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _ask(self, kind: bytes, path: str | Path, root: Path | None) -> tuple[int, int, bytearray]:
        """Two numbers and the bytes of the answer for one file. Raises MediaError."""
        name = _shown(path, root)
        fd = open_media(path, root, self.limits)
        try:
            if kind == media_worker.IMAGE and is_svg(os.pread(fd, LENGTH, 0)):
                kind = media_worker.DRAWING
            with self._lock:
                answer, first, second, payload = self._exchange(kind, fd)
        except TimeoutError as error:
            raise MediaError(f"{name}: decoding it took longer than {self.limits.timeout:g} s") from error
        except _Died as error:
            raise MediaError(f"{name}: the decoder crashed on it: save it again in another format") from error
        finally:
            os.close(fd)
        if answer == media_worker.ERROR:
            raise MediaError(f"{name}: {payload.decode(errors='replace')}")
        return first, second, payload

    def _exchange(self, kind: bytes, fd: int) -> tuple[bytes, int, int, bytearray]:
        """Sends one file and waits. A worker that died is replaced, and the file tried once more: it may be innocent."""
        for last in (False, True):
            os.lseek(fd, 0, os.SEEK_SET)  # the worker reads through the same open file
            self._worker = self._worker or _Worker(self.limits)
            try:
                self._worker.send(kind, fd)
                return self._worker.receive(self.limits.timeout)
            except _Died:
                self._stop()
                if last:
                    raise
            except BaseException:  # a timeout, or Ctrl-C: an answer still under way must not reach the next file
                self._stop()
                raise
        raise AssertionError("unreachable")

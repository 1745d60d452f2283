"""Decodes pictures and sounds in a process of its own, under limits, for `media.py`.

Run as a script by `MediaReader`, which hands it open files over a socket. It knows nothing of paths, folders,
items or catalogues: what it gets is a file descriptor, and what it answers are pixels, samples, tags or a
reason in words. Imports only the standard library until it has started as a worker.
"""

from __future__ import annotations

import codecs
import json
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

__all__ = [
    "ANSWER",
    "COVER",
    "DRAWING",
    "ERROR",
    "IMAGE",
    "PHOTO",
    "PICTURE_FORMATS",
    "READY",
    "SOUND",
    "SOUND_FORMATS",
    "TAGS",
    "main",
]

ANSWER = struct.Struct("!cIII")
"""The head of an answer: its kind; width and height of a picture, or rate of a sound; bytes that follow."""
IMAGE, SOUND, TAGS, DRAWING, PHOTO, COVER, READY, ERROR = b"i", b"s", b"t", b"d", b"p", b"c", b"r", b"e"
"""What is asked for: a picture, a sound, a sound's tags, an SVG picture, a picture's tags, a sound's cover; and two more answers."""
PICTURE_FORMATS = ("PNG", "JPEG", "MPO", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")
"""Formats that Pillow is allowed to try; it knows more (PostScript, for one) that no stranger should reach."""
SOUND_FORMATS = "WAV, FLAC, OGG or MP3"

CODECS = (
    "ascii",
    "us-ascii",
    "latin-1",
    "latin1",
    "cp1252",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-16le",
    "utf_16_be",
)
"""What texts in media are encoded in: looked up before this process can't open files."""
_SILENCE = 1e-3
_RATES = (1_000, 384_000)
_CHANNELS = 32
_BLOCK = 1 << 16
_WHOLE = 0.5
_UNKNOWN_LENGTH = 1 << 60
_ORIENTATION = 0x0112
_PHONES = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1")
_LACKING = 0.05
"""The share of a JPEG's rows that may lack."""
_TURNS = ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90")
_TAG_NAMES = ("title", "artist", "album", "genre", "year", "composer", "albumartist")


class _Refused(Exception):
    """A file that is not decoded, with the reason in words for people."""


def _turn(exif: Mapping[int, Any]) -> Image.Transpose | None:
    """What to do to a picture whose camera was held as its EXIF orientation says."""
    from PIL.Image import Transpose

    turns = {value: Transpose[name] for value, name in enumerate(_TURNS, 2)}
    return turns.get(exif.get(_ORIENTATION, 1))


def _exif(image: Image.Image) -> Mapping[int, Any]:
    try:
        return image.getexif()
    except (SyntaxError, ValueError, KeyError, TypeError, OSError, struct.error):
        return {}  # a damaged EXIF block says nothing about the picture itself


def _eight_bit(image: Image.Image) -> Image.Image:
    """A picture of 16-bit, 32-bit or float greys as 8-bit greys."""
    import numpy as np
    from PIL import Image

    grey = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((grey >> 8).astype(np.uint8))
    grey = np.nan_to_num(grey.astype(np.float32))
    low, high = float(grey.min()), float(grey.max())
    if image.mode == "I" and low >= 0 and high < 1 << 16:
        low, high = 0.0, 65_535.0
    elif image.mode == "F" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    return Image.fromarray(((grey - low) * (255 / max(high - low, 1e-9))).astype(np.uint8))


def _plain(image: Image.Image) -> Image.Image:
    """Any colour mode as L, RGB or RGBA."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bit(image)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _header(file: BinaryIO, pixels: int) -> Image.Image:
    """The picture before anything of it is decoded, its size and (of a PNG, which alone has them) checksums checked."""
    from PIL import Image

    formats = [name for name in PICTURE_FORMATS if name in Image.OPEN]
    if "HEIF" not in formats and file.read(12)[4:].startswith(_PHONES):
        raise _Refused("a picture of a phone (HEIC): install 'medley-recommender[photos]', or save it as JPEG")
    file.seek(0)
    image: Image.Image = Image.open(file, formats=formats)
    width, height = image.size
    if width * height > pixels:
        raise _Refused(
            f"expected at most {pixels:,} pixels, got {width:,} x {height:,} = {width * height:,}: make it smaller"
        )
    if image.format == "PNG":
        image.verify()
        file.seek(0)
        image = Image.open(file, formats=formats)
    return image


def _load(image: Image.Image) -> None:
    """Decodes a picture; a JPEG that lacks its last bytes is taken as it is, unless more than a few of its rows are gone."""
    from PIL import ImageFile

    try:
        image.load()
    except OSError as error:
        if image.format not in ("JPEG", "MPO") or "truncated" not in str(error):
            raise
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        if _unfilled(image) > _LACKING:
            raise


def _unfilled(image: Image.Image) -> float:
    """The share of rows at the lower end that have one grey alone, as a decoder leaves those of which it got nothing."""
    import numpy as np

    rows = np.asarray(image.convert("RGB")).reshape(image.height, -1)
    plain = (rows == 128).all(axis=1)[::-1]
    return float((plain.argmin() if not plain.all() else len(plain)) / len(plain))


def _picture(file: BinaryIO, pixels: int, side: int) -> Image.Image:
    """The first frame, upright, in RGB on white, its largest side at most `side`."""
    from PIL import Image

    image = _header(file, pixels)
    width, height = image.size
    scale = min(1.0, side / max(width, height))
    target = max(1, round(width * scale)), max(1, round(height * scale))
    turn = _turn(_exif(image))
    if scale < 1:
        image.draft("RGB", target)
    _load(image)
    image = _plain(image)
    if image.size != target:
        image = image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("RGB")
    return image if turn is None else image.transpose(turn)


def _drawing(file: BinaryIO, side: int) -> Image.Image:
    """An SVG picture, drawn on white with its larger side at `side`; its texts are left out.

    The library would draw other pictures of this machine that an SVG names by path, and reads fonts: while it draws, no
    file can be opened. It runs no scripts and fetches nothing.
    """
    from io import BytesIO

    import resvg_py
    from PIL import Image

    source = file.read().decode("utf-8-sig")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=source, width=side, height=side, background="#ffffff", skip_system_fonts=True
        )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return Image.open(BytesIO(drawn), formats=["PNG"]).convert("RGB")


def _together(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """The channels of a block averaged, float32 (n,); the loudest alone where they cancel each other out (opposite phases)."""
    import numpy as np

    mean = block.mean(axis=1)
    loudness = np.abs(block).max(axis=0)
    cancelled = len(block) and float(loudness.max()) >= _SILENCE > float(np.abs(mean).max())
    return np.ascontiguousarray(block[:, int(loudness.argmax())]) if cancelled else mean


def _sized(fd: int) -> BinaryIO | None:
    """A WAV file whose header says that it is empty, as those that were written into a pipe do, with the sizes that it has.

    None for any other file.
    """
    from io import BytesIO

    with os.fdopen(os.dup(fd), "rb") as file:
        file.seek(0)
        head = file.read(4096)
        at = head.find(b"data")
        if head[:4] != b"RIFF" or head[8:12] != b"WAVE" or at < 12:
            return None
        said = struct.unpack("<I", head[at + 4 : at + 8])[0] if at + 8 <= len(head) else 1
        whole = head + file.read() if said in (0, 0xFFFFFFFF) else b""
    left = len(whole) - at - 8
    if left <= 0:
        return None
    sizes = struct.pack("<I", len(whole) - 8), struct.pack("<I", left)
    return BytesIO(whole[:4] + sizes[0] + whole[8 : at + 4] + sizes[1] + whole[at + 8 :])


def _mono(fd: int, seconds: float) -> tuple[NDArray[np.float32], int]:
    """The first `seconds` of a sound, channels averaged: float32 (n,), and its own rate. Reads block by block."""
    import numpy as np
    import soundfile

    # one of its own: libsndfile 1.2.0 closes what it can't read, also where it is asked not to
    streamed = _sized(fd)
    os.lseek(fd, 0, os.SEEK_SET)
    with soundfile.SoundFile(streamed or os.dup(fd), closefd=True) as sound:
        rate, channels = sound.samplerate, sound.channels
        if not _RATES[0] <= rate <= _RATES[1] or channels > _CHANNELS:
            raise _Refused(
                f"expected {_RATES[0]:,} to {_RATES[1]:,} samples a second in at most {_CHANNELS} channels, "
                f"got {rate:,} in {channels}"
            )
        blocks: list[NDArray[np.float32]] = []
        wanted = left = int(seconds * rate)
        while left > 0:
            block = sound.read(min(left, _BLOCK), dtype="float32", always_2d=True)
            if not len(block):
                break
            blocks.append(_together(block))
            left -= len(block)
        # damaged MP3s decode "without error", to a fraction of what their header promises
        promised, read = min(sound.frames, wanted), wanted - left
        if sound.frames < _UNKNOWN_LENGTH and read < promised * _WHOLE:
            raise _Refused(f"damaged or cut short: {read / rate:.1f} s of {promised / rate:.1f} s can be read")
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32), rate


def _samples(fd: int, seconds: float, rate: int) -> NDArray[np.float32]:
    """float32 (n,), mono at `rate`, all finite and within [-1, 1]; louder sounds are scaled down as a whole."""
    import numpy as np
    import soxr

    mono, own = _mono(fd, seconds)
    bad = int(mono.size - np.isfinite(mono).sum())
    if bad:
        raise _Refused(f"{bad:,} of {mono.size:,} samples are not numbers (NaN or infinity): save it again")
    if own != rate and mono.size:
        mono = np.asarray(soxr.resample(mono, own, rate), np.float32)
    if not mono.size:
        raise _Refused("the sound is empty: it holds no samples")
    peak = float(np.abs(mono).max())
    if not np.isfinite(peak):
        raise _Refused("the sound is louder than a number can hold: save it again")
    if peak < _SILENCE:
        raise _Refused(f"the sound is silent (peak {peak:.0e}, at least {_SILENCE:.0e} is needed)")
    return mono / np.float32(peak) if peak > 1 else mono


def _tags(file: BinaryIO) -> dict[str, str]:
    """Title, artist, album, genre and year where the file has them."""
    from tinytag import TinyTag

    tag = TinyTag.get(file_obj=file, duration=False)
    found = {name: getattr(tag, name) for name in _TAG_NAMES}
    return {name: str(value) for name, value in found.items() if value}


def _cover(file: BinaryIO) -> bytes:
    """The picture that a sound carries, as it was put in; b"" for none."""
    from tinytag import TinyTag

    cover = TinyTag.get(file_obj=file, duration=False, image=True).images.any
    return bytes(cover.data) if cover is not None and cover.data else b""


def _sibling(name: str) -> ModuleType:
    """A module beside this file, by its path: the package above it would bring all of Medley into this process."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py")
    spec = spec_from_file_location(f"medley_worker_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _answer(kind: bytes, fd: int, settings: Mapping[str, Any]) -> tuple[bytes, int, int, bytes]:
    """Kind, two numbers and the bytes of the answer, as `ANSWER` has them."""
    if kind == SOUND:
        samples = _samples(fd, settings["seconds"], settings["rate"])
        return SOUND, settings["rate"], 0, samples.tobytes()
    with os.fdopen(fd, "rb", closefd=False) as file:
        if kind == TAGS:
            return TAGS, 0, 0, json.dumps(_tags(file)).encode()
        if kind == COVER:
            return COVER, 0, 0, _cover(file)
        if kind == PHOTO:
            told = sys.modules["photo_tags"].photo_tags(_header(file, settings["pixels"]))
            return PHOTO, 0, 0, json.dumps(told).encode()
        side = settings["side"]
        image = _drawing(file, side) if kind == DRAWING else _picture(file, settings["pixels"], side)
        return IMAGE, *image.size, image.tobytes()


def _reason(error: Exception, kind: bytes, settings: Mapping[str, Any]) -> str:
    """Why a file was not decoded, in words for people."""
    from PIL import UnidentifiedImageError

    if isinstance(error, _Refused):
        return str(error)
    if isinstance(error, MemoryError):
        return f"decoding it takes more than {settings['memory'] >> 20:,} MiB of memory: make it smaller"
    if kind == DRAWING:
        return f"not an SVG picture that can be drawn ({type(error).__name__}: {str(error)[:200]})"
    if isinstance(error, UnidentifiedImageError):
        return f"not a picture in a format that can be read ({', '.join(PICTURE_FORMATS)})"
    if kind == SOUND:
        detail = getattr(error, "error_string", None) or str(error)
        known = "" if "not a regular file" in detail else f": {detail}"  # libsndfile's words for bytes it doesn't know
        return f"not a sound that can be read (expected {SOUND_FORMATS}){known}"
    return f"damaged or in a form that can't be read ({type(error).__name__}: {error})"


def _confine(memory: int) -> None:
    """Limits this process: `memory` bytes beyond what it has now; no file written, no core dumped."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            memory += int(statm.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        memory += 1 << 30  # not Linux: what the interpreter has itself is only guessed
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))


def _serve(channel: socket.socket, settings: Mapping[str, Any]) -> None:
    """Answers one file after another until the other side is gone."""
    channel.sendall(ANSWER.pack(READY, 0, 0, 0))
    while True:
        kind, fds, _, _ = socket.recv_fds(channel, 1, 1)
        if not kind or not fds:
            return
        # should the parent be gone too, the alarm's default action ends a decoder that hangs
        signal.setitimer(signal.ITIMER_REAL, settings["timeout"] + 5)
        try:
            what, first, second, payload = _answer(kind, fds[0], settings)
        except Exception as error:  # noqa: BLE001 - decoders raise anything at all; the reason is passed on
            what, first, second, payload = ERROR, 0, 0, _reason(error, kind, settings).encode(errors="replace")
        finally:
            os.close(fds[0])
        signal.setitimer(signal.ITIMER_REAL, 0)
        channel.sendall(ANSWER.pack(what, first, second, len(payload)))
        channel.sendall(payload)


def main(number: str, settings: str) -> None:
    """Serves on the inherited socket `number` under `settings`, the limits as JSON."""
    for library in ("resvg_py", "soundfile", "soxr", "tinytag"):
        import_module(library)  # before this process is limited
    from PIL import Image

    if find_spec("pi_heif") is not None:  # pictures of phones, where the extra is installed
        import_module("pi_heif").register_heif_opener()
    sys.modules["photo_tags"] = _sibling("photo_tags")
    for codec in CODECS:
        codecs.lookup(codec)
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # checked in `_picture`, with a message that has both numbers
    limits = json.loads(settings)
    _confine(limits["memory"])
    _sibling("seccomp").forbid()
    with socket.socket(fileno=int(number)) as channel:
        try:
            _serve(channel, limits)
        except (BrokenPipeError, ConnectionResetError):
            return  # the parent is gone


if __name__ == "__main__":
    main(*sys.argv[1:3])

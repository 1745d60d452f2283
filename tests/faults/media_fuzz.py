"""Hostile pictures and sounds: whole files of every format, spoiled in many ways. Seeded, so that each can be made again.

python -m tests.faults.media_fuzz --count 600    counts what became of them
"""

from __future__ import annotations

import argparse
import random
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.errors import MediaError
from retrieval.media.reader import MediaReader
from tests.media_files import picture, sound

__all__ = ["spoiled_files", "tried"]

PICTURES = ("png", "jpg", "gif", "webp", "bmp", "tiff")
SOUNDS = ("wav", "flac", "ogg", "mp3")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="red"/>{}</svg>'
PLANTS = (
    '<image href="file:///etc/passwd" width="9" height="9"/>', '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>',
    "<script>1</script>", '<use href="#a" id="a"/>', "<g>" * 3000, '<rect width="1e30" height="1e30"/>', "<text>" + "A" * 50_000 + "</text>",
    '<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter><rect width="40" height="30" filter="url(#f)"/>',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', "\x00\x01", '<pattern id="p" width="1e-9" height="1e-9"/>',
)  # fmt: skip
SLOWEST = 30.0
"""Seconds that one file may take: twice what a reader waits for its worker."""


def _flip(data: bytearray, r: random.Random) -> bytes:
    for _ in range(r.choice((1, 3, 20, 200))):
        data[r.randrange(len(data))] ^= r.randrange(1, 256)
    return bytes(data)


def _cut(data: bytearray, r: random.Random) -> bytes:
    return bytes(data[: r.randrange(len(data))])


def _huge(data: bytearray, r: random.Random) -> bytes:
    """Numbers of the head that say that it is enormous, or nothing."""
    at = r.randrange(min(64, len(data) - 4))
    data[at : at + 4] = struct.pack(r.choice((">I", "<I")), r.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 65_535, 1 << 24)))
    return bytes(data)


def _again(data: bytearray, r: random.Random) -> bytes:
    """A part of it, many times."""
    at = r.randrange(len(data))
    return bytes(data[:at] + data[at : at + r.randrange(1, 4000)] * r.choice((2, 50, 400)) + data[at:])


def _filled(data: bytearray, r: random.Random) -> bytes:
    at, size = r.randrange(len(data)), r.randrange(1, 2000)
    data[at : at + size] = r.choice((bytes(size), b"\xff" * size, r.randbytes(size)))
    return bytes(data)


def _headed(data: bytearray, r: random.Random) -> bytes:
    """The head alone, and noise after it."""
    return bytes(data[: r.choice((4, 8, 16, 64, 200))]) + r.randbytes(r.randrange(20_000))


def _joined(data: bytearray, r: random.Random) -> bytes:
    return bytes(data + data[: r.randrange(len(data))] + b"<script>" + r.randbytes(50))


WAYS: tuple[Callable[[bytearray, random.Random], bytes], ...] = (_flip, _cut, _huge, _again, _filled, _headed, _joined)


def _whole(folder: Path) -> dict[str, bytes]:
    found = {kind: picture(folder / f"a.{kind}", size=(60, 45)).read_bytes() for kind in PICTURES}
    found |= {kind: sound(folder / f"a.{kind}", seconds=0.4).read_bytes() for kind in SOUNDS}
    return found | {"svg": SVG.format("").encode()}


def spoiled_files(count: int, folder: Path, first: int = 0) -> Iterator[tuple[int, Path]]:
    """So many files, each with its seed; a file is removed when the next is asked for."""
    whole = _whole(folder)
    kinds = list(whole)
    for seed in range(first, first + count):
        r = random.Random(seed)
        kind = kinds[seed % len(kinds)]
        if kind == "svg" and r.random() < 0.7:
            data = SVG.format(r.choice(PLANTS) * r.choice((1, 20))).encode()
        else:
            data = WAYS[(seed // len(kinds)) % len(WAYS)](bytearray(whole[kind]), r)
        path = folder / f"spoiled{seed}.{kind}"
        path.write_bytes(data)
        yield seed, path
        path.unlink()


def tried(count: int, folder: Path, first: int = 0) -> tuple[Counter[str], list[str]]:
    """Read them all by one reader; return how many ended how, and what went wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with MediaReader() as reader:
        for seed, path in spoiled_files(count, folder, first):
            counts["inputs"] += 1
            began = time.monotonic()
            try:
                reader.sound(path) if path.suffix[1:] in SOUNDS else reader.image(path)
                counts["read"] += 1
            except MediaError as error:
                counts["refused"] += 1
                if "Traceback" in str(error) or not str(error):
                    wrong.append(f"{path.suffix} {seed}: {error}")
            except Exception as error:  # noqa: BLE001 - any other error is what is looked for
                counts["crashes"] += 1
                wrong.append(f"{path.suffix} {seed}: {type(error).__name__}: {error}")
            if time.monotonic() - began > SLOWEST:
                counts["slow"] += 1
                wrong.append(f"{path.suffix} {seed}: {time.monotonic() - began:.0f} s")
    return counts, wrong


def main() -> None:
    """Reads many, and prints what became of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=600)
    options.add_argument("--first", type=int, default=0)
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        counts, wrong = tried(given.count, Path(folder), given.first)
    print("\n".join(wrong[:30]))
    print(dict(counts))


if __name__ == "__main__":
    main()

"""Builds a catalogue from the unpacked stamps of Tux Paint: titles in many languages, pictures and sounds.

A stamp is NAME.png with NAME.txt (the English title, then lines `xx.utf8=…`) and perhaps NAME.ogg in a folder that
tells its category. Spoken names (`NAME_desc….ogg`), mirrored pictures and drawings that only exist as SVG are left
out. Knows nothing of where the files come from.
"""

from __future__ import annotations

import json
import re
import shutil
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from agent.demo.fetch import Progress
from retrieval.atomic import write_atomically
from retrieval.errors import CatalogError

__all__ = ["DROPPED", "LANGUAGES", "build_stamps"]

LANGUAGES: tuple[str, ...] = ("zh", "zh-TW", "de", "es", "fr", "ja")
"""Translations that are kept: every one is a text to encode, 5 ms each."""

DROPPED = "dropped.txt"
"""Beside `catalog.jsonl`: what was left out and why, one line each."""

_LEFT_OUT = ("symbols",)
"""Letters, digits, coins and signs: nothing that anyone asks a recommendation for."""
_SIDE = 512
_PIXELS = 40_000_000
_SILENCE = 1e-3
_MIRRORED = re.compile(r"_(mirror|flip)$")
_LINE = re.compile(r"([a-z]{2})(?:_([A-Z]{2}))?\.utf8=(.*)")


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished row, or None, and what was left out of it."""

    row: dict[str, object] | None
    dropped: tuple[str, ...] = ()


def _clean(text: str) -> str:
    return text.strip().rstrip(" .!。！|").strip()


def _language(code: str, region: str | None) -> str:
    """The code of a translated field: `zh_CN` is `zh`, and Indonesian keeps a region lest `title_id` be an id."""
    if (code, region) == ("zh", "CN"):
        return "zh"
    return "id-ID" if code == "id" else f"{code}-{region}" if region else code


def _titles(path: Path, languages: Sequence[str] | None) -> dict[str, str]:
    """`title` and `title_xx` of a stamp's text file. What isn't translated is left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    english = _clean(lines[0]) if lines else ""
    fields = {"title": english} if english else {}
    for line in lines[1:]:
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] == "en":
            continue
        code, text = _language(match[1], match[2]), _clean(match[3])
        if text and text.casefold() != english.casefold() and (languages is None or code in languages):
            fields[f"title_{code}"] = text
    return fields


def _picture(source: Path, target: Path) -> None:
    """Writes the picture on white, at most 512 pixels a side. Raises OSError or ValueError where it can't be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(source) as opened:
            if opened.width * opened.height > _PIXELS:
                raise ValueError(f"{opened.width} x {opened.height} pixels are more than {_PIXELS:,}")
            # scaled with its transparency (premultiplied by Pillow), so that no dark rim appears
            stamp = opened.convert("RGBA")
    stamp.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS, reducing_gap=2)
    paper = Image.new("RGB", stamp.size, "white")
    paper.paste(stamp, mask=stamp.getchannel("A"))
    paper.save(target, quality=88)


def _seconds(path: Path) -> float:
    """The length of a sound in seconds; 0 where it is silent. Raises ValueError where it can't be read."""
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise ValueError(str(error)) from error
    if not len(samples) or not float(np.abs(samples).max()) > _SILENCE:
        return 0.0
    return float(round(len(samples) / rate, 2))


def _sound(source: Path, folder: Path, name: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """The fields of the sound beside a picture, if there is one, and why one was left out."""
    path = next((p for p in (source.with_suffix(".ogg"), source.with_suffix(".wav")) if p.is_file()), None)
    if path is None:
        return {}, ()
    try:
        seconds = _seconds(path)
    except ValueError as error:
        return {}, (f"{name}: its sound can't be read: {error}",)
    if not seconds:
        return {}, (f"{name}: its sound is silent",)
    target = f"media/{name}{path.suffix}"
    shutil.copyfile(path, folder / target)
    return {"audio": target, "seconds": seconds}, ()


def _stamp(source: Path, root: Path, folder: Path, languages: Sequence[str] | None) -> _Made:
    """The row of one picture; its media are written to `folder`."""
    *places, _ = source.relative_to(root).parts
    name = "-".join((*places, source.stem)).replace(" ", "-")
    dropped: tuple[str, ...] = ()
    row: dict[str, object] = {"id": name}
    try:
        row |= _titles(source.with_suffix(".txt"), languages)
    except (FileNotFoundError, UnicodeDecodeError) as error:
        dropped += (f"{name}: it has no readable title: {type(error).__name__}",)
    try:
        _picture(source, folder / f"media/{name}.jpg")
    except (OSError, ValueError, SyntaxError) as error:  # Pillow reports broken PNG chunks as SyntaxError
        return _Made(None, (*dropped, f"{name}: its picture can't be read: {error}"))
    kinds = [place for place in places if place != "cartoon"]
    if kinds:
        row["category"] = kinds[0]
    if len(kinds) > 1:
        row["subcategory"] = kinds[-1]
    if "cartoon" in places:
        row["style"] = "cartoon"
    row["image"] = f"media/{name}.jpg"
    sound, why = _sound(source, folder, name)
    return _Made(row | sound, dropped + why)


def _left_out(root: Path) -> Iterator[str]:
    """What the catalogue leaves out by kind, counted."""
    signs = Counter(
        p.relative_to(root).parts[0] for p in root.rglob("*.png") if p.relative_to(root).parts[0] in _LEFT_OUT
    )
    for kind, count in sorted(signs.items()):
        yield f"{kind}: {count} letters, digits, coins and signs are left out"
    drawn = (p for p in root.rglob("*.svg") if not p.with_suffix(".png").exists())
    only = sum(1 for p in drawn if p.relative_to(root).parts[0] not in _LEFT_OUT)
    if only:
        yield f"svg: {only} stamps that only exist as SVG drawings are left out"


def _root(unpacked: Path) -> Path:
    """The folder of the stamps in the unpacked package."""
    for place in ("usr/share/tuxpaint/stamps", "share/tuxpaint/stamps", "stamps"):
        if (unpacked / place).is_dir():
            return unpacked / place
    raise CatalogError(f"expected usr/share/tuxpaint/stamps in {unpacked}, and it isn't there: fetch the package again")


def build_stamps(
    unpacked: Path,
    folder: Path,
    progress: Progress = lambda what, done, total: None,
    *,
    languages: Sequence[str] | None = LANGUAGES,
) -> Path:
    """Builds the catalogue of the stamps in `unpacked` into `folder` and returns the path of its `catalog.jsonl`.

    `languages` names the translations to keep, None keeps all. What is left out is told in `DROPPED` beside it,
    and the stamps' licence in `copyright`.
    `catalog.jsonl` is written last and in one step. Raises CatalogError when there is not one stamp.
    """
    root = _root(unpacked)
    sources = sorted(
        path for path in root.rglob("*.png")
        if path.is_file() and not path.is_symlink()
        and not _MIRRORED.search(path.stem) and path.relative_to(root).parts[0] not in _LEFT_OUT
    )  # fmt: skip
    (folder / "media").mkdir(parents=True, exist_ok=True)
    made: list[_Made] = []
    with ThreadPoolExecutor(max_workers=4) as pool:
        for one in pool.map(lambda path: _stamp(path, root, folder, languages), sources):
            made.append(one)
            progress("Building", len(made), len(sources))
    rows = [one.row for one in made if one.row is not None]
    if not rows:
        raise CatalogError(f"expected pictures with titles in {root}, found {len(sources)} files and not one readable")
    licence = unpacked / "usr/share/doc/tuxpaint-stamps-default/copyright"
    if licence.is_file():
        shutil.copyfile(licence, folder / "copyright")
    dropped = [*_left_out(root), *(words for one in made for words in one.dropped)]
    write_atomically(folder / DROPPED, "".join(f"{words}\n" for words in dropped).encode())
    path = folder / "catalog.jsonl"
    write_atomically(path, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode())
    return path

"""A small catalogue with real pictures and sounds, made on the spot, and a store of it with the fake encoders."""

import json
from pathlib import Path

from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import Report, index_catalog
from tests.media_files import picture, sound

WORDS = ["green frog", "red fox", "blue bird", "violin", "steam train", "yellow bee", "grey cat", "white owl"]
CHINESE = ["青蛙", "狐狸", "蓝鸟", "小提琴", "蒸汽火车", "蜜蜂", "灰猫", "白猫头鹰"]


def write_catalogue(folder: Path, count: int = 40) -> Path:
    """`count` items; every third without a picture, every fourth with a sound."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for n in range(count):
        row = {
            "id": f"i{n:03d}",
            "title": f"{WORDS[n % 8]} {n}",
            "title_zh": f"{CHINESE[n % 8]}{n}",
            "category": "music" if n % 8 == 3 else "vehicles" if n % 8 == 4 else "animals",
            "price": n * 1.5,
            "tags": ["even" if n % 2 == 0 else "odd", f"t{n % 5}"],
        }
        if n % 3:
            row["image"] = picture(
                folder / f"p{n}.png", size=(32 + n % 7, 30), colour=(n * 37 % 256, n * 91 % 256, n * 53 % 256)
            ).name
        if n % 4 == 0:
            row["audio"] = sound(folder / f"s{n}.wav", seconds=0.3, pitch=200 + 40 * n).name
        lines.append(json.dumps(row, ensure_ascii=False))
    path = folder / "catalog.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def indexed(folder: Path, count: int = 40) -> tuple[Path, Path, Report]:
    """The catalogue's file, its store, and what indexing reported."""
    path = write_catalogue(folder / "catalogue", count)
    report = index_catalog(read_catalog(path), folder / "store", encoder_set("fake"))
    return path, folder / "store", report

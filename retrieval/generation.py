"""A built index: fused vectors, the words, and the Chroma collection, in one folder that is never changed.

    STORE/CURRENT                    names the generation that readers use; replaced atomically
    STORE/generations/NAME/
        generation.json              what it was built from, and a checksum of each file; written last
        vectors.npy                  fused float32 (n, width)
        rows.npy  ids.json           the rows of the store and the ids that they belong to
        fusion.npz                   the fitted blocks: means, projections, bridges
        lexical/                     BM25
        chroma/                      the collection

A generation is a projection of the store: it can always be made again without encoding anything. Knows files and
arrays; nothing of encoders or requests.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.atomic import write_atomically
from retrieval.errors import StoreDamaged
from retrieval.lexical import Lexical

__all__ = [
    "Generation",
    "Manifest",
    "current_generation",
    "make_current",
    "new_folder",
    "remove_old",
    "seal",
    "write_arrays",
]

FOLDER = "generations"
POINTER = "CURRENT"
MANIFEST = "generation.json"
KEPT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from: the store's last change that it holds, and the signature of the encoders."""

    sequence: int
    size: int
    width: int
    encoders: str
    blocks: dict[str, dict[str, float | str]]
    catalogue: str
    fusion: str
    checksums: dict[str, str]


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


@dataclass(frozen=True)
class Generation:
    """A generation open for reading. `ids[i]`, `rows[i]` and `vectors[i]` belong together."""

    folder: Path
    manifest: Manifest
    ids: list[str]
    rows: NDArray[np.int64]
    vectors: NDArray[np.float32]
    lexical: Lexical

    @classmethod
    def open(cls, folder: Path) -> Generation:
        """Opens a generation; vectors are mapped into memory, not read.

        Raises StoreDamaged where a file is missing or isn't what was written.
        """
        try:
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
            for name, expected in manifest.checksums.items():
                if _checksum(folder / name) != expected:
                    raise StoreDamaged(
                        f"'{name}' of the index in '{folder}' is not what was written. Run: medley index"
                    )
            rows = np.load(folder / "rows.npy", allow_pickle=False)
            vectors = np.load(folder / "vectors.npy", mmap_mode="r" if len(rows) else None, allow_pickle=False)
            ids = json.loads((folder / "ids.json").read_text("utf-8"))
            lexical = Lexical.load(folder / "lexical")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreDamaged(f"the index in '{folder}' can't be read ({error}). Run: medley index") from error
        return cls(folder, manifest, ids, rows, vectors, lexical)

    def fusion_bytes(self) -> bytes:
        """The archive of fitted blocks."""
        return (self.folder / "fusion.npz").read_bytes()


def new_folder(store: Path, sequence: int) -> Path:
    """An empty folder for a generation, whose name was never used before."""
    parent = store / FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(p.name.split("-")[0]) for p in parent.iterdir() if p.name.split("-")[0].isdigit()), default=0)
    folder = parent / f"{number:06d}-{sequence}-{os.urandom(4).hex()}"
    folder.mkdir()
    return folder


def write_arrays(
    folder: Path, ids: Sequence[str], rows: NDArray[np.int64], lexical: Lexical, fusion: bytes, width: int
) -> NDArray[np.float32]:
    """Writes everything but the vectors, and returns the file behind them as an array to fill, float32 (n, width)."""
    np.save(folder / "rows.npy", rows)
    (folder / "ids.json").write_text(json.dumps(list(ids), ensure_ascii=False), "utf-8")
    (folder / "fusion.npz").write_bytes(fusion)
    lexical.save(folder / "lexical")
    if not len(rows):
        np.save(folder / "vectors.npy", np.zeros((0, width), np.float32))
        return np.zeros((0, width), np.float32)
    return np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (len(rows), width))


def seal(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest with the checksums of all files but Chroma's own, which Chroma may touch when it opens them."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and "chroma" not in p.relative_to(folder).parts]
    checksums = {p.relative_to(folder).as_posix(): _checksum(p) for p in files}
    body = json.dumps(asdict(manifest) | {"checksums": checksums}, indent=1)
    write_atomically(folder / MANIFEST, body.encode())


def make_current(store: Path, folder: Path) -> None:
    """Points readers to `folder`."""
    write_atomically(store / POINTER, json.dumps({"generation": folder.name}).encode())


def current_generation(store: Path) -> Path | None:
    """The folder that readers are pointed to, or None before the first build.

    Raises StoreDamaged where the pointer can't be read.
    """
    try:
        name = json.loads((store / POINTER).read_text("utf-8"))["generation"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(f"'{store / POINTER}' can't be read ({error}). Run: medley index") from error
    if not isinstance(name, str) or name in ("", ".", "..") or Path(name).name != name:
        raise StoreDamaged(f"'{store / POINTER}' names no generation. Run: medley index")
    return store / FOLDER / name


def remove_old(store: Path) -> None:
    """Removes what no reader needs: all but the current generation and the one before it. Only a writer may call it."""
    current = current_generation(store)
    finished = sorted(p for p in (store / FOLDER).iterdir() if (p / MANIFEST).is_file() and p != current)
    keep: Sequence[Path] = finished[len(finished) - (KEPT - 1) :]
    for folder in (store / FOLDER).iterdir():
        if folder != current and folder not in keep:
            shutil.rmtree(folder)

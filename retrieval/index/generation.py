"""A built index: fused vectors, the words, and the Chroma collection, in one folder that is never changed.

    STORE/CURRENT                    names the generation that readers use; replaced atomically
    STORE/CURRENT.FUSION-SIMILARITY  the same for readers that ask for another projection than the store's own
    STORE/generations/NAME/
        generation.json              what it was built from, and a checksum of each file; written last
        vectors.npy                  fused float32 (n, width)
        codes.npy  codes.json        the same in eight bits, of larger catalogues
        rows.npy  ids.json           the rows of the store and the ids that they belong to
        fusion.npz                   the fitted blocks: means, projections, bridges
        projection.npz               what fusion and similarity were fitted to, where they need it
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.atomic import reserve, write_atomically
from retrieval.errors import StoreDamaged
from retrieval.index.codes import Codes
from retrieval.lexical.bm25 import Lexical

__all__ = [
    "Generation",
    "Manifest",
    "current_generation",
    "drop_projections",
    "fresh_folder",
    "make_current",
    "other_projections",
    "remove_old",
    "seal",
    "sequence_of",
    "write_arrays",
]

FOLDER = "generations"
POINTER = "CURRENT"
MANIFEST = "generation.json"
KEPT = 2
SMALL = 1 << 20
"""Bytes of a file whose checksum is compared whenever it is opened; of larger ones, by `Generation.verify`."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from: the store's last change that it holds, the signature of the encoders, and the
    fusion and similarity (`projection`) that its vectors are made with.

    recall: block → recall@10 of the graph for queries that fill it, measured where the catalogue is large; `own` → the
    share of items that it finds by their own vectors, where that is less than 1. weighing: what known-item search said
    of the weights; its `weights` multiply those of what words reach (`known_item.py`). floor: how near the catalogue comes to
    what it has (`floor.py`); empty in an index that was built before this was measured. sizes: of the files, in bytes."""

    sequence: int
    size: int
    width: int
    encoders: str
    blocks: dict[str, dict[str, float | str]]
    catalogue: str
    fusion: str
    checksums: dict[str, str]
    projection: str = "concat-cosine"
    recall: dict[str, float] = field(default_factory=dict)
    weighing: dict[str, Any] = field(default_factory=dict)
    floor: dict[str, Any] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Return that of a generation whose files are all there. Raises StoreDamaged where one isn't, or has another length."""
        try:
            found = cls(**json.loads((folder / MANIFEST).read_text("utf-8")))
            for name in found.checksums:
                size = (folder / name).stat().st_size
                if size != found.sizes.get(name, size):
                    raise _not_written(folder, name)
        except (OSError, ValueError, TypeError) as error:
            raise StoreDamaged(f"the index in '{folder}' can't be read ({error}). Run: medley index") from error
        return found

    @property
    def weights(self) -> dict[str, float]:
        """Multipliers of the default weights, by block or term, in searches by words."""
        return dict(self.weighing.get("weights", {}))


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _not_written(folder: Path, name: str) -> StoreDamaged:
    return StoreDamaged(f"'{name}' of the index in '{folder}' is not what was written. Run: medley index")


def _verify(folder: Path, manifest: Manifest, largest: int | None = None) -> None:
    """Compares the checksums of files, of those of at most `largest` bytes where given. Raises StoreDamaged or OSError."""
    for name, expected in manifest.checksums.items():
        path = folder / name
        if (largest is None or path.stat().st_size <= largest) and _checksum(path) != expected:
            raise _not_written(folder, name)


@dataclass(frozen=True)
class Generation:
    """A generation open for reading. `ids[i]`, `rows[i]` and `vectors[i]` belong together.

    `unkept`: why its vectors are in memory only; its folder, and the collection there, are then those of the generation
    that it was projected from. `codes`: the vectors in eight bits, where there are any.
    """

    folder: Path
    manifest: Manifest
    ids: list[str]
    rows: NDArray[np.int64]
    vectors: NDArray[np.float32]
    lexical: Lexical
    unkept: str = ""
    codes: Codes | None = None

    @classmethod
    def open(cls, folder: Path) -> Generation:
        """Opens a generation; vectors are mapped into memory, not read.

        Raises StoreDamaged where a file is missing, has another length, or, being small, isn't what was written.
        """
        try:
            manifest = Manifest.read(folder)
            _verify(folder, manifest, largest=SMALL)
            rows = np.load(folder / "rows.npy", allow_pickle=False)
            vectors = np.load(folder / "vectors.npy", mmap_mode="r" if len(rows) else None, allow_pickle=False)
            ids = json.loads((folder / "ids.json").read_text("utf-8"))
            lexical = Lexical.load(folder / "lexical")
            codes = Codes.open(folder)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreDamaged(f"the index in '{folder}' can't be read ({error}). Run: medley index") from error
        return cls(folder, manifest, ids, rows, vectors, lexical, codes=codes)

    def verify(self) -> None:
        """Compares every file with its checksum. Raises StoreDamaged where one isn't what was written."""
        try:
            _verify(self.folder, self.manifest)
        except OSError as error:
            raise StoreDamaged(f"the index in '{self.folder}' can't be read ({error}). Run: medley index") from error

    def fusion_bytes(self) -> bytes:
        """Return the archive of fitted blocks."""
        return (self.folder / "fusion.npz").read_bytes()

    def projection_bytes(self) -> bytes:
        """Return the archive of what fusion and similarity were fitted to; empty where they need none."""
        path = self.folder / "projection.npz"
        return path.read_bytes() if path.exists() else b""


@contextmanager
def fresh_folder(store: Path, sequence: int) -> Iterator[Path]:
    """Yield an empty folder for a generation, whose name was never used before. It goes again where the block fails."""
    folder = _new_folder(store, sequence)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # nobody is pointed to it, and a full disk needs the space
        raise


def _new_folder(store: Path, sequence: int) -> Path:
    parent = store / FOLDER
    parent.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(p.name.split("-")[0]) for p in parent.iterdir() if p.name.split("-")[0].isdigit()), default=0)
    folder = parent / f"{number:06d}-{sequence}-{os.urandom(4).hex()}"
    folder.mkdir()
    return folder


def write_arrays(
    folder: Path,
    ids: Sequence[str],
    rows: NDArray[np.int64],
    lexical: Lexical,
    fusion: bytes,
    projection: bytes,
    width: int,
) -> NDArray[np.float32]:
    """Writes everything but the vectors, and returns the file behind them as an array to fill, float32 (n, width)."""
    np.save(folder / "rows.npy", rows)
    (folder / "ids.json").write_text(json.dumps(list(ids), ensure_ascii=False), "utf-8")
    (folder / "fusion.npz").write_bytes(fusion)
    if projection:
        (folder / "projection.npz").write_bytes(projection)
    lexical.save(folder / "lexical")
    if not len(rows):
        np.save(folder / "vectors.npy", np.zeros((0, width), np.float32))
        return np.zeros((0, width), np.float32)
    vectors = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (len(rows), width))
    reserve(folder / "vectors.npy")
    return vectors


def seal(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest with the checksums of all files but Chroma's own, which Chroma may touch when it opens them."""
    files = [p for p in sorted(folder.rglob("*")) if p.is_file() and "chroma" not in p.relative_to(folder).parts]
    checksums = {p.relative_to(folder).as_posix(): _checksum(p) for p in files}
    sizes = {p.relative_to(folder).as_posix(): p.stat().st_size for p in files}
    body = json.dumps(asdict(manifest) | {"checksums": checksums, "sizes": sizes}, indent=1)
    write_atomically(folder / MANIFEST, body.encode())


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What a pointer file says: the folder of a generation and the projection that it is of."""

    folder: Path
    projection: str


def _beside(store: Path, projection: str) -> Path:
    return store / f"{POINTER}.{projection}"


def _pointed(store: Path, path: Path) -> _Pointer | None:
    try:
        said = json.loads(path.read_text("utf-8"))
        name, projection = said["generation"], said.get("projection", "concat-cosine")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreDamaged(f"'{path}' can't be read ({error}). Run: medley index") from error
    if not isinstance(name, str) or name in ("", ".", "..") or Path(name).name != name:
        raise StoreDamaged(f"'{path}' names no generation. Run: medley index")
    return _Pointer(store / FOLDER / name, str(projection))


def _point(store: Path, path: Path, folder: Path, projection: str) -> None:
    write_atomically(path, json.dumps({"generation": folder.name, "projection": projection}).encode())


def sequence_of(folder: Path) -> int:
    """Return the last change of the store that a generation holds, by the name of its folder; 0 where that doesn't say."""
    parts = folder.name.split("-")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def make_current(store: Path, folder: Path, projection: str, *, default: bool = True) -> None:
    """Points readers to `folder`: those that ask for `projection` and, by `default`, those that ask for none.

    What was the default before stays there for those that ask for it by name.
    """
    if not default:
        _point(store, _beside(store, projection), folder, projection)
        return
    before = _readable_pointer(store, store / POINTER)
    if before is not None and before.projection != projection:
        _point(store, _beside(store, before.projection), before.folder, before.projection)
    _point(store, store / POINTER, folder, projection)
    _beside(store, projection).unlink(missing_ok=True)


def _readable_pointer(store: Path, path: Path) -> _Pointer | None:
    try:
        return _pointed(store, path)
    except StoreDamaged:
        return None


def current_generation(store: Path, projection: str | None = None) -> Path | None:
    """Return the folder that readers of `projection` (None: the store's own) are pointed to; None where none is built.

    Raises StoreDamaged where the pointer can't be read.
    """
    found = _pointed(store, store / POINTER)
    if projection is not None and (found is None or found.projection != projection):
        found = _pointed(store, _beside(store, projection))
    return found.folder if found else None


def other_projections(store: Path) -> list[str]:
    """Return the projections beside the store's own that have been built."""
    return sorted(p.name.removeprefix(f"{POINTER}.") for p in store.glob(f"{POINTER}.*"))


def drop_projections(store: Path, names: Sequence[str]) -> None:
    """Forgets generations of projections beside the store's own: they are built again when asked for."""
    for name in names:
        _beside(store, name).unlink(missing_ok=True)


def _projection_of(folder: Path) -> str:
    """The projection of a finished generation; "" where that can't be read."""
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8")).get("projection", "concat-cosine"))
    except (OSError, ValueError, AttributeError):
        return ""


def remove_old(store: Path) -> None:
    """Removes what no reader needs: all but the current generations and the one before each.

    Only a writer may call it.
    """
    paths = [store / POINTER, *(_beside(store, name) for name in other_projections(store))]
    pointers = [pointer for path in paths if (pointer := _readable_pointer(store, path))]
    keep = {pointer.folder for pointer in pointers}
    unpointed = sorted(p for p in (store / FOLDER).iterdir() if p not in keep)
    for pointer in pointers:
        keep |= set([p for p in unpointed if _projection_of(p) == pointer.projection][-(KEPT - 1) :])
    for folder in unpointed:
        if folder not in keep:
            shutil.rmtree(folder)

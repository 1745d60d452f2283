"""The catalogue of the demo: the stamps where they can be had, and else the starter catalogue.

Knows nothing of stores and answers; it ends with the path of a `catalog.jsonl`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from agent.demo.fetch import Progress, fetch_stamps
from agent.demo.showcases import SHOWCASES, CatalogName, Showcase
from agent.demo.stamps import DROPPED, build_stamps
from agent.demo.starter import build_starter
from retrieval.atomic import write_atomically
from retrieval.errors import CatalogError, ConfigError

__all__ = ["DemoCatalog", "Source", "demo_catalog", "spoken"]

Source = Literal["auto", "stamps", "starter"]

_FORMAT = "1"
"""Changes whenever `build_stamps` would make something else of the same package."""
_WAIT = 120.0
"""Seconds to wait for another process that is making the same catalogue."""


@dataclass(frozen=True, slots=True)
class DemoCatalog:
    """Where the demo's catalogue is, and what to know of it.

    `notes`: what was left out of it and why. `fallback`: why it is the starter catalogue though the stamps were
    wanted, else None.
    """

    path: Path
    name: CatalogName
    notes: tuple[str, ...] = ()
    fallback: str | None = None

    @property
    def showcases(self) -> tuple[Showcase, ...]:
        """The requests that the demo answers on this catalogue."""
        return SHOWCASES[self.name]


def spoken(say: Callable[[str], None]) -> Progress:
    """Progress in words, at every quarter."""
    told: dict[str, int] = {}

    def progress(what: str, done: int, total: int) -> None:
        quarter = 4 * done // total if total else 4
        if quarter > told.get(what, 0):
            told[what] = quarter
            say(f"{what}: {25 * quarter} %")

    return progress


def _is_made(folder: Path, version: str) -> bool:
    """Whether the catalogue in `folder` is complete and of this version."""
    mark = folder / "version"
    return (folder / "catalog.jsonl").is_file() and mark.is_file() and mark.read_text() == version


def _make(folder: Path, version: str, build: Callable[[], Path]) -> Path:
    """The catalogue in `folder`: as it is where it is complete, else built anew, by one process at a time."""
    path = folder / "catalog.jsonl"
    folder.parent.mkdir(parents=True, exist_ok=True)
    if _is_made(folder, version):
        return path
    try:
        with FileLock(f"{folder}.lock", timeout=_WAIT):
            if not _is_made(folder, version):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                write_atomically(folder / "version", version.encode())
                build()
    except Timeout as error:
        raise CatalogError(f"another process is making {folder}: wait until it has finished") from error
    return path


def _forget(home: Path, unpacked: Path) -> None:
    """Removes what was fetched and unpacked, 400 MB."""
    shutil.rmtree(unpacked, ignore_errors=True)
    shutil.rmtree(home / "apt", ignore_errors=True)


def _stamps(home: Path, say: Callable[[str], None], progress: Progress) -> DemoCatalog:
    folder = home / "stamps"

    def build() -> Path:
        unpacked = fetch_stamps(home, progress, say=say)
        try:
            path = build_stamps(unpacked, folder, progress)
        except CatalogError:  # what was fetched is no good: the next run fetches it again
            _forget(home, unpacked)
            raise
        _forget(home, unpacked)  # what the catalogue needs was copied
        return path

    path = _make(folder, _FORMAT, build)
    dropped = folder / DROPPED
    notes = tuple(dropped.read_text(encoding="utf-8").splitlines()) if dropped.is_file() else ()
    return DemoCatalog(path, "stamps", notes)


def _starter_version() -> str:
    """Changes with any byte of what the catalogue is made of."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in (*sorted(here.glob("*.py")), *sorted(f for f in (here / "starter_data").rglob("*") if f.is_file())):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _starter(home: Path, progress: Progress, fallback: str | None = None) -> DemoCatalog:
    folder = home / "starter"
    path = _make(folder, _starter_version(), lambda: build_starter(folder, lambda i, n: progress("Drawing", i, n)))
    return DemoCatalog(path, "starter", fallback=fallback)


def demo_catalog(
    cache: Path | None = None,
    *,
    source: Source = "auto",
    say: Callable[[str], None],
    progress: Progress | None = None,
) -> DemoCatalog:
    """Return the demo's catalogue, made in `cache` (the user's cache folder where None) unless it is there already.

    `auto` takes the stamps, and the starter catalogue where they can't be had; the reason is said and kept in
    `fallback`. `progress` is told what is being done and how far it is; where None, `say` is, now and then. Raises
    CatalogError when the stamps were demanded and can't be had, or the cache can't be written; ConfigError for an
    unknown source.
    """
    if source not in ("auto", "stamps", "starter"):
        raise ConfigError(f"expected the catalogue auto, stamps or starter; got '{source}'")
    home = (cache or user_cache_path("medley")) / "demo"
    shown = progress or spoken(say)
    try:
        if source == "starter":
            return _starter(home, shown)
        try:
            return _stamps(home, say, shown)
        except CatalogError as error:
            if source == "stamps":
                raise
            say(f"The stamps can't be had: {error}. The demo goes on with the starter catalogue.")
            return _starter(home, shown, str(error))
    except OSError as error:
        raise CatalogError(f"the demo's catalogue could not be written to {home}: {error}") from error

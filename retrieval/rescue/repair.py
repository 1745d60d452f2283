"""Mends a store as far as its own record allows: databases row by row, then all that is made of them, anew.

Damaged files are moved aside, not removed. What can't be mended is told, with what to do. Knows the store's databases and the
index; nothing of requests.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from retrieval.behavior.events import log_store
from retrieval.behavior.events.log_store import EventLog
from retrieval.behavior.people import exploration
from retrieval.behavior.people.exploration import ExposureLog
from retrieval.encoders.base import EncoderSet
from retrieval.errors import MedleyError, StoreDamaged, StoreError
from retrieval.index.encode import Progress, encode_items, remember_encoders
from retrieval.index.generation import current_generation, remove_old
from retrieval.index.indexer import made_whole, put_items
from retrieval.store import store as catalog_store
from retrieval.store.item_body import unpack
from retrieval.store.lock import writing
from retrieval.store.salvage import in_use, integrity, salvage, swap_in
from retrieval.store.sqlite import open_sqlite
from retrieval.store.store import Store

__all__ = ["ASIDE", "Repaired", "repair"]

ASIDE = "damaged-"
"""How folders begin into which damaged files are moved."""
FRESH = ".repaired"
KEPT = ("meta", "items", "vectors", "fusion", "problems")
"""Tables of the record that nothing else can be made of."""


@dataclass(frozen=True)
class Repaired:
    """What was done, what is lost, and where the damaged files lie: lines for people. lost: ids of items that can't be read."""

    done: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    aside: Path | None = None


def repair(folder: Path, encoders_of: Callable[[Path], EncoderSet], progress: Progress) -> Repaired:
    """Mend the store in `folder`. encoders_of: the encoders of a store, by its folder; asked once its record can be read.

    Raises StoreError where another process has a damaged database open, or nothing can be written; StoreLocked where another
    process writes the store.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise StoreError(f"expected a store in '{folder}'; there is none")
    aside = folder / f"{ASIDE}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
    done: list[str] = []
    with writing(folder):
        for name, made, sound in _DATABASES:
            if _mended(folder / name, made, sound, aside):
                counts = _counts(folder, name)
                done.append(f"{name}: {counts} could be read and were kept; the damaged file lies in {aside.name}")
        lost = _record(folder, encoders_of, aside, done, progress)
        done += _made_anew(folder, encoders_of, progress)
    return Repaired(tuple(done), lost, aside if aside.exists() else None)


def _event_row(table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row of the events' tables is one: texts are texts, numbers numbers."""
    if table != "events":
        return all(part is not None for part in row)
    number, id, kind, item, user, session, at, value, words, consent = row
    texts = (item, user, session, words)
    return (
        isinstance(id, str) and isinstance(kind, str) and isinstance(at, float | int) and isinstance(consent, int)
        and isinstance(number, int) and all(part is None or isinstance(part, str) for part in texts)
        and (value is None or isinstance(value, float | int)) and (user is not None or session is not None)
    )  # fmt: skip


def _any_row(table: str, row: tuple[Any, ...]) -> bool:
    return True


def _log(folder: Path) -> None:
    EventLog(folder).close()


def _shown(folder: Path) -> None:
    ExposureLog(folder).close()


_DATABASES: tuple[tuple[str, Callable[[Path], None], Callable[[str, tuple[Any, ...]], bool]], ...] = (
    (log_store.DATABASE, _log, _event_row),
    (exploration.DATABASE, _shown, _any_row),
)


def _mended(
    path: Path, made: Callable[[Path], None], sound: Callable[[str, tuple[Any, ...]], bool], aside: Path
) -> bool:
    """Mend one database; return whether it was damaged. made: makes an empty one in a folder."""
    fresh = path.with_name(path.name + FRESH)
    if not path.exists() and not fresh.exists():
        return False
    if not fresh.exists():
        if _whole(path, made):
            return False
        _alone(path)
        work = path.with_name(f".{path.name}-work")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        made(work)
        salvage(path, work / path.name, good=sound)
        _counters(work / path.name)
        made(work)
        (work / path.name).rename(fresh)
        shutil.rmtree(work)
    swap_in(fresh, path, aside)
    return True


def _whole(path: Path, made: Callable[[Path], None]) -> bool:
    if not path.is_file() or integrity(path) is not None:
        return False
    try:
        made(path.parent)
    except StoreDamaged:
        return False
    return True


def _alone(path: Path) -> None:
    if path.is_file() and in_use(path):
        raise StoreError(
            f"expected to mend '{path}' alone; another process has it open. End the servers of the store, and run it again"
        )


def _counters(path: Path) -> None:
    """Counters that were lost begin beyond what is there, so that nobody takes old for new."""
    database = open_sqlite(path)
    try:
        if database.value(text("SELECT 1 FROM sqlite_schema WHERE name = 'counters'")):
            highest = int(database.value(text("SELECT coalesce(max(row), 0) FROM events")) or 0)
            for name in ("sequence", "removals"):
                given = {"name": name, "value": highest + int(time.time())}
                database.run(
                    text("INSERT INTO counters VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"),
                    given,
                )
    finally:
        database.close()


def _counts(folder: Path, name: str) -> str:
    if name != log_store.DATABASE:
        return "what"
    with EventLog(folder) as log:
        return f"{len(log.events()):,} events"


def _item_row(table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row of the record is one that can be read back."""
    if table == "items":
        number, id, body = row[:3]
        try:
            return (
                isinstance(number, int)
                and isinstance(id, str)
                and bool(id)
                and isinstance(body, str)
                and bool(unpack(id, body))
            )
        except StoreDamaged:
            return False
    if table == "vectors":
        return (
            isinstance(row[0], str) and isinstance(row[1], str) and isinstance(row[2], bytes) and len(row[2]) % 4 == 0
        )
    return all(part is not None for part in row)


def _record_fault(folder: Path) -> str | None:
    path = folder / catalog_store.DATABASE
    if not path.is_file():
        return "there is none"
    if (found := integrity(path)) is not None:
        return found
    try:
        store = Store(folder)
        try:
            for _ in store.records(store.rows()[0].tolist()):
                pass
        finally:
            store.close()
    except MedleyError as error:
        return str(error)
    return None


def _ids_indexed(folder: Path) -> set[str]:
    """The ids that the last index knows."""
    generation = current_generation(folder)
    try:
        return set(json.loads((generation / "ids.json").read_text("utf-8"))) if generation else set()
    except (OSError, ValueError):
        return set()


def _record(
    folder: Path, encoders_of: Callable[[Path], EncoderSet], aside: Path, done: list[str], progress: Progress
) -> tuple[str, ...]:
    """Mend the record of items; return the ids of those that are lost, as far as the index knew them."""
    path = folder / catalog_store.DATABASE
    fresh = path.with_name(path.name + FRESH)
    if not fresh.exists():
        if (found := _record_fault(folder)) is None:
            return ()
        if not path.exists():
            raise StoreDamaged(
                f"expected the record of items in '{path}'; it is gone. Index the catalogue again, or restore a backup"
            )
        _alone(path)
        work = folder / f".{path.name}-work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        Store(work, create=True).close()
        salvage(path, work / path.name, KEPT, _item_row)
        _refilled(work, encoders_of, progress)
        (work / path.name).rename(fresh)
        shutil.rmtree(work)
        done.append(
            f"{path.name} was damaged ({found}): what could be read was written anew; the damaged file lies in {aside.name}"
        )
    known = _ids_indexed(folder)
    swap_in(fresh, path, aside)
    store = Store(folder)
    try:
        return tuple(sorted(known - set(store.ids())))
    finally:
        store.close()


def _refilled(work: Path, encoders_of: Callable[[Path], EncoderSet], progress: Progress) -> None:
    """Write what belongs to the items that were read: their values and contents. Only contents whose vectors are lost are encoded."""
    encoders = encoders_of(work)
    store = Store(work)
    try:
        items = list(store.items())
        origins = {origin: set(store.ids(origin)) for origin in ("catalogue", "added")}
        encoded = encode_items(store, items, encoders, progress=progress)
        store.forget_derived()
        with store.transaction():
            remember_encoders(store, encoders)
            for origin, ids in origins.items():
                put_items(store, [item for item in items if item.id in ids], encoded, origin)
    finally:
        store.close()


def _made_anew(folder: Path, encoders_of: Callable[[Path], EncoderSet], progress: Progress) -> list[str]:
    """Build the index and what is kept, where they aren't whole."""
    store = Store(folder)
    try:
        if not len(store):
            return ["no item could be read: index the catalogue again with medley index"]
        built = made_whole(store, encoders_of(folder), progress)
        remove_old(folder)
        return ["the index was built anew from the record"] if built else []
    finally:
        store.close()

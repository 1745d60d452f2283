"""SIGKILL at random moments of whatever writes a store; afterwards nothing that was acknowledged may lack, and nothing be torn.

python -m tests.faults.kills --count 200    counts kills by deed, and what was lost
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from agent.recommender.opened import encoders_of
from agent.recommender.recommender import Recommender
from agent.settings import Settings
from retrieval.behavior.events.log_store import DATABASE as EVENTS
from retrieval.behavior.events.log_store import BehaviorEvent, EventLog
from retrieval.behavior.training.artefact import RANKER, Artefact, load_ranker, people_in, save_ranker
from retrieval.behavior.training.ranker import LinearRanker
from retrieval.catalog.items import Item
from retrieval.catalog.reader import read_catalog
from retrieval.encoder_sets import encoder_set
from retrieval.index.indexer import add_items, index_catalog, remove_items
from retrieval.rescue.backup import back_up, checked
from retrieval.rescue.repair import repair
from retrieval.store.salvage import integrity
from retrieval.store.store import DATABASE, Store
from tests.faults.conftest import ITEMS, write_rows
from tests.faults.deeds import search
from tests.processes import started
from tests.retrieval.store.old_formats import catalogue_of_format_1, events_of_format_1

__all__ = ["DEEDS", "tried"]

ANN = "anneliese-of-the-hill"
WORDS = "words-that-only-she-said"
OTHERS = tuple(f"bert-{n:02d}-of-the-vale" for n in range(40))
"""People who are forgotten one after another."""


def _silent(stage: str, done: int, total: int) -> None:
    pass


def _acknowledge(store: Path, what: str) -> None:
    with open(store.parent / "acknowledged", "a") as file:
        file.write(what + "\n")
        file.flush()


def acknowledged(store: Path) -> list[str]:
    """What a killed process had been told is done."""
    path = store.parent / "acknowledged"
    return path.read_text().splitlines() if path.exists() else []


def do_index(store: Path) -> None:
    while True:
        index_catalog(read_catalog(store.parent / "catalog.jsonl"), store, encoder_set("fake"), rebuild=True)
        _acknowledge(store, "indexed")


def do_add(store: Path) -> None:
    for n in range(1_000):
        add_items(store, [Item(f"n{n}", title=f"something new {n}")], encoder_set("fake"))
        _acknowledge(store, f"n{n}")


def do_remove(store: Path) -> None:
    for n in range(60):
        remove_items(store, [f"i{60 + n:03d}"], encoder_set("fake"))
        _acknowledge(store, f"i{60 + n:03d}")


def do_events(store: Path) -> None:
    with EventLog(store) as log:
        for n in range(100_000):
            log.record([BehaviorEvent("like", "i001", user="w", id=f"w{n}")])
            _acknowledge(store, f"w{n}")


def do_forget(store: Path) -> None:
    with Recommender(store, settings=Settings()) as medley:
        for person in OTHERS:
            medley.privacy.forget(person)
            _acknowledge(store, person)


def do_backup(store: Path) -> None:
    for n in range(1_000):
        back_up(store, store.parent / f"backup{n}")
        _acknowledge(store, f"backup{n}")


def do_repair(store: Path) -> None:
    while True:
        repair(store, encoders_of, _silent)
        _acknowledge(store, "repaired")


def do_train(store: Path) -> None:
    ones = np.ones(200)
    salt, people = people_in(f"u{n}" for n in range(2_000))
    ranker = LinearRanker(tuple(f"column{n}" for n in range(200)), ones, ones, ones)
    for n in range(20_000):
        save_ranker(store, Artefact(ranker, str(n), "2026-01-01", {}, salt, people))
        _acknowledge(store, str(n))


def do_migrate(store: Path) -> None:
    for old in sorted(store.glob("old*")):
        with EventLog(old) as log:
            len(log)
        Store(old).close()
        _acknowledge(store, old.name)


def _before_migrating(store: Path) -> None:
    catalogue_of_format_1(store / "old00")
    events_of_format_1(store / "old00")
    for n in range(1, 40):
        shutil.copytree(store / "old00", store / f"old{n:02d}")


BEFORE: dict[str, Callable[[Path], None]] = {"migrate": _before_migrating}
"""What is made ready before the moment of the kill is drawn."""


def _whole(store: Path, wrong: list[str]) -> set[str]:
    """The ids of a store that must be whole and answer."""
    for name in (DATABASE, EVENTS):
        if (fault := integrity(store / name)) is not None:
            wrong.append(f"{name}: {fault}")
    search(store)
    opened = Store(store)
    try:
        return set(opened.ids())
    finally:
        opened.close()


ALL = {f"i{n:03d}" for n in range(ITEMS)}


def _lost(store: Path, deed: str) -> list[str]:
    """What lacks, is torn or was made up after a kill."""
    wrong: list[str] = []
    ids, done = _whole(store, wrong), acknowledged(store)
    if deed == "add":
        wrong += [f"lost {id}" for id in done if id not in ids] + ["lost an older item"] * (not ids >= ALL)
    elif deed == "remove":
        wrong += [f"back again: {id}" for id in done if id in ids]
        wrong += ["lost another item"] * (len(ALL - ids) > len(done) + 1)
    elif ids != ALL:
        wrong.append(f"{len(ALL - ids)} items lost, {len(ids - ALL)} made up")
    if deed == "events":
        with EventLog(store) as log:
            known = {event.id for event in log.events(user="w")}
        wrong += [f"lost the event {id}" for id in done if id not in known]
    if deed == "forget":
        wrong += [f"acknowledged, and still in {place}" for place in named_in(store, done)]
        with Recommender(store, settings=Settings()) as medley:
            for person in OTHERS[: len(done) + 1]:
                medley.privacy.forget(person)
        wrong += [f"still in {place}" for place in named_in(store, OTHERS[: len(done) + 1])]
    if deed == "backup":
        for name in done:
            checked(store.parent / name)
    if deed == "train":
        wrong += _untrained(store, done)
    if deed == "migrate":
        for old in sorted(store.glob("old*")):
            with EventLog(old) as log:
                wrong += [f"{old.name}: {len(log)} of 2001 events"] * (len(log) != 2_001)
            opened = Store(old)
            wrong += [f"{old.name}: {opened.ids()}"] * (opened.ids() != ["a", "b"])
            opened.close()
    orphans = [path.name for path in store.iterdir() if path.name.endswith("-work")]
    wrong += [f"left behind: {name}" for name in orphans if deed != "repair"]
    return wrong


def _untrained(store: Path, done: Sequence[str]) -> list[str]:
    """What a kill during training lost: the last that was acknowledged, or one begun after it, is there and whole."""
    found = load_ranker(store)
    if found is None:
        return ["lost all training"] * bool(done)
    wrong = [f"training {found.data} after {done[-1]} was acknowledged"] * bool(
        done and int(found.data) < int(done[-1])
    )
    for path in (store / RANKER).parent.glob(".*"):
        os.utime(path, (0, 0))  # as if the kill had been long ago
    save_ranker(store, found)
    return wrong + [f"left behind: {path.name}" for path in (store / RANKER).parent.glob(".*")]


def named_in(store: Path, names: Sequence[str]) -> list[str]:
    """The files of a store in whose bytes one of `names` stands, however it is encoded."""
    needles = [
        form
        for name in names
        for form in (name.encode(), name.encode("utf-16-le"), name.encode("utf-32-le"), name.encode().hex().encode())
    ]
    return sorted(
        str(path.relative_to(store))
        for path in store.rglob("*")
        if path.is_file() and any(n in path.read_bytes() for n in needles)
    )


DEEDS: dict[str, Callable[[Path], None]] = {
    "index": do_index, "add": do_add, "remove": do_remove, "events": do_events, "forget": do_forget, "backup": do_backup,
    "repair": do_repair, "train": do_train, "migrate": do_migrate,
}  # fmt: skip


def make(folder: Path) -> Path:
    """A store with a log, of which copies are killed."""
    write_rows(folder)
    index_catalog(read_catalog(folder / "catalog.jsonl"), folder / "store", encoder_set("fake"))
    with EventLog(folder / "store") as log:
        log.record([BehaviorEvent("like", f"i{n % ITEMS:03d}", user=f"u{n % 9}", id=f"e{n}") for n in range(200)])
        log.record(
            [
                BehaviorEvent("search", words=f"{WORDS} {n}", user=ANN, session=f"{ANN}-s{n}", id=f"{ANN}{n}")
                for n in range(60)
            ]
        )
        log.record(
            [BehaviorEvent("search", words=f"{p} said {n}", user=p, id=f"{p}{n}") for p in OTHERS for n in range(9)]
        )
    return folder / "store"


def _do(deed: str, store: Path) -> None:
    """A deed, after all that it needs was imported and opened once."""
    search(store)
    BEFORE.get(deed, lambda _: None)(store)
    (store.parent / "begun").touch()
    DEEDS[deed](store)


def _killed(process: BaseProcess, begun: Path, after: float) -> bool:
    """Kill a process so many seconds after it has begun; return whether it was still at it."""
    while not begun.exists() and process.exitcode is None:
        time.sleep(0.01)
    process.join(after)
    alive = process.exitcode is None
    if alive:
        process.kill()
    process.join()
    return alive


def _amid(folder: Path, store: Path) -> bool:
    """Whether something was written that was not acknowledged: a file is newer than the last word of the killed process."""
    said = folder / "acknowledged"
    last = (said if said.exists() else folder / "begun").stat().st_mtime_ns
    return any(
        path.stat().st_mtime_ns > last
        for place in (store, *folder.glob("backup*"))
        for path in place.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    )


def tried(
    count: int, folder: Path, first: int = 0, deeds: Sequence[str] = tuple(DEEDS)
) -> tuple[Counter[str], list[str]]:
    """Kill so many deeds, in turns; return counts, and what was lost."""
    whole = make(folder)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(first, first + count):
        deed, moments = deeds[seed % len(deeds)], random.Random(seed)
        place = folder / f"try{seed}"
        shutil.copytree(whole.parent, place, ignore=shutil.ignore_patterns("try*"))
        killed = _killed(started(_do, deed, place / "store"), place / "begun", moments.uniform(0.01, 1.5))
        counts[f"killed: {deed}" if killed else f"ended before: {deed}"] += 1
        counts["kills"] += killed
        counts["amid a write"] += killed and _amid(place, place / "store")
        counts["acknowledged"] += len(acknowledged(place / "store"))
        found = _lost(place / "store", deed)
        counts["lost or torn"] += len(found)
        wrong += [f"{deed} {seed}: {what}" for what in found]
        shutil.rmtree(place)
    return counts, wrong


def main() -> None:
    """Kills many, and prints the counts."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--first", type=int, default=0)
    given = options.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with TemporaryDirectory() as folder:
        counts, wrong = tried(given.count, Path(folder), given.first)
    print("\n".join(wrong[:30]))
    print(dict(counts))


if __name__ == "__main__":
    main()

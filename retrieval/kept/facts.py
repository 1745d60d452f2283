"""The facts of a catalogue as it is now: its schema and its words, kept beside the record, and updated by what changed.

    STORE/kept/facts    the counts of one state of the catalogue, and which

What isn't there, can't be read or is too old is made anew from all items, and kept where the store can be written. A
change costs what has changed. Knows stores, counts and files; nothing of encoders, indexes or requests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.errors import StoreDamaged, StoreError
from retrieval.kept.columns import Columns, column_parts
from retrieval.kept.files import Parts, write_parts
from retrieval.kept.selection import Selection
from retrieval.kept.tally import SchemaTally
from retrieval.kept.usage import step_of
from retrieval.kept.usage_file import UsageFile, usage_parts
from retrieval.kept.words import Stale, Words, WordsTally
from retrieval.language.tokens import FORMS
from retrieval.store.store import Changes, Store

__all__ = ["Catalogue", "Facts", "facts_fault", "keep_facts"]

FORMAT = 1
FOLDER, FILE = "kept", "facts"
IDENTITY = "identity"
FEW = 0.01
"""Changes as a share of the items, up to which what was kept before stays."""


@dataclass(frozen=True)
class Catalogue:
    """One state of a catalogue: the number of its last change, its schema, its words, and which items satisfy what."""

    sequence: int
    schema: Schema
    words: Words
    selection: Selection


def _all_items(store: Store) -> tuple[int, dict[int, Item]]:
    """Every item by row, and the number of the last change that they have, however much is written meanwhile."""
    while True:
        sequence = store.sequence
        items = dict(store.numbered())
        changes = store.changes(sequence)  # what was read has some of these
        if changes is not None:
            touched = {**changes.before, **changes.after}
            rest = {row: item for row, item in items.items() if row not in touched}
            now = rest | {row: record.item for row, record in changes.after.items()}
            return changes.sequence, dict(sorted(now.items()))


def _identity(store: Store) -> str:
    """What tells this record from another one in the same folder; made where it has none and can be written."""
    found = store.get_meta(IDENTITY)
    if found is None:
        store.set_meta(IDENTITY, os.urandom(8).hex())
        found = store.get_meta(IDENTITY)
    return str(found)


class _Counts:
    """The counts and columns of one state of a store. kept: the state that lies on disk, or would."""

    def __init__(self, store: Store, sequence: int, schema: SchemaTally, words: WordsTally, columns: Columns) -> None:
        self.sequence, self.schema, self.words, self.kept = sequence, schema, words, sequence
        self.selection = Selection(store, columns, np.zeros(len(columns.rows), bool), {})

        self._parts: dict[str, bytes | NDArray[Any]] = {}

    @property
    def unsaved(self) -> bool:
        """Whether they were made now, and can be kept."""
        return bool(self._parts)

    @classmethod
    def read(cls, store: Store) -> _Counts:
        """Build it from all items, as they are now."""
        sequence, items = _all_items(store)
        schema = SchemaTally(items.values())
        words = WordsTally.of(items, schema.schema())
        names, parts = column_parts(items.values())
        columns = Columns(np.fromiter(items, np.int64), names, parts.__getitem__)
        made = cls(store, sequence, schema, words, columns)
        made._parts = {"fields": _json(names), "rows": columns.rows, **parts}
        return made

    @classmethod
    def load(cls, store: Store) -> _Counts:
        """Read them as they were kept. Raises FileNotFoundError, or StoreDamaged where they can't be read."""
        parts = Parts(store.folder / FOLDER / FILE)
        said = tuple(parts.facts.get(name) for name in ("format", "forms", "of"))
        if said != (FORMAT, FORMS, store.get_meta(IDENTITY)):
            raise StoreDamaged("the kept facts are of another version, or of another record")
        try:
            words = WordsTally(parts.json("words"), UsageFile(parts))
            schema = SchemaTally(state=parts.json("schema"))
            return cls(store, int(parts.facts["sequence"]), schema, words, Columns.read(parts))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise StoreDamaged(f"the kept facts can't be read ({error})") from error

    def save(self, store: Store) -> None:
        """Keeps them as they were read. Raises OSError, or StoreError where the record can't be written."""
        parts: dict[str, Any] = {"schema": _json(self.schema.state()), "words": _json(self.words.state())}
        facts = {"format": FORMAT, "forms": FORMS, "of": _identity(store), "sequence": self.sequence}
        write_parts(
            store.folder / FOLDER / FILE, facts, {**parts, **usage_parts(self.words.usage.items()), **self._parts}
        )
        self._parts = {}

    def follow(self, changes: Changes) -> None:
        """Counts what has changed."""
        after = {row: record.item for row, record in changes.after.items()}
        for items, by in ((changes.before, -1), (after, 1)):
            for item in items.values():
                self.schema.count(item, by)
        self.words.change(changes.before, after)
        self.sequence, self._parts = changes.sequence, {}
        last = self.selection
        rows, gone, pending = last.columns.rows, last.gone.copy(), dict(last.pending)
        for row in (*changes.before, *after):
            pending.pop(row, None)
            at = int(np.searchsorted(rows, row))
            if at < len(rows) and rows[at] == row:
                gone[at] = True
        self.selection = replace(last, gone=gone, pending=pending | after)


def _json(state: Mapping[str, Any] | list[str]) -> bytes:
    return json.dumps(state, ensure_ascii=False).encode()


def keep_facts(store: Store, *, afresh: bool = False) -> int:
    """Keeps the facts of a store as it is now: what was kept and what changed since, or `afresh` from all its items.

    Where little has changed, what was kept stays, and the changes are counted when it is opened. Returns the number of the last
    change that is kept. Raises OSError.
    """
    counts = _Counts.read(store) if afresh else Facts(store).counts()
    few = counts.sequence - counts.kept <= FEW * len(store)
    if not few or counts.words.step != step_of(len(store)):  # the catalogue has grown or shrunk by much
        counts = _Counts.read(store)
    if counts.unsaved:
        counts.save(store)
    return counts.kept


def facts_fault(store: Store) -> str | None:
    """Return what is wrong with the kept facts, all of which are read; None where they are whole."""
    try:
        damaged = Parts(store.folder / FOLDER / FILE).verify()
        _Counts.load(store)
    except FileNotFoundError:
        return "nothing is kept"
    except (OSError, StoreDamaged) as error:
        return str(error)
    return f"not what was written: {', '.join(damaged)}" if damaged else None


class Facts:
    """The facts of one store, as they are at each look. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, RLock()
        self._counts: _Counts | None = None
        self._latest: Catalogue | None = None

    def now(self) -> Catalogue:
        """Return the catalogue as it is."""
        latest = self._latest
        if latest is not None and latest.sequence == self._store.sequence:
            return latest
        with self._lock:
            counts = self._counts = self.counts()
            latest = self._latest
            if latest is None or latest.sequence != counts.sequence:
                self._latest = latest = self._seen(counts)
            return latest

    def counts(self) -> _Counts:
        """Return the counts of the store as it is."""
        counts = self._counts
        try:
            counts = counts or _Counts.load(self._store)
        except (FileNotFoundError, StoreDamaged):
            return self._anew()
        changes = self._store.changes(counts.sequence)
        if changes is None:
            return self._anew()
        if changes.sequence != counts.sequence:
            self._counts = None  # half counted is not counted
            counts.follow(changes)
        return counts

    def _anew(self) -> _Counts:
        counts = _Counts.read(self._store)
        with suppress(
            OSError, StoreError
        ):  # a store that can't be written: the next one to open it reads all items, too
            counts.save(self._store)
        return counts

    def _seen(self, counts: _Counts) -> Catalogue:
        schema = counts.schema.schema()
        try:
            words = counts.words.words(schema, self._store.numbered)
        except Stale:
            counts = self._counts = self._anew()
            schema = counts.schema.schema()
            words = counts.words.words(schema, self._store.numbered)
        return Catalogue(counts.sequence, schema, words, counts.selection)

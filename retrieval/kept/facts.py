"""The facts of a catalogue as it is now: its schema and its words, kept beside the record, and updated by what changed.

    STORE/kept/facts    the counts of one state of the catalogue, and which

What isn't there, can't be read or is too old is made anew from all items, and kept where the store can be written. A
change costs what has changed. Knows stores, counts and files; nothing of encoders, indexes or requests.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import RLock
from typing import Any

from retrieval.catalog.schema import Schema
from retrieval.errors import StoreDamaged
from retrieval.kept.files import Parts, write_parts
from retrieval.kept.tally import SchemaTally
from retrieval.kept.usage import step_of
from retrieval.kept.usage_file import UsageFile, usage_parts
from retrieval.kept.words import Stale, Words, WordsTally
from retrieval.store.store import Changes, Store

__all__ = ["Catalogue", "Facts", "keep_facts"]

FORMAT = 1
FOLDER, FILE = "kept", "facts"


@dataclass(frozen=True)
class Catalogue:
    """One state of a catalogue: the number of its last change, its schema and its words."""

    sequence: int
    schema: Schema
    words: Words


class _Counts:
    """The counts of one state of a store."""

    def __init__(self, sequence: int, schema: SchemaTally, words: WordsTally) -> None:
        self.sequence, self.schema, self.words = sequence, schema, words

    @classmethod
    def read(cls, store: Store) -> _Counts:
        """From all items, as they are now."""
        while True:
            sequence = store.sequence
            items = dict(store.numbered())
            schema = SchemaTally(items.values())
            words = WordsTally.of(items, schema.schema())
            if store.sequence == sequence:
                return cls(sequence, schema, words)

    @classmethod
    def load(cls, store: Store) -> _Counts:
        """As they were kept. Raises FileNotFoundError, or StoreDamaged where they can't be read."""
        parts = Parts(store.folder / FOLDER / FILE)
        if parts.facts.get("format") != FORMAT:
            raise StoreDamaged("the kept facts are of another version")
        try:
            words = WordsTally(parts.json("words"), UsageFile(parts))
            return cls(int(parts.facts["sequence"]), SchemaTally(state=parts.json("schema")), words)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise StoreDamaged(f"the kept facts can't be read ({error})") from error

    def save(self, store: Store) -> None:
        """Keeps them. Raises OSError."""
        parts: dict[str, Any] = {"schema": _json(self.schema.state()), "words": _json(self.words.state())}
        facts = {"format": FORMAT, "sequence": self.sequence}
        write_parts(store.folder / FOLDER / FILE, facts, parts | usage_parts(self.words.usage.items()))

    def follow(self, changes: Changes) -> None:
        """Counts what has changed."""
        after = {row: record.item for row, record in changes.after.items()}
        for items, by in ((changes.before, -1), (after, 1)):
            for item in items.values():
                self.schema.count(item, by)
        self.words.change(changes.before, after)
        self.sequence = changes.sequence


def _json(state: Mapping[str, Any]) -> bytes:
    return json.dumps(state, ensure_ascii=False).encode()


def keep_facts(store: Store, *, afresh: bool = False) -> None:
    """Keeps the facts of a store as it is now: what was kept and what changed since, or `afresh` from all its items.

    Raises OSError.
    """
    facts = Facts(store)
    counts = _Counts.read(store) if afresh else facts.counts()
    if counts.words.step != step_of(len(store)):  # the catalogue has grown or shrunk by much
        counts = _Counts.read(store)
    counts.save(store)


class Facts:
    """The facts of one store, as they are at each look. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, RLock()
        self._counts: _Counts | None = None
        self._latest: Catalogue | None = None

    def now(self) -> Catalogue:
        """The catalogue as it is."""
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
        """The counts of the store as it is."""
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
        with suppress(OSError):  # a store that can't be written: the next one to open it reads all items, too
            counts.save(self._store)
        return counts

    def _seen(self, counts: _Counts) -> Catalogue:
        schema = counts.schema.schema()
        try:
            return Catalogue(counts.sequence, schema, counts.words.words(schema, self._store.numbered))
        except Stale:
            counts = self._counts = self._anew()
            schema = counts.schema.schema()
            return Catalogue(counts.sequence, schema, counts.words.words(schema, self._store.numbered))

"""The system of record: items, attributes, contents and vectors in one SQLite database.

Vectors are kept by the hash of the content that they were made from, so that nothing is encoded twice. Filters are
answered here. Every change of an item raises a sequence number, by which a reader knows what a built index lacks.
Knows SQL and items; nothing of encoders, fusion or Chroma.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import ANY_TEXT, Filter, check_filter, fold, on_scale, operator_of, searchable_text
from retrieval.catalog.items import Item, Modality, Problem, Scalar, Value
from retrieval.errors import StoreDamaged, StoreError, StoreMismatch

__all__ = ["Changes", "Contents", "Record", "Store"]

FORMAT = 1
DATABASE = "catalog.sqlite3"
PAGE = 2_000
"""Items that are read at once."""
ATTEMPTS = 5
"""How often a reader tries to see one state of a store that is being written."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, digest TEXT NOT NULL,
    text TEXT NOT NULL, tokens TEXT NOT NULL, origin TEXT NOT NULL, changed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS attributes (
    row INTEGER NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL, number REAL, boolean INTEGER NOT NULL, day REAL);
CREATE INDEX IF NOT EXISTS attribute_rows ON attributes (row);
CREATE INDEX IF NOT EXISTS attribute_texts ON attributes (field, text);
CREATE INDEX IF NOT EXISTS attribute_numbers ON attributes (field, number);
CREATE TABLE IF NOT EXISTS contents (
    row INTEGER NOT NULL, modality TEXT NOT NULL, position INTEGER NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (row, modality, position)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vectors (
    encoder TEXT NOT NULL, digest TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (encoder, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fusion (encoders TEXT NOT NULL, archive BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS problems (id TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL, fatal INTEGER NOT NULL);
"""
_LOG = """
CREATE TABLE IF NOT EXISTS changes (
    sequence INTEGER PRIMARY KEY, row INTEGER NOT NULL, id TEXT NOT NULL, before TEXT)
"""
"""One line a change, numbered as `sequence` numbers them: the row, and its body before, NULL where it is new."""

Contents = Mapping[Modality, Sequence[str]]
"""Modality → the hashes of an item's contents, in their order."""


@dataclass(frozen=True, slots=True)
class Record:
    """An item as it is stored: its row number, the hash of all that it says, and the tokens of its text."""

    row: int
    item: Item
    digest: str
    changed: int
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to a store since some change of it, by row.

    sequence: of the last change. before: the items that were there then and have been changed or removed. after: those
    that have been changed or added and are there now.
    """

    sequence: int
    before: Mapping[int, Item]
    after: Mapping[int, Record]


def _pack(item: Item) -> str:
    def plain(value: Value) -> Any:
        if isinstance(value, tuple):
            return [plain(v) for v in value]
        return {"date": value.isoformat()} if isinstance(value, date) else value

    body = {name: getattr(item, name) for name in ("title", "description", "images", "audio", "translations")}
    body["attributes"] = {name: plain(value) for name, value in item.attributes.items()}
    body["root"] = str(item.root) if item.root else None
    return json.dumps(body, ensure_ascii=False, sort_keys=False)


def _unpack(id: str, text: str) -> Item:
    def value(v: Any) -> Value:
        if isinstance(v, list):
            return tuple(value(x) for x in v)  # type: ignore[misc]
        return date.fromisoformat(v["date"]) if isinstance(v, dict) else v

    try:
        body = json.loads(text)
        body["images"] = tuple(body["images"])
        body["attributes"] = {name: value(v) for name, v in body["attributes"].items()}
        body["root"] = Path(body["root"]) if body["root"] else None
        return Item(id=id, **body)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreDamaged(
            f"item '{id}' can't be read back from the store ({error}). Index the catalogue again"
        ) from error


def _scalars(item: Item) -> Iterator[tuple[str, Scalar]]:
    for name in ("title", "description"):
        texts = [getattr(item, name), *(words.get(name, "") for words in item.translations.values())]
        yield from ((name, text) for text in dict.fromkeys(texts) if text)
    for name, value in item.attributes.items():
        yield from ((name, scalar) for scalar in (value if isinstance(value, tuple) else (value,)))


def _attribute(row: int, name: str, value: Scalar) -> tuple[Any, ...]:
    number = float(value) if isinstance(value, int | float) else None
    return row, name, fold(value), number, int(isinstance(value, bool)), on_scale(value, date)


@dataclass(frozen=True, slots=True)
class _Sql:
    """A test as SQL, with the values of its places."""

    text: str
    values: tuple[Any, ...] = ()

    def __or__(self, other: _Sql) -> _Sql:
        return _Sql(f"({self.text} OR {other.text})", self.values + other.values)

    def __and__(self, other: _Sql) -> _Sql:
        return _Sql(f"({self.text} AND {other.text})", self.values + other.values)


class _Attributes:
    """The table of attributes, as operators ask it."""

    def among(self, values: Sequence[Scalar]) -> _Sql:
        numbers = [float(v) for v in values if isinstance(v, int | float)]
        as_text = [fold(v) for v in values if isinstance(v, int | float)]
        texts = [fold(v) for v in values if not isinstance(v, int | float)]
        tests = [f"text IN ({_places(texts)})", f"number IN ({_places(numbers)})"]
        tests += [f"number IS NULL AND text IN ({_places(as_text)})"]
        return _Sql(f"({' OR '.join(tests)})", (*texts, *numbers, *as_text))

    def between(self, scale: type, low: float | None, high: float | None, *, open_low: bool, open_high: bool) -> _Sql:
        column = "day" if scale is date else "number"
        tests = ["boolean = 0", f"{column} IS NOT NULL"]
        tests += [f"{column} {'>' if open_low else '>='} ?"] if low is not None else []
        tests += [f"{column} {'<' if open_high else '<='} ?"] if high is not None else []
        return _Sql(f"({' AND '.join(tests)})", tuple(b for b in (low, high) if b is not None))

    def having(self, text: str) -> _Sql:
        return _Sql("instr(text, ?)", (text,))

    def any(self) -> _Sql:
        return _Sql("1")


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


class Store:
    """The database of one store folder.

    Readers and one writer may have it open at once, each in its own thread or process; who may write is decided by
    the lock of `indexer.py`, not here.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Opens the database of `folder`.

        Raises StoreError where there is none and `create` is not set, StoreDamaged where the file is no database of
        ours, StoreMismatch where another version of Medley made it.
        """
        self.folder = Path(folder)
        path = self.folder / DATABASE
        if create:
            self.folder.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise StoreError(
                f"expected a store in '{folder}'; there is none. Make one with: medley index CATALOG --store {folder}"
            )
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            if create:
                self._db.executescript(_TABLES)
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", [str(FORMAT)])
            found = self.get_meta("format")
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"expected a database in '{path}'; could not read it ({error})") from error
        if found != str(FORMAT):
            raise StoreMismatch(
                f"expected a store of format {FORMAT}; '{folder}' has format {found}. Index the catalogue into a new folder"
            )

    def close(self) -> None:
        """Closes the database; the store can't be used afterwards."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is seen by others at once, or never."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute(_LOG)  # a store that an earlier version made has none
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # -- facts about the store ------------------------------------------------------------------------------------

    def get_meta(self, key: str) -> str | None:
        """A fact about the store, or None."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Writes a fact about the store."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return int(self.get_meta("sequence") or 0)

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM items").fetchone()[0])

    def fitted(self, key: str) -> bytes | None:
        """The archive that was kept under `key`: the blocks fitted for some encoders, or what a projection adds."""
        found = self._db.execute("SELECT archive FROM fusion WHERE encoders = ?", [key]).fetchone()
        return found[0] if found else None

    def keep_fitted(self, archives: Mapping[str, bytes], *, afresh: bool = False) -> None:
        """Keeps archives by key: what is built from the store again is then built with the same. All or none.

        `afresh`: all that was kept before is forgotten.
        """
        with self.transaction():
            if afresh:
                self._db.execute("DELETE FROM fusion")
            self._db.executemany("DELETE FROM fusion WHERE encoders = ?", [[key] for key in archives])
            self._db.executemany("INSERT INTO fusion VALUES (?, ?)", list(archives.items()))

    # -- items ----------------------------------------------------------------------------------------------------

    def put(self, item: Item, digest: str, contents: Contents, tokens: Sequence[str], origin: str) -> bool:
        """Writes one item; returns whether anything changed. Call it inside a transaction."""
        statement = "SELECT row, digest, origin, body FROM items WHERE id = ?"
        known = self._db.execute(statement, [item.id]).fetchone()
        if known and known[1] == digest:
            if known[2] != origin:
                self._db.execute("UPDATE items SET origin = ? WHERE row = ?", [origin, known[0]])
            return False
        changed = self._advance()
        values = [_pack(item), digest, fold(searchable_text(item)), " ".join(tokens), origin, changed]
        if known:
            row = known[0]
            self._db.execute(
                "UPDATE items SET body = ?, digest = ?, text = ?, tokens = ?, origin = ?, changed = ? WHERE row = ?",
                [*values, row],
            )
            self._forget_parts(row)
        else:
            statement = (
                "INSERT INTO items (body, digest, text, tokens, origin, changed, id) VALUES (?, ?, ?, ?, ?, ?, ?)"
            )
            row = self._db.execute(statement, [*values, item.id]).lastrowid
        self._log(changed, row, item.id, known[3] if known else None)
        self._db.executemany(
            "INSERT INTO attributes VALUES (?, ?, ?, ?, ?, ?)",
            [_attribute(row, name, value) for name, value in _scalars(item)],
        )
        self._db.executemany(
            "INSERT INTO contents VALUES (?, ?, ?, ?)",
            [(row, modality, i, d) for modality, digests in contents.items() for i, d in enumerate(digests)],
        )
        return True

    def remove(self, ids: Iterable[str]) -> int:
        """Removes items; returns how many there were. Call it inside a transaction."""
        removed = 0
        for id in ids:
            known = self._db.execute("SELECT row, body FROM items WHERE id = ?", [id]).fetchone()
            if known:
                self._log(self._advance(), known[0], id, known[1])
                self._forget_parts(known[0])
                self._db.execute("DELETE FROM items WHERE row = ?", [known[0]])
                removed += 1
        return removed

    def _advance(self) -> int:
        changed = self.sequence + 1
        self.set_meta("sequence", str(changed))
        return changed

    def _log(self, sequence: int, row: int, id: str, before: str | None) -> None:
        self._db.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", [sequence, row, id, before])

    def changes(self, since: int) -> Changes | None:
        """What has happened since the change number `since`; it costs what has changed, whatever the size of the store.

        None where the log doesn't reach back so far (an earlier version wrote some of it, or it was cut short), and where
        somebody writes all the time.
        """
        for _ in range(ATTEMPTS):
            sequence = self.sequence
            if since == sequence:
                return Changes(sequence, {}, {})
            if since > sequence or not self._has_log():
                return None
            statement = "SELECT row, id, before FROM changes WHERE sequence > ? AND sequence <= ? ORDER BY sequence"
            logged = self._db.execute(statement, [since, sequence]).fetchall()
            if len(logged) != sequence - since:
                return None
            first = {row: (id, before) for row, id, before in reversed(logged)}
            after = {record.row: record for record in self.records(sorted(first))}
            if self.sequence == sequence:  # else a writer came between: what was read is of two states
                before = {row: _unpack(id, body) for row, (id, body) in sorted(first.items()) if body is not None}
                return Changes(sequence, before, after)
        return None

    def prune_changes(self, until: int) -> None:
        """Forgets the changes up to the number `until`."""
        if self._has_log():
            self._db.execute("DELETE FROM changes WHERE sequence <= ?", [until])

    def _has_log(self) -> bool:
        return self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone() is not None

    def _forget_parts(self, row: int) -> None:
        self._db.execute("DELETE FROM attributes WHERE row = ?", [row])
        self._db.execute("DELETE FROM contents WHERE row = ?", [row])

    def ids(self, origin: str | None = None) -> list[str]:
        """The ids of all items, or of those that came from `origin`, in row order."""
        where, values = ("WHERE origin = ?", [origin]) if origin else ("", [])
        return [r[0] for r in self._db.execute(f"SELECT id FROM items {where} ORDER BY row", values)]

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """Row numbers (n,), the change that last touched each (n,), and ids, in row order."""
        found = self._db.execute("SELECT row, changed, id FROM items ORDER BY row").fetchall()
        table = np.array([(r, c) for r, c, _ in found], np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy(), [r[2] for r in found]

    def records(self, rows: Iterable[int]) -> Iterator[Record]:
        """The items of `rows`, in that order; rows that are gone are left out."""
        statement = "SELECT row, id, body, digest, changed, tokens FROM items WHERE row = ?"
        for wanted in rows:
            found = self._db.execute(statement, [int(wanted)]).fetchone()
            if found:
                row, id, body, digest, changed, words = found
                yield Record(row, _unpack(id, body), digest, changed, tuple(words.split()))

    def items(self) -> Iterator[Item]:
        """Every item, in row order."""
        return (item for _, item in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Item]]:
        """Every row and item, in row order; read in pages, so that what is written meanwhile may be seen or not."""
        statement, row = "SELECT row, id, body FROM items WHERE row > ? ORDER BY row LIMIT ?", -1
        while page := self._db.execute(statement, [row, PAGE]).fetchall():
            for row, id, body in page:
                yield row, _unpack(id, body)

    def stamps(self, most: int) -> list[tuple[int, int]]:
        """The first rows, at most so many, each with the number of the change that last touched it."""
        return self._db.execute("SELECT row, changed FROM items ORDER BY row LIMIT ?", [most]).fetchall()

    def item(self, id: str) -> Item | None:
        """One item, or None."""
        found = self._db.execute("SELECT body FROM items WHERE id = ?", [id]).fetchone()
        return _unpack(id, found[0]) if found else None

    # -- filters --------------------------------------------------------------------------------------------------

    def select(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> NDArray[np.int64]:
        """The rows that satisfy every filter and have contents of every modality in `having`; int64, ascending.

        Raises QueryError for a value that is none for its operator.
        """
        tests, values = ["1"], list[Any]()
        checked: list[tuple[Filter, set[int]]] = []
        for f in map(check_filter, filters):
            operator = operator_of(f.op)
            if operator.exact and (test := operator.narrow(_Attributes(), f)) is not None:
                inner = f"items.row IN (SELECT row FROM attributes WHERE field = ? AND {test.text})"
                tests.append(f"NOT ({inner})" if f.negate else inner)
                values += [f.field, *test.values]
            else:
                checked.append((f, self._satisfying(f)))
        for modality in having:
            tests.append("EXISTS (SELECT 1 FROM contents c WHERE c.row = items.row AND c.modality = ?)")
            values.append(modality)
        found = self._db.execute(f"SELECT row FROM items WHERE {' AND '.join(tests)} ORDER BY row", values)
        rows = (row for (row,) in found if all((row in held) != f.negate for f, held in checked))
        return np.fromiter(rows, np.int64)

    def _satisfying(self, f: Filter) -> set[int]:
        """The rows of which a filter that SQL alone can't decide holds, before negation."""
        operator, column = operator_of(f.op), _Attributes()
        test, narrow = operator.test(f), operator.narrow(column, f) or column.any()
        if test is not None and f.field == ANY_TEXT:
            statement = f"SELECT row, text FROM items WHERE {narrow.text}"
            return {row for row, text in self._db.execute(statement, narrow.values) if test(text)}
        if test is not None:
            statement = f"SELECT row, text FROM attributes WHERE field = ? AND {narrow.text}"
            return {row for row, text in self._db.execute(statement, [f.field, *narrow.values]) if test(text)}
        if (hint := operator.hint(f)) is not None:
            rows = {row for row, text in self._db.execute("SELECT row, text FROM items") if hint(text)}
            names = [n for (n,) in self._db.execute("SELECT DISTINCT field FROM attributes").fetchall() if hint(n)]
            for name in names:
                rows |= {row for (row,) in self._db.execute("SELECT row FROM attributes WHERE field = ?", [name])}
        elif f.field == ANY_TEXT:
            rows = {row for (row,) in self._db.execute("SELECT row FROM items")}
        else:
            statement = f"SELECT row FROM attributes WHERE field = ? AND {narrow.text}"
            rows = {row for (row,) in self._db.execute(statement, [f.field, *narrow.values])}
        return {record.row for record in self.records(sorted(rows)) if operator.holds_of(record.item, f)}

    # -- contents and vectors -------------------------------------------------------------------------------------

    def known_vectors(self, encoder: str) -> set[str]:
        """The hashes of the contents that `encoder` has a vector for."""
        return {r[0] for r in self._db.execute("SELECT digest FROM vectors WHERE encoder = ?", [encoder])}

    def put_vectors(self, encoder: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Writes vectors by content hash, all or none."""
        with self.transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(encoder, d, np.asarray(v, "<f4").tobytes()) for d, v in vectors.items()],
            )

    def raw_rows(self, encoder: str, modality: Modality, dim: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The mean of the vectors of each item's contents, zero vectors left out: float32 (len(rows), dim)."""
        total = np.zeros((len(rows), dim), np.float32)
        count = np.zeros((len(rows), 1), np.float32)
        statement = (
            "SELECT v.vector FROM contents c JOIN vectors v ON v.digest = c.digest AND v.encoder = ? "
            "WHERE c.row = ? AND c.modality = ? ORDER BY c.position"
        )
        for i, row in enumerate(rows.tolist()):
            for (blob,) in self._db.execute(statement, [encoder, row, modality]):
                vector = np.frombuffer(blob, "<f4")
                if len(vector) != dim:
                    raise StoreDamaged(
                        f"expected {dim} numbers a vector of '{encoder}'; got {len(vector)}. Rebuild the index"
                    )
                if vector.any():
                    total[i] += vector
                    count[i] += 1
        return np.asarray(total / np.maximum(count, 1), np.float32)

    def prune_vectors(self) -> int:
        """Removes the vectors of contents that no item has; returns how many."""
        return self._db.execute("DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM contents)").rowcount

    # -- problems -------------------------------------------------------------------------------------------------

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Replaces the problems of the last indexing. Call it inside a transaction."""
        self._db.execute("DELETE FROM problems")
        rows = [tuple(asdict(p).values()) for p in problems]
        self._db.executemany("INSERT INTO problems VALUES (?, ?, ?, ?)", rows)

    def problems(self) -> list[Problem]:
        """What the last indexing reported."""
        found = self._db.execute("SELECT id, field, reason, fatal FROM problems")
        return [Problem(i, f, r, bool(fatal)) for i, f, r, fatal in found]

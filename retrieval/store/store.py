"""The system of record: items, attributes, contents and vectors in one database.

Vectors are kept by the hash of the content that they were made from, so that nothing is encoded twice. Every change of an item
raises a sequence number, by which a reader knows what a built index lacks. Knows tables and items; nothing of encoders,
fusion or Chroma. `Store` is the `CatalogRecord` of `protocol.py` in SQLAlchemy Core.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, func, insert, select, update

from retrieval.catalog.filters import Filter, folded_value, on_scale, searchable_text
from retrieval.catalog.items import MODALITIES, Item, Modality, Problem, Scalar
from retrieval.errors import StoreDamaged, StoreError
from retrieval.store.catalog_tables import LAYOUT, attributes, changes, contents, fusion, items, meta, problems, vectors
from retrieval.store.database import Database
from retrieval.store.item_body import pack, unpack
from retrieval.store.protocol import Changes, Contents, Put, Record
from retrieval.store.selection import CHUNK, chunks, selected
from retrieval.store.sqlite import open_sqlite

__all__ = ["DATABASE", "Changes", "Contents", "Put", "Record", "Store"]

DATABASE = "catalog.sqlite3"
MANY = 20_000
"""Hashes from which all are read at once."""
PAGE = 2_000
"""Items that are read at once."""
ATTEMPTS = 5
"""How often a reader tries to see one state of a store that is being written."""

_META = select(meta.c.value).where(meta.c.key == bindparam("key"))
_ITEM = select(items.c.id, items.c.body).where(items.c.id == bindparam("wanted"))
_PAGE = (
    select(items.c.row, items.c.id, items.c.body)
    .where(items.c.row > bindparam("after"))
    .order_by(items.c.row)
    .limit(PAGE)
)
_RECORD = select(items.c.row, items.c.id, items.c.body, items.c.digest, items.c.changed, items.c.tokens)
_KNOWN = select(items.c.id, items.c.row, items.c.digest, items.c.origin, items.c.body)

_CHANGED = update(items).where(items.c.row == bindparam("its_row"))


def _scalars(item: Item) -> Iterator[tuple[str, Scalar]]:
    for name in ("title", "description"):
        texts = [getattr(item, name), *(words.get(name, "") for words in item.translations.values())]
        yield from ((name, text) for text in dict.fromkeys(texts) if text)
    for name, value in item.attributes.items():
        yield from ((name, scalar) for scalar in (value if isinstance(value, tuple) else (value,)))


def _there(path: Path) -> bool:
    """Whether a file is there. Raises StoreError where this user may not look."""
    try:
        return path.is_file()
    except OSError as error:
        raise StoreError(
            f"expected a store in '{path.parent}' that this user may read; got: {error.strerror}"
        ) from error


def _attribute(row: int, name: str, value: Scalar) -> dict[str, Any]:
    number = float(value) if isinstance(value, int | float) else None
    return {
        "row": row, "field": name, "text": folded_value(value), "number": number, "boolean": int(isinstance(value, bool)),
        "day": on_scale(value, date),
    }  # fmt: skip


class Store:
    """The database of one store folder.

    Readers and one writer may have it open at once, in any thread or process; who may write is decided by the lock of
    `lock.py`, not here.
    """

    def __init__(self, folder: Path, *, create: bool = False, database: Database | None = None) -> None:
        """Open the database of `folder`, or another that is given; one of an older format is migrated.

        Raises StoreError where there is none and `create` is not set, StoreDamaged where the file is no database of
        ours, StoreMismatch where a newer version of Medley made it.
        """
        self.folder = Path(folder)
        path = self.folder / DATABASE
        if database is None and not create and not _there(path):
            raise StoreError(
                f"expected a store in '{folder}'; there is none. Make one with: medley index CATALOG --store {folder}"
            )
        self._db = database or open_sqlite(path)
        try:
            LAYOUT.prepare(self._db, create=create)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the database; the store can't be used afterwards."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing: what is written inside is seen by others at once, or never."""
        with self._db.transaction():
            yield

    # -- facts about the store ------------------------------------------------------------------------------------

    def get_meta(self, key: str) -> str | None:
        """Return a fact about the store, or None."""
        found: str | None = self._db.value(_META, {"key": key})
        return found

    def set_meta(self, key: str, value: str) -> None:
        """Write a fact about the store."""
        self._db.run(self._db.upsert(meta), {"key": key, "value": value})

    @property
    def sequence(self) -> int:
        """The number of the last change."""
        return int(self.get_meta("sequence") or 0)

    def __len__(self) -> int:
        return int(self._db.value(select(func.count()).select_from(items)))

    def fitted(self, key: str) -> bytes | None:
        """Return the archive that was kept under `key`: the blocks fitted for some encoders, or what a projection adds."""
        found: bytes | None = self._db.value(select(fusion.c.archive).where(fusion.c.encoders == key))
        return found

    def keep_fitted(self, archives: Mapping[str, bytes], *, afresh: bool = False) -> None:
        """Keep archives by key: what is built from the store again is then built with the same. All or none.

        `afresh`: all that was kept before is forgotten.
        """
        with self._db.transaction():
            self._db.run(delete(fusion) if afresh else delete(fusion).where(fusion.c.encoders.in_(list(archives))))
            self._db.many(insert(fusion), [{"encoders": key, "archive": archive} for key, archive in archives.items()])

    # -- changing items -------------------------------------------------------------------------------------------

    def put(self, item: Item, digest: str, contents: Contents, tokens: Sequence[str], origin: str) -> bool:
        """Write one item; return whether anything changed. Call it inside a transaction."""
        return self.put_all([Put(item, digest, contents, lambda: tokens)], origin) == 1

    def put_all(self, puts: Iterable[Put], origin: str) -> int:
        """Write items that came from `origin`, the last of each id; return how many changed. Call it inside a transaction."""
        given = list({put.item.id: put for put in puts}.values())
        known: dict[str, Any] = {}
        for some in _parts([put.item.id for put in given]):
            known |= {row.id: row for row in self._db.all(_KNOWN.where(items.c.id.in_(some)))}
        moved = [known[p.item.id].row for p in given if p.item.id in known and known[p.item.id].origin != origin]
        for rows in chunks(moved):
            self._db.run(update(items).where(items.c.row.in_(rows)).values(origin=origin))
        fresh = [p for p in given if p.item.id not in known or known[p.item.id].digest != p.digest]
        if fresh:
            self._write(fresh, known, origin)
        return len(fresh)

    def _write(self, puts: Sequence[Put], known: Mapping[str, Any], origin: str) -> None:
        first = self._advance(len(puts))
        values: dict[str, dict[str, Any]] = {
            put.item.id: {
                "body": pack(put.item), "digest": put.digest, "text": folded_value(searchable_text(put.item)),
                "tokens": " ".join(put.tokens()), "origin": origin, "changed": first + n,
            }
            for n, put in enumerate(puts)
        }  # fmt: skip
        new = [{"id": id, **held} for id, held in values.items() if id not in known]
        self._db.many(insert(items), new)
        row_of = {id: known[id].row for id in values if id in known}
        for some in _parts([id for id in values if id not in known]):
            row_of |= dict(self._db.all(select(items.c.id, items.c.row).where(items.c.id.in_(some))))
        self._db.many(_CHANGED, [{"its_row": row_of[id], **held} for id, held in values.items() if id in known])
        self._forget_parts([row_of[id] for id in values if id in known])
        self._db.many(
            insert(attributes),
            [_attribute(row_of[p.item.id], name, value) for p in puts for name, value in _scalars(p.item)],
        )
        self._db.many(
            insert(contents),
            [
                {"row": row_of[p.item.id], "modality": modality, "position": i, "digest": digest}
                for p in puts for modality, digests in p.contents.items() for i, digest in enumerate(digests)
            ],
        )  # fmt: skip
        before = {id: known[id].body if id in known else None for id in values}
        self._log([(values[id]["changed"], row_of[id], id, before[id]) for id in values])

    def remove(self, ids: Iterable[str]) -> int:
        """Remove items; return how many there were. Call it inside a transaction."""
        wanted = list(dict.fromkeys(ids))
        known = [row for some in _parts(wanted) for row in self._db.all(_KNOWN.where(items.c.id.in_(some)))]
        place = {id: n for n, id in enumerate(wanted)}
        known.sort(key=lambda row: place[row.id])
        if known:
            first = self._advance(len(known))
            self._log([(first + n, row.row, row.id, row.body) for n, row in enumerate(known)])
            self._forget_parts([row.row for row in known])
            for rows in chunks([row.row for row in known]):
                self._db.run(delete(items).where(items.c.row.in_(rows)))
        return len(known)

    def forget_derived(self) -> None:
        """Forget the values and contents of every item, so that each is written anew when it is put; items and vectors stay.

        The count of changes goes on from the last that any item names.
        """
        with self._db.transaction():
            for table in (attributes, contents, changes):
                self._db.run(delete(table))
            self._db.run(update(items).values(digest=""))
            last = int(self._db.value(select(func.max(items.c.changed))) or 0)
            self.set_meta("sequence", str(max(self.sequence, last)))

    def _advance(self, count: int) -> int:
        """Count changes; return the number of the first of them."""
        sequence = int(self._db.value(_META.with_for_update(), {"key": "sequence"}) or 0)
        self.set_meta("sequence", str(sequence + count))
        return sequence + 1

    def _forget_parts(self, rows: Sequence[int]) -> None:
        for some in chunks(rows):
            self._db.run(delete(attributes).where(attributes.c.row.in_(some)))
            self._db.run(delete(contents).where(contents.c.row.in_(some)))

    # -- the log of changes ---------------------------------------------------------------------------------------

    def _log(self, lines: Iterable[tuple[int, int, str, str | None]]) -> None:
        names = ("sequence", "row", "id", "before")
        self._db.many(insert(changes), [dict(zip(names, line, strict=True)) for line in lines])

    def changes(self, since: int) -> Changes | None:
        """Return what has happened since the change number `since`; it costs what has changed, whatever the size of the store.

        None where the log doesn't reach back so far (an earlier version wrote some of it, or it was cut short), and where
        somebody writes all the time.
        """
        logged_since = select(changes).where(changes.c.sequence > since).order_by(changes.c.sequence)
        for _ in range(ATTEMPTS):
            sequence = self.sequence
            if since == sequence:
                return Changes(sequence, {}, {})
            if since > sequence:
                return None
            logged = self._db.all(logged_since.where(changes.c.sequence <= sequence))
            if len(logged) != sequence - since:
                return None
            first = {row: (id, before) for _, row, id, before in reversed(logged)}
            after = {record.row: record for record in self.records(sorted(first))}
            if self.sequence == sequence:  # else a writer came between: what was read is of two states
                before = {row: unpack(id, body) for row, (id, body) in sorted(first.items()) if body is not None}
                return Changes(sequence, before, after)
        return None

    def prune_changes(self, until: int) -> None:
        """Forget the changes up to the number `until`."""
        self._db.run(delete(changes).where(changes.c.sequence <= until))

    # -- reading items --------------------------------------------------------------------------------------------

    def ids(self, origin: str | None = None) -> list[str]:
        """Return the ids of all items, or of those that came from `origin`, in row order."""
        wanted = select(items.c.id).order_by(items.c.row)
        return [id for (id,) in self._db.all(wanted.where(items.c.origin == origin) if origin else wanted)]

    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
        """Return row numbers (n,), the change that last touched each (n,), and ids, in row order."""
        found = self._db.all(select(items.c.row, items.c.changed, items.c.id).order_by(items.c.row))
        table = np.array([(r, c) for r, c, _ in found], np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy(), [r[2] for r in found]

    def records(self, rows: Iterable[int]) -> Iterator[Record]:
        """Yield the items of `rows`, in that order; rows that are gone are left out."""
        for some in chunks([int(row) for row in rows]):
            found = {row.row: row for row in self._db.all(_RECORD.where(items.c.row.in_(some)))}
            for held in (found[row] for row in some if row in found):
                item = unpack(held.id, held.body)
                yield Record(held.row, item, held.digest, held.changed, tuple(held.tokens.split()))

    def items(self) -> Iterator[Item]:
        """Yield every item, in row order."""
        return (item for _, item in self.numbered())

    def numbered(self) -> Iterator[tuple[int, Item]]:
        """Yield every row and item, in row order; read in pages, so that what is written meanwhile may be seen or not."""
        row = -1
        while page := self._db.all(_PAGE, {"after": row}):
            for row, id, body in page:
                yield row, unpack(id, body)

    def stamps(self, most: int) -> list[tuple[int, int]]:
        """Return the first rows, at most so many, each with the number of the change that last touched it."""
        wanted = select(items.c.row, items.c.changed).order_by(items.c.row).limit(most)
        return [(row, changed) for row, changed in self._db.all(wanted)]

    def item(self, id: str) -> Item | None:
        """Return one item, or None."""
        found = self._db.all(_ITEM, {"wanted": id})
        return unpack(id, found[0].body) if found else None

    def select(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> NDArray[np.int64]:
        """Return the rows that satisfy every filter and have contents of every modality in `having`; int64, ascending.

        Raises QueryError for a value that is none for its operator.
        """
        return selected(self._db, filters, having)

    def having(self, rows: Iterable[int], modality: Modality) -> list[int]:
        """Return those of `rows` that have contents of a modality, in that order."""
        wanted, found = list(rows), set[int]()
        for some in chunks(wanted):
            of_these = contents.c.row.in_(some) & (contents.c.modality == modality)
            found |= {row for (row,) in self._db.all(select(contents.c.row).where(of_these))}
        return [row for row in wanted if row in found]

    # -- contents and vectors -------------------------------------------------------------------------------------

    def known_vectors(self, encoder: str, among: Collection[str] | None = None) -> set[str]:
        """Return the hashes of the contents that `encoder` has a vector for, of those in `among` where given."""
        known = select(vectors.c.digest).where(vectors.c.encoder == encoder)
        if among is None or len(among) > MANY:
            return {digest for (digest,) in self._db.all(known)}
        wanted, found = list(among), set[str]()
        for at in range(0, len(wanted), CHUNK):
            some = known.where(vectors.c.digest.in_(wanted[at : at + CHUNK]))
            found |= {digest for (digest,) in self._db.all(some)}
        return found

    def contents_of(self, ids: Sequence[str]) -> dict[str, Contents]:
        """Return the hashes of the contents of items by modality, in their order; items that aren't there are left out."""
        found: dict[str, dict[Modality, list[str]]] = {}
        wanted = select(items.c.id, contents.c.modality, contents.c.digest).outerjoin(
            contents, contents.c.row == items.c.row
        )
        for some in _parts(ids):
            of_some = wanted.where(items.c.id.in_(some)).order_by(items.c.row, contents.c.position)
            for id, modality, digest in self._db.all(of_some):
                own = found.setdefault(id, {})
                if digest is not None:
                    own.setdefault(modality, []).append(digest)
        return {id: {m: own.get(m, []) for m in MODALITIES} for id, own in found.items()}

    def put_vectors(self, encoder: str, rows: Mapping[str, NDArray[np.float32]]) -> None:
        """Write vectors by content hash, all or none."""
        with self._db.transaction():
            self._db.many(
                self._db.upsert(vectors),
                [{"encoder": encoder, "digest": d, "vector": np.asarray(v, "<f4").tobytes()} for d, v in rows.items()],
            )

    def raw_rows(self, encoder: str, modality: Modality, dim: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean of the vectors of each item's contents, zero vectors left out: float32 (len(rows), dim)."""
        total = np.zeros((len(rows), dim), np.float32)
        count = np.zeros((len(rows), 1), np.float32)
        places: dict[int, list[int]] = {}
        for place, row in enumerate(rows.tolist()):
            places.setdefault(row, []).append(place)
        joined = contents.join(vectors, (vectors.c.digest == contents.c.digest) & (vectors.c.encoder == encoder))
        wanted = select(contents.c.row, vectors.c.vector).select_from(joined).where(contents.c.modality == modality)
        for some in chunks(list(places)):
            of_some = wanted.where(contents.c.row.in_(some)).order_by(contents.c.row, contents.c.position)
            for row, blob in self._db.all(of_some):
                vector = np.frombuffer(blob, "<f4")
                if len(vector) != dim:
                    raise StoreDamaged(
                        f"expected {dim} numbers a vector of '{encoder}'; got {len(vector)}. Rebuild the index"
                    )
                if vector.any():
                    total[places[row]] += vector
                    count[places[row]] += 1
        return np.asarray(total / np.maximum(count, 1), np.float32)

    def prune_vectors(self) -> int:
        """Remove the vectors of contents that no item has; return how many."""
        return self._db.run(delete(vectors).where(vectors.c.digest.not_in(select(contents.c.digest))))

    # -- problems -------------------------------------------------------------------------------------------------

    def set_problems(self, found: Iterable[Problem]) -> None:
        """Replace the problems of the last indexing. Call it inside a transaction."""
        self._db.run(delete(problems))
        self._db.many(insert(problems), [{**asdict(p), "fatal": int(p.fatal)} for p in found])

    def problems(self) -> list[Problem]:
        """Return what the last indexing reported."""
        return [Problem(i, f, r, bool(fatal)) for i, f, r, fatal in self._db.all(select(problems))]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]

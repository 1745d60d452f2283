"""What the rest of Medley asks of the catalogue's record, whatever keeps it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import Filter
from retrieval.catalog.items import Item, Modality, Problem

__all__ = ["CatalogRecord", "Changes", "Contents", "Put", "Record"]

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
class Put:
    """An item as it is written: the hash of all that it says, the hashes of its contents, and what gives its tokens.

    `tokens` is called only where the item is new or has changed.
    """

    item: Item
    digest: str
    contents: Contents
    tokens: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to a store since some change of it, by row.

    sequence: of the last change. before: the items that were there then and have been changed or removed. after: those
    that have been changed or added and are there now.
    """

    sequence: int
    before: Mapping[int, Item]
    after: Mapping[int, Record]


class CatalogRecord(Protocol):
    """The system of record of one catalogue. Any number of readers, and one writer at a time.

    folder: where what is built from it stands. sequence: the number of the last change. Errors are those of the store's tree.
    """

    folder: Path

    @property
    def sequence(self) -> int: ...
    def __len__(self) -> int: ...
    def close(self) -> None: ...
    def transaction(self) -> AbstractContextManager[None]:
        """Return all that is written inside is seen by others at once, or never."""
        ...

    def get_meta(self, key: str) -> str | None: ...
    def set_meta(self, key: str, value: str) -> None: ...
    def fitted(self, key: str) -> bytes | None: ...
    def keep_fitted(self, archives: Mapping[str, bytes], *, afresh: bool = False) -> None: ...

    def put(self, item: Item, digest: str, contents: Contents, tokens: Sequence[str], origin: str) -> bool: ...
    def put_all(self, puts: Iterable[Put], origin: str) -> int: ...
    def remove(self, ids: Iterable[str]) -> int: ...
    def changes(self, since: int) -> Changes | None: ...
    def prune_changes(self, until: int) -> None: ...

    def ids(self, origin: str | None = None) -> list[str]: ...
    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]: ...
    def records(self, rows: Iterable[int]) -> Iterator[Record]: ...
    def items(self) -> Iterator[Item]: ...
    def numbered(self) -> Iterator[tuple[int, Item]]: ...
    def stamps(self, most: int) -> list[tuple[int, int]]: ...
    def item(self, id: str) -> Item | None: ...
    def having(self, rows: Iterable[int], modality: Modality) -> list[int]: ...
    def select(self, filters: Sequence[Filter], having: Sequence[Modality] = ()) -> NDArray[np.int64]: ...

    def known_vectors(self, encoder: str, among: Collection[str] | None = None) -> set[str]: ...
    def put_vectors(self, encoder: str, rows: Mapping[str, NDArray[np.float32]]) -> None: ...
    def raw_rows(self, encoder: str, modality: Modality, dim: int, rows: NDArray[np.int64]) -> NDArray[np.float32]: ...
    def prune_vectors(self) -> int: ...
    def set_problems(self, found: Iterable[Problem]) -> None: ...
    def problems(self) -> list[Problem]: ...

"""What an export is: the columns that tell it, what they mean, and what is made of its rows. Knows none by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.catalog.files.table import TableRow

__all__ = ["Cells", "Export", "joined", "text_of"]

Cells = Mapping[str, object]


def _same(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    return rows


@dataclass(frozen=True)
class Export:
    """One export. needs: columns that tell it. mapping: columns by field. drop: columns that say nothing of an item. names: plain
    names for columns that have others.

    rows: makes the rows anew (variants joined to one product). cells: makes the cells of a row anew.
    """

    name: str
    needs: frozenset[str]
    mapping: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[Sequence[TableRow]], Sequence[TableRow]] = _same
    cells: Callable[[Cells], Cells] | None = None


def text_of(cells: Cells, column: str) -> str:
    """A cell as text without spaces at its ends; "" where there is none."""
    value = cells.get(column)
    return "" if value is None else str(value).strip()


def joined(values: Iterable[str]) -> str:
    """Different values as a list is written in a cell."""
    return "|".join(dict.fromkeys(value.replace("|", "/") for value in values if value))

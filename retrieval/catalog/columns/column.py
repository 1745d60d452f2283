"""A column on its way to a type: its cells, its name, and the shares that decide; and what it became.

Knows no types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from retrieval.catalog.columns.days import Order
from retrieval.catalog.items import Value
from retrieval.language.columns import is_absent

__all__ = ["NAMED", "PLAIN", "TELLING", "Column", "TypedColumn", "apart"]

TELLING = 0.6
"""The share of cells that must fit where the spelling is telling, or the column's name tells the type."""
NAMED = 0.5
PLAIN = 0.8
"""The share where nothing but the figures tells."""
_SAMPLE = 400


@dataclass(frozen=True)
class TypedColumn:
    """A column as it was read.

    values: by row. beside: what stands beside them, by the ending of its name ("_currency", "_unit", "_max") and row.
    unfit: cells that are none of `kind`, by row. refused: by row, in words, what can't be kept. unit: of all values, if one.
    note: what was decided without proof.
    """

    kind: str
    values: Mapping[int, Value]
    beside: Mapping[str, Mapping[int, Value]] = field(default_factory=dict)
    unfit: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Column:
    """The cells of a column that hold something, by row, with what its name and the caller say of it.

    mark: the decimal mark that other columns of its table prove, for figures that may be either.
    """

    name: str
    cells: Mapping[int, str]
    order: Order | None = None
    currency: str = ""
    strict: bool = False
    mark: str = ""

    def share(self, read: Callable[[str], object]) -> float:
        """The share of a sample of the cells that `read` reads, of those that hold an amount."""
        distinct = list(dict.fromkeys(self.cells.values()))
        step = max(len(distinct) // _SAMPLE, 1)
        sample = [cell for cell in distinct[::step] if not is_absent(cell, amounts=True)]
        return sum(read(cell) is not None for cell in sample) / len(sample) if sample else 0.0


def apart(column: Column, read: Callable[[str], Value | None]) -> tuple[dict[int, Value], dict[int, str]]:
    """The values of a column, and the cells that are none and don't say that nothing is there."""
    values: dict[int, Value] = {}
    unfit: dict[int, str] = {}
    known: dict[str, Value | None] = {}
    for row, cell in column.cells.items():
        if cell not in known:
            known[cell] = read(cell)
        value = known[cell]
        if value is not None:
            values[row] = value
        elif not is_absent(cell, amounts=True):
            unfit[row] = cell
    return values, unfit

"""Which rows satisfy conditions: asked of the table of attributes where SQL can tell, else checked value by value.

SQL narrows; what an operator can't express in it, its own definition decides. Knows operators and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from retrieval.catalog.filters import ANY_TEXT, Filter, check_filter, folded_value, operator_of
from retrieval.catalog.items import Item, Modality, Scalar
from retrieval.store.catalog_tables import attributes, contents, items
from retrieval.store.database import Database
from retrieval.store.item_body import unpack

__all__ = ["CHUNK", "chunks", "selected"]

Test = ColumnElement[bool]
CHUNK = 500
"""Rows that one statement names."""


def chunks(rows: Sequence[int]) -> Iterator[list[int]]:
    """Yield row numbers, some hundred at a time."""
    for start in range(0, len(rows), CHUNK):
        yield [int(row) for row in rows[start : start + CHUNK]]


class _Values:
    """A column of folded texts, as operators ask it; those of attributes have a number and a day beside them."""

    def __init__(self, text: SqlColumn[str]) -> None:
        self.text = text

    def among(self, values: Sequence[Scalar]) -> Test:
        numbers = [float(v) for v in values if isinstance(v, int | float)]
        tests: list[Test] = [self.text.in_([folded_value(v) for v in values if not isinstance(v, int | float)])]
        if numbers:
            written = [folded_value(v) for v in values if isinstance(v, int | float)]
            number = attributes.c.number
            tests += [number.in_(numbers), and_(number.is_(None), self.text.in_(written))]
        return or_(*tests)

    def between(self, scale: type, low: float | None, high: float | None, *, open_low: bool, open_high: bool) -> Test:
        own = attributes.c.day if scale is date else attributes.c.number
        tests = [attributes.c.boolean == 0, own.is_not(None)]
        if low is not None:
            tests.append(own > low if open_low else own >= low)
        if high is not None:
            tests.append(own < high if open_high else own <= high)
        return and_(*tests)

    def having(self, text: str) -> Test:
        return self.text.contains(text, autoescape=True)

    def any(self) -> Test:
        return true()


def _exact(f: Filter) -> Test | None:
    """The rows of `items` that satisfy a filter, where SQL decides it alone."""
    operator = operator_of(f.op)
    test = operator.narrow(_Values(attributes.c.text), f) if operator.exact else None
    if test is None:
        return None
    inner = items.c.row.in_(select(attributes.c.row).where(attributes.c.field == f.field, test))
    return ~inner if f.negate else inner


def _satisfying(database: Database, f: Filter) -> set[int]:
    """The rows of which a filter that SQL can't decide holds, before negation."""
    operator = operator_of(f.op)
    table = items if f.field == ANY_TEXT else attributes
    narrow = operator.narrow(_Values(table.c.text), f)
    near = and_(true() if narrow is None else narrow, true() if table is items else attributes.c.field == f.field)
    if (test := operator.test(f)) is not None:
        found = database.all(select(table.c.row, table.c.text).where(near))
        return {row for row, text in found if test(text)}
    if (hint := operator.hint(f)) is None:
        rows = {row for (row,) in database.all(select(table.c.row).where(near).distinct())}
    else:
        rows = {row for row, text in database.all(select(items.c.row, items.c.text)) if hint(text)}
        names = [name for (name,) in database.all(select(attributes.c.field).distinct()) if hint(name)]
        rows |= {row for (row,) in database.all(select(attributes.c.row).where(attributes.c.field.in_(names)))}
    return {row for row, item in _items(database, sorted(rows)) if operator.holds_of(item, f)}


def _items(database: Database, rows: Sequence[int]) -> Iterator[tuple[int, Item]]:
    for some in chunks(rows):
        found = database.all(select(items.c.row, items.c.id, items.c.body).where(items.c.row.in_(some)))
        yield from ((row, unpack(id, body)) for row, id, body in found)


def selected(database: Database, filters: Sequence[Filter], having: Sequence[Modality]) -> NDArray[np.int64]:
    """Return the rows that satisfy every filter and have contents of every modality in `having`; int64, ascending.

    Raises QueryError for a value that is none for its operator.
    """
    tests: list[Test] = []
    checked: list[tuple[set[int], bool]] = []
    for f in map(check_filter, filters):
        if (test := _exact(f)) is not None:
            tests.append(test)
        else:
            checked.append((_satisfying(database, f), f.negate))
    for modality in having:
        tests.append(exists().where(contents.c.row == items.c.row, contents.c.modality == modality))
    if any(not rows and not negate for rows, negate in checked):
        tests.append(false())
    found = database.all(select(items.c.row).where(*tests).order_by(items.c.row))
    rows = (row for (row,) in found if all((row in held) != negate for held, negate in checked))
    return np.fromiter(rows, np.int64)

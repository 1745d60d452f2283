"""The type of a column by evidence over all its cells: what most of them are, it is, and what doesn't fit is named.

A type wants a share of the cells that depends on how telling its spelling is: `$5` can be nothing but money, while `12`
among words may be a code. Values are plain; a currency or unit goes beside them. Knows columns; nothing of items or files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from retrieval.catalog.columns.amount_columns import money_column, named_currency, number_column
from retrieval.catalog.columns.column import PLAIN, TELLING, Column, TypedColumn, apart
from retrieval.catalog.columns.days import Order
from retrieval.catalog.columns.figures import leading_zeros
from retrieval.catalog.columns.lists import literal_parts, splitter
from retrieval.catalog.columns.markup import plain_text
from retrieval.catalog.columns.money import currency_in
from retrieval.catalog.columns.time_columns import date_column, duration_column, year_column
from retrieval.catalog.items import Scalar, Value
from retrieval.catalog.moments import clock_of
from retrieval.language.columns import heads, is_absent, says_whether, truth_of
from retrieval.language.opening import moment_in, opening

__all__ = ["KINDS", "typed"]

KINDS = ("money", "number", "date", "duration", "boolean", "text")
"""The types that a column can be given by name; "text" keeps its cells as they are."""
_STRICT = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_TICKS = frozenset("xX✓✔•●*")
"""What alone stands in a column that ticks off what applies."""
_MANGLED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,2}")
_EXCEL = re.compile(r'="([^"]*)"|=\'([^\']*)\'|\'([+-]?\d[\d.,\s-]*)\'?')
_NOT_FINITE = re.compile(r"[+-]?(inf|infinity)", re.IGNORECASE)
_LARGEST = (1 << 63) - 1


def _unwrapped(cell: str) -> str:
    """A cell without what spreadsheets put around what must stay text: ="0441", '0441."""
    match = _EXCEL.fullmatch(cell)
    return next((part for part in match.groups() if part is not None), "").strip() if match else cell


def _boolean(column: Column, forced: bool = False) -> TypedColumn | None:
    figures = says_whether(column.name) or forced

    def read(cell: str) -> bool | None:
        return (
            {"1": True, "0": False, "1.0": True, "0.0": False}.get(cell)
            if figures and cell[:1] in "01"
            else truth_of(cell)
        )

    telling = {cell for cell in column.cells.values() if not is_absent(cell, amounts=True)}
    if len(telling) == 1 and telling <= _TICKS:
        return TypedColumn("boolean", dict.fromkeys(column.cells, True))
    if not telling or (not forced and any(read(cell) is None for cell in telling)):
        return None
    values, unfit = apart(column, read)
    return TypedColumn("boolean", values, unfit=unfit)


def _plain(column: Column) -> TypedColumn | None:
    """Numbers as programs write them, every cell one (or absent, or beyond all bounds)."""
    telling = [cell for cell in dict.fromkeys(column.cells.values()) if not is_absent(cell, amounts=True)]
    if not telling or any(leading_zeros(cell) for cell in telling):
        return None
    if not all(_STRICT.fullmatch(cell) or _NOT_FINITE.fullmatch(cell) for cell in telling) or all(
        map(_NOT_FINITE.fullmatch, telling)
    ):
        return None
    values: dict[int, Value] = {}
    refused: dict[int, str] = {}
    for row, cell in column.cells.items():
        if is_absent(cell, amounts=True):
            continue
        number = _strict(cell)
        if number is None:
            refused[row] = f"expected a finite number of at most 64 bits, got {cell}"
        else:
            values[row] = number
    if heads(column.name, "year") or heads(column.name, "date"):  # where all others are years, 0 is none
        years = [value for value in values.values() if value]
        if years and all(isinstance(value, int) and 1000 <= value <= 2100 for value in years):
            values = {row: value for row, value in values.items() if value}
    named = heads(column.name, "money_alone") or named_currency(column.name) or column.currency
    if named and values:
        code = column.currency or named_currency(column.name)
        beside = {"_currency": dict.fromkeys(values, code)} if code else {}
        return TypedColumn("money", values, beside, refused=refused, unit=code)
    numbers = [value for value in values.values() if isinstance(value, int | float)]
    moments = bool(numbers) and clock_of(column.name, min(numbers), max(numbers)) > 0
    return TypedColumn("date" if moments else "number", values, refused=refused)


def _strict(cell: str) -> int | float | None:
    if re.fullmatch(r"[+-]?\d+", cell):
        return int(cell) if len(cell) < 20 and abs(int(cell)) <= _LARGEST else None
    if _NOT_FINITE.fullmatch(cell):
        return None
    number = float(cell)
    return number if abs(number) < float("inf") else None


def _texts(column: Column, split: bool = True) -> TypedColumn:
    """Words, or lists of them where the column lists: HTML and empty words gone."""
    cells = {row: plain_text(cell) for row, cell in column.cells.items() if not is_absent(cell)}
    cells = {row: cell for row, cell in cells.items() if cell}
    literal = {row: parts for row, cell in cells.items() if (parts := literal_parts(cell)) is not None} if split else {}
    if literal and len(literal) >= TELLING * len(cells):
        lists = {row: literal.get(row, [cell]) for row, cell in cells.items()}
        return _listed(column, lists)
    split = split and (not column.strict or heads(column.name, "list"))
    parts_of = splitter(column.name, list(dict.fromkeys(cells.values()))) if split else None
    if parts_of is not None:
        return _listed(column, {row: parts_of(cell) for row, cell in cells.items()})
    return TypedColumn("text", cells)


def _listed(column: Column, lists: Mapping[int, Sequence[str]]) -> TypedColumn:
    """A column of lists whose parts are typed as a whole, where all of them are one type."""
    flat = [(row, part) for row, parts in lists.items() for part in parts if not is_absent(part)]
    inner = Column(column.name, dict(enumerate(part for _, part in flat)), column.order)
    found = None if heads(column.name, "id") else _plain(inner) or _whole_dates(inner)
    values: dict[int, tuple[Scalar, ...]] = dict.fromkeys(lists, ())
    for at, (row, part) in enumerate(flat):
        value = found.values.get(at) if found else part
        if value is not None and not isinstance(value, tuple):
            values[row] = (*values[row], value)
    kept: dict[int, Value] = {row: parts for row, parts in values.items() if parts}
    return TypedColumn(found.kind if found else "text", kept)


def _whole_dates(column: Column) -> TypedColumn | None:
    made = date_column(column) if column.cells else None
    return made if made and not made.unfit and not all(cell.isdigit() for cell in column.cells.values()) else None


def _codes(column: Column) -> TypedColumn:
    """Ids and codes: text, whatever they look like; a number that a spreadsheet has rounded is refused."""
    mangled = {row: cell for row, cell in column.cells.items() if _MANGLED.fullmatch(cell)}
    refused = {
        row: f"{cell} is a code that a spreadsheet rounded to a number: its digits are lost; export the column as text"
        for row, cell in mangled.items()
    }
    made = _texts(column)
    return TypedColumn("text", {row: v for row, v in made.values.items() if row not in mangled}, refused=refused)


def _is_code(column: Column) -> bool:
    """Whether the name says that the column identifies things ("isbn", 编号), or its cells are written as codes are."""
    others = heads(column.name, "money") or heads(column.name, "year") or says_whether(column.name)
    if heads(column.name, "id") and not others:
        return True
    return any(leading_zeros(cell) for cell in column.cells.values()) and all(
        re.fullmatch(r"[\d\s-]+", cell) or is_absent(cell, amounts=True) for cell in column.cells.values()
    )


def _hours(column: Column) -> TypedColumn | None:
    """Hours of opening, kept as they are written: they tell days, or the name says what they are."""
    named = heads(column.name, "hours")
    share = column.share(opening)
    if share < (TELLING if named else PLAIN) or not any(re.search(r"[^\W\d]", cell) for cell in column.cells.values()):
        return None
    if not named and not any(moment_in(cell) for cell in column.cells.values()):
        return None
    return TypedColumn("hours", {row: cell for row, cell in column.cells.items() if not is_absent(cell)})


_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:/|out of|von|sur|de)\s?(5|10|20|100)(?:\s(?:stars?|points?|Sterne))?")
"""A rating with the top of its scale."""


def _rated(column: Column) -> TypedColumn | None:
    """Ratings with one scale behind all of them ("4.5/5"), as numbers: fractions of it, or the name says so."""
    telling = [cell for cell in column.cells.values() if not is_absent(cell, amounts=True)]
    found = [_OF.fullmatch(cell) for cell in telling]
    rated = any(match and re.search(r"[.,]", match[1]) for match in found)
    if (
        not (heads(column.name, "amount") or rated)
        or len({match[2] for match in found if match}) != 1
        or not all(found)
    ):
        return None
    values: dict[int, Value] = {
        row: float(match[1].replace(",", ".")) for row, cell in column.cells.items() if (match := _OF.fullmatch(cell))
    }
    return TypedColumn("number", values)


_FORCED: Mapping[str, Callable[[Column, bool], TypedColumn | None]] = {
    "money": money_column, "number": number_column, "date": date_column, "duration": duration_column, "boolean": _boolean,
}  # fmt: skip


def _amounts(name: str) -> bool:
    return heads(name, "amount") or heads(name, "money") or heads(name, "year")


def _tries(column: Column) -> list[TypedColumn]:
    """The column as each type that its cells are evidence for."""
    tries: list[Callable[[Column], TypedColumn | None]] = [
        money_column,
        date_column,
        duration_column,
        year_column,
        number_column,
    ]
    if column.strict and not _amounts(column.name):
        tries = [money_column, date_column, duration_column]
    return [made for attempt in tries if (made := attempt(column)) is not None]


def typed(
    name: str,
    cells: Mapping[int, str],
    *,
    kind: str = "",
    order: Order | None = None,
    strict: bool = False,
    mark: str = "",
) -> TypedColumn:
    """A column of text by its cells (by row) and its name, typed by evidence; `kind` forces a type ("money:EUR", "text").

    order: what stands first in dates in figures, else what the column proves. strict: the cells come from a format that
    has types (JSON): a string is another type only where its spelling or the column's name is telling ("$5", "12" as a
    price; not "12" or "yes" by themselves). Raises ValueError for an unknown `kind`.
    """
    wanted, _, unit = kind.partition(":")
    if wanted and wanted not in (*KINDS, "list"):
        raise ValueError(f"expected a type of {', '.join((*KINDS, 'list'))}; got '{kind}'")
    held = {row: inner for row, cell in cells.items() if (inner := _unwrapped(cell))}
    column = Column(name, held, order, currency_in(unit) if unit else "", strict, mark)
    if wanted in _FORCED:
        return _FORCED[wanted](column, True) or _texts(column)
    if wanted == "list":
        return _listed(column, {row: re.split(r"\s*[|;,，、]\s*", cell) for row, cell in held.items()})
    if wanted == "text":
        return _texts(column, split=False)
    if not strict and (boolean := _boolean(column)):
        return boolean
    if (hours := _hours(column)) is not None:
        return hours
    if _is_code(column):
        return _codes(column)
    if (rated := _rated(column)) is not None:
        return rated
    compact = heads(name, "date") and all(re.fullmatch(r"(?:1[5-9]|20)\d{6}", cell) for cell in held.values())
    thousands = (
        mark == "," and held and all(_THOUSANDS.fullmatch(cell) for cell in held.values() if not is_absent(cell))
    )
    if thousands and not (heads(name, "north") or heads(name, "east")):
        return number_column(column) or _texts(column)  # 84.500 beside 12,50
    if (not strict or _amounts(name)) and (plain := _plain(column)) and not (compact and date_column(column)):
        return plain
    if held and any(") (" in cell for cell in held.values()) and splitter(name, list(dict.fromkeys(held.values()))):
        return _texts(column)  # (1944) (1947)
    found = _tries(column)
    return max(found, key=lambda made: len(made.values)) if found else _texts(column)

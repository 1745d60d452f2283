"""All the columns of a table, typed: strings by evidence, and what JSON has typed already left as it is.

Gives the attributes of each row and a finding for each column. Knows columns by name and row; nothing of files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from retrieval.catalog.cells import dated
from retrieval.catalog.columns.column import TypedColumn
from retrieval.catalog.columns.days import Order
from retrieval.catalog.columns.evidence import typed
from retrieval.catalog.columns.marks import table_mark
from retrieval.catalog.columns.markup import plain_text
from retrieval.catalog.columns.money import currency_in
from retrieval.catalog.items import Value
from retrieval.catalog.moments import clock_of
from retrieval.language.columns import heads
from retrieval.language.concepts import name_parts
from retrieval.language.units import unit_named

__all__ = ["Choices", "Columns", "Finding", "Misfit", "read_columns"]

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided of a catalogue's columns. types: a type by column ("money:EUR"). date_order: of dates in figures."""

    types: Mapping[str, str] = field(default_factory=dict)
    date_order: Order | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell that is none of what its column holds, and was left out: its row in the table's count, and what stands there."""

    row: int
    cell: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a column was read as. `examples`: cells as they stand in the file, with the values that were made of them."""

    name: str
    kind: str
    count: int
    many: bool = False
    unit: str = ""
    examples: tuple[tuple[str, Value], ...] = ()
    misfits: tuple[Misfit, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Columns:
    """The attributes of each row, the findings by column, and by row what was refused, as field and reason."""

    attributes: tuple[Mapping[str, Value], ...]
    findings: tuple[Finding, ...]
    refused: tuple[tuple[int, str, str], ...]


def _kind(name: str, values: Mapping[int, Value]) -> str:
    """The kind of a column that came typed."""
    flat = [part for value in values.values() for part in (value if isinstance(value, tuple) else (value,))]
    if all(isinstance(part, bool) for part in flat):
        return "boolean"
    if all(isinstance(part, date) for part in flat):
        return "date"
    if all(isinstance(part, int | float) and not isinstance(part, bool) for part in flat):
        low, high = min(flat), max(flat)
        return "date" if clock_of(name, low, high) else "money" if heads(name, "money_alone") else "number"
    return "text"


def _clean(value: Value) -> Value | None:
    """A value of JSON with the HTML of its strings gone; None where nothing is left."""
    if isinstance(value, tuple):
        kept = tuple(part for part in (_clean(part) for part in value) if part is not None)
        return tuple(part for part in kept if not isinstance(part, tuple)) or None
    return (plain_text(value) or None) if isinstance(value, str) else value


def _given(name: str, column: Mapping[int, Value], choices: Choices, strict: bool = True) -> TypedColumn:
    """A column of JSON: its strings by evidence where all of it is strings and numbers, else as it is."""
    strings = {row: value for row, value in column.items() if isinstance(value, str)}
    numbers = {
        row: value for row, value in column.items() if isinstance(value, int | float) and not isinstance(value, bool)
    }
    kind = choices.types.get(name, "")
    if (strings or kind) and len(strings) + len(numbers) == len(column):
        as_cells = {row: value if isinstance(value, str) else str(value) for row, value in column.items()}
        made = typed(name, as_cells, kind=kind, order=choices.date_order, strict=strict)
        if not numbers or (made.kind not in ("text", "boolean", "date") and not made.unfit):
            return replace(made, values={**made.values, **({} if kind else _unitless(made, numbers))})
    kept = {row: clean for row, value in dated(column).items() if (clean := _clean(value)) is not None}
    return TypedColumn(_kind(name, kept) if kept else "text", kept)


def _unitless(made: TypedColumn, numbers: Mapping[int, Value]) -> Mapping[int, Value]:
    return {row: value for row, value in numbers.items() if made.kind in ("number", "money")}


def _finding(name: str, column: Mapping[int, Value], made: TypedColumn) -> Finding:
    many = any(isinstance(value, tuple) for value in made.values.values())
    shown: dict[str, tuple[str, Value]] = {}
    for row, value in made.values.items():
        if len(shown) == EXAMPLES:
            break
        shown.setdefault(str(value), (str(column.get(row, "")), value))
    misfits = tuple(Misfit(row, cell) for row, cell in made.unfit.items())
    return Finding(name, made.kind, len(made.values), many, made.unit, tuple(shown.values()), misfits, made.note)


def _currencies(made: Mapping[str, TypedColumn]) -> Iterator[tuple[str, Mapping[int, Value]]]:
    """Prices without a currency of their own, with that of the row where a column tells it ("currency": EUR)."""
    told = next((one for name, one in made.items() if heads(name, "currency") and one.kind == "text"), None)
    if told is None:
        return
    codes: dict[int, Value] = {row: code for row, cell in told.values.items() if (code := currency_in(str(cell)))}
    for name, one in made.items():
        if one.kind == "money" and not one.beside.get("_currency") and not one.unit and codes:
            yield name, {row: codes[row] for row in one.values if row in codes}


def read_columns(rows: Sequence[Mapping[str, Value]], choices: Choices, textual: bool, loose: bool = False) -> Columns:
    """The cells of rows, typed column by column. `textual`: all cells are strings. `loose`: those that are strings may be anything.

    Beside the plain numbers of a column `price` its currency stands as `price_currency`, a unit as `weight_unit`, and the
    upper end of a range as `price_max`, unless the table has a column of that name or the column's own name says it.
    Raises ValueError for a type that isn't known.
    """
    columns: dict[str, dict[int, Value]] = {}
    for at, row in enumerate(rows):
        for name, value in row.items():
            columns.setdefault(name, {})[at] = value
    made: dict[str, TypedColumn] = {}
    mark = table_mark(columns) if textual or loose else ""
    for name, column in columns.items():
        if textual:
            cells = {row: str(value) for row, value in column.items()}
            made[name] = typed(name, cells, kind=choices.types.get(name, ""), order=choices.date_order, mark=mark)
        else:
            made[name] = _given(name, column, choices, strict=not loose)
    beside = {name: dict(one.beside) for name, one in made.items()}
    for name, codes in _currencies(made):
        beside[name]["_currency"] = codes
    endings = {
        name: {f"{name}{ending}": values for ending, values in own.items() if _stands(name, ending, columns)}
        for name, own in beside.items()
    }
    attributes: list[dict[str, Value]] = [{} for _ in rows]
    for at, row in enumerate(rows):
        for name in row:
            if at in made[name].values:
                attributes[at][name] = made[name].values[at]
                attributes[at] |= {full: values[at] for full, values in endings[name].items() if at in values}
    findings = tuple(_finding(name, columns[name], one) for name, one in made.items())
    refused = [(row, name, reason) for name, one in made.items() for row, reason in one.refused.items()]
    refused += [
        (row, name, f"expected {one.kind} as in the rest of the column, got '{cell[:80]}': left out")
        for name, one in made.items()
        for row, cell in one.unfit.items()
    ]
    return Columns(tuple(attributes), findings, tuple(refused))


def _stands(name: str, ending: str, columns: Collection[str]) -> bool:
    """Whether what goes beside a column is needed: not where the table has it, or the name declares its unit (`width_cm`)."""
    declared = ending == "_unit" and any(unit_named(part) for part in name_parts(name))
    return f"{name}{ending}" not in columns and not declared

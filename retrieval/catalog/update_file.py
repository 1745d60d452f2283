"""Reads a light file of updates: a column of ids or other codes, and columns of fields with their new values.

The columns are typed as those of a catalogue are; a value of another kind than the store's field is named and left out.
Knows files, columns and the schema; nothing of stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retrieval.catalog.columns.days import Order
from retrieval.catalog.columns.table import Choices, read_columns
from retrieval.catalog.items import Problem, Value
from retrieval.catalog.rows import TableRow, read_rows
from retrieval.catalog.schema import Schema
from retrieval.errors import CatalogError
from retrieval.language.columns import core_rank
from retrieval.media.reader import LIMITS

__all__ = ["Updates", "read_updates"]


@dataclass(frozen=True)
class Updates:
    """What a file of updates says. key: the column by which items are named. fields: by that name, the new values by field."""

    key: str
    fields: Mapping[str, Mapping[str, Value]]
    problems: tuple[Problem, ...] = ()


def _key_of(columns: list[str], asked: str | None, source: Path) -> str:
    if asked is not None:
        if asked not in columns:
            raise CatalogError(
                f"{source}: expected a column '{asked}' that names the items; it has {', '.join(columns)}"
            )
        return asked
    if "id" in columns:
        return "id"
    ranked = sorted((rank, name) for name in columns if (rank := core_rank(name, "id")) is not None)
    if not ranked:
        raise CatalogError(
            f"{source}: expected a column of ids; it has {', '.join(columns)}. Name the one that has them with --key"
        )
    return ranked[0][1]


def _fits(value: Value, name: str, schema: Schema) -> bool:
    """Whether a value is of the kind that the field's other values are."""
    told = schema.fields.get(name)
    if told is None or told.kind in ("category", "text"):
        return True
    parts = value if isinstance(value, tuple) else (value,)
    kinds = {"number": (int, float), "date": (date,), "boolean": (bool,)}[told.kind]
    return all(isinstance(part, kinds) and (told.kind == "boolean" or not isinstance(part, bool)) for part in parts)


def read_updates(
    path: str | Path,
    schema: Schema,
    *,
    key: str | None = None,
    fields: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    date_order: Order | None = None,
    encoding: str | None = None,
    sql: str | None = None,
) -> Updates:
    """What the file at `path` (of any form that a catalogue may have) gives which items.

    key: the column that names them; else one that is called as ids are. fields: which fields are set, with the columns that
    have their values; else all columns but `key`, by their own names. An empty cell changes nothing.
    Raises CatalogError for a file without such columns, or that can't be read.
    """
    source = Path(path).resolve()
    table = read_rows(source, LIMITS.catalog_bytes, encoding, sql)
    columns = list(dict.fromkeys(column for row in table.rows for column in row.cells))
    own = _key_of(columns, key, source)
    chosen = dict(fields or {name: name for name in columns if name != own})
    if lacking := [column for column in chosen.values() if column not in columns]:
        raise CatalogError(f"{source}: expected the columns {', '.join(lacking)}; it has {', '.join(columns)}")
    rows = [row for row in table.rows if str(row.cells.get(own) or "").strip()]
    cells = [_renamed(row, chosen) for row in rows]
    found = read_columns(cells, Choices(types or {}, date_order), table.textual)
    problems = [problem for _, problem in table.problems]
    problems += [Problem(rows[at].label, name, reason) for at, name, reason in found.refused]
    problems += [
        Problem(rows[misfit.row].label, one.name, f"'{misfit.cell}' is no {one.kind}, as the others are: it is left as it was")
        for one in found.findings
        for misfit in one.misfits
    ]  # fmt: skip
    given: dict[str, dict[str, Value]] = {}
    for row, attributes in zip(rows, found.attributes, strict=True):
        name = str(row.cells[own]).strip()
        for field, value in attributes.items():
            if _fits(value, field, schema):
                given.setdefault(name, {})[field] = value
            else:
                told = f"'{value}' is no {schema.fields[field].kind}, as the store's are: it is left as it was"
                problems.append(Problem(row.label, field, told))
    return Updates(own, given, tuple(problems))


def _renamed(row: TableRow, chosen: Mapping[str, str]) -> Mapping[str, Value]:
    """The cells of a row by the fields that they are for, empty ones left out."""
    named = {field: row.cells.get(column) for field, column in chosen.items()}
    return {name: value for name, value in named.items() if value not in (None, "")}  # type: ignore[misc]  # cells are scalars

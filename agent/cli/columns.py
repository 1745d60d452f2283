"""What `medley doctor` says of the columns of a catalogue: what each was read as, by example, and what didn't fit.

Prints nothing itself. Knows the findings of a reading, and the schema of the items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from retrieval.catalog.columns.table import Finding
from retrieval.catalog.items import Value
from retrieval.catalog.schema import Field, Schema

__all__ = ["described", "field_rows", "misfit_lines"]

SHOWN = 5
"""Cells that didn't fit which people are shown a column; `--json` has all."""


def kind_of(f: Field, finding: Finding | None) -> str:
    """What a field holds: what its column was read as, else what its values are."""
    return finding.kind if finding and finding.kind != "text" else f.kind


def _range(f: Field) -> list[str] | None:
    return None if f.minimum is None else [str(f.minimum), str(f.maximum)]


def _json(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def described(schema: Schema, columns: Sequence[Finding], rows: Sequence[str]) -> list[dict[str, Any]]:
    """Each field as JSON: name, kind, unit, how many items have it, values or range, examples, and what didn't fit."""
    by_name = {finding.name: finding for finding in columns}
    return [_described(f, by_name.get(f.name), rows) for f in schema.fields.values()] + [
        _unread(finding, rows) for finding in columns if finding.name not in schema.fields and finding.misfits
    ]


def _described(f: Field, finding: Finding | None, rows: Sequence[str]) -> dict[str, Any]:
    return {
        "name": f.name,
        "kind": kind_of(f, finding),
        "many": f.many,
        "unit": finding.unit if finding else ", ".join(f.units),
        "count": f.count,
        "values": f.frequent(),
        "range": _range(f),
        "examples": [{"cell": cell, "value": _json(value)} for cell, value in finding.examples] if finding else [],
        "unfit": _unfit(finding, rows) if finding else [],
        "note": finding.note if finding else "",
    }


def _unfit(finding: Finding, rows: Sequence[str]) -> list[dict[str, str]]:
    return [{"row": rows[misfit.row], "cell": misfit.cell} for misfit in finding.misfits]


def _unread(finding: Finding, rows: Sequence[str]) -> dict[str, Any]:
    """A column of which not one cell could be kept."""
    return {"name": finding.name, "kind": finding.kind, "many": False, "unit": "", "count": 0, "values": [], "range": None,
            "examples": [], "unfit": _unfit(finding, rows), "note": finding.note}  # fmt: skip


def field_rows(schema: Schema, columns: Sequence[Finding]) -> list[tuple[str, str, int, str]]:
    """Each field as a row of a table: its name, what it holds, in how many items, and values of it."""
    by_name = {finding.name: finding for finding in columns}
    found = []
    for f in schema.fields.values():
        if schema.tells_of(f.name):
            continue
        finding = by_name.get(f.name)
        unit = finding.unit if finding else ", ".join(f.units)
        kind = " ".join(
            part for part in (kind_of(f, finding), f"in {unit}" if unit else "", "list" if f.many else "") if part
        )
        found.append((f.name, kind, f.count, ", ".join(f.frequent(6)) or " … ".join(_range(f) or [])))
    return found


def misfit_lines(columns: Sequence[Finding], rows: Sequence[str]) -> Iterator[str]:
    """In words, what didn't fit, the column with the most of it first."""
    for finding in sorted(columns, key=lambda one: -len(one.misfits)):
        if finding.misfits:
            shown = ", ".join(f"'{m.cell[:40]}' (row {rows[m.row]})" for m in finding.misfits[:SHOWN])
            more = f" and {len(finding.misfits) - SHOWN:,} more" if len(finding.misfits) > SHOWN else ""
            yield f"{finding.name}: read as {finding.kind}; left out, since they are none: {shown}{more}"

"""Which known export a table is, and the table made of it: products for variants, titles and years apart, useless columns gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from retrieval.catalog.exports.export import Export
from retrieval.catalog.exports.libraries import HEADLESS_FILMS, LIBRARIES, is_headless_films
from retrieval.catalog.exports.shops import GOOGLE_MERCHANT, GOOGLE_OFFERS, SHOPIFY, WOOCOMMERCE
from retrieval.catalog.files.table import Table, TableRow

__all__ = ["EXPORTS", "prepared"]

EXPORTS: tuple[Export, ...] = (SHOPIFY, WOOCOMMERCE, GOOGLE_MERCHANT, GOOGLE_OFFERS, *LIBRARIES)


def _known(table: Table) -> Export | None:
    if not table.headed:
        return HEADLESS_FILMS if is_headless_films(table.rows) else None
    columns = {column for row in table.rows[:20] for column in row.cells}
    return next((export for export in EXPORTS if export.needs <= columns), None)


def prepared(table: Table, mapping: Mapping[str, str]) -> tuple[Table, Mapping[str, str]]:
    """The table as the known export that it is makes it, and what its columns mean; both unchanged for any other.

    A column that `mapping` names is never dropped, and means what `mapping` says.
    """
    export = _known(table)
    if export is None:
        return table, mapping
    made = export.rows(table.rows)
    drop = export.drop - set(mapping.values())
    names = {column: name for column, name in export.names.items() if column not in mapping.values()}
    rows = tuple(
        TableRow(
            row.number,
            row.label,
            {
                names.get(name, name): value
                for name, value in (export.cells(row.cells) if export.cells else row.cells).items()
                if name not in drop
            },
        )
        for row in made
    )
    columns = {column for row in rows for column in row.cells}
    gone = sorted({column for row in table.rows[:20] for column in row.cells} - columns - names.keys())
    note = f"read as an export of {export.name}" + (f"; left out: {', '.join(gone)}" if gone else "")
    own = {
        name: column
        for name, column in export.mapping.items()
        if column in columns and name not in mapping and column not in mapping.values()
    }
    return replace(table, rows=rows, notes=(*table.notes, note)), {**own, **mapping}

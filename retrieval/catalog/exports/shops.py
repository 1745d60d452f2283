"""Exports of shops: Shopify and WooCommerce, whose products span several rows, and feeds of Google Merchant.

The variants of a product become one item: its options as lists, its price as a range, its stock as a sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.catalog.columns.figures import decimal_mark
from retrieval.catalog.columns.money import figures_in, read_money
from retrieval.catalog.exports.export import Cells, Export, joined, text_of
from retrieval.catalog.files.table import TableRow

__all__ = ["GOOGLE_MERCHANT", "GOOGLE_OFFERS", "SHOPIFY", "WOOCOMMERCE"]

_KEPT = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Status",
    "Gift Card",
)
_PRICES = {"price": "Variant Price", "compare_at_price": "Variant Compare At Price"}


def _range(cells: Iterable[str]) -> str:
    """The lowest and the highest of some prices as they are written, as one range."""
    written = [cell for cell in cells if cell]
    mark = decimal_mark([figure for cell in written for figure in figures_in(cell)], "")
    read = sorted(
        ((found.amount, cell) for cell in written if (found := read_money(cell, mark))), key=lambda pair: pair[0]
    )
    if not read:
        return written[0] if written else ""
    return read[0][1] if read[0][0] == read[-1][0] else f"{read[0][1]} - {read[-1][1]}"


def _sum(cells: Iterable[str]) -> str:
    numbers = [int(float(cell)) for cell in cells if re.fullmatch(r"-?\d+(?:\.0+)?", cell)]
    return str(sum(numbers)) if numbers else ""


def _product(rows: Sequence[TableRow]) -> TableRow:
    """One product of Shopify: its first row, with what its variants have."""
    cells = [row.cells for row in rows]
    first = cells[0]
    made: dict[str, object] = {name: first[name] for name in _KEPT if name in first}
    variants = [one for one in cells if text_of(one, "Variant Price") or text_of(one, "Option1 Value")]
    for n in (1, 2, 3):
        name = next((found for one in cells if (found := text_of(one, f"Option{n} Name"))), "")
        if name and name != "Title":
            made[name] = joined(text_of(one, f"Option{n} Value") for one in variants)
    for name, column in _PRICES.items():
        made[name] = _range(text_of(one, column) for one in variants)
    made["stock"] = _sum(text_of(one, "Variant Inventory Qty") for one in variants)
    made["sku"] = joined(text_of(one, "Variant SKU") for one in variants)
    made["barcode"] = joined(text_of(one, "Variant Barcode").lstrip("'") for one in variants)
    made["weight_g"] = _range(text_of(one, "Variant Grams") for one in variants[:1])
    made["picture_urls"] = joined(text_of(one, "Image Src") for one in cells)
    return TableRow(
        rows[0].number, rows[0].label, {name: value for name, value in made.items() if value not in ("", None)}
    )


def _products(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows of an export of Shopify, those of one handle as one."""
    groups: dict[str, list[TableRow]] = {}
    handle = ""
    for row in rows:
        handle = text_of(row.cells, "Handle") or handle
        groups.setdefault(handle, []).append(row)
    return [_product(group) for group in groups.values()]


SHOPIFY = Export(
    "Shopify products", frozenset(("Handle", "Title", "Variant Price")),
    {"id": "Handle", "title": "Title", "description": "Body (HTML)"}, rows=_products,
)  # fmt: skip


def _woo(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows of an export of WooCommerce, variations joined to their parent."""
    parents: dict[str, list[TableRow]] = {}
    keys: dict[str, str] = {}
    for row in rows:
        own = text_of(row.cells, "ID")
        if text_of(row.cells, "Type").casefold() != "variation":
            parents[own] = [row]
            keys[f"id:{own}"] = own
            if sku := text_of(row.cells, "SKU"):
                keys[sku] = own
    for row in rows:
        if text_of(row.cells, "Type").casefold() == "variation":
            parents.setdefault(keys.get(text_of(row.cells, "Parent"), text_of(row.cells, "ID")), []).append(row)
    return [_woo_product(group) for group in parents.values()]


def _woo_product(rows: Sequence[TableRow]) -> TableRow:
    cells = [row.cells for row in rows]
    made = {
        name: value
        for name, value in cells[0].items()
        if not re.match(r"Attribute \d|Meta:|Parent$|Regular price$|Sale price$|Stock$|SKU$", name)
    }
    if categories := text_of(cells[0], "Categories"):
        made["Categories"] = joined(re.split(r"\s*(?:>|,)\s*", categories.replace("\\,", "\0"))).replace("\0", ",")
    made["price"] = _range(text_of(one, "Sale price") or text_of(one, "Regular price") for one in cells)
    made["regular_price"] = _range(text_of(one, "Regular price") for one in cells)
    made["stock"] = _sum(text_of(one, "Stock") for one in (cells[1:] or cells))
    made["SKU"] = joined(text_of(one, "SKU") for one in cells)
    for n in range(1, 6):
        name = next((found for one in cells if (found := text_of(one, f"Attribute {n} name"))), "")
        if name:
            made[name] = joined(
                part.strip() for one in cells for part in text_of(one, f"Attribute {n} value(s)").split(",")
            )
    return TableRow(
        rows[0].number, rows[0].label, {name: value for name, value in made.items() if value not in ("", None)}
    )


WOOCOMMERCE = Export(
    "WooCommerce products", frozenset(("ID", "Type", "SKU", "Name", "Regular price")),
    {"id": "ID", "title": "Name", "description": "Description"}, rows=_woo,
    drop=frozenset(("Position", "Tax class", "Tax status", "Visibility in catalog", "Download limit", "Download expiry days", "Allow customer reviews?")),
)  # fmt: skip


def _offer(cells: Cells) -> Cells:
    """An offer whose price is what it costs now: a sale price goes before the regular one."""
    sale = text_of(cells, "sale_price")
    return {**cells, "price": sale, "regular_price": cells["price"]} if sale and "price" in cells else cells


GOOGLE_MERCHANT = Export(
    "Google Merchant", frozenset(("id", "title", "link", "price", "availability")), cells=_offer,
    drop=frozenset(("shipping", "tax")),
)  # fmt: skip
GOOGLE_OFFERS = replace(GOOGLE_MERCHANT, needs=frozenset(("id", "title", "price", "sale_price", "availability")))
"""The same without links."""

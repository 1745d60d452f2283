"""Prices in the usual form of their currency and of the reader's language. Knows items and fields; nothing of the page."""

from __future__ import annotations

from babel.core import UnknownLocaleError
from babel.numbers import UnknownCurrencyError, format_currency, format_decimal, get_currency_precision

from retrieval.catalog.columns.amount_columns import named_currency
from retrieval.catalog.items import Item
from retrieval.catalog.schema import Schema
from retrieval.language.concepts import concepts_of, name_parts
from retrieval.language.packs import pack_of

__all__ = ["price_field", "price_of"]

ROUND = 1_000
"""From here on whole amounts without a currency are written without decimals."""


def price_field(schema: Schema) -> str | None:
    """Return the field that is the price: a number whose name says so, the shortest name of several; None without one."""
    found = [
        name
        for name, field in schema.fields.items()
        if field.kind == "number" and not field.many and any(c.name == "price" for c in concepts_of(name))
        and not name_parts(name) & {"max", "min", "old", "regular", "list"}
    ]  # fmt: skip
    return min(found, key=len, default=None)


def _amount(value: float, currency: str, locale: str) -> str:
    if not currency:
        plain = float(value).is_integer() and value >= ROUND
        return format_decimal(value, format="#,##0" if plain else "#,##0.00", locale=locale)
    digits = get_currency_precision(currency)
    return format_currency(round(value, digits), currency, locale=locale)


def price_of(item: Item, name: str | None, language: str) -> str:
    """Return an item's price as it is written, with its upper end where it is a range; empty without a price."""
    value = item.attributes.get(name) if name else None
    if name is None or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    currency = str(item.attributes.get(f"{name}_currency") or named_currency(name) or "").upper()
    locale = pack_of(language).tag.replace("-", "_")
    high = item.attributes.get(f"{name}_max")
    try:
        low = _amount(value, currency, locale)
        more = isinstance(high, int | float) and not isinstance(high, bool) and high > value
        return f"{low} – {_amount(float(high), currency, locale)}" if more else low  # type: ignore[arg-type]
    except (UnknownCurrencyError, UnknownLocaleError):
        return f"{value:g} {currency}".strip()

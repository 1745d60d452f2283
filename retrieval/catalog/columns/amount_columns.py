"""Columns of amounts: money with its currency, and numbers with marks, units and ranges.

Decided by how many cells are such amounts, how telling their spelling is, and what the column is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from retrieval.catalog.columns.column import NAMED, PLAIN, TELLING, Column, TypedColumn
from retrieval.catalog.columns.figures import decimal_mark
from retrieval.catalog.columns.measures import SHORT, measure_figures, read_measure
from retrieval.catalog.columns.money import Money, currency_in, figures_in, is_telling, read_money
from retrieval.catalog.columns.trimmed import trimmed
from retrieval.catalog.items import Value
from retrieval.language.chinese import columns as chinese
from retrieval.language.columns import heads, is_absent, is_free
from retrieval.language.concepts import name_parts
from retrieval.language.units import Unit, convert

__all__ = ["money_column", "named_currency", "number_column"]


def _figures(column: Column, parts: Callable[[str], Sequence[str]]) -> list[str]:
    return [figure for cell in dict.fromkeys(column.cells.values()) for figure in parts(cell)]


def named_currency(name: str) -> str:
    """The currency that a column's name declares: price_usd, Price (EUR), 价格（元）."""
    words = [word for word in re.split(r"[\s_()（）\[\],./:-]+", name) if word]
    found = [
        currency_in(word)
        for word in words
        if not word.isdigit() and word.casefold() not in ("r", "p", "fr", "rs", "tl", "din", "kn", "won")
    ]
    return next((code for code in found if code), "")


def money_column(column: Column, forced: bool = False) -> TypedColumn | None:
    named = heads(column.name, "money") or bool(named_currency(column.name))
    share = column.share(read_money)
    if not forced:
        signs = sum(is_telling(cell) for cell in dict.fromkeys(column.cells.values()) if read_money(cell))
        priced = sum(not is_free(cell) for cell in set(column.cells.values()))
        if not named and not signs:
            return None
        if share < (NAMED if named else TELLING) or (not named and signs < TELLING * priced):
            return None
        if (
            heads(column.name, "amount")
            and not signs
            and column.share(lambda c: (m := read_measure(c)) and m.unit) >= NAMED
        ):
            return None
    proven = decimal_mark(_figures(column, figures_in), "")
    declared = column.currency or named_currency(column.name)
    amounts: dict[int, Money] = {}
    unfit: dict[int, str] = {}
    for row, cell in column.cells.items():
        found = read_money(cell, proven)
        if found is not None:
            amounts[row] = found
        elif not is_absent(cell, amounts=True):
            unfit[row] = cell
    said = Counter(found.currency for found in amounts.values() if found.currency)
    usual = declared or (said.most_common(1)[0][0] if said else "")
    if "JPY" in said or (usual == "CNY" and _yen(column, amounts)):
        usual = "JPY" if usual == "CNY" else usual
        said = Counter({("JPY" if code == "CNY" else code): count for code, count in said.items()})
        amounts = {
            row: Money(m.amount, m.high, "JPY" if m.currency == "CNY" else m.currency, m.free)
            for row, m in amounts.items()
        }
    codes = {row: found.currency or usual for row, found in amounts.items() if found.currency or usual}
    beside: dict[str, Mapping[int, Value]] = {"_currency": codes} if codes else {}
    if highs := {row: found.high for row, found in amounts.items() if found.high is not None}:
        beside["_max"] = highs
    unit = next(iter(set(codes.values()))) if len(set(codes.values())) == 1 else ", ".join(sorted(set(codes.values())))
    return TypedColumn("money", {row: found.amount for row, found in amounts.items()}, beside, unfit, unit=unit)


def _yen(column: Column, amounts: Mapping[int, Money]) -> bool:
    """Whether ¥ is the yen's: where the name says so."""
    return bool(name_parts(column.name) & {"yen", "jpy", chinese.YEN})


def number_column(column: Column, forced: bool = False) -> TypedColumn | None:
    """Numbers with marks, units and ranges."""
    read: Callable[[str], object] = read_measure
    written, around = column.cells, ""
    if not forced and column.share(read) < PLAIN and not _list_named(column.name):
        cells, around = trimmed(column.cells)
        column = replace(column, cells=cells)
    named = heads(column.name, "amount") or heads(column.name, "money")
    units = Counter(
        m.unit.dimension for cell in dict.fromkeys(column.cells.values()) if (m := read_measure(cell)) and m.unit
    )
    share = column.share(read)
    if not forced:
        if len(units) > 1 or share < (
            NAMED if named and not heads(column.name, "list") else TELLING if units else PLAIN
        ):
            return None
        if not named and not units and any(any(c.isdigit() for c in cell) for cell in _misfits(column)):
            return None  # "38" among "38B" is a code
        if units and not named and all(re.search(r"\d\s?[a-fh-km-z]$", cell.casefold()) for cell in _telling(column)):
            return None  # 3T, 13W: sizes and codes
        if units and not named and share < 1 and sum(units.values()) < TELLING * len(set(column.cells.values())):
            return None
    mark = decimal_mark(_figures(column, measure_figures), column.mark or ".")
    found = {row: m for row, cell in column.cells.items() if (m := read_measure(cell, mark))}
    unfit = {row: cell for row, cell in written.items() if row not in found and not is_absent(cell, amounts=True)}
    usual = Counter(m.unit for m in found.values() if m.unit).most_common(1)
    unit = usual[0][0] if usual else None
    values = {row: _in_unit(m.value, m.unit, unit) for row, m in found.items()}
    beside: dict[str, Mapping[int, Value]] = {}
    short = SHORT.get(unit.name, unit.name) if unit else ""
    if short:
        beside["_unit"] = dict.fromkeys(values, short)
    if highs := {row: _in_unit(m.high, m.unit, unit) for row, m in found.items() if m.high is not None}:
        beside["_max"] = highs
    note = f"'{around}', which stands beside each number, is left out" if around else ""
    return TypedColumn("number", values, beside, unfit, unit=short, note=note)


def _list_named(name: str) -> bool:
    return heads(name, "list") and not heads(name, "amount")


def _telling(column: Column) -> list[str]:
    return [cell for cell in dict.fromkeys(column.cells.values()) if not is_absent(cell, amounts=True)]


def _misfits(column: Column) -> list[str]:
    return [
        cell
        for cell in dict.fromkeys(column.cells.values())
        if not is_absent(cell, amounts=True) and read_measure(cell) is None
    ]


def _in_unit(value: float, given: Unit | None, wanted: Unit | None) -> float:
    if given is None or wanted is None or given == wanted:
        return value
    changed = convert(value, given, wanted)
    return value if changed is None else changed

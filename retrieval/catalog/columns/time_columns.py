"""Columns of days, years and lengths of time. What stands first in 03/04/2021 is decided over the column."""

from __future__ import annotations

import re
from datetime import date

from retrieval.catalog.columns.column import NAMED, TELLING, Column, TypedColumn, apart
from retrieval.catalog.columns.days import is_unset, order_of, read_day, read_span
from retrieval.catalog.columns.durations import is_clock, read_duration
from retrieval.catalog.items import Value
from retrieval.language.chinese import columns as chinese
from retrieval.language.columns import heads, is_absent

__all__ = ["date_column", "duration_column", "year_column"]

_YEAR = re.compile(rf"(?:c(?:irca|a)?\.?\s?|approx\.?\s|{chinese.ABOUT})?((?:1[0-9]|20)\d\d)(?:{chinese.YEAR})?\??")
_YEARS = re.compile(r"((?:1[0-9]|20)\d\d)\s?(?:-|–|—|to|/)\s?(\d{2,4})|((?:1[0-9]|20)\d0)s")


def date_column(column: Column, forced: bool = False) -> TypedColumn | None:
    named = heads(column.name, "date")
    telling = {cell for cell in column.cells.values() if not is_absent(cell, amounts=True)}
    compact = all(cell.isdigit() for cell in telling)
    if not forced:
        if compact and not named:
            return None
        if not telling or column.share(lambda cell: read_day(cell) or read_span(cell)) < (NAMED if named else TELLING):
            return None
    order = column.order or order_of(telling)
    spans: dict[str, tuple[date, date | None]] = {}

    def read(cell: str) -> date | None:
        day = read_day(cell, order)
        if day is None and (span := read_span(cell, order)):
            spans[cell] = span
            return span[0]
        year = _YEAR.fullmatch(cell) if day is None and named else None  # 1930 among days
        return date(int(year[1]), 1, 1) if year else day

    values, unfit = apart(column, read)
    unfit = {row: cell for row, cell in unfit.items() if not is_unset(cell)}
    note = ""
    if order is None and any(re.fullmatch(r"\d{1,2}([/-])\d{1,2}\1\d{2,4}.*", cell) for cell in telling):
        note = "nothing tells whether the day or the month stands first: with slashes the month was taken, else the day; change it with --date-order"
    ends: dict[int, Value] = {
        row: end for row, cell in column.cells.items() if cell in spans and (end := spans[cell][1])
    }
    return TypedColumn("date", values, {"_end": ends} if ends else {}, unfit=unfit, note=note)


def year_column(column: Column) -> TypedColumn | None:
    """Years that are written "c. 1987" or "1940s", where the name says that the column has years or dates; of days the year, where
    it says years.
    """
    if not (heads(column.name, "year") or heads(column.name, "date")):
        return None

    def read(cell: str) -> int | None:
        if match := _YEAR.fullmatch(cell.strip("()[]© ")):
            return int(match[1])
        if match := _YEARS.fullmatch(cell.strip("() ")):
            return int(match[1] or match[3])
        day = read_day(cell, column.order) if heads(column.name, "year") else None
        return day.year if day else None

    lists = any(re.search(r"\d\s*[;|,]", cell) for cell in column.cells.values())
    if column.share(read) < (NAMED if heads(column.name, "year") and not lists else TELLING):
        return None
    values, unfit = apart(column, read)
    return TypedColumn("number", values, unfit=unfit)


def duration_column(column: Column, forced: bool = False) -> TypedColumn | None:
    named = heads(column.name, "duration")
    telling = [cell for cell in dict.fromkeys(column.cells.values()) if not is_absent(cell, amounts=True)]
    clocks = [cell for cell in telling if is_clock(cell)]
    if not forced:
        if clocks and (not named or (heads(column.name, "clock") and not heads(column.name, "duration"))):
            return None
        if column.share(read_duration) < TELLING:
            return None
        if (
            not named
            and not clocks
            and all(re.fullmatch(r"\S+\s?['’′\"”″sdm]+\.?", cell.casefold()) for cell in telling)
        ):  # 13", 5'
            return None
    values, unfit = apart(column, read_duration)
    return TypedColumn("duration", values, {"_unit": dict.fromkeys(values, "min")}, unfit, unit="min")

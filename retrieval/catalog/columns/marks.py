"""The decimal mark of a whole table: what its columns prove together tells what 84.500 is in a column that proves nothing.

Knows cells; no types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from retrieval.catalog.columns.days import read_day
from retrieval.catalog.columns.figures import decimal_mark, read_figure
from retrieval.catalog.columns.measures import measure_figures
from retrieval.catalog.columns.money import figures_in, is_telling
from retrieval.catalog.items import Value

__all__ = ["table_mark"]

_SAMPLE = 100
_MARKED = re.compile(r"\d[.,]\d")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")


def table_mark(columns: Mapping[str, Mapping[int, Value]]) -> str:
    """The decimal mark, "." or ",", that most amounts of a table prove; "" where none does. Prices prove it by their thousands, too.

    >>> table_mark({"price": {0: "13.990 €"}, "km": {0: "84.500 km"}}), table_mark({"km": {0: "84.500"}})
    (',', '')
    """
    figures: list[str] = []
    for column in columns.values():
        for cell in islice(column.values(), _SAMPLE):
            if not isinstance(cell, str) or len(cell) > 40 or not _MARKED.search(cell) or read_day(cell):
                continue
            for figure in figures_in(cell) or measure_figures(cell):
                match = _THOUSANDS.fullmatch(figure)
                if match and is_telling(cell):
                    figure = "1.5" if match[1] == "," else "1,5"
                if read_figure(figure) is not None:
                    figures.append(figure)
    return decimal_mark(figures, "") if figures else ""

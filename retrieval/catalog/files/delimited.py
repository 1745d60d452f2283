"""Tables of text with any delimiter: the header found below title lines, quotes mended, doubled columns joined.

A row that can't be read is a problem of its own line: no other row is lost or moved by it. Knows no columns' meaning.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from retrieval.catalog.columns.money import currency_in
from retrieval.catalog.files.table import Found, Table, TableRow, malformed, table_of
from retrieval.catalog.items import Problem
from retrieval.errors import CatalogError
from retrieval.language.columns import is_total

__all__ = ["read_delimited", "read_grid"]

_DELIMITERS = ",;\t|"
_ODD = ("::", "\x01", "^", "~")
_SAMPLE = 200
_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_KEYS = frozenset(("id", "title"))
csv.field_size_limit(1 << 27)


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a CSV file: its first line, how many lines it spans, and its cells or what was wrong with it."""

    line: int
    span: int
    cells: list[str]
    error: str = ""


def _records(lines: list[str], delimiter: str, width: int = 0) -> Iterator[_Record]:
    """The records of a CSV file.

    After one that is malformed (or spans lines and hasn't `width` cells: a stray quote) reading starts again at the
    next line, so that a quote which is never closed costs its own line only.
    """
    at = 0
    while at < len(lines):
        start, again = at, False
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                span = at + reader.line_num - start
                if width and span > 1 and len(cells) != width:
                    raise csv.Error(f"a quote that is not closed in its line, or {len(cells)} columns, not {width}")
                yield _Record(start + 1, span, cells)
                start += span
        except csv.Error as error:
            yield _Record(start + 1, 1, [], str(error))
            at, again = start + 1, True
        if not again:
            return


def _widths(lines: list[str], delimiter: str) -> list[int]:
    return [len(record.cells) for record in islice(_records(lines[:_SAMPLE], delimiter), 50) if any(record.cells)]


def _delimiter(lines: list[str]) -> str:
    """The delimiter that splits the first lines into the most columns, most of them alike."""

    def score(delimiter: str) -> float:
        widths = _widths(lines, delimiter)
        usual, times = Counter(widths).most_common(1)[0] if widths else (1, 1)
        return usual * times / max(len(widths), 1)

    return max(_DELIMITERS, key=score)  # of equals the first: a comma


def _declared(lines: list[str]) -> tuple[str, list[str], int]:
    """The delimiter that a first line `sep=;` names ("" for none), the lines after it, and how many were taken."""
    match = _SEP.match(lines[0]) if lines else None
    return (match[1], lines[1:], 1) if match else ("", lines, 0)


def _odd(lines: list[str]) -> str:
    """A delimiter that the csv module doesn't know (`::`) or hardly anyone has, where it stands alike in all lines."""
    sample = [line for line in lines[:50] if line.strip()]
    for mark in _ODD:
        counts = {line.count(mark) for line in sample}
        if len(counts) == 1 and counts != {0} and len(sample) > 0:
            return mark
    return ""


def _header_at(widths: Sequence[tuple[int, int]]) -> int:
    """Where the header is: the first record that is about as wide as most, below title lines. Widths: cells, and filled ones."""
    usual = Counter(cells for cells, filled in widths if filled).most_common(1)[0][0] if widths else 0
    for at, (cells, filled) in enumerate(widths):
        if usual < 2 or (cells >= usual - 1 and filled > 1) or (filled and cells == usual and filled > usual // 2):
            return at
    return 0


def _names(cells: Sequence[str], path: Path) -> list[str]:
    names = [name.strip().strip("\ufeff") for name in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1 and name.casefold() in _KEYS})
    if not any(names):
        raise CatalogError(f"{path}: expected column names in the first line: it is empty")
    if twice:
        raise CatalogError(f"{path}: the column {', '.join(map(repr, twice))} stands twice: rename one")
    try:
        "".join(names).encode()
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"{path}: the column names are not UTF-8: save the file as UTF-8, or name its --encoding"
        ) from error
    return names


def _cells(names: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """The cells by column. Those of a column that stands several times are joined by `|`, as lists are written."""
    found: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and name in found:
            found[name] = "|".join(part for part in (str(found[name]), cell) if part.strip())
        elif name:
            found[name] = cell
    return found


def _doubled(names: Sequence[str]) -> tuple[str, ...]:
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    return (
        (f"the column {', '.join(map(repr, twice))} stands several times: its cells are joined as lists",)
        if twice
        else ()
    )


def _row(number: int, label: str, cells: list[str], names: Sequence[str], told: str) -> Iterator[Found]:
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if not any(cell.strip() for cell in cells):
        return
    if len(cells) > len(names):
        yield malformed(number, label, f"expected {len(names)} columns, got {len(cells)}: {told}")
        return
    if len(cells) < len(names):
        reason = f"expected {len(names)} columns, got {len(cells)}: the last ones are taken as empty"
        yield number, Problem(label, "row", reason)
    yield TableRow(number, label, _cells(names, cells))


def read_delimited(text: str, path: Path, notes: tuple[str, ...] = ()) -> Table:
    """The rows of a table of text: delimiter and header are found, what stands above the header is named and left out.

    Raises CatalogError where there is no header.
    """
    lines = list(io.StringIO(text, newline=""))
    declared, lines, taken = _declared(lines)
    odd = "" if declared else _odd(lines)
    if odd:
        lines = [line.replace("\t", " ").replace('"', '""').replace(odd, '"\t"').rstrip("\r\n") for line in lines]
        lines = [f'"{line}"\n' if line.strip() else "\n" for line in lines]
    delimiter = "\t" if odd else declared or _delimiter(lines)
    records = list(islice(_records(lines, delimiter), 30))
    if not records or (records[0].error and len(records) == 1):
        raise CatalogError(
            f"{path}: expected column names in the first line: {records[0].error if records else 'it is empty'}"
        )
    at = _header_at([(len(record.cells), sum(bool(cell.strip()) for cell in record.cells)) for record in records])
    header = records[at]
    headed = not _is_data(header.cells)
    names = _names(header.cells, path) if headed else [f"column {n}" for n in range(1, len(header.cells) + 1)]
    found: list[Found] = [
        malformed(record.line + taken, f"line {record.line + taken}", "stands above the header, and is left out")
        for record in records[:at]
        if any(cell.strip() for cell in record.cells)
    ]
    told = f"put cells that hold {odd or delimiter!r} in quotes"
    start = header.line - 1 + (header.span if headed else 0)
    if not headed:
        notes = (
            *notes,
            "no line names the columns: they are called 'column 1' and so on; say what they hold with --map title='column 2'",
        )
    for record in _records(lines[start:], delimiter, len(names)):
        number = record.line + start + taken
        label = f"line {number}"
        if record.error:
            found.append(malformed(number, label, f"not a row of {len(names)} columns: {record.error}"))
            continue
        found += _row(number, label, list(record.cells), names, told)
    return replace(table_of(_without_feet(found, len(names)), True, (*notes, *_doubled(names))), headed=headed)


def _without_feet(found: list[Found], columns: int) -> list[Found]:
    """The rows without the last ones where they sum up the others, or are notes below them; these are named."""
    kept = list(found)
    full = sorted(sum(bool(str(cell or "").strip()) for cell in row.cells.values()) for row in kept if isinstance(row, TableRow))  # fmt: skip
    for at in range(len(kept) - 1, max(len(kept) - 4, 0), -1):
        row = kept[at]
        if not isinstance(row, TableRow):
            continue
        filled = [str(cell).strip() for cell in row.cells.values() if str(cell or "").strip()]
        if columns >= 3 and len(filled) == 1 and full[len(full) // 2] >= 3 and " " in filled[0]:
            kept[at] = malformed(row.number, row.label, f"stands below the table ('{filled[0][:60]}'), and is left out")
        elif filled and len(filled) < columns and is_total(filled[0]):
            kept[at] = malformed(row.number, row.label, f"sums up the others ('{filled[0]}'), and is left out")
        else:
            break
    return kept


def _is_data(cells: Sequence[str]) -> bool:
    """Whether a first line is a row already and names no columns: it begins with a number."""
    return len(cells) > 1 and re.fullmatch(r"\d{1,18}", cells[0].strip()) is not None


def _one_header(grid: Sequence[Sequence[str]], at: int) -> tuple[Sequence[Sequence[str]], int]:
    """The sheet with one header where it has two, the upper one over several columns: names of the lower one, else of the upper."""
    if at + 2 >= len(grid):
        return grid, at
    upper, lower, below = grid[at], grid[at + 1], grid[at + 2 : at + 12]
    gaps = any(not cell.strip() for cell in upper) and all(cell.strip() for cell in lower) and len(lower) == len(upper)
    words = not any(re.search(r"^[\W\d]*\d[\W\d]*$", cell) for cell in lower)
    figures = [
        n
        for n in range(len(lower))
        if below and all(re.fullmatch(r"[\d.,\s]+", row[n]) for row in below if len(row) > n)
    ]
    if not (gaps and words and figures):
        return grid, at
    made = [
        f"{above} ({name})" if above.strip() and currency_in(name) else name
        for above, name in zip(upper, lower, strict=True)
    ]
    return [*grid[: at + 1], made, *grid[at + 2 :]], at + 1


def read_grid(grid: Sequence[Sequence[str]], path: Path, notes: tuple[str, ...] = ()) -> Table:
    """The rows of a sheet of cells as strings, its header found below title lines. Raises CatalogError where there is none."""
    at = _header_at([(len(cells), sum(bool(cell.strip()) for cell in cells)) for cells in grid[:30]])
    if not grid:
        raise CatalogError(f"{path}: expected column names in the first row: it is empty")
    grid, at = _one_header(grid, at)
    names = _names(grid[at], path)
    found: list[Found] = [
        malformed(row, f"row {row}", "stands above the header, and is left out")
        for row, cells in enumerate(grid[:at], 1)
        if any(cell.strip() for cell in cells)
    ]
    for number, cells in enumerate(grid[at + 1 :], at + 2):
        found += _row(number, f"row {number}", list(cells), names, "the header lacks a name for the last ones")
    return table_of(_without_feet(found, len(names)), True, (*notes, *_doubled(names)))

"""What is wrong with a catalogue, in sentences that whoever keeps it understands, what hurts most first.

Each says what happened, to how many, where (by row and column), and what to do. Knows the reading's findings; prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.catalog.columns.table import Finding
from retrieval.catalog.items import Item, Problem
from retrieval.catalog.schema import Schema

__all__ = ["Hurt", "what_hurts"]

SHOWN = 3
"""Rows and cells that a sentence names; all stand in the list of problems."""
_SPARSE = 0.1
_MEDIA = ("image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Hurt:
    """One finding. count: rows or cells that it is of; share: of all of them; remedy: what to do."""

    told: str
    remedy: str
    count: int
    weight: float
    where: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return {"finding": self.told, "remedy": self.remedy, "count": self.count, "where": list(self.where)}


def _s(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _shape(reason: str) -> str:
    """A reason without what differs from row to row: names in quotes, numbers, lines."""
    return re.sub(r"'[^']*'|\d[\d.,:]*|line \S+", "…", reason)


def _lost_rows(problems: Sequence[Problem], items: int) -> Iterator[Hurt]:
    lost = [problem for problem in problems if problem.fatal]
    groups: dict[str, list[Problem]] = {}
    for problem in lost:
        groups.setdefault(_shape(problem.reason), []).append(problem)
    for group in groups.values():
        where = tuple(problem.id for problem in group)
        told = f"{_s(len(group), 'row')} did not become {'an item' if len(group) == 1 else 'items'}: {group[0].reason}"
        yield Hurt(told, "mend the row in the file, or leave it: the others are not touched by it", len(group), 10 * len(group) / max(items + len(lost), 1) + 1, where)  # fmt: skip


def _lost_cells(columns: Sequence[Finding], rows: Sequence[str], items: int) -> Iterator[Hurt]:
    for column in columns:
        if not column.misfits:
            continue
        count = len(column.misfits)
        where = tuple(f"{rows[misfit.row]}: {misfit.cell[:60]}" for misfit in column.misfits)
        told = f"in “{column.name}”, {_s(count, 'cell')} {'is' if count == 1 else 'are'} no {column.kind} and {'was' if count == 1 else 'were'} left out"
        remedy = f"write {'it' if count == 1 else 'them'} as the others are, or read the column as text: --type '{column.name}=text'"
        yield Hurt(told, remedy, count, 5 * count / max(items, 1) + 0.5, where)


def _other_problems(problems: Sequence[Problem], columns: Sequence[Finding], items: int) -> Iterator[Hurt]:
    """Files that are missing, columns that were left out, and whatever else was said of rows."""
    typed = {(column.name, "left out") for column in columns if column.misfits}
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if not problem.fatal and not ((problem.field, "left out") in typed and problem.reason.endswith(": left out")):
            groups.setdefault((problem.field, _shape(problem.reason)), []).append(problem)
    for (name, _), group in groups.items():
        media = name in _MEDIA
        remedy = "see to the file" if media else "look at the rows named"
        if media and "URLs are allowed" in group[0].reason:
            remedy = "fetch them with --allow-urls"
        yield Hurt(f"in “{name}”, of {_s(len(group), 'row')}: {group[0].reason}", remedy, len(group), (2 if media else 1) * len(group) / max(items, 1), tuple(p.id for p in group))  # fmt: skip


def _thin(items: Sequence[Item], schema: Schema) -> Iterator[Hurt]:
    """What an item hasn't that its finding depends on."""
    total = len(items)
    for name, lacking in (("title", [i for i in items if not i.title]), ("description", [i for i in items if not i.description])):  # fmt: skip
        if lacking and (name == "title" or len(lacking) < total):
            yield Hurt(f"{_s(len(lacking), 'item')} of {total:,} {'has' if len(lacking) == 1 else 'have'} no {name}", f"give {'it' if len(lacking) == 1 else 'them'} one, or say which column holds it: --map {name}=COLUMN", len(lacking), len(lacking) / total, tuple(i.id for i in lacking))  # fmt: skip
    titles: dict[str, list[str]] = {}
    for item in items:
        if item.title:
            titles.setdefault(item.title.casefold().strip(), []).append(item.id)
    if again := [ids for ids in titles.values() if len(ids) > 1]:
        count = sum(map(len, again))
        yield Hurt(f"{count:,} items share {_s(len(again), 'title')}: people can't tell them apart", "add what differs to the titles, or join variants to one item", count, 0.5 * count / total, tuple(ids[0] for ids in again))  # fmt: skip
    for f in schema.fields.values():
        if total >= 20 and f.count < _SPARSE * total and not schema.tells_of(f.name):
            yield Hurt(f"“{f.name}” is filled in {f.count:,} of {total:,} items only", "conditions on it find only these; fill it, or leave the column out", total - f.count, 0.1)  # fmt: skip


def what_hurts(
    items: Sequence[Item],
    problems: Sequence[Problem],
    columns: Sequence[Finding],
    rows: Sequence[str],
    schema: Schema,
) -> list[Hurt]:
    """Everything that is wrong with a catalogue, what hurts most first."""
    found = [
        *_lost_rows(problems, len(items)),
        *_lost_cells(columns, rows, len(items)),
        *_other_problems(problems, columns, len(items)),
        *_thin(items, schema),
    ]
    return sorted(found, key=lambda one: -one.weight)

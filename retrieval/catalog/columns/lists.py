"""Cells that list several things: JSON and Python literals, and parts between | ; , / > and 、. Decided over a column.

Prose, names of people and places, and numbers with commas are no lists. Knows strings and the name of their column.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from retrieval.language.columns import heads

__all__ = ["literal_parts", "parts_by", "split_list", "splitter"]

PART = 60
"""Parts of a list are at most so long, in characters."""
SHORT_PART = 40
RECUR = 0.5
"""So many of the different parts of a column stand in several cells where commas part lists, not words."""
_ENTITY = re.compile(r"&#?\w+;")
_SENTENCE = re.compile(r"[.!?。！？](?:\s|$)|\b(?:and|the|we|is|was|of)\b.*\b(?:and|the|we|is|was|of)\b")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]\.")
_BRACKETED = re.compile(r"\(([^()]*)\)(?:\s*\(([^()]*)\))*\s*")
_COMMAS = re.compile(r"\s*[,，、;；]\s*")
_URL = re.compile(r"^[a-z][a-z+.-]*://|^/|^[A-Z]:\\", re.IGNORECASE)
_LARGEST_LITERAL = 20_000


def split_list(cell: str, separators: str = "|;") -> list[str]:
    """The parts of a cell that lists several things, at the first of `separators` that it holds.

    >>> split_list("a.png | b.png")
    ['a.png', 'b.png']
    """
    separator = next((s for s in separators if s in cell), None)
    parts = cell.split(separator) if separator else [cell]
    return [part.strip() for part in parts if part.strip()]


def parts_by(pattern: str, cell: str) -> list[str]:
    """The parts of a cell between what `pattern` matches, the same one only once."""
    return list(dict.fromkeys(part for piece in re.split(pattern, cell) if (part := piece.strip())))


def literal_parts(cell: str) -> list[str] | None:
    """The members of a list that is written in JSON or Python (or as a PostgreSQL array); None where the cell is none.

    Members that are objects give their `name`, `title`, `value` or `label`.

    >>> literal_parts("['winter', 'wool']"), literal_parts('{"a","b"}'), literal_parts("winter")
    (['winter', 'wool'], ['a', 'b'], None)
    """
    text = cell.strip()
    if len(text) > _LARGEST_LITERAL or text[:1] + text[-1:] not in ("[]", "{}", "()"):
        return None
    if text[0] == "(" and not re.match(r"\(\s*['\"]", text):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            return _members(read(text))
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    if text[0] == "{" and ":" not in text:  # {a,b}: an array of PostgreSQL
        return [part.strip().strip('"') for part in text[1:-1].split(",") if part.strip()]
    return None


def _members(value: object) -> list[str]:
    if isinstance(value, dict):
        raise TypeError("an object is no list")
    if not isinstance(value, list | tuple | set | frozenset):
        raise TypeError("no list")
    found = []
    for part in sorted(value) if isinstance(value, set | frozenset) else value:
        if isinstance(part, dict):
            part = next((part[key] for key in ("name", "title", "value", "label", "text") if part.get(key)), None)
        if isinstance(part, str | int | float) and str(part).strip():
            found.append(str(part).strip())
        elif part is not None and part != "":
            raise TypeError("a list within a list")
    return found


def _short(parts: Iterable[str], most: int) -> bool:
    return all(len(part) <= most and not _SENTENCE.search(_INITIAL.sub("", part)) for part in parts)


def _strong(cells: Sequence[str]) -> str | None:
    """The mark | or ; where it leaves only short parts: nobody writes it in words."""
    for mark in "|;；｜":
        if any(mark in cell for cell in cells):
            entities = mark == ";" and any(_ENTITY.search(cell) for cell in cells)
            parts = [part.strip() for cell in cells for part in cell.split(mark)]
            if mark == "|":
                return mark if all(len(part) <= PART or _URL.search(part) for part in parts) else None
            return mark if not entities and _short(parts, PART) else None
    return None


def _recur(split: Sequence[Sequence[str]]) -> float:
    """How many of the different parts stand in more than one cell, as a share."""
    counts = Counter(part for parts in split for part in dict.fromkeys(parts))
    return sum(count > 1 for count in counts.values()) / len(counts) if counts else 0.0


def _weak(name: str, cells: Sequence[str], pattern: str) -> bool:
    """Whether commas (or slashes) part a column's lists: its name says so, or its parts come again in other cells."""
    with_mark = [cell for cell in cells if re.search(pattern, cell)]
    if not with_mark or (heads(name, "prose") and not heads(name, "list")):
        return False
    split = [parts_by(pattern, cell) for cell in cells]
    if not _short((part for parts in split for part in parts), SHORT_PART):
        return False
    if heads(name, "list") and not heads(name, "clock"):
        return True
    if heads(name, "person") or len(with_mark) < 2:
        return False
    return _recur(split) >= RECUR and all(len(part.split()) <= 4 for parts in split for part in parts)


def splitter(name: str, cells: Sequence[str]) -> Callable[[str], list[str]] | None:
    """How the cells of a column are parted into what they list; None where they list nothing.

    `name`: the column's, which may say that it lists ("tags") or that it is prose ("abstract").

    >>> splitter("tags", ["winter, wool", "wool"])("a, b"), splitter("address", ["1 High St, Bath", "2 High St, Bath"])
    (['a', 'b'], None)
    """
    if not cells:
        return None
    if any(_URL.search(cell) for cell in cells):
        return partial(parts_by, r"\s*\|\s*") if _strong(cells) == "|" else None
    bracketed = [cell for cell in cells if ") (" in cell and _BRACKETED.fullmatch(cell)]
    if bracketed and all(_BRACKETED.fullmatch(cell) for cell in cells):
        return lambda cell: [part for part in re.findall(r"\(([^()]*)\)", cell) if part]
    if heads(name, "prose") and not heads(name, "list"):
        return None
    if (mark := _strong(cells)) is not None:
        return partial(parts_by, rf"\s*[{re.escape(mark)}]\s*")
    if _paths(cells):
        return partial(parts_by, r"\s*(?:>|»|›|→)\s*|\s*,\s*(?=[^,>]+>)")
    if _weak(name, cells, _COMMAS.pattern):
        return partial(parts_by, _COMMAS.pattern)
    slashes = r"(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])"
    if _weak(name, cells, slashes) and not any(re.search(r"\bw/|\b[A-Za-z]/|/[A-Za-z]\b", cell) for cell in cells):
        return partial(parts_by, slashes)
    return None


def _paths(cells: Sequence[str]) -> bool:
    """Whether cells are paths of categories: "Clothing > Coats"."""
    with_mark = [cell for cell in cells if re.search(r"\w\s*(?:>|»|›|→)\s*\w", cell)]
    parts = [part for cell in with_mark for part in re.split(r"[>»›→]", cell)]
    return (
        len(with_mark) * 2 >= len(cells) and _short(parts, PART) and not any(re.search(r"[<=]", cell) for cell in cells)
    )

"""Which rows of a catalogue satisfy a hand-written predicate: plain comparisons of the raw JSON row.

Shares nothing with what reads requests, filters items or writes reasons, so that none of their faults is in it.
A predicate is a list of `[field, op, value]`, all of which must hold:

    eq, ne                   the value, or one of a list; ne holds where it is missing
    has, lacks               an element of a list, or of a text with commas; lacks holds where it is missing
    lt, le, gt, ge, between  numbers, else texts in their order (ISO dates); never where it is missing
    in, notin                one of several values; notin holds where it is missing
    text, notext             a regular expression somewhere in the row's texts, capitals or not; the field is ignored
    ids, notids              the row's id is one of several; the field is ignored
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from retrieval.errors import CatalogError

__all__ = ["OPS", "satisfies", "satisfying"]

Test = tuple[str, str, Any]
_FILES = frozenset({"id", "image", "images", "audio", "video"})
_LISTED = re.compile(r"\s*[,;|、，；]\s*")


def _elements(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return [one for one in value if one is not None] if isinstance(value, list) else [value]


def _parts(value: Any) -> list[str]:
    """The elements of a list, and those of texts that list several."""
    found = [_plain(one) for one in _elements(value)]
    return [*found, *(part for one in found for part in _LISTED.split(one) if part)]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    number = _number(value)
    return str(value).strip().casefold() if number is None else f"{number:.12g}"


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _compared(value: Any, bound: Any, test: Callable[[Any, Any], bool]) -> bool:
    """Whether any element compares so: as numbers where both are, else as texts."""
    found = []
    for one in _elements(value):
        left, right = _number(one), _number(bound)
        found.append(
            test(left, right)
            if left is not None and right is not None
            else test(str(one)[: len(str(bound))], str(bound))
        )
    return any(found)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        yield str(value)


def _mentions(row: Mapping[str, Any], pattern: str) -> bool:
    told = "\n".join(text for name, value in row.items() if name not in _FILES for text in _texts(value))
    return re.search(pattern, told, re.IGNORECASE) is not None


def _one_of(value: Any, wanted: Any) -> bool:
    return bool({_plain(one) for one in _elements(value)} & {_plain(one) for one in _elements(wanted)})


def _has(value: Any, wanted: Any) -> bool:
    return _plain(wanted) in _parts(value)


OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": _one_of,
    "ne": lambda value, wanted: not _one_of(value, wanted),
    "has": _has,
    "lacks": lambda value, wanted: not _has(value, wanted),
    "lt": lambda value, bound: _compared(value, bound, lambda a, b: a < b),
    "le": lambda value, bound: _compared(value, bound, lambda a, b: a <= b),
    "gt": lambda value, bound: _compared(value, bound, lambda a, b: a > b),
    "ge": lambda value, bound: _compared(value, bound, lambda a, b: a >= b),
    "between": lambda value, bounds: any(OPS["ge"](v, bounds[0]) and OPS["le"](v, bounds[1]) for v in _elements(value)),
    "in": _one_of,
    "notin": lambda value, wanted: not _one_of(value, wanted),
}
"""Tests of one field's value. Those of a whole row are in `satisfies`."""


def satisfies(row: Mapping[str, Any], tests: Sequence[Test]) -> bool:
    """Return whether a raw row satisfies all of the tests. Raises CatalogError for an unknown op."""
    for field, op, value in tests:
        if op in ("text", "notext"):
            holds = _mentions(row, value) == (op == "text")
        elif op in ("ids", "notids"):
            holds = _one_of(row.get("id"), value) == (op == "ids")
        elif op in OPS:
            holds = OPS[op](row.get(field), value)
        else:
            raise CatalogError(f"expected one of {', '.join(OPS)}, text, notext, ids, notids; got the op '{op}'")
        if not holds:
            return False
    return True


def satisfying(rows: Iterable[Mapping[str, Any]], tests: Sequence[Test]) -> tuple[str, ...]:
    """Return the ids of the rows that satisfy all of the tests, in their order."""
    return tuple(str(row.get("id")) for row in rows if satisfies(row, tests))

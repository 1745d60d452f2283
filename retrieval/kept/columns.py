"""The attributes of many items as columns: sorted texts and numbers with the places of the items that have them.

A condition is answered as a mask over the items, in memory or mapped from a file, and exactly as the record answers it.
Knows items, operators and arrays; nothing of stores or of what has changed since.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.filters import ANY_TEXT, Filter, folded_value, on_scale, operator_of, searchable_text
from retrieval.catalog.items import Item, Scalar
from retrieval.kept.files import Parts

__all__ = ["STRING", "Columns", "column_parts"]

Places = NDArray[np.int32]
Mask = NDArray[np.bool_]

STRING, NUMBER, BOOLEAN, DAY = range(4)
"""What a value is."""
_ARRAYS = ("texts", "ends", "starts", "places", "sorts", "numbers", "number_places", "days", "day_places", "all")


def _sort(value: Scalar) -> int:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int | float):
        return NUMBER
    return DAY if isinstance(value, date) else STRING


def _scalars(item: Item) -> Iterator[tuple[str, Scalar]]:
    """Every value of an item with its field, as the record has them."""
    for name in ("title", "description"):
        texts = [getattr(item, name), *(words.get(name, "") for words in item.translations.values())]
        yield from ((name, text) for text in dict.fromkeys(texts) if text)
    for name, value in item.attributes.items():
        yield from ((name, scalar) for scalar in (value if isinstance(value, tuple) else (value,)))
    yield ANY_TEXT, searchable_text(item)


class _Building:
    """One column while items are added."""

    def __init__(self) -> None:
        self.texts: dict[str, dict[tuple[int, int], None]] = {}
        self.numbers: list[tuple[float, int]] = []
        self.days: list[tuple[float, int]] = []

    def add(self, place: int, value: Scalar) -> None:
        self.texts.setdefault(folded_value(value), {})[place, _sort(value)] = None
        if isinstance(value, int | float) and not math.isnan(value):
            self.numbers.append((float(value), place if not isinstance(value, bool) else ~place))
        elif (day := on_scale(value, date)) is not None:
            self.days.append((day, place))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the column: `~place` in `number_places` is a boolean's."""
        folded = sorted((text.encode("utf-8", "surrogatepass"), own) for text, own in self.texts.items())
        pairs = [pair for _, own in folded for pair in own]
        lengths = np.cumsum([len(text) for text, _ in folded], dtype=np.int64)
        numbers, number_places = _ordered(self.numbers)
        days, day_places = _ordered(self.days)
        return {
            "texts": np.frombuffer(b"".join(text for text, _ in folded), np.uint8),
            "ends": lengths,
            "starts": np.cumsum([0, *(len(own) for _, own in folded)], dtype=np.int64),
            "places": np.array([place for place, _ in pairs], np.int32),
            "sorts": np.array([sort for _, sort in pairs], np.uint8),
            "numbers": numbers,
            "number_places": number_places,
            "days": days,
            "day_places": day_places,
            "all": np.unique(np.array([place for place, _ in pairs], np.int32)),
        }


def _ordered(pairs: list[tuple[float, int]]) -> tuple[NDArray[np.float64], Places]:
    values = np.array([value for value, _ in pairs], np.float64)
    places = np.array([place for _, place in pairs], np.int32)
    order = np.argsort(values, kind="stable")
    return values[order], places[order]


def column_parts(items: Iterable[Item]) -> tuple[list[str], dict[str, NDArray[Any]]]:
    """Return the fields of items, and the arrays of a file that `Columns` reads, by place."""
    building: dict[str, _Building] = {}
    for place, item in enumerate(items):
        for name, value in _scalars(item):
            building.setdefault(name, _Building()).add(place, value)
    names = sorted(building)
    return names, {f"{at}/{k}": array for at, name in enumerate(names) for k, array in building[name].arrays().items()}


@dataclass(frozen=True)
class _Column:
    """One field of `size` items: `retrieval.catalog.operators.base.Column`, answered by masks."""

    size: int
    arrays: Mapping[str, NDArray[Any]]

    @cached_property
    def _blob(self) -> bytes:
        return self.arrays["texts"].tobytes()

    def _mask(self, *places: NDArray[Any]) -> Mask:
        mask = np.zeros(self.size, bool)
        for some in places:
            mask[some] = True
        return mask

    def _text(self, at: int) -> bytes:
        ends = self.arrays["ends"]
        return self._blob[int(ends[at - 1]) if at else 0 : int(ends[at])]

    def _place_of(self, text: str) -> int | None:
        """Where a folded text stands among the sorted ones."""
        wanted, low, high = text.encode("utf-8", "surrogatepass"), 0, len(self.arrays["ends"])
        while low < high:
            middle = (low + high) // 2
            if self._text(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.arrays["ends"]) and self._text(low) == wanted else None

    def _having_text(self, at: int) -> tuple[Places, NDArray[np.uint8]]:
        start, stop = (int(n) for n in self.arrays["starts"][at : at + 2])
        return self.arrays["places"][start:stop], self.arrays["sorts"][start:stop]

    def strings(self, text: str) -> Places:
        """Return the places of the items of which a value is a string that folds to `text`."""
        at = self._place_of(text)
        if at is None:
            return np.zeros(0, np.int32)
        places, sorts = self._having_text(at)
        return np.asarray(places[sorts == STRING], np.int32)

    def _numbered(self, low: float, high: float, *, sides: tuple[str, str]) -> Places:
        numbers = self.arrays["numbers"]
        start = np.searchsorted(numbers, low, sides[0])  # type: ignore[call-overload]  # the sides are literals
        stop = np.searchsorted(numbers, high, sides[1])  # type: ignore[call-overload]
        return np.asarray(self.arrays["number_places"][start:stop])

    def among(self, values: Sequence[Scalar]) -> Mask:
        found = []
        for value in values:
            at = self._place_of(folded_value(value))
            if at is not None:
                places, sorts = self._having_text(at)
                number = isinstance(value, int | float)
                found.append(places[(sorts == STRING) | (sorts == DAY)] if number else places)
            if isinstance(value, int | float):
                own = self._numbered(float(value), float(value), sides=("left", "right"))
                found.append(np.where(own < 0, ~own, own))
        return self._mask(*found)

    def between(self, scale: type, low: float | None, high: float | None, *, open_low: bool, open_high: bool) -> Mask:
        name = "day" if scale is date else "number"
        values = self.arrays[f"{name}s"]
        start = 0 if low is None else int(np.searchsorted(values, low, "right" if open_low else "left"))
        stop = len(values) if high is None else int(np.searchsorted(values, high, "left" if open_high else "right"))
        places = self.arrays[f"{name}_places"][start : max(stop, start)]
        return self._mask(places[places >= 0])

    def _holding(self, text: str) -> Iterator[int]:
        """Which of the sorted texts have a folded one in them."""
        needle, blob, ends = text.encode("utf-8", "surrogatepass"), self._blob, self.arrays["ends"]
        at = blob.find(needle)
        while at >= 0:
            where = int(np.searchsorted(ends, at, "right"))
            stop = int(ends[where]) if where < len(ends) else len(blob)
            if at + len(needle) <= stop:
                yield where
                at = blob.find(needle, stop)
            else:
                at = blob.find(needle, at + 1)

    def having(self, text: str) -> Mask:
        return self.passing(text, lambda _: True)

    def passing(self, text: str, test: Callable[[str], bool]) -> Mask:
        """Return where a folded text has this folded one in it and passes a test."""
        among = self._holding(text) if text else range(len(self.arrays["ends"]))
        held = [at for at in among if test(self._text(at).decode("utf-8", "surrogatepass"))]
        return self._mask(*(self._having_text(at)[0] for at in held))

    def any(self) -> Mask:
        return self._mask(self.arrays["all"])


class Columns:
    """The columns of some items. `rows`: those of the store that they have, int64 (n,), ascending."""

    def __init__(self, rows: NDArray[np.int64], names: Sequence[str], arrays: Callable[[str], NDArray[Any]]) -> None:
        self.rows, self._arrays = rows, arrays
        self._numbers = {name: at for at, name in enumerate(names)}
        self._columns: dict[str, _Column] = {}

    @classmethod
    def of(cls, items: Mapping[int, Item]) -> Columns:
        """Build it in memory, of items by row, ascending."""
        names, parts = column_parts(items.values())
        return cls(np.fromiter(items, np.int64), names, parts.__getitem__)

    @classmethod
    def read(cls, parts: Parts) -> Columns:
        """Read them as they were written: the rows, the fields and `column_parts`. Raises StoreDamaged where a part is missing."""
        return cls(parts.array("rows"), parts.json("fields"), parts.array)

    def column(self, name: str) -> _Column:
        """Return one field; an empty one where no item has it."""
        if name not in self._columns:
            at = self._numbers.get(name)
            arrays = _Building().arrays() if at is None else {k: self._arrays(f"{at}/{k}") for k in _ARRAYS}
            self._columns[name] = _Column(len(self.rows), arrays)
        return self._columns[name]

    def mask(self, f: Filter) -> Mask | None:
        """Return where a condition holds before negation; None where only the items themselves tell."""
        operator = operator_of(f.op)
        if (
            operator.exact
            and (found := operator.narrow(self.column("" if f.field == ANY_TEXT else f.field), f)) is not None
        ):
            return found
        test = operator.test(f)
        needle = operator.narrow(_Needle(), f) if test is not None else None
        return self.column(f.field).passing(needle.text, test) if test is not None and needle is not None else None


@dataclass(frozen=True)
class _Needle:
    """The text that an operator narrows by, "" where it narrows by anything else."""

    text: str = ""

    def having(self, text: str) -> _Needle:
        return _Needle(text)

    def any(self) -> _Needle:
        return _Needle()

    def among(self, values: Sequence[Scalar]) -> _Needle:
        return _Needle()

    def between(
        self, scale: type, low: float | None, high: float | None, *, open_low: bool, open_high: bool
    ) -> _Needle:
        return _Needle()

    def __and__(self, other: _Needle) -> _Needle:
        return self if self.text else other

    def __or__(self, other: _Needle) -> _Needle:
        return self if self.text == other.text else _Needle()

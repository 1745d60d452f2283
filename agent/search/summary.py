"""What can be told of many items at once: a field counted and measured, and a few items set side by side.

Plain computations over items; knows no store, no request and no language. Whoever says a figure takes it from here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from retrieval.catalog.items import Item, Scalar, Value

__all__ = ["BINS", "FREQUENT", "Bin", "Comparison", "Line", "Summary", "compare", "summarise"]

BINS = 5
"""Ranges of a histogram."""
FREQUENT = 5
"""Most frequent values that a summary names."""
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Bin:
    """One range of a histogram, `low` included, `high` only in the last one, and how many items lie in it."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A field over items.

    count: the items; known: those that have the field. minimum, maximum, mean, median: of numbers, and the first two of dates;
    in a list field the mean of an item's values counts once. frequent: values with the number of items, the most frequent
    first, ties by value. bins: numbers in ranges with round bounds, lowest first.
    """

    field: str
    count: int
    known: int
    minimum: float | date | None = None
    maximum: float | date | None = None
    mean: float | None = None
    median: float | None = None
    frequent: tuple[tuple[str, int], ...] = ()
    bins: tuple[Bin, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-able, without what there isn't."""
        body: dict[str, Any] = {"field": self.field, "count": self.count, "known": self.known}
        for name in ("minimum", "maximum", "mean", "median"):
            value = getattr(self, name)
            if value is not None:
                body[name] = value.isoformat() if isinstance(value, date) else round(value, 2)
        if self.frequent:
            body["frequent"] = dict(self.frequent)
        if self.bins:
            body["histogram"] = [[b.low, b.high, b.count] for b in self.bins]
        return body


def _scalars(value: Value | None) -> tuple[Scalar, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _numbers(values: Iterable[Scalar]) -> list[float]:
    return [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]


def _median(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _step(width: float) -> float:
    """The smallest round number that is at least `width`: 1, 2, 2.5 or 5 times a power of ten."""
    power: float = 10.0 ** math.floor(math.log10(width))
    return next(power * step for step in _STEPS if power * step >= width * (1 - 1e-9))


def _bins(numbers: Sequence[float], bins: int) -> tuple[Bin, ...]:
    low, high = min(numbers), max(numbers)
    if bins < 1 or low == high:
        return ()
    step = _step((high - low) / bins)
    start = math.floor(low / step) * step
    count = max(1, math.ceil((high - start) / step - 1e-9))
    held = Counter(min(count - 1, int((n - start) / step + 1e-9)) for n in numbers)
    return tuple(Bin(start + i * step, start + (i + 1) * step, held[i]) for i in range(count))


def summarise(items: Iterable[Item], name: str, *, bins: int = BINS, frequent: int = FREQUENT) -> Summary:
    """The field `name` over `items`; they are gone through once. A field that no item has is known of none."""
    count = known = 0
    numbers: list[float] = []
    dates: list[date] = []
    values: Counter[str] = Counter()
    for item in items:
        count += 1
        own = _scalars(item.attributes.get(name))
        known += bool(own)
        if numeric := _numbers(own):
            numbers.append(sum(numeric) / len(numeric))
        dates += [v for v in own if isinstance(v, date)]
        words = [str(v).lower() if isinstance(v, bool) else v for v in own if isinstance(v, str | bool)]
        values.update(set(words))
    often = tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))[:frequent])
    if numbers:
        ordered = sorted(numbers)
        mean = math.fsum(ordered) / len(ordered)
        return Summary(name, count, known, ordered[0], ordered[-1], mean, _median(ordered), often, _bins(ordered, bins))
    first, last = (min(dates), max(dates)) if dates else (None, None)
    return Summary(name, count, known, first, last, frequent=often)


@dataclass(frozen=True, slots=True)
class Line:
    """One field of items side by side; an empty tuple where an item lacks it. same: whether all have the same values."""

    field: str
    values: tuple[tuple[Scalar, ...], ...]
    same: bool


@dataclass(frozen=True)
class Comparison:
    """Items side by side, a line a field: those that differ first, of them numbers before words."""

    items: tuple[Item, ...]
    lines: tuple[Line, ...] = field(default_factory=tuple)

    @property
    def differences(self) -> tuple[Line, ...]:
        """The lines in which the items differ."""
        return tuple(line for line in self.lines if not line.same)

    @property
    def common(self) -> tuple[Line, ...]:
        """The lines in which they are the same."""
        return tuple(line for line in self.lines if line.same)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able: the ids, then `differs` and `same`, each field with a list of values an item, or the values of all."""

        def told(values: Sequence[Scalar]) -> list[Any]:
            return [v.isoformat() if isinstance(v, date) else v for v in values]

        return {
            "ids": [item.id for item in self.items],
            "differs": {line.field: [told(values) for values in line.values] for line in self.differences},
            "same": {line.field: told(line.values[0]) for line in self.common if line.values},
        }


def _alike(values: Sequence[tuple[Scalar, ...]]) -> bool:
    return len({tuple(sorted(str(v).strip().casefold() for v in own)) for own in values}) <= 1


def compare(items: Sequence[Item], fields: Sequence[str] | None = None) -> Comparison:
    """`items` side by side, by `fields` in their order, or by all that any of them has.

    Differences come first: fields that all have before those that some lack, and numbers and dates before words.
    """
    names = fields if fields is not None else list(dict.fromkeys(name for item in items for name in item.attributes))
    lines = []
    for name in names:
        values = tuple(_scalars(item.attributes.get(name)) for item in items)
        if any(values):
            lines.append(Line(name, values, _alike(values)))

    def rank(line: Line) -> tuple[bool, bool, bool]:
        measured = all(
            isinstance(v, int | float | date) and not isinstance(v, bool) for own in line.values for v in own
        )
        return line.same, not all(line.values), not measured

    return Comparison(
        tuple(items), tuple(sorted(lines, key=rank) if fields is None else sorted(lines, key=lambda one: one.same))
    )

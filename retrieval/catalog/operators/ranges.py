"""The operator `range`: a number or a day between two bounds, either of which may be open or missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import Argument, Column, Filter, Operator, T, register_operator, written_value
from retrieval.catalog.schema import Field
from retrieval.errors import QueryError

__all__ = ["Range", "bounds_of", "on_scale"]


def on_scale(value: object, scale: type) -> float | None:
    """Return `value` as a number on the scale of numbers (`float`) or of days (`date`); None where it isn't one."""
    if scale is date:
        return float(value.toordinal()) if isinstance(value, date) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def bounds_of(f: Filter) -> tuple[type, float | None, float | None]:
    """Return the scale of a range and its bounds on it.

    Raises QueryError where a bound is neither number nor date, or both are missing.
    """
    low, high = f.value if isinstance(f.value, tuple) and len(f.value) == 2 else (None, None)
    scale = date if isinstance(low if low is not None else high, date) else float
    bounds = tuple(None if b is None else on_scale(b, scale) for b in (low, high))
    if any(b is not None and b != b for b in bounds):
        raise QueryError(f"expected numbers as bounds of '{f.field}'; got one that is none")
    if bounds == (None, None) or any(b is not None and s is None for b, s in zip((low, high), bounds, strict=True)):
        raise QueryError(f"expected one or two numbers, or dates, as bounds of '{f.field}'; got {f.value!r}")
    return scale, bounds[0], bounds[1]


class Range(Operator):
    """low ≤ field ≤ high; strict bounds with `open_low`, `open_high`."""

    name, takes, signs = "range", "bounds", (">=", "<=", ">", "<")
    common = exact = True

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        scale, low, high = bounds_of(f)
        for number in (on_scale(value, scale) for value in values):
            above = low is None or (number is not None and (number > low if f.open_low else number >= low))
            below = high is None or (number is not None and (number < high if f.open_high else number <= high))
            if number is not None and above and below:
                return True
        return False

    def fault(self, f: Filter) -> str:
        try:
            bounds_of(f)
        except QueryError as error:
            return str(error)
        return ""

    def narrow(self, column: Column[T], f: Filter) -> T | None:
        scale, low, high = bounds_of(f)
        return column.between(scale, low, high, open_low=f.open_low, open_high=f.open_high)

    def written(self, name: str, f: Filter) -> str:
        low, high = f.value if isinstance(f.value, tuple) and len(f.value) == 2 else (None, None)
        left = f"{name} {'>' if f.open_low else '≥'} {written_value(low, f.field)}" if low is not None else ""
        right = f"{name} {'<' if f.open_high else '≤'} {written_value(high, f.field)}" if high is not None else ""
        return " and ".join(part for part in (left, right) if part)

    def read(self, name: str, sign: str, text: str, typed: Callable[[str], Scalar], field: Field | None) -> Filter:
        """`price<5`, `year>=1990`."""
        bound = typed(text)
        f = Filter(name, "range", (bound, None) if sign.startswith(">") else (None, bound))
        return replace(f, open_low=sign == ">", open_high=sign == "<")

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        if field.kind not in ("number", "date"):
            return {}
        return {"at_least": Argument("bound", "lower bound"), "at_most": Argument("bound", "upper bound")}

    def conditions(self, name: str, given: Mapping[str, Any], field: Field) -> Iterator[Filter]:
        if "at_least" in given or "at_most" in given:
            yield Filter(name, "range", (given.get("at_least"), given.get("at_most")))


register_operator(Range())

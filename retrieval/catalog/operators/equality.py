"""The operators `eq` and `in`: a field's value is the one that is named, or one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import (
    MOST_VALUES,
    Argument,
    Column,
    Filter,
    Operator,
    T,
    folded_value,
    register_operator,
    written_value,
)
from retrieval.catalog.schema import Field

__all__ = ["Equals", "OneOf"]


def _wanted(f: Filter) -> tuple[Scalar | None, ...]:
    return f.value if isinstance(f.value, tuple) else (f.value,)


def _same(a: Scalar, b: object) -> bool:
    numeric = isinstance(a, int | float) and isinstance(b, int | float)
    return a == b if numeric else folded_value(a) == folded_value(b)


class Equals(Operator):
    """The field equals a scalar; of a list field, some element does."""

    name, takes = "eq", "values"
    signs: ClassVar[tuple[str, ...]] = ("=",)
    common = exact = True

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return any(_same(v, w) for v in values for w in _wanted(f))

    def fault(self, f: Filter) -> str:
        count = len(_wanted(f))
        return f"expected at most {MOST_VALUES:,} values of '{f.field}'; got {count:,}" if count > MOST_VALUES else ""

    def narrow(self, column: Column[T], f: Filter) -> T | None:
        return column.among([v for v in _wanted(f) if v is not None])

    def written(self, name: str, f: Filter) -> str:
        return f"{name} = {written_value(f.value, f.field)}"

    def read(self, name: str, sign: str, text: str, typed: Callable[[str], Scalar], field: Field | None) -> Filter:
        """`kind=hotel`, `kind=hotel,inn`, and `year=1990..1999` where the field has an order."""
        if ".." in text and field is not None and field.kind in ("number", "date"):
            low, _, high = text.partition("..")
            return Filter(name, "range", tuple(typed(part) if part else None for part in (low, high)))
        options = tuple(typed(part.strip()) for part in text.split(",") if part.strip())
        return Filter(name, "eq", options[0]) if len(options) == 1 else Filter(name, "in", options)


class OneOf(Equals):
    """The field equals one of several scalars."""

    name = "in"
    signs = ()

    def written(self, name: str, f: Filter) -> str:
        return f"{name} one of {', '.join(written_value(value, f.field) for value in _wanted(f))}"

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        if field.kind != "category":
            return {}
        return {
            "any_of": Argument("values", "one of these"),
            "none_of": Argument("values", "none of these", negate=True),
        }


register_operator(Equals())
register_operator(OneOf())

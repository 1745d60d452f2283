"""The operator `exists`: the item has the field."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.catalog.items import Scalar
from retrieval.catalog.operators.base import Column, Filter, Operator, T, register_operator

__all__ = ["Exists"]


class Exists(Operator):
    """The item has the field."""

    name, takes, common, exact = "exists", "nothing", True, True

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return bool(values)

    def narrow(self, column: Column[T], f: Filter) -> T | None:
        return column.any()

    def written(self, name: str, f: Filter) -> str:
        return f"has {name}"


register_operator(Exists())

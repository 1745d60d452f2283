"""The operator `has`: anything of an item says that what people avoid, or a kind of it, is in it or may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.operators.base import Filter, Operator, register_operator
from retrieval.catalog.safety import Standing, names_matter, standing

__all__ = ["Has", "safety_of"]


def safety_of(item: Item, f: Filter) -> Standing | None:
    """Return how an item stands to what a condition refuses, where that is something that people avoid; else None."""
    return standing(item, str(f.value)) if f.op == Has.name and f.negate else None


class Has(Operator):
    """It, or a kind of it, is in the item or may be; looks into everything of the item, whatever the field."""

    name, takes, common = "has", "text", True

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return self.holds_of(Item("-", description="\n".join(map(str, values))), f)

    def holds_of(self, item: Item, f: Filter) -> bool:
        return standing(item, str(f.value)).there

    def hint(self, f: Filter) -> Callable[[str], bool] | None:
        return partial(names_matter, word=str(f.value))


register_operator(Has())

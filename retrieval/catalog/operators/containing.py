"""The operator `contains`: the text of a field, or of the whole item, says that it has a term."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.operators.base import (
    ANY_TEXT,
    Argument,
    Column,
    Filter,
    Operator,
    T,
    folded_value,
    register_operator,
)
from retrieval.catalog.safety import lines_of
from retrieval.catalog.schema import Field
from retrieval.language.stance import beginning_of, says

__all__ = ["Contains", "mentions", "searchable_text"]


def mentions(text: str, term: str) -> bool:
    """Return whether `text` says that what it tells of has `term`, as whole words: "no nuts" and 无糖 don't."""
    folded, needle = folded_value(text), folded_value(term)
    return bool(needle) and says(folded, needle)


def searchable_text(item: Item) -> str:
    """Return everything readable of an item, one line a value: what `contains` on ANY_TEXT looks into.

    A value of a field whose name denies it ("free_from") is written with that name.
    """
    return "\n".join(text for _, text in lines_of(item))


class Contains(Operator):
    """The text says that the item has it: "no nuts" has no nuts."""

    name, takes, signs, common = "contains", "text", ("~",), True

    def holds(self, values: Sequence[Scalar], f: Filter) -> bool:
        return any(mentions(str(v), str(f.value)) for v in values)

    def holds_of(self, item: Item, f: Filter) -> bool:
        if f.field == ANY_TEXT:
            return mentions(searchable_text(item), str(f.value))
        return super().holds_of(item, f)

    def narrow(self, column: Column[T], f: Filter) -> T | None:
        return column.having(beginning_of(folded_value(f.value)))

    def test(self, f: Filter) -> Callable[[str], bool] | None:
        term = str(f.value)
        return lambda text: mentions(text, term)

    def arguments(self, field: Field) -> Mapping[str, Argument]:
        return {"contains": Argument("text", "words that it has")} if field.kind == "text" else {}


register_operator(Contains())

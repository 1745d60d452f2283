"""What a catalogue's attributes are: names, kinds, ranges and values, read from the items themselves.

Knows nothing of requests: the agent reads words against a schema, the retriever checks filters with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from retrieval.catalog.items import Item, Scalar, Value

__all__ = ["BESIDE", "Field", "FieldKind", "Schema", "infer_schema", "with_units"]

FieldKind = Literal["number", "date", "boolean", "category", "text"]

BESIDE = ("_currency", "_unit", "_max")
"""Endings of the names of fields that tell of another one of numbers: its currency, its unit, the upper end of its ranges."""
MAX_VALUES = 20_000
"""Distinct values kept a field; beyond it the field still filters, but its rarer values aren't listed."""
LONG_TEXT = 60
"""Strings longer than this on average are free text, not categories."""


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of a catalogue.

    `many`: it holds lists. `count`: how many items have it. `minimum` and `maximum`: of numbers and dates.
    `values`: each category with the number of items that have it, most frequent first. `units`: the currencies or units that its
    numbers are in, as a field beside it tells (`price_currency`), most frequent first.
    """

    name: str
    kind: FieldKind
    many: bool = False
    count: int = 0
    minimum: float | date | None = None
    maximum: float | date | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    units: tuple[str, ...] = ()

    def frequent(self, limit: int = 12) -> list[str]:
        """The most frequent values."""
        return list(self.values)[:limit]


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of a catalogue by name, its size, and the languages its texts are translated to."""

    fields: Mapping[str, Field]
    size: int
    languages: tuple[str, ...] = ()

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def tells_of(self, name: str) -> str:
        """The field of numbers that the field `name` tells the currency, unit or upper end of; "" where it stands for itself."""
        base = next((name.removesuffix(ending) for ending in BESIDE if name.endswith(ending)), "")
        return base if base in self.fields and self.fields[base].kind == "number" else ""


def _kind(values: list[Scalar]) -> FieldKind:
    if all(isinstance(v, bool) for v in values):
        return "boolean"
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return "number"
    if all(isinstance(v, date) for v in values):
        return "date"
    if values and all("://" in str(v)[:12] for v in values):
        return "text"  # addresses: nobody asks for one by its value
    return "text" if sum(len(str(v)) for v in values) > LONG_TEXT * len(values) else "category"


def _field(name: str, values: list[Value]) -> Field:
    flat: list[Scalar] = [s for v in values for s in (v if isinstance(v, tuple) else (v,))]
    kind = _kind(flat)
    low = high = None
    counts: dict[str, int] = {}
    if flat and kind in ("number", "date"):
        low, high = min(flat), max(flat)
    elif kind in ("category", "boolean"):
        once = (s for v in values for s in dict.fromkeys(v if isinstance(v, tuple) else (v,)))
        counter = Counter(str(s).lower() if kind == "boolean" else str(s) for s in once)
        counts = dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_VALUES])
    many = any(isinstance(v, tuple) for v in values)
    return Field(name, kind, many, len(values), low, high, counts)  # type: ignore[arg-type]


def with_units(one: Field, fields: Mapping[str, Field]) -> Field:
    """The field with the units that the one beside it tells; itself where there is none."""
    beside = (fields.get(f"{one.name}{ending}") for ending in ("_currency", "_unit"))
    units = tuple(unit for other in beside if other and other.kind == "category" for unit in other.values)
    return replace(one, units=units) if units and one.kind == "number" else one


def infer_schema(items: Iterable[Item]) -> Schema:
    """Reads the fields, kinds, ranges and values of `items`.

    A field of numbers in some rows and strings in others is a category: nothing is dropped.
    """
    by_name: dict[str, list[Value]] = {}
    languages: set[str] = set()
    size = 0
    for item in items:
        size += 1
        languages.update(item.translations)
        for name, value in item.attributes.items():
            by_name.setdefault(name, []).append(value)
    fields = {name: _field(name, vs) for name, vs in sorted(by_name.items())}
    return Schema({name: with_units(one, fields) for name, one in fields.items()}, size, tuple(sorted(languages)))

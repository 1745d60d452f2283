"""A catalogue's schema as counts: an item is added to them or taken away, and what `infer_schema` says follows.

Knows items and schemas; nothing of stores or files.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal

from retrieval.catalog.items import Item, Scalar, Value
from retrieval.catalog.schema import LONG_TEXT, MAX_VALUES, Field, FieldKind, Schema, with_units

__all__ = ["SchemaTally"]

Sort = Literal["b", "i", "f", "d", "s"]
"""What a scalar is: boolean, integer, float, date or string."""


def _sort(value: Scalar) -> Sort:
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int):
        return "i"
    if isinstance(value, float):
        return "f"
    return "d" if isinstance(value, date) else "s"


def _number(sort: str, text: str) -> float | date:
    return int(text) if sort == "i" else float(text) if sort == "f" else date.fromisoformat(text)


class _FieldTally:
    """The counts of one field. items, lists: that have it at all, and as a list. scalars, letters: of all values.

    values: sort → value as text → how many items have it.
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        state = state or {}
        self.items, self.lists = int(state.get("items", 0)), int(state.get("lists", 0))
        self.scalars, self.letters = int(state.get("scalars", 0)), int(state.get("letters", 0))
        self.values: dict[str, Counter[str]] = {s: Counter(v) for s, v in state.get("values", {}).items()}
        self._ranked: list[tuple[int, str]] | None = None

    def state(self) -> dict[str, Any]:
        counts = {"items": self.items, "lists": self.lists, "scalars": self.scalars, "letters": self.letters}
        return {**counts, "values": self.values}

    def count(self, value: Value, by: int) -> None:
        """Adds the value that one item has (`by` 1), or takes it away (−1)."""
        every = value if isinstance(value, tuple) else (value,)
        self.items += by
        self.lists += by * isinstance(value, tuple)
        self.scalars += by * len(every)
        self.letters += by * sum(len(str(scalar)) for scalar in every)
        for scalar in dict.fromkeys(every):
            sort, text = _sort(scalar), str(scalar)
            counts = self.values.setdefault(sort, Counter())
            if self._ranked is not None:
                self._rank(text, by)
            counts[text] += by
            if not counts[text]:
                del counts[text]
                if not counts:
                    del self.values[sort]

    def _kind(self) -> FieldKind:
        sorts = set(self.values)
        if sorts <= {"b"}:
            return "boolean"
        if sorts <= {"i", "f"}:
            return "number"
        if sorts <= {"d"}:
            return "date"
        return "text" if self.letters > LONG_TEXT * self.scalars else "category"

    def _total(self, text: str) -> int:
        return sum(counts[text] for counts in self.values.values() if text in counts)

    def _rank(self, text: str, by: int) -> None:
        """Moves one value of a category in the order of frequency."""
        ranked, before = self._ranked or [], self._total(text)
        if before:
            del ranked[bisect_left(ranked, (-before, text))]
        if before + by:
            insort(ranked, (-before - by, text))

    def _frequent(self, kind: FieldKind) -> dict[str, int]:
        if kind == "boolean":
            total = Counter[str]()
            for counts in self.values.values():
                for text, n in counts.items():
                    total[text.lower()] += n
            return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_VALUES])
        if self._ranked is None:
            texts = set().union(*self.values.values())
            self._ranked = sorted((-self._total(text), text) for text in texts)
        return {text: -n for n, text in self._ranked[:MAX_VALUES]}

    def field(self, name: str) -> Field:
        """Return what the counts say of the field."""
        kind = self._kind()
        low = high = None
        values: dict[str, int] = {}
        if kind in ("number", "date") and self.values:
            numbers: list[Any] = [_number(sort, text) for sort, counts in self.values.items() for text in counts]
            low, high = min(numbers), max(numbers)
        elif kind in ("category", "boolean"):
            values = self._frequent(kind)
        return Field(name, kind, self.lists > 0, self.items, low, high, values)


class SchemaTally:
    """The counts of a catalogue's fields. Not safe to change from several threads; a schema that it gave never changes."""

    def __init__(self, items: Iterable[Item] = (), state: Mapping[str, Any] | None = None) -> None:
        """Of `items`, or as `state` was written."""
        state = state or {}
        self._fields = {name: _FieldTally(own) for name, own in state.get("fields", {}).items()}
        self._languages = Counter[str](state.get("languages", {}))
        self._size = int(state.get("size", 0))
        self._known: dict[str, Field] = {}
        self._united: dict[str, tuple[Field, Field]] = {}
        for item in items:
            self.count(item, 1)

    def state(self) -> dict[str, Any]:
        """JSON-able; the constructor reads it."""
        fields = {name: own.state() for name, own in self._fields.items()}
        return {"fields": fields, "languages": self._languages, "size": self._size}

    def count(self, item: Item, by: int) -> None:
        """Adds an item (`by` 1), or takes one away that was added before (−1)."""
        self._size += by
        for language in item.translations:
            self._languages[language] += by
        for name, value in item.attributes.items():
            own = self._fields.setdefault(name, _FieldTally())
            own.count(value, by)
            self._known.pop(name, None)
            if not own.items:
                del self._fields[name]

    def _field(self, name: str) -> Field:
        if name not in self._known:
            self._known[name] = self._fields[name].field(name)
        return self._known[name]

    def _with_units(self, plain: Field, fields: Mapping[str, Field]) -> Field:
        """The field with its units; the same object as before where neither its numbers nor its units have changed."""
        made = with_units(plain, fields)
        if made is plain:
            return plain
        before = self._united.get(plain.name)
        if before is not None and before[0] is plain and before[1].units == made.units:
            return before[1]
        self._united[plain.name] = plain, made
        return made

    def _spoken(self) -> Iterator[str]:
        return (language for language, n in sorted(self._languages.items()) if n)

    def schema(self) -> Schema:
        """Return what `infer_schema` says of the same items; fields that haven't changed are the same objects as last time."""
        fields = {name: self._field(name) for name in sorted(self._fields)}
        known = {name: self._with_units(plain, fields) for name, plain in fields.items()}
        return Schema(known, self._size, tuple(self._spoken()))

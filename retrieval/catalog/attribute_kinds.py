"""How the values of a field are read from a line and written for people, by the kind of the field; and the registry of such kinds.

Which values are stored, and what may be asked of them, tells `schema.py`: numbers, days, yes or no, categories, texts. A kind
here is told by a field's name, or by what the schema says of it, and gives those values their form: seconds that are days,
or, where somebody registers it, minutes that are hours. Knows fields and values; nothing of operators or requests.

>>> class Minutes(AttributeKind):
...     name = "minutes"
...
...     def knows(self, field, told=None):
...         return field.endswith("_min")
...
...     def read(self, text, field, told):
...         return float(text.removesuffix("h")) * 60 if text.endswith("h") else float(text)
...
...     def written(self, field, value):
...         return f"{value / 60:g} h"
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import ClassVar

from retrieval.catalog.items import Scalar
from retrieval.catalog.moments import clock_of, day_of, moment, tells_time
from retrieval.catalog.schema import Field
from retrieval.errors import ConfigError, QueryError
from retrieval.language.columns import truth_of

__all__ = [
    "AttributeKind",
    "attribute_kinds",
    "read_value",
    "register_attribute_kind",
    "unregister_attribute_kind",
    "written_as",
]


class AttributeKind(ABC):
    """The form of a field's values. name: its own, for the registry. expected: what `read` takes, in the words of an error."""

    name: ClassVar[str]
    expected: ClassVar[str] = "a value"

    @abstractmethod
    def knows(self, field: str, told: Field | None = None) -> bool:
        """Return whether a field has values of this kind. told: what the schema says of it, where that is known."""

    @abstractmethod
    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        """Return the value that a text names. Raises ValueError where it names none."""

    def written(self, field: str, value: Scalar) -> str | None:
        """Return a value as people read it; None where it is written as any other."""
        return None


_OWN: dict[str, AttributeKind] = {}
_BUILT_IN: dict[str, AttributeKind] = {}


def register_attribute_kind(kind: AttributeKind) -> AttributeKind:
    """Have fields that `kind` knows read and written by it; what is registered last is asked first.

    Raises ConfigError where the name is another's already.
    """
    if not kind.name or kind.name in _OWN or kind.name in _BUILT_IN:
        raise ConfigError(f"expected a kind of attribute with a name of its own; '{kind.name}' isn't free")
    _OWN[kind.name] = kind
    return kind


def unregister_attribute_kind(name: str) -> None:
    """Forget a kind; its fields are read and written as their values are."""
    _OWN.pop(name, None)


def attribute_kinds() -> tuple[AttributeKind, ...]:
    """Return every kind, in the order in which they are asked."""
    return (*reversed(_OWN.values()), *_BUILT_IN.values())


def read_value(text: str, field: str, told: Field | None) -> Scalar:
    """Return the value of a field that a text names. Raises QueryError for one that is none."""
    kind = next(kind for kind in attribute_kinds() if kind.knows(field, told))
    try:
        return kind.read(text, field, told)
    except ValueError:
        raise QueryError(f"expected {kind.expected} for the field '{field}'; got '{text[:100]}'") from None


def written_as(field: str, value: object) -> str | None:
    """Return a value in the form of its field's kind; None where it has none of its own."""
    if not isinstance(value, str | int | float | date):
        return None
    for kind in attribute_kinds():
        if kind.knows(field) and (text := kind.written(field, value)) is not None:
            return text
    return None


class _Moment(AttributeKind):
    """Days that are kept as seconds or milliseconds since 1970."""

    name, expected = "moment", "a number, or a date like 2024-05-31,"

    def knows(self, field: str, told: Field | None = None) -> bool:
        if told is None:
            return tells_time(field)
        return told.kind == "number" and clock_of(field, told.minimum, told.maximum) > 0

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        if told is None or "-" not in text[1:]:
            return float(text)
        return moment(date.fromisoformat(text), clock_of(field, told.minimum, told.maximum))

    def written(self, field: str, value: Scalar) -> str | None:
        day = day_of(field, value)
        return None if day is None else day.isoformat()


class _Number(AttributeKind):
    name, expected = "number", "a number"

    def knows(self, field: str, told: Field | None = None) -> bool:
        return told is not None and told.kind == "number"

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        return float(text)


class _Day(AttributeKind):
    name, expected = "date", "a date like 2024-05-31"

    def knows(self, field: str, told: Field | None = None) -> bool:
        return told is not None and told.kind == "date"

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        return date.fromisoformat(text)


class _YesOrNo(AttributeKind):
    name, expected = "boolean", "yes or no"

    def knows(self, field: str, told: Field | None = None) -> bool:
        return told is not None and told.kind == "boolean"

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        truth = {"1": True, "0": False}.get(text.strip(), truth_of(text))
        if truth is None:
            raise ValueError(text)
        return truth


class _Text(AttributeKind):
    name = "text"

    def knows(self, field: str, told: Field | None = None) -> bool:
        return True

    def read(self, text: str, field: str, told: Field | None) -> Scalar:
        return text


_BUILT_IN.update({kind.name: kind for kind in (_Moment(), _Number(), _Day(), _YesOrNo(), _Text())})

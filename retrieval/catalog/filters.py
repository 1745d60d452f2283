"""Conditions on attributes: what may be said (`Filter`), how it is written in one line, and how it is checked.

A filter holds in every branch of a search. This file knows what a condition means for one item; `store.py` knows how
SQLite answers it for all of them, and a test holds the two together. Nothing here reads natural language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from retrieval.catalog.items import Item, Scalar, Value
from retrieval.catalog.moments import clock_of, day_of, moment
from retrieval.catalog.safety import Standing, lines_of, standing
from retrieval.catalog.schema import Schema
from retrieval.errors import QueryError
from retrieval.language.stance import says

__all__ = [
    "ANY_TEXT",
    "Filter",
    "Operator",
    "bounds_of",
    "contains_term",
    "fold",
    "matches",
    "mentions",
    "on_scale",
    "parse_filter",
    "safety_of",
    "searchable_text",
]

Operator = Literal["eq", "in", "range", "contains", "has", "exists"]

ANY_TEXT = "*"
"""The pseudo-field of `contains` and `has` that looks into title, description, their translations and every attribute."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition.

    op        value                              holds where
    eq        a scalar                           the field equals it (a list field: some element does)
    in        a tuple of scalars                 the field equals one of them
    range     (low, high), either may be None    low ≤ field ≤ high; strict bounds with `open_low`, `open_high`
    contains  a string                           the field's text says that the item has it: "no nuts" has no nuts
    has       what people avoid ("nuts")         anything of the item says that it, or a kind of it, is in it or may be
    exists    None                               the item has the field

    Strings compare without regard to case. `negate` turns the whole condition round: an item that lacks the field
    satisfies every negated condition, and no other.
    """

    field: str
    op: Operator
    value: Scalar | tuple[Scalar | None, ...] | None = None
    negate: bool = False
    open_low: bool = False
    open_high: bool = False

    def __str__(self) -> str:
        body = _written(self)
        return f"not ({body})" if self.negate else body


_WRITTEN = {"eq": "=", "contains": "contains", "has": "has"}


def _plain(value: object, name: str = "") -> str:
    """A value as people write it: 2, not 2.0; a day where the field `name` holds moments."""
    if (day := day_of(name, value)) is not None:
        return day.isoformat()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _written(f: Filter) -> str:
    name = "text" if f.field == ANY_TEXT else f.field
    if f.op == "range" and isinstance(f.value, tuple):
        low, high = f.value
        left = f"{name} {'>' if f.open_low else '≥'} {_plain(low, name)}" if low is not None else ""
        right = f"{name} {'<' if f.open_high else '≤'} {_plain(high, name)}" if high is not None else ""
        return " and ".join(part for part in (left, right) if part)
    if f.op == "in" and isinstance(f.value, tuple):
        return f"{name} one of {', '.join(_plain(value, name) for value in f.value)}"
    if f.op == "exists":
        return f"has {name}"
    return f"{name} {_WRITTEN[f.op]} {_plain(f.value, name)}"


def fold(value: object) -> str:
    """The form in which strings are compared: case and outer white space don't count."""
    return str(value).strip().casefold()


def contains_term(text: str, term: str) -> bool:
    """Whether `text` has `term`: as whole words in scripts with spaces, as a substring in others."""
    folded, needle = fold(text), fold(term)
    if not needle:
        return False
    if not needle.isascii():
        return needle in folded
    return re.search(rf"(?<![^\W_]){re.escape(needle)}(?![^\W_])", folded) is not None


def mentions(text: str, term: str) -> bool:
    """Whether `text` says that what it tells of has `term`, as `contains_term` finds it: "no nuts" and 无糖 don't.

    What the operator `contains` means, and the function of the same name in SQL.
    """
    folded, needle = fold(text), fold(term)
    return bool(needle) and says(folded, needle)


def searchable_text(item: Item) -> str:
    """Everything readable of an item, one line a value: what `contains` on ANY_TEXT looks into.

    A value of a field whose name denies it ("free_from") is written with that name.
    """
    return "\n".join(text for _, text in lines_of(item))


def _values(item: Item, name: str) -> tuple[Scalar, ...]:
    if name == "title":
        found: Value = tuple(t for t in (item.title, *(w.get("title", "") for w in item.translations.values())) if t)
    elif name == "description":
        words = (item.description, *(w.get("description", "") for w in item.translations.values()))
        found = tuple(t for t in words if t)
    else:
        found = item.attributes.get(name, ())
    return found if isinstance(found, tuple) else (found,)


def on_scale(value: object, scale: type) -> float | None:
    """`value` as a number on the scale of numbers (`float`) or of days (`date`); None where it isn't one."""
    if scale is date:
        return float(value.toordinal()) if isinstance(value, date) else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def bounds_of(f: Filter) -> tuple[type, float | None, float | None]:
    """The scale of a range and its bounds on it.

    Raises QueryError where a bound is neither number nor date, or both are missing.
    """
    low, high = f.value if isinstance(f.value, tuple) and len(f.value) == 2 else (None, None)
    scale = date if isinstance(low if low is not None else high, date) else float
    bounds = tuple(None if b is None else on_scale(b, scale) for b in (low, high))
    if bounds == (None, None) or any(b is not None and s is None for b, s in zip((low, high), bounds, strict=True)):
        raise QueryError(f"expected one or two numbers, or dates, as bounds of '{f.field}'; got {f.value!r}")
    return scale, bounds[0], bounds[1]


def _in_range(value: Scalar, f: Filter) -> bool:
    scale, low, high = bounds_of(f)
    number = on_scale(value, scale)
    if number is None:
        return False
    if low is not None and (number <= low if f.open_low else number < low):
        return False
    return not (high is not None and (number >= high if f.open_high else number > high))


def _same(a: Scalar, b: object) -> bool:
    numeric = isinstance(a, int | float) and isinstance(b, int | float)
    return a == b if numeric else fold(a) == fold(b)


def safety_of(item: Item, f: Filter) -> Standing | None:
    """Return how an item stands to what a condition refuses, where that is something that people avoid; else None."""
    return standing(item, str(f.value)) if f.op == "has" and f.negate else None


def matches(item: Item, f: Filter) -> bool:
    """Whether `item` satisfies `f`. The reference that the store's SQL is tested against."""
    if f.op == "has":
        found = standing(item, str(f.value)).there
    elif f.field == ANY_TEXT:
        found = mentions(searchable_text(item), str(f.value))
    else:
        values = _values(item, f.field)
        if f.op == "exists":
            found = bool(values)
        elif f.op == "range":
            found = any(_in_range(v, f) for v in values)
        elif f.op == "contains":
            found = any(mentions(str(v), str(f.value)) for v in values)
        else:
            wanted = f.value if isinstance(f.value, tuple) else (f.value,)
            found = any(_same(v, w) for v in values for w in wanted)
    return found != f.negate


_LINE = re.compile(r"^\s*(?P<field>[^\s<>=!~]+)\s*(?P<op>!=|!~|>=|<=|=|>|<|~)\s*(?P<value>.+?)\s*$")


def _number(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise QueryError(f"expected a number for the field '{name}'; got '{text}'") from None


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"expected a date like 2024-05-31 for the field '{name}'; got '{text}'") from None


def _typed(text: str, name: str, schema: Schema) -> Scalar:
    kind = schema[name].kind if name in schema else "text"
    if kind == "number":
        ticks = clock_of(name, schema[name].minimum, schema[name].maximum)
        return moment(_day(text, name), ticks) if ticks and "-" in text[1:] else _number(text, name)
    if kind == "date":
        return _day(text, name)
    if kind == "boolean":
        return fold(text) in {"true", "yes", "1", "是"}
    return text


def parse_filter(line: str, schema: Schema) -> Filter:
    """Reads `price<5`, `year>=1990`, `kind=hotel`, `kind=hotel,inn`, `kind!=hotel`, `title~frog`, `tags!~red`, `year=1990..1999`.

    Raises QueryError for another form, an unknown field, or a value of the wrong type.
    """
    parts = _LINE.match(line)
    if parts is None:
        raise QueryError(f"expected a condition like price<5, kind=hotel,inn, kind!=hotel or title~frog; got '{line}'")
    name, op, value = parts["field"], parts["op"], parts["value"]
    if name not in schema and name not in ("title", "description", ANY_TEXT):
        raise QueryError(
            f"expected a field of the catalogue ({', '.join(schema.fields) or 'it has none'}); got '{name}'"
        )
    if op in ("~", "!~"):
        return Filter(name, "contains", value, negate=op == "!~")
    if op in ("=", "!="):
        if ".." in value and name in schema and schema[name].kind in ("number", "date"):
            low, _, high = value.partition("..")
            bounds = tuple(_typed(part, name, schema) if part else None for part in (low, high))
            return Filter(name, "range", bounds, negate=op == "!=")
        options = tuple(_typed(part.strip(), name, schema) for part in value.split(",") if part.strip())
        one = len(options) == 1
        return Filter(name, "eq" if one else "in", options[0] if one else options, negate=op == "!=")
    bound = _typed(value, name, schema)
    f = Filter(name, "range", (bound, None) if op.startswith(">") else (None, bound))
    return replace(f, open_low=op == ">", open_high=op == "<")

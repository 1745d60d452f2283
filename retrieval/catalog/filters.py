"""Conditions on items: how one is checked, and how it is read from a line like `price<5`.

What a condition is, and what each operator means, stands in `operators/`; a test holds the store's answers to it. Nothing
here reads natural language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from retrieval.catalog.attribute_kinds import read_value
from retrieval.catalog.items import Item, Scalar
from retrieval.catalog.operators.base import (
    ANY_TEXT,
    Filter,
    Operator,
    folded_value,
    operator_of,
    operators,
    register_operator,
)
from retrieval.catalog.operators.containing import mentions, searchable_text
from retrieval.catalog.operators.having import safety_of
from retrieval.catalog.operators.ranges import bounds_of, on_scale
from retrieval.catalog.schema import Schema
from retrieval.errors import QueryError

__all__ = [
    "ANY_TEXT",
    "Filter",
    "Operator",
    "bounds_of",
    "check_filter",
    "contains_term",
    "folded_value",
    "matches",
    "mentions",
    "on_scale",
    "operator_of",
    "operators",
    "parse_filter",
    "register_operator",
    "safety_of",
    "searchable_text",
]


def contains_term(text: str, term: str) -> bool:
    """Return whether `text` has `term`: as whole words in scripts with spaces, as a substring in others."""
    folded, needle = folded_value(text), folded_value(term)
    if not needle:
        return False
    if not needle.isascii():
        return needle in folded
    return re.search(rf"(?<![^\W_]){re.escape(needle)}(?![^\W_])", folded) is not None


def matches(item: Item, f: Filter) -> bool:
    """Return whether `item` satisfies `f`. The reference that the store's answers are tested against."""
    return operator_of(f.op).holds_of(item, f) != f.negate


def check_filter(f: Filter) -> Filter:
    """Return `f`. Raises QueryError where its value is none for its operator."""
    if fault := operator_of(f.op).fault(f):
        raise QueryError(fault)
    return f


def _signs() -> dict[str, Operator]:
    """Every sign with its operator, the longest first; the shorter may begin a longer one."""
    known = {sign: operator for operator in operators() for sign in operator.signs}
    return dict(sorted(known.items(), key=lambda pair: -len(pair[0])))


def _split(line: str) -> tuple[str, str, bool, str]:
    """The field, sign, negation and value of a line. Raises QueryError for another form."""
    signs = _signs()
    for match in re.finditer(r"[^\w\s]", line):
        name, rest = line[: match.start()].strip(), line[match.start() :]
        negate = rest.startswith("!")
        sign = next((sign for sign in signs if rest[negate:].startswith(sign)), None)
        if sign and name and not re.search(r"\s", name) and (value := rest[negate + len(sign) :].strip()):
            return name, sign, negate, value
        if sign or negate:
            break
    shown = line if len(line) <= 200 else f"{line[:200]} …"
    raise QueryError(f"expected a condition like price<5, kind=hotel,inn, kind!=hotel or title~frog; got '{shown}'")


def parse_filter(line: str, schema: Schema) -> Filter:
    """Read `price<5`, `year>=1990`, `kind=hotel`, `kind=hotel,inn`, `kind!=hotel`, `title~frog`, `tags!~red`, `year=1990..1999`,
    and the signs of other operators.

    Raises QueryError for another form, an unknown field, or a value of the wrong type.
    """
    name, sign, negate, value = _split(line)
    if name not in schema and name not in ("title", "description", ANY_TEXT):
        raise QueryError(
            f"expected a field of the catalogue ({', '.join(schema.fields) or 'it has none'}); got '{name[:100]}'"
        )
    told = schema.fields.get(name)
    typed: Callable[[str], Scalar] = partial(read_value, field=name, told=told)
    f = _signs()[sign].read(name, sign, value, typed, told)
    return check_filter(replace(f, negate=not f.negate) if negate else f)

"""Recomputes one condition on one row.

Knows conditions as data (field, op, value); a condition on years or days also looks at numbers that count seconds.
"""

from __future__ import annotations

from datetime import date

from agent.verification.raw import day_of, elements, mentions, number_of, parts, texts
from retrieval.catalog.filters import Filter, matches, operator_of
from retrieval.catalog.items import Item

__all__ = ["holds", "within"]

_YEARS = (1000.0, 2999.0)


def _is_year(value: object) -> bool:
    number = number_of(value)
    return number is not None and number == int(number) and _YEARS[0] <= number <= _YEARS[1]


def _measure(value: object, bounds: tuple[object, ...]) -> float | None:
    """A row's value on the scale of the bounds: days, years where the bounds are years and it is a day, else numbers."""
    if any(isinstance(bound, date) for bound in bounds):
        day = day_of(value)
        return None if day is None else float(day.toordinal())
    if all(_is_year(bound) for bound in bounds) and not _is_year(value):
        day = day_of(value)
        if day is not None:
            return float(day.year)
    return number_of(value)


def _bound(bound: object) -> float | None:
    return float(bound.toordinal()) if isinstance(bound, date) else number_of(bound)


def within(value: object, low: object, high: object, *, open_low: bool = False, open_high: bool = False) -> bool:
    """Return whether a row's value lies between two bounds, either of which may be None."""
    bounds = tuple(bound for bound in (low, high) if bound is not None)
    own = _measure(value, bounds)
    if own is None:
        return False
    least, most = _bound(low), _bound(high)
    if least is not None and (own <= least if open_low else own < least):
        return False
    return most is None or (own < most if open_high else own <= most)


def _equal(item: Item, f: Filter) -> bool:
    wanted = f.value if isinstance(f.value, tuple) else (f.value,)
    own = elements(item, f.field)
    for one in wanted:
        number = number_of(one)
        if number is not None and any(number_of(value) == number for value in own):
            return True
        if str(one).strip().lower() in parts(item, f.field):
            return True
    return False


def _contains(item: Item, f: Filter) -> bool:
    text = texts(item) if f.field == "*" else "\n".join(map(str, elements(item, f.field)))
    return mentions(text, str(f.value), affirmed=f.negate)


def holds(item: Item, f: Filter) -> bool:
    """Return whether the row of an item satisfies a condition; of an operator that was registered, by what it says itself."""
    if not operator_of(f.op).common:
        return matches(item, f)
    if f.takes == "nothing":
        found = bool(elements(item, f.field))
    elif f.takes == "bounds":
        low, high = f.value if isinstance(f.value, tuple) and len(f.value) == 2 else (None, None)
        found = any(
            within(value, low, high, open_low=f.open_low, open_high=f.open_high) for value in elements(item, f.field)
        )
    else:
        found = _contains(item, f) if f.takes == "text" else _equal(item, f)
    return found != f.negate

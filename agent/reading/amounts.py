"""From an amount and a field to a constraint: units converted, years and dates made to agree, "free" read as nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.intent import Constraint
from agent.reading.concepts import name_parts
from agent.reading.quantities import Quantity
from agent.reading.text import Mask, Span
from agent.reading.units import CUSTOMARY, Unit, convert, units_of
from agent.reading.vocabulary import FieldView

__all__ = ["FREE", "amount_constraint", "free_quantities", "in_unit_of"]

FREE = re.compile(
    r"\b(?:for free|free of charge|free (?:entry|admission|entrance|tickets?)|(?:is|are|be|it's|entry|admission|ticket) free)\b|(?<![a-z]-)\bfree\b(?![- ](?:of|from|time|range|wifi|parking|breakfast|will|style))|"
    r"免费|不要钱|不花钱|免票|白送"
)
_NOT_FREE = re.compile(r"(?:\bnot|n't|\bnon-?|不是?|要?收费)\s*$")


def free_quantities(folded: str, mask: Mask) -> list[Quantity]:
    """The words that say that something costs nothing (or doesn't: 不免费), as amounts of money."""
    found = []
    for match in FREE.finditer(folded):
        span = Span(*match.span())
        if not mask.free(span):
            continue
        denied = _NOT_FREE.search(folded[: span.start])
        unit = Unit("money", "money")
        if denied:
            found.append(Quantity(Span(denied.start(), span.end), "min", 0.0, None, open_low=True, unit=unit))
        else:
            found.append(Quantity(span, "max", None, 0.0, unit=unit))
    return found


def in_unit_of(view: FieldView, q: Quantity) -> Quantity | None:
    """`q` in the unit of the field; where the name declares none, in the unit that puts the bounds into its range."""
    if q.unit is None or q.unit.dimension in ("date", "year", "rating", "level", "age"):
        return q
    if view.unit is not None:
        return _scaled(q, q.unit, view.unit)
    bounds = view.bounds()
    if q.unit.dimension == "money" or bounds is None:
        return q
    likely = [unit for unit in units_of(q.unit.dimension) if unit.name not in CUSTOMARY]
    own = [] if q.unit.name == "jin" else [q.unit]  # the others of CUSTOMARY are those of whole countries
    for unit in (*own, *likely):
        scaled = _scaled(q, q.unit, unit)
        if scaled is not None and _inside(scaled, bounds):
            return scaled
    return q


def _scaled(q: Quantity, given: Unit, wanted: Unit) -> Quantity | None:
    low = convert(q.low, given, wanted) if isinstance(q.low, int | float) else None
    high = convert(q.high, given, wanted) if isinstance(q.high, int | float) else None
    if (low is None) != (q.low is None) or (high is None) != (q.high is None):
        return None
    return replace(q, low=low, high=high, unit=wanted)


def _inside(q: Quantity, bounds: tuple[float, float]) -> bool:
    points = [p for p in (q.low, q.high) if isinstance(p, int | float)]
    return all(bounds[0] <= p <= bounds[1] for p in points)


def _as_date(q: Quantity) -> Quantity:
    """Years as dates: "after 2015" begins when 2015 has ended."""
    low = q.low if isinstance(q.low, str) or q.low is None else f"{int(q.low):04}-{'12-31' if q.open_low else '01-01'}"
    high = (
        q.high
        if isinstance(q.high, str) or q.high is None
        else f"{int(q.high):04}-{'01-01' if q.open_high else '12-31'}"
    )
    return replace(q, low=low, high=high, kind="range" if q.kind == "exact" else q.kind)


def _as_year(q: Quantity) -> Quantity:
    """Dates as years, for a field of years."""
    low = float(q.low[:4]) if isinstance(q.low, str) else q.low
    high = float(q.high[:4]) if isinstance(q.high, str) else q.high
    return replace(q, low=low, high=high)


def _among(view: FieldView, q: Quantity) -> tuple[str, ...]:
    def holds(n: float) -> bool:
        low_ok = q.low is None or (n > float(q.low) if q.open_low else n >= float(q.low))
        return low_ok and (q.high is None or (n < float(q.high) if q.open_high else n <= float(q.high)))

    return tuple(value for n, value in sorted(view.numbers.items()) if holds(n))


def amount_constraint(view: FieldView, q: Quantity, *, span: str, negate: bool, weak: bool) -> Constraint | None:
    """The constraint that `q` puts on a field; None where the units don't convert (two currencies).

    A bare number means "at least" where more is simply better (a rating), else "exactly".
    """
    quantity = in_unit_of(view, q)
    if quantity is None:
        return None
    quantity = _as_date(quantity) if view.field.kind == "date" else _as_year(quantity)
    negate = negate != quantity.negate
    graded = name_parts(view.name) & {"star", "stars", "星级"}  # four stars are a class, 4.0 of 5 is a rating
    floor = quantity.kind == "exact" and not negate and not graded and any(concept.floor for concept in view.concepts)
    if floor:
        quantity = replace(quantity, kind="min", high=None)
    if view.numbers:
        values = _among(view, quantity)
        return (
            Constraint(field=view.name, op="in", values=values, negate=negate, weak=weak, span=span) if values else None
        )
    if quantity.kind == "exact" and isinstance(quantity.low, int | float):
        return Constraint(field=view.name, op="eq", values=(float(quantity.low),), negate=negate, weak=weak, span=span)
    return Constraint(
        field=view.name, op="range", low=quantity.low, high=quantity.high, open_low=quantity.open_low, open_high=quantity.open_high,
        negate=negate, weak=weak, span=span,
    )  # fmt: skip

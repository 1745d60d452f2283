"""From an amount and a field to a constraint: units converted, years and dates made to agree, "free" read as nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from agent.parsing.intent import Constraint
from agent.parsing.lexicon import FieldView, Vocabulary
from retrieval.catalog.moments import moment
from retrieval.language.ages import named_ages
from retrieval.language.amounts import Quantity
from retrieval.language.concepts import name_parts
from retrieval.language.tables import either, word_set
from retrieval.language.units import CUSTOMARY, Unit, convert, rated, unit_named, units_of
from retrieval.language.words import Mask, Span

__all__ = [
    "FREE",
    "amount_constraint",
    "at_both_ends",
    "far_off",
    "free_quantities",
    "in_unit_of",
    "other_currency",
    "partner_of",
]

FAR = 3.0
"""So many times the width of a field's range beyond its ends a value is hardly one of the field."""

FREE = either("amount_constraints.free")
_NOT_FREE = either("amount_constraints.not_free")


_REFUSED_TOO = either("amount_constraints.refused_too")
_NOTHING_THAT = re.compile(
    r"(?:n't|\b(?:not|never|nothing|no))\b[^,.;]* (?:that|which|who)(?:'s| is| are|)\s*(?:n't|not)?\s*$"
)


def _twice(folded: str, at: int, free: Span) -> bool:
    """Whether what is not free is refused in its turn: 不免费的不听, "nothing that isn't free"."""
    return _REFUSED_TOO.match(folded, free.end) is not None or _NOTHING_THAT.search(folded[:at]) is not None


def free_quantities(folded: str, mask: Mask) -> list[Quantity]:
    """The words that say that something costs nothing (or doesn't: 不免费), as amounts of money."""
    found = []
    for match in FREE.finditer(folded):
        span = Span(*match.span())
        if not mask.free(span):
            continue
        denied = _NOT_FREE.search(folded[: span.start])
        unit = Unit("money", "money")
        if denied and not _twice(folded, denied.start(), span):
            found.append(Quantity(Span(denied.start(), span.end), "min", 0.0, None, open_low=True, unit=unit))
        else:
            found.append(Quantity(span, "max", None, 0.0, unit=unit))
    return found


_MASS_POUND = unit_named("lb")


def in_unit_of(view: FieldView, q: Quantity, rates: Mapping[str, float] | None = None) -> Quantity | None:
    """`q` in the unit of the field; where the name declares none, in the unit that puts the bounds into its range.

    None where they don't convert: two currencies without `rates`.
    """
    if q.unit is None or q.unit.dimension in ("date", "year", "rating", "level", "age", "percent"):
        return q
    given = q.unit
    if given.also and given.also in view.dimensions and _MASS_POUND:  # "under five pounds" of what is weighed
        given, q = _MASS_POUND, replace(q, unit=_MASS_POUND)
    if view.unit is not None:
        return _scaled(q, given, view.unit, rates or {})
    bounds = view.bounds()
    if given.dimension == "money" or bounds is None:
        return q
    units = _likely_units(given, bounds[1])
    scaled = [one for unit in units if (one := _scaled(q, given, unit)) is not None]
    if given.dimension == "time":
        return scaled[0]
    return next((one for one in scaled if _inside(one, bounds)), q)


def _likely_units(given: Unit, greatest: float) -> list[Unit]:
    """The units that a field may be in whose name tells none, the likeliest first.

    A time is told by its greatest value: what takes up to twelve is in hours, up to a day of minutes in minutes.
    """
    likely = [unit for unit in units_of(given.dimension) if unit.name not in CUSTOMARY]
    if given.dimension == "time":
        usual = (
            unit_named("hours")
            if greatest <= 12
            else unit_named("minutes")
            if greatest <= 1440
            else unit_named("seconds")
        )
        return [usual] if usual and given.factor <= 60 else [given]
    own = [] if given.name == "jin" else [given]  # the others of CUSTOMARY are those of whole countries
    return [*own, *likely]


def other_currency(view: FieldView, q: Quantity, rates: Mapping[str, float]) -> str:
    """The currency of a field that an amount in another one can't be compared with; empty where it can."""
    if q.unit is None or q.unit.dimension != "money" or view.unit is None or view.unit.dimension != "money":
        return ""
    return view.unit.name if in_unit_of(view, q, rates) is None else ""


def _scaled(q: Quantity, given: Unit, wanted: Unit, rates: Mapping[str, float] | None = None) -> Quantity | None:
    def scaled(bound: float | str | None) -> float | None:
        if not isinstance(bound, int | float):
            return None
        plain = convert(bound, given, wanted)
        return rated(bound, given, wanted, rates) if plain is None and rates else plain

    low, high = scaled(q.low), scaled(q.high)
    if (low is None) != (q.low is None) or (high is None) != (q.high is None):
        return None
    return replace(q, low=low, high=high, unit=wanted)


def far_off(view: FieldView, q: Quantity) -> bool:
    """Whether a bound lies so far from all values of the field that it is hardly one of it; `q` is in the field's unit.

    "Under 5,000" where all cost less is borne out by all of them, and is not.
    """
    bounds = view.bounds()
    if bounds is None or view.ticks:
        return False
    width = max(bounds[1] - bounds[0], abs(bounds[1]) * 0.1, 1e-9)
    low, high = (b if isinstance(b, int | float) else None for b in (q.low, q.high))
    above = low is not None and low > bounds[1] + FAR * width
    below = high is not None and high < bounds[0] - FAR * width
    return above or below


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
    """Days as years, for a field of years: the whole years between them, or as a guess those that they lie in."""
    if not isinstance(q.low, str) and not isinstance(q.high, str):
        return q
    low = date.fromisoformat(q.low) if isinstance(q.low, str) else None
    high = date.fromisoformat(q.high) if isinstance(q.high, str) else None
    first = None if low is None else float(low.year + (q.open_low or (low.month, low.day) != (1, 1)))
    whole = high is None or (high.month, high.day) == (12, 31) or q.relative  # of this year nothing later is known
    last = None if high is None else float(high.year - (q.open_high or not whole))
    if first is not None and last is not None and low and high and first > last:
        return replace(q, low=float(low.year), high=float(high.year), open_low=False, open_high=False, guess=q.guess or "ambiguous")  # fmt: skip
    return replace(q, low=first, high=last, open_low=False, open_high=False)


def _as_moment(q: Quantity, ticks: float) -> Quantity:
    """Days as moments: "after 2020" begins when 2021 does, "until 1 May" ends when that day has."""
    days = _as_date(q)
    low = date.fromisoformat(days.low) + timedelta(days.open_low) if isinstance(days.low, str) else None
    high = date.fromisoformat(days.high) + timedelta(not days.open_high) if isinstance(days.high, str) else None
    return replace(
        days, low=None if low is None else moment(low, ticks), high=None if high is None else moment(high, ticks),
        open_low=False, open_high=high is not None, kind="range",
    )  # fmt: skip


_LEAST = either("amount_constraints.least")
_MOST = either("amount_constraints.most")


def _of_age(view: FieldView, q: Quantity) -> Quantity:
    """What the age of a person asks of a field: the least age of what suits a child of five is at most five."""
    if not q.person or not isinstance(q.low, int | float):
        return q
    if _MOST.search(view.name):
        return replace(q, kind="min", low=q.high, high=None)
    return replace(q, kind="max", low=None, high=q.low)


_PAIRED = either("amount_constraints.paired")


def partner_of(view: FieldView, vocabulary: Vocabulary) -> FieldView | None:
    """The field that holds the other end of the same measure: `max_players` of `min_players`; None where there is none."""
    ends = (_LEAST, _MOST) if _LEAST.search(view.name) else (_MOST, _LEAST) if _MOST.search(view.name) else None
    if ends is None:
        return None
    rest = _PAIRED.sub("", view.name)
    others = (v for v in vocabulary.fields.values() if v.measures and v.name != view.name and ends[1].search(v.name))
    return next((other for other in others if _PAIRED.sub("", other.name) == rest), None)


def at_both_ends(view: FieldView, other: FieldView, q: Quantity) -> tuple[tuple[FieldView, Quantity], ...]:
    """What an exact number asks of the least and the most that an item takes: "for four players" lies between both."""
    least, most = (view, other) if _LEAST.search(view.name) else (other, view)
    number = q.low
    return (least, replace(q, kind="max", low=None, high=number)), (most, replace(q, kind="min", low=number, high=None))


def _among(view: FieldView, q: Quantity) -> tuple[str, ...]:
    def holds(n: float) -> bool:
        low_ok = q.low is None or (n > float(q.low) if q.open_low else n >= float(q.low))
        return low_ok and (q.high is None or (n < float(q.high) if q.open_high else n <= float(q.high)))

    return tuple(value for n, value in sorted(view.numbers.items()) if holds(n))


def _suiting(view: FieldView, q: Quantity) -> tuple[str, ...]:
    """The values of a field of ages that suit: those whose stretch holds all of the ages asked for."""
    low, high = q.low if isinstance(q.low, int | float) else 0.0, q.high if isinstance(q.high, int | float) else None
    return tuple(v for v, (least, most) in view.ages.items() if least <= low and (high if high is not None else low) <= most)  # fmt: skip


def amount_constraint(
    view: FieldView, q: Quantity, *, span: str, negate: bool, weak: bool, guess: str = "", rates: Mapping[str, float] | None = None
) -> Constraint | None:  # fmt: skip
    """The constraint that `q` puts on a field; None where the units don't convert (two currencies without `rates`).

    A bare number means "at least" where more is simply better (a rating), else "exactly". `guess`: why the field may be another.
    """
    quantity = in_unit_of(view, q, rates)
    if quantity is None:
        return None
    far = far_off(view, quantity)
    negate = negate != quantity.negate
    if view.ages:
        suiting = _suiting(view, quantity)
        guess = guess or quantity.guess or ("field" if any(map(named_ages, suiting)) else "")
        return Constraint(field=view.name, op="in", values=suiting, negate=negate, weak=weak, span=span, guess=guess) if suiting else None  # fmt: skip
    if view.dated:
        quantity = _as_moment(quantity, view.ticks) if view.ticks else _as_date(quantity)
    else:
        quantity = _of_age(view, _as_year(quantity))
    guess = guess or quantity.guess or ("range" if far else "")
    graded = name_parts(view.name) & word_set(
        "amount_constraints.graded"
    )  # four stars are a class, 4.0 of 5 is a rating
    floor = quantity.kind == "exact" and not negate and not graded and any(concept.floor for concept in view.concepts)
    if floor:
        quantity = replace(quantity, kind="min", high=None)
    constraint = partial(Constraint, field=view.name, negate=negate, weak=weak, span=span, guess=guess)
    if view.numbers:
        values = _among(view, quantity)
        return constraint(op="in", values=values) if values else None
    if quantity.kind == "exact" and isinstance(quantity.low, int | float):
        return constraint(op="eq", values=(float(quantity.low),))
    return constraint(
        op="range", low=quantity.low, high=quantity.high, open_low=quantity.open_low, open_high=quantity.open_high
    )

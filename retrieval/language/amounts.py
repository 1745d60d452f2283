"""Amounts with their bounds: "under 5 dollars", "between 10 and 20", "4.5分以上", "100-200元", "the 90s", "after May 2020".

Finds them in a text and says what they bound; which field they bound is decided in `fields.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from retrieval.language.ages import Age, find_ages
from retrieval.language.clock import today as current_day
from retrieval.language.dates import find_periods
from retrieval.language.lazy import compiled
from retrieval.language.measures import Measure, find_measures
from retrieval.language.number import Number
from retrieval.language.packs import PACKS
from retrieval.language.periods import Period
from retrieval.language.tables import either
from retrieval.language.units import Unit
from retrieval.language.words import Mask, Span

__all__ = ["Quantity", "ends_of_one", "find_quantities"]

Kind = Literal["exact", "min", "max", "range"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that bounds something.

    `span` covers the comparison, the numbers and the unit. `hint`: the concept that a comparison alone implies
    ("cheaper than", "before"). `compared` says that there was a comparison; without it and without a unit, a
    number may just be a number. Dates are ISO strings, and `unit` is then the unit `date`. `guess`: why it is one only
    ("vague", "ambiguous"); `relative`: it was counted from today. `person`: it is the age of a person.
    """

    span: Span
    kind: Kind
    low: float | str | None = None
    high: float | str | None = None
    open_low: bool = False
    open_high: bool = False
    negate: bool = False
    unit: Unit | None = None
    hint: str = ""
    article: bool = False
    around: bool = False
    guess: str = ""
    relative: bool = False
    person: bool = False

    @property
    def compared(self) -> bool:
        """Whether words of comparison bound it."""
        return self.kind != "exact" or self.around


DATE = Unit("date", "date")
YEAR = Unit("year", "year")
AGE = Unit("age", "age")

_AROUND_LEFT = either("amounts.around_left")
_AROUND_RIGHT = either("amounts.around_right")
_GAP = compiled(rf"\s*(?:-|~|{either('amounts.to').pattern})\s*(?:{either('amounts.about').pattern})?")
_AND_GAP = either("amounts.and_gap")
_RANGE_LEFT = either("amounts.range_left")
_RANGE_RIGHT = either("amounts.range_right")
_BETWEEN = either("amounts.between")
_LINK = rf"(?:\s*(?:{either('amounts.link').pattern}))*\s*$"
_BOUNDS = [bound for pack in PACKS for bound in pack.bounds]
_LEFT = [(compiled(f"(?:{b.pattern}){_LINK}"), b.kind, b.strict, b.hint) for b in _BOUNDS if not b.behind]
_RIGHTS = [(compiled(b.pattern), b.kind, b.strict) for b in _BOUNDS if b.behind]
_FLIP = either("amounts.flip")

_MAYBE = compiled(rf"(?:{either('amounts.maybe').pattern})\s*(?:an? )?$")


def _timed(folded: str, period: Period) -> Quantity:
    """A stretch of time with the comparison beside it: years as numbers where it is made of whole years, else ISO dates."""
    low: float | str = float(period.first.year) if period.yearly else period.first.isoformat()
    high: float | str = float(period.last.year) if period.yearly else period.last.isoformat()
    kind: Kind = "exact" if period.yearly and low == high else "range"
    q = Quantity(
        period.span, kind, low, high, unit=YEAR if period.yearly else DATE, hint="year", guess=period.guess,
        relative=period.relative,
    )  # fmt: skip
    if period.closed:
        return q
    bounded = _bounded(folded, q)
    return replace(bounded, guess="") if bounded.kind in ("min", "max") and bounded.guess and q.relative else bounded


def _aged(folded: str, age: Age) -> Quantity:
    kind: Kind = "exact" if age.low == age.high else "range"
    q = Quantity(age.span, kind, age.low, age.high, unit=AGE, hint="age", person=age.person)
    return _bounded(folded, q) if kind == "exact" and not age.person else q


_COUNTER = either("amounts.counter")
"""What is counted, between a number and its comparison: "300 pages or more", 三百页以上."""


_NEGATED = either("amounts.negated")
_INCLUSIVE, _IN_TIME = either("amounts.inclusive"), either("amounts.in_time")
_DENIED, _DENIED_RANGE = either("amounts.denied"), either("amounts.denied_range")
_ROUND = either("amounts.round")
_THAN = either("amounts.than")
_THAN_WHAT = either("amounts.than_what")
_MORE_THAN = {word: hint for pack in PACKS for word, hint in pack.more_than.items()}
_LESS_THAN = {word: hint for pack in PACKS for word, hint in pack.less_than.items()}
"""What stands behind an amount after 比, and the concept that it speaks of, where it is of one alone."""


def _than(folded: str, q: Quantity) -> Quantity | None:
    """An amount that things are more or less than: 比100厘米宽的, 比两公斤轻的; None where nothing compares so."""
    before, after = _THAN.search(folded[: q.span.start]), _THAN_WHAT.match(folded, q.span.end)
    if before is None or after is None:
        return None
    more, what = after["what"] in _MORE_THAN, after["what"]
    hint = _MORE_THAN[what] if more else _LESS_THAN[what]
    span = Span(before.start(), after.end())
    return _one_sided(replace(q, span=span, hint=q.hint or hint), "min" if more else "max", True)


REACH = 80
"""Characters before an amount in which its comparison stands."""


def _bounded(folded: str, q: Quantity) -> Quantity:
    """`q` (a point, or a stretch such as a decade) with the comparison that stands beside it."""
    for pattern, kind, strict, hint in _LEFT:
        match = pattern.search(folded, max(0, q.span.start - REACH), q.span.start)
        if match and match.groupdict().get("round") and not _ROUND.search(q.span.of(folded)):
            continue  # 过十, 破三: no comparison, but for a round number
        if match:
            if (
                hint == "duration" and q.unit is not None and q.unit.dimension == "speed"
            ):  # what is faster takes less time, at more speed
                kind, hint = "min", "speed"
            flip = None if _NEGATED.match(match.group().lstrip()) else _FLIP.search(folded[: match.start()])
            if flip and kind in ("min", "max") and hint != "year":
                kind, strict = ("max" if kind == "min" else "min"), not strict
                match = flip
            return _one_sided(replace(q, span=Span(match.start(), q.span.end), hint=q.hint or hint), kind, strict)
    if than := _than(folded, q):
        return than
    counter = _COUNTER.match(folded, q.span.end)
    after = counter.end() if counter else q.span.end
    for right, kind, open_end in _RIGHTS:
        match = right.match(folded, after)
        if match:
            timed = _IN_TIME.search(match.group()) is not None and not _INCLUSIVE.search(match.group())
            strict = open_end or timed
            return _one_sided(replace(q, span=Span(q.span.start, match.end())), kind, strict)
    if q.around and isinstance(q.low, int | float) and isinstance(q.high, int | float):  # 二三十, 一百多
        return replace(q, kind="range", high=q.high if q.high > q.low else round(q.low * 1.5, 6), guess="vague")
    near = max(0, q.span.start - REACH)
    maybe = _MAYBE.search(folded, near, q.span.start)
    around_left, around_right = _AROUND_LEFT.search(folded, near, q.span.start), _AROUND_RIGHT.match(folded, q.span.end)
    around_left = around_left or maybe
    if around_left or around_right:
        span = Span(
            around_left.start() if around_left else q.span.start, around_right.end() if around_right else q.span.end
        )
        if q.kind == "range" or not isinstance(q.low, int | float):
            return replace(q, span=span)
        slack = 2 if q.unit == YEAR or (q.unit is None and 1500 < q.low < 2100) else q.low * 0.2
        low, high = round(q.low - slack, 6), round(q.low + slack, 6)
        return replace(q, span=span, kind="range", low=low, high=high, around=True, guess="vague")
    denied = _DENIED.search(folded[: q.span.start])
    return replace(q, span=Span(denied.start(), q.span.end), negate=True) if denied else q


def _one_sided(q: Quantity, kind: str, strict: bool) -> Quantity:
    if q.around:  # 二三十块以内 ends at thirty
        q = replace(q, around=False, guess="")
        least, most = q.low, q.high
    else:  # "before the 90s" ends where they begin
        within = strict and q.low != q.high
        least, most = (q.high, q.low) if within else (q.low, q.high)
    if kind == "max":
        return replace(q, kind="max", low=None, high=most, open_low=False, open_high=strict)
    return replace(q, kind="min", low=least, high=None, open_low=strict, open_high=False)


_FACTORS = {word: factor for pack in PACKS for word, factor in pack.scales.items() if factor >= 1e3}
_SCALED = compiled(rf"({'|'.join(sorted(_FACTORS, key=len, reverse=True))})\s*$")


def _on_scale(folded: str, one: Measure, other: Measure) -> float:
    """The first number of a range on the scale of the second: "between 20 and 50 million" begins at 20 million."""
    scale = _SCALED.search(folded[other.span.start : other.ends])
    if scale is None or _SCALED.search(folded[one.span.start : one.ends]):
        return one.value
    scaled = one.value * _FACTORS[scale[1]]
    return scaled if one.value < 1000 and scaled < other.value else one.value


def _range(folded: str, one: Measure, other: Measure) -> Quantity | None:
    gap, opener = folded[one.span.end : other.span.start], _RANGE_LEFT.search(folded[: one.span.start])
    closer = _RANGE_RIGHT.match(folded, other.span.end)
    if one.value >= other.value and not (one.unit and other.unit and one.unit != other.unit):
        return None
    if not (
        _GAP.fullmatch(gap) or (_AND_GAP.fullmatch(gap) and ((opener and _BETWEEN.search(opener.group())) or closer))
    ):
        return None
    low = _on_scale(folded, one, other)
    if one.unit and other.unit and one.unit.dimension == other.unit.dimension and one.unit != other.unit:
        low = one.value * one.unit.factor / other.unit.factor
    end = closer.end() if closer else other.span.end
    around = _AROUND_RIGHT.match(folded, end)
    span = Span(opener.start() if opener else one.span.start, around.end() if around else end)
    return Quantity(span, "range", low, other.value, unit=other.unit or one.unit)


_IDIOM = either("amounts.idiom")


def _amounts(folded: str, measures: list[Measure]) -> list[Quantity]:
    found, i = [], 0
    while i < len(measures):
        one = measures[i]
        i += 1
        if _IDIOM.search(folded[: one.ends + 1]):
            continue
        quantity = _range(folded, one, measures[i]) if i < len(measures) else None
        if quantity is None:
            high = one.value if one.high is None else one.high
            point = Quantity(one.span, "exact", one.value, high, unit=one.unit, article=one.article, around=one.about)
            found.append(_bounded(folded, point))
            continue
        denied = _DENIED_RANGE.search(folded[: quantity.span.start])
        found.append(replace(quantity, negate=True, span=Span(denied.start(), quantity.span.end)) if denied else quantity)  # fmt: skip
        i += 1
    return found


def find_quantities(
    folded: str,
    mask: Mask,
    text: str = "",
    today: date | None = None,
    *,
    periods: Sequence[Period] | None = None,
    numbers: Sequence[Number] | None = None,
) -> list[Quantity]:
    """The amounts of a folded text outside what `mask` has as understood, in order, none overlapping.

    `text`: as it was before folding, for capitals ("1M"). `today`: the day that "last year" is counted from, by default the clock's.
    periods, numbers: those of the text, where they are known already.

    >>> q, = find_quantities("rated at least 4.5 stars", Mask(24))
    >>> q.kind, q.low, q.unit.dimension
    ('min', 4.5, 'rating')
    """
    known = find_periods(folded, today or current_day()) if periods is None else periods
    periods = [p for p in known if mask.free(p.span)]
    taken = mask.copy()
    for period in periods:
        taken.take(period.span)
    measures = find_measures(folded, taken, text, numbers)
    ages = list(find_ages(folded, measures))
    rest = [m for m in measures if not any(m.span.overlaps(age.span) for age in ages)]
    found = [*(_timed(folded, p) for p in periods), *(_aged(folded, age) for age in ages), *_amounts(folded, rest)]
    return _without_included(folded, sorted(found, key=lambda q: q.span))


_INCLUDING = either("amounts.including")
_PAIR = compiled(rf"\s*(?:,|，)?\s*(?:{either('amounts.pair').pattern})?\s*")


def ends_of_one(one: Quantity, other: Quantity, folded: str) -> bool:
    """Whether two bounds stand together as the ends of one stretch ("above 7 but below 8", 一百以上两百以下)."""
    return {one.kind, other.kind} == {"min", "max"} and _PAIR.fullmatch(folded[one.span.end : other.span.start]) is not None  # fmt: skip


def _without_included(folded: str, found: list[Quantity]) -> list[Quantity]:
    """Without the numbers that only say whether the bound before is included."""
    kept: list[Quantity] = []
    for q in found:
        last = kept[-1] if kept else None
        if last and q.kind == "exact" and _INCLUDING.search(folded[: q.span.start]) and q.low in (last.low, last.high):
            continue
        kept.append(q)
    return kept

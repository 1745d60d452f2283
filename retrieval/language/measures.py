"""Numbers with their units, those of several parts as one: "1 hour 20 minutes", "an hour and a half", 两个半小时, 三块五.

Knows no comparisons and no fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.language.lazy import compiled
from retrieval.language.numbers import Number, find_numbers
from retrieval.language.tables import either, fragment
from retrieval.language.units import Unit, convert, unit_after, unit_before, unit_named
from retrieval.language.words import Mask, Span

__all__ = ["Measure", "find_measures"]


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount: `value` of `unit`, if one is named. `high`, `about`, `article`: as of the number, which ends at `ends`."""

    span: Span
    value: float
    ends: int
    unit: Unit | None = None
    article: bool = False
    high: float | None = None
    about: bool = False


_HALF_BEFORE = either("measures.half_before")
_HALF_AFTER = either("measures.half_after")
_TENTH = either("measures.tenth")
"""What follows a unit as so many tenths of it: 三块五, 一米八."""
_MINUTES = compiled(rf"([0-5]\d)(?![\d.%])(?!\s?(?:{fragment('measures.minutes')}))")
_TENTHS_AFTER = either("measures.tenths_after")
_COIN_AFTER = either("measures.coin_after")
_HAN_MINUTES = either("measures.han_minutes")
_JOIN = either("measures.join")
_ADDED = ("time", "length", "mass")


def _measure(folded: str, number: Number) -> Measure:
    value, start, end = number.value, number.span.start, number.span.end
    if half := _HALF_BEFORE.match(folded, end):
        value, end = value + 0.5, half.start() + 2
    before, after = unit_before(folded, start), unit_after(folded, end)
    unit = (before and before[0]) or (after and after[0]) or (unit_named(number.unit) if number.unit else None)
    start, end = before[1] if before else start, after[1] if after else end
    measure = Measure(
        Span(start, end), value, number.span.end, unit, number.article and value == 1, number.high, number.about
    )
    return _with_rest(folded, measure) if after and unit is not None else measure


def _with_rest(folded: str, one: Measure) -> Measure:
    """`one` with what its unit says after itself: a half, tenths (三块五), minutes ("1h30")."""
    end, unit = one.span.end, one.unit
    assert unit is not None
    if half := _HALF_AFTER.match(folded, end):
        return replace(one, value=one.value + (0.25 if half["part"] == "quarter" else 0.5), span=Span(one.span.start, half.end()), article=False)  # fmt: skip
    if _TENTHS_AFTER.match(folded, end) and (tenth := _TENTH.match(folded, end)):
        other = unit_after(folded, tenth.end())  # 两块五欧元
        end, unit = (other[1], other[0]) if other and other[0].dimension == unit.dimension else (tenth.end(), unit)
        return replace(
            one,
            value=one.value + find_numbers(tenth[1])[0].value / 10,
            unit=unit,
            span=Span(one.span.start, end),
            article=False,
        )
    if (
        _COIN_AFTER.match(folded, end) and (other := unit_after(folded, end)) and other[0].dimension == "money"
    ):  # 两块欧元
        return replace(one, unit=other[0], span=Span(one.span.start, other[1]))
    if unit.name == "hour" and (minutes := _MINUTES.match(folded, end)):
        return replace(one, value=one.value * 60 + int(minutes[1]), unit=unit_named("min"), span=Span(one.span.start, minutes.end()))  # fmt: skip
    return one


def _sum(folded: str, one: Measure, other: Measure) -> Measure | None:
    """Two measures that stand together as one ("5 kg 200 g"), or None."""
    if one.unit is None or other.unit is None or one.high is not None or not _JOIN.fullmatch(folded[one.span.end : other.span.start]):  # fmt: skip
        return None
    unit = other.unit
    if one.unit.name == "hour" and unit.name == "point" and _HAN_MINUTES.match(folded, other.span.start):
        unit = unit_named("min") or unit  # 一小时二十分
    if unit.dimension not in _ADDED or one.unit.dimension != unit.dimension or unit.factor >= one.unit.factor:
        return None
    whole = convert(one.value, one.unit, unit)
    return None if whole is None or other.value * unit.factor >= one.unit.factor else Measure(Span(one.span.start, other.span.end), whole + other.value, other.ends, unit)  # fmt: skip


def find_measures(folded: str, mask: Mask, text: str = "", numbers: Sequence[Number] | None = None) -> list[Measure]:
    """The numbers of a folded text outside `mask` with their units, in order. `text`: as it was before folding;
    numbers: those of the text, where they are known already.

    >>> [(m.value, m.unit.name) for m in find_measures("an hour and a half or 1 hour 20 minutes", Mask(39))]
    [(1.5, 'hour'), (80.0, 'minute')]
    """
    found: list[Measure] = []
    for number in find_numbers(folded, text) if numbers is None else numbers:
        if not mask.free(number.span) or (found and number.span.start < found[-1].span.end):
            continue
        measure = _measure(folded, number)
        joined = _sum(folded, found[-1], measure) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(measure)
    return found

"""How old somebody or something is: "my five-year-old", "kids aged 3 to 5", 五岁的孩子; and for which ages a value is ("3-6", 3岁以上).

An age is no year of the calendar and no price. Which field it bounds is decided in `fields.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.language.lazy import compiled
from retrieval.language.measures import Measure
from retrieval.language.tables import either, fragment, meanings
from retrieval.language.words import Span

__all__ = ["Age", "age_span", "age_values", "find_ages", "named_ages"]


@dataclass(frozen=True, slots=True)
class Age:
    """An age or a stretch of ages in years, and the words that say it. person: it is a person's, not a thing's."""

    span: Span
    low: float
    high: float
    person: bool


_OLD = either("ages.old")
_AGED = either("ages.aged")
_TURNS = either("ages.turns")
_SOMEONE = either("ages.someone")
_AFTER_ZH = either("ages.after_zh")
_MONTHS_ZH = either("ages.months_zh")
_MONTHS = either("ages.months")
_BABY_BEFORE = either("ages.baby_before")
_GAP = either("ages.gap")
_THING = either("ages.thing")


def _end(folded: str, measure: Measure) -> tuple[int, float] | None:
    """Where an age that this number begins ends, and the years that one of its units counts; None where it is no age."""
    at = measure.span.end
    if measure.unit is not None and measure.unit.dimension == "age":
        return at, measure.unit.factor
    if measure.unit is not None and measure.unit.name not in ("year",):
        return None
    if old := _OLD.match(folded, at):
        return old.end(), (1 / 12 if (old[1] or "").startswith("month") else 1.0)
    if zh := _AFTER_ZH.match(folded, at):
        return zh.end(), 1.0
    if months := _MONTHS_ZH.match(folded, at):
        return months.end(), 1 / 12
    if (months := _MONTHS.match(folded, at)) and _BABY_BEFORE.search(folded[: measure.span.start]):
        return months.end(), 1 / 12
    return None


def find_ages(folded: str, measures: list[Measure]) -> Iterator[Age]:
    """The ages among the amounts of a folded text, in order.

    >>> from retrieval.language.measures import find_measures
    >>> from retrieval.language.words import Mask
    >>> text = "a toy for kids aged 3 to 5"
    >>> [(age.low, age.high) for age in find_ages(text, find_measures(text, Mask(len(text))))]
    [(3.0, 5.0)]
    """
    skip = -1
    for i, one in enumerate(measures):
        if i <= skip:
            continue
        other = measures[i + 1] if i + 1 < len(measures) else None
        aged = _AGED.search(folded[: one.span.start])
        ranged = other is not None and _GAP.fullmatch(folded[one.span.end : other.span.start])
        pair = ranged and other is not None and one.value < other.value
        last = other if pair and other is not None else one
        end = _end(folded, last)
        if end is None and not aged:
            turns = _TURNS.search(folded[: one.span.start])
            if not (turns and _SOMEONE.search(folded[: one.span.start]) and one.unit is None and re.match(r"\s*(?:$|[,.;!?]|and\b)", folded[one.span.end :])):  # fmt: skip
                continue
        if end is None and (last.unit is not None or one.value > 120):
            continue
        at, years = end or (last.span.end, 1.0)
        said = aged or (_TURNS.search(folded[: one.span.start]) if end is None else None)
        start = said.start() if said else one.span.start
        person = not _THING.match(folded, at)
        yield Age(Span(start, at), round(one.value * years, 4), round(last.value * years, 4), person)
        skip = i + 1 if pair else i


_N, _LABEL, _YEARS = r"(\d+(?:\.\d+)?)", fragment("ages.label"), fragment("ages.years")
_RANGE = compiled(
    rf"(?:(?:{_LABEL})\s*)?{_N}\s*(?:-|–|~|{fragment('ages.label_to')})\s*{_N}\s*(?:{_YEARS})?(?:\s*old)?"
)
_FROM = compiled(rf"(?:(?:{_LABEL})\s*)?(\d+)\s*(?:\+|(?:{_YEARS})?\s*(?:\+|{fragment('ages.and_up')}))(?:{_YEARS})?")
_UP_TO = compiled(rf"(?:{fragment('ages.up_to')})\s*(\d+)|(\d+)\s*(?:{_YEARS})?\s*(?:{fragment('ages.and_under')})")


_EVER = float("inf")
_RATINGS = {"g": (0, _EVER), "pg": (0, _EVER), "pg-13": (13, _EVER), "r": (17, _EVER), "nc-17": (18, _EVER)}
"""Ages of films, as their rating board has them."""


def _stretch(said: str) -> tuple[float, float]:
    low, _, high = said.partition("-")
    return float(low), float(high or _EVER)


_GROUPS: Mapping[str, tuple[float, float]] = {
    **_RATINGS, **{word: _stretch(said) for word, said in meanings("ages.groups").items()},
}  # fmt: skip
"""For which ages words are: what people mean by them, so always a guess."""


def named_ages(value: str) -> bool:
    """Whether a value tells its ages by a word alone ("kids", "PG-13"), whose limits are a matter of opinion."""
    return value.strip().casefold() in _GROUPS


def age_span(value: str) -> tuple[float, float] | None:
    """For which ages a value is: its least and its greatest age; None where it speaks of none.

    >>> age_span("3-6 years"), age_span("8+"), age_span("adults")
    ((3.0, 6.0), (8.0, inf), (18, inf))
    """
    said = value.strip().casefold()
    if said in _GROUPS:
        return _GROUPS[said]
    if m := _RANGE.fullmatch(said):
        return float(m[1]), float(m[2])
    if m := _FROM.fullmatch(said):
        return float(m[1]), float("inf")
    if m := _UP_TO.fullmatch(said):
        return 0.0, float(m[1] or m[2])
    return None


def age_values(values: Iterable[str]) -> Mapping[str, tuple[float, float]]:
    """The values that are stretches of ages with their ends; empty where fewer than half of them are."""
    values = list(values)
    spans = {value: span for value in values if (span := age_span(value)) is not None}
    telling = len(set(spans.values())) > 1  # "everyone" alone tells nothing
    return spans if telling and 2 * len(spans) >= len(values) else {}

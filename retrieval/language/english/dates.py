"""Days, months, years, decades and centuries in English, and times that are counted from today ("the last five years")."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from retrieval.language.english.numbers import english_numbers
from retrieval.language.lazy import compiled
from retrieval.language.periods import (
    LAST_CENTURY,
    Period,
    day_or_none,
    days_back,
    decade,
    hundred_years,
    month_or_week,
    months_from,
    season_of,
    unless_cued,
    years_of,
)
from retrieval.language.text import Span

__all__ = ["english_days", "english_periods"]

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if i} | {
    n.lower(): i for i, n in enumerate(calendar.month_abbr) if i
} | {"sept": 9}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that each season begins with."""


_ENGLISH = compiled(
    rf"\b(?:(?:the )?(?P<d1>\d\d?)(?:st|nd|rd|th)?(?: of)? )?(?P<m>{_MONTH})(?: (?:the )?(?P<d2>\d\d?)(?:st|nd|rd|th)?\b)?,?(?: of)? (?P<y>{_YEAR})\b"
)
_ENGLISH_FROM = compiled(
    rf"\b(?:(?P<d>\d\d?)(?:st|nd|rd|th)? )?(?P<m>{_MONTH})?(?: (?P<d2>\d\d?)(?:st|nd|rd|th)?)?\s?(?:-|to|and|until|till|through)\s?$"
)
_ENGLISH_PARTS = compiled(
    rf"\b(?:(?:in )?(?:the )?)?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<y1>{_YEAR})\b"
    rf"|\bq(?P<q>[1-4])[ /](?P<y2>{_YEAR})\b|\b(?:the )?(?P<half>first|second) half of (?P<y3>{_YEAR})\b"
)


def _dated(folded: str) -> Iterator[Period]:
    for m in _ENGLISH.finditer(folded):
        year, month = int(m["y"]), _MONTHS[m["m"].rstrip(".")]
        day = int(m["d1"] or m["d2"] or 0)
        one = day_or_none(year, month, day) if day else None
        if day and one is None:
            continue
        first, last = (one, one) if one else months_from(year, month)
        start = m.start()
        if opened := _ENGLISH_FROM.search(folded[: m.start()]):
            begins = int(opened["d"] or opened["d2"] or 0)
            if opened["m"] or (begins and day):  # "March to October 2019", "1 to 5 June 2021"
                from_month = _MONTHS[opened["m"].rstrip(".")] if opened["m"] else month
                earlier = day_or_none(year, from_month, begins or 1)
                if earlier and earlier < first:
                    first, start = earlier, opened.start()
        yield Period(Span(start, m.end()), first, last, closed=start != m.start())
    for m in _ENGLISH_PARTS.finditer(folded):
        span = Span(*m.span())
        if m["season"]:
            yield Period(span, *months_from(int(m["y1"]), _SEASONS[m["season"]], 3), guess="ambiguous")
        elif m["q"]:
            yield Period(span, *months_from(int(m["y2"]), 3 * int(m["q"]) - 2, 3))
        else:
            yield Period(span, *months_from(int(m["y3"]), 1 if m["half"] == "first" else 7, 6))


_DECADE_WORD = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(20, 100, 10), strict=True)
)  # fmt: skip
_DECADE = compiled(
    r"\b(?:(?:in |from )?the )?(?:(?P<part>early|late|mid)[- ]?(?:the )?)?(?:(?P<full>(?:1[5-9]|20)\d0)'?s|'?(?P<short>[1-9]0)'?s|(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b"
)
_ORDINALS = {
    w: i
    for i, w in enumerate(
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(), start=15
    )
} | {"twenty first": 21}
_CENTURY = compiled(
    r"\b(?:in |from )?(?:the )?(?:(?P<part>early|late|mid)[- ]?)?(?:(?P<n>1[5-9]|2[01])(?:st|th)|(?P<word>fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|twenty first))[- ](?:century\b(?! (?:fox|studios?|pictures|boys?|women))|c\.)"
)
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def _decades(folded: str) -> Iterator[Period]:
    for m in _DECADE.finditer(folded):
        start = int(m["full"] or m["short"] or _DECADE_WORD[m["word"]])
        if start < 100:
            start += 2000 if start == 10 else 1900
        part, span = m["part"] or "", Span(*m.span())
        if m["full"] and start % 100 == 0 and start < 2000 and not part:  # "the 1800s"
            period = years_of(span, start, start + 99, "ambiguous" if start == 1900 else "")
        else:
            period = decade(span, start, _PARTS.get(part))
        if period:
            yield period


def _centuries(folded: str) -> Iterator[Period]:
    for m in _CENTURY.finditer(folded):
        which = _ORDINALS[m["word"]] if m["word"] else int(m["n"])
        if period := hundred_years(Span(*m.span()), which, _PARTS.get(m["part"] or "")):
            yield period


# -- counted from today ---------------------------------------------------------------------------------------------------

_FOR = r"(?:(?:in|within|over|during|from|of|for) )?(?:the |these |this )?"
_UNIT_EN = r"(?P<unit>years?|months?|weeks?|days?|decades?)"
_SPOKEN = r"(?P<n>\d+|[a-z]+(?:[- ][a-z]+)?)"
_LAST = compiled(
    rf"\b{_FOR}(?:last|past|previous|recent)(?: {_SPOKEN})? {_UNIT_EN}\b|\b(?:in|within) (?:the )?(?P<of>space of )?{_SPOKEN.replace('<n>', '<n2>')} {_UNIT_EN.replace('<unit>', '<unit2>')} of (?:now|today)\b"
)
_POINT = compiled(
    r"\b(?:(?:in|from|of|during) )?(?P<which>last|this|next)(?P<s>'s)? (?P<unit>year|month|week|spring|summer|autumn|fall|winter)(?:'s)?\b"
    rf"|\b(?P<day>yesterday|today)\b|\b{_SPOKEN} (?P<ago>years?|months?|weeks?|days?) ago\b|\b(?P<century>last century)\b"
)
_CUED = compiled(
    r"(?:(?<!\bi )(?<!\bwe )(?<!\bi've )\b(?:[a-z]+ed|[a-z]{3,}ing|made|from|of|since|new|out|held|shot|built|before|after|until))(?: (?:in|on|from))?(?: the)?\s*$"
)
_CUED_AFTER = compiled(r"(?:'s)?(?: (?:releases|films|movies|books|albums|songs|games|best))")
_OWN = compiled(r"from|of|during")
_MONTHS_OF = {"year": 12, "month": 1, "decade": 120}
_DAYS_OF = {"week": 7, "day": 1}


def _count(said: str | None, unit: str) -> tuple[float, str] | None:
    """How many, and why that is a guess; None where the word is no number."""
    if not said:
        return 1.0, "ambiguous" if unit.startswith("decade") else ""
    if said in ("few", "couple", "several", "couple of"):
        return (2.0 if "couple" in said else 3.0), "vague"
    if said.isdigit():
        return float(said), ""
    number = next(iter(english_numbers(said)), None)
    return (number.value, "") if number and number.span.end == len(said) else None


def _since(today: date, many: float, unit: str) -> date | None:
    single = unit.rstrip("s")
    return days_back(today, many, months=_MONTHS_OF.get(single, 0), days=_DAYS_OF.get(single, 0))


def _lately(folded: str, today: date) -> Iterator[Period]:
    for m in _LAST.finditer(folded):
        said, unit = m["n"] or m["n2"], m["unit"] or m["unit2"]
        if said is None and not unit.endswith("s") and not unit.startswith("decade") and "past" not in m[0]:
            continue  # "last year" is a year of the calendar
        if unit.endswith("s") and said is None:  # "recent years"
            said = "few"
        counted = _count(said, unit)
        first = _since(today, counted[0], unit) if counted else None
        if counted and first:
            yield Period(Span(*m.span()), first, today, closed=True, guess=counted[1], relative=True)


def _point(m: re.Match[str], today: date) -> Period | None:
    span = Span(*m.span())
    if m["century"]:
        return years_of(span, *LAST_CENTURY, relative=True)
    if m["day"]:
        day = today - timedelta(m["day"] == "yesterday")
        return Period(span, day, day, relative=True)
    if m["ago"]:
        counted = _count(m["n"], m["ago"])
        first = _since(today, counted[0], m["ago"]) if counted else None
        if first is None or counted is None:
            return None
        if m["ago"].startswith("year"):
            return years_of(span, first.year, first.year, counted[1], relative=True)
        return Period(span, first, first, guess=counted[1], relative=True)
    step = {"last": -1, "this": 0, "next": 1}[m["which"]]
    if m["unit"] == "year":
        return years_of(span, today.year + step, today.year + step, relative=True)
    if m["unit"] in _SEASONS:
        first, last, guess = season_of(today, _SEASONS[m["unit"]], step)
        return Period(span, first, last, guess=guess, relative=True)
    return month_or_week(span, m["unit"], step, today)


def _points(folded: str, today: date) -> Iterator[Period]:
    """Stretches named by where they stand from today; a guess where nothing says that the items are of that time."""
    for m in _POINT.finditer(folded):
        if period := _point(m, today):
            cued = _OWN.match(m[0]) or _CUED.search(folded[: m.start()]) or _CUED_AFTER.match(folded, m.end())
            yield unless_cued(period, cued is not None)


def english_periods(folded: str, today: date) -> Iterator[Period]:
    """Yield the stretches of time that a folded text names in English, in no order; they may overlap."""
    for read in (_dated, _decades, _centuries):
        yield from read(folded)
    yield from _lately(folded, today)
    yield from _points(folded, today)


def english_days(day: date) -> list[str]:
    """Return how a day, and its month, may be written in English."""
    month = calendar.month_name[day.month]
    return [f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{month} {day.year}"]
